use application::{
    StoreError,
    identity::{Link, LinkPurpose, Links},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use domain::identity::UserId;
use uuid::Uuid;

use crate::{rows::Row, schema::account_links, store::PgStore};

#[derive(Queryable, Selectable)]
#[diesel(table_name = account_links)]
struct LinkRow {
    id: Uuid,
    user_id: Uuid,
    purpose: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl Links for PgStore<'_> {
    fn add_link(&mut self, link: &Link, fingerprint: &[u8]) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::delete(
                account_links::table
                    .filter(account_links::user_id.eq(link.user.uuid()))
                    .filter(account_links::used_at.is_null()),
            )
            .execute(connection)
        })?;
        self.ask(|connection| {
            diesel::insert_into(account_links::table)
                .values((
                    account_links::id.eq(link.id),
                    account_links::user_id.eq(link.user.uuid()),
                    account_links::purpose.eq(purpose_code(link.purpose)),
                    account_links::fingerprint.eq(fingerprint),
                    account_links::created_at.eq(link.created_at),
                    account_links::expires_at.eq(link.expires_at),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn open_link_for_update(
        &mut self,
        fingerprint: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Link>, StoreError> {
        let row: Option<LinkRow> = self.ask(|connection| {
            account_links::table
                .filter(account_links::fingerprint.eq(fingerprint))
                .filter(account_links::used_at.is_null())
                .filter(account_links::expires_at.gt(now))
                .select(LinkRow::as_select())
                .for_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_link(&row)).transpose()
    }

    fn end_links(&mut self, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(
                account_links::table
                    .filter(account_links::user_id.eq(user.uuid()))
                    .filter(account_links::used_at.is_null()),
            )
            .set(account_links::used_at.eq(now))
            .execute(connection)
        })?;
        Ok(())
    }

    fn use_link(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(account_links::table.find(id))
                .set(account_links::used_at.eq(now))
                .execute(connection)
        })?;
        Ok(())
    }

    fn forget_links(&mut self, expired_before: DateTime<Utc>, most: u32) -> Result<u32, StoreError> {
        self.forget("account_links", "expires_at", expired_before, most)
    }
}

fn into_link(row: &LinkRow) -> Result<Link, StoreError> {
    let at = Row { table: "account_links", id: row.id };
    Ok(Link {
        id: row.id,
        user: row.user_id.into(),
        purpose: at.legal(purpose_from_code(&row.purpose).ok_or("there is no such purpose"))?,
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}

const fn purpose_code(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::Reset => "reset",
        LinkPurpose::Invitation => "invitation",
    }
}

fn purpose_from_code(code: &str) -> Option<LinkPurpose> {
    [LinkPurpose::Reset, LinkPurpose::Invitation].into_iter().find(|purpose| purpose_code(*purpose) == code)
}

use application::{
    StoreError,
    identity::{Link, LinkPurpose, Links},
};
use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use domain::identity::UserId;
use uuid::Uuid;

use crate::{rows::Row, schema::account_links, store::PgStore};

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
        let row: Option<(Uuid, Uuid, String, DateTime<Utc>, DateTime<Utc>)> = self.ask(|connection| {
            account_links::table
                .filter(account_links::fingerprint.eq(fingerprint))
                .filter(account_links::used_at.is_null())
                .filter(account_links::expires_at.gt(now))
                .select((
                    account_links::id,
                    account_links::user_id,
                    account_links::purpose,
                    account_links::created_at,
                    account_links::expires_at,
                ))
                .for_update()
                .first(connection)
                .optional()
        })?;
        row.map(|(id, user, purpose, created_at, expires_at)| {
            let purpose =
                Row { table: "account_links", id }.legal(purpose_from_code(&purpose).ok_or("purpose"))?;
            Ok(Link { id, user: user.into(), purpose, created_at, expires_at })
        })
        .transpose()
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

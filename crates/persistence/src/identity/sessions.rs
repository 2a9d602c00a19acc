use application::{
    Origin, StoreError,
    identity::{SessionView, Sessions},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use domain::identity::{Session, SessionId, SessionLimits, UserId};
use ipnet::IpNet;
use uuid::Uuid;

use crate::{rows::Row, schema::sessions, store::PgStore};

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: Uuid,
    user_id: Uuid,
    generation: i32,
    token_fingerprint: Vec<u8>,
    created_at: DateTime<Utc>,
    rotated_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    device: String,
    address: Option<IpNet>,
}

impl Sessions for PgStore<'_> {
    fn add_session(
        &mut self,
        session: &Session,
        token_fingerprint: &[u8],
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let device: String = origin.device.chars().take(300).collect();
        self.ask(|connection| {
            diesel::insert_into(sessions::table)
                .values((
                    sessions::id.eq(session.id.uuid()),
                    sessions::user_id.eq(session.user.uuid()),
                    sessions::generation.eq(stored_generation(session)),
                    sessions::token_fingerprint.eq(token_fingerprint),
                    sessions::device.eq(device),
                    sessions::address.eq(origin.address.map(IpNet::from)),
                    sessions::created_at.eq(session.created_at),
                    sessions::rotated_at.eq(session.rotated_at),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn session_for_update(&mut self, id: SessionId) -> Result<Option<(Session, Vec<u8>)>, StoreError> {
        let row: Option<SessionRow> = self.ask(|connection| {
            sessions::table
                .find(id.uuid())
                .select(SessionRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|mut row| {
            let fingerprint = std::mem::take(&mut row.token_fingerprint);
            Ok((into_session(&row)?, fingerprint))
        })
        .transpose()
    }

    fn rotate_session(&mut self, session: &Session, token_fingerprint: &[u8]) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(sessions::table.find(session.id.uuid()))
                .set((
                    sessions::generation.eq(stored_generation(session)),
                    sessions::token_fingerprint.eq(token_fingerprint),
                    sessions::rotated_at.eq(session.rotated_at),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn revoke_session(
        &mut self,
        user: UserId,
        id: SessionId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let revoked = self.ask(|connection| {
            diesel::update(
                sessions::table
                    .filter(sessions::id.eq(id.uuid()))
                    .filter(sessions::user_id.eq(user.uuid()))
                    .filter(sessions::revoked_at.is_null()),
            )
            .set(sessions::revoked_at.eq(now))
            .execute(connection)
        })?;
        Ok(revoked > 0)
    }

    fn revoke_sessions(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(
                sessions::table
                    .filter(sessions::user_id.eq(user.uuid()))
                    .filter(sessions::id.ne(except.map_or(Uuid::nil(), SessionId::uuid)))
                    .filter(sessions::revoked_at.is_null()),
            )
            .set(sessions::revoked_at.eq(now))
            .execute(connection)
        })?;
        Ok(())
    }

    fn open_sessions(
        &mut self,
        user: UserId,
        limits: SessionLimits,
        now: DateTime<Utc>,
    ) -> Result<Vec<SessionView>, StoreError> {
        let rows: Vec<SessionRow> = self.ask(|connection| {
            sessions::table
                .filter(sessions::user_id.eq(user.uuid()))
                .filter(sessions::revoked_at.is_null())
                .filter(sessions::rotated_at.gt(now - limits.idle))
                .filter(sessions::created_at.gt(now - limits.absolute))
                .order(sessions::rotated_at.desc())
                .select(SessionRow::as_select())
                .load(connection)
        })?;
        rows.into_iter()
            .map(|row| {
                let session = into_session(&row)?;
                let address = row.address.map(|network| network.addr().to_string());
                Ok(SessionView { session, device: row.device, address })
            })
            .collect()
    }

    fn forget_sessions(&mut self, ended_before: DateTime<Utc>, most: u32) -> Result<u32, StoreError> {
        // Whoever did not end a session left it when it was last used.
        self.forget("sessions", "COALESCE(revoked_at, rotated_at)", ended_before, most)
    }
}

fn stored_generation(session: &Session) -> i32 {
    i32::try_from(session.generation).unwrap_or(i32::MAX)
}

fn into_session(row: &SessionRow) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.id.into(),
        user: row.user_id.into(),
        generation: Row { table: "sessions", id: row.id }.number(row.generation)?,
        created_at: row.created_at,
        rotated_at: row.rotated_at,
        revoked_at: row.revoked_at,
    })
}

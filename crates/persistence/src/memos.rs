use application::{Memos, Once, RightsEpochs, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    dsl::sql,
    select,
    sql_types::{BigInt, Bool, Text, Timestamptz},
};
use domain::identity::UserId;
use uuid::Uuid;

use crate::{
    schema::{idempotency_keys, rights_epochs},
    store::PgStore,
    words::words,
};

impl Memos for PgStore<'_> {
    fn take_key(&mut self, user: UserId, key: &str) -> Result<bool, StoreError> {
        self.ask(|connection| {
            select(
                sql::<Bool>("pg_try_advisory_xact_lock(hashtextextended(")
                    .bind::<Text, _>(format!("{user} {key}"))
                    .sql(", 0))"),
            )
            .get_result(connection)
        })
    }

    fn memo(&mut self, user: UserId, key: &str) -> Result<Option<(Vec<u8>, serde_json::Value)>, StoreError> {
        self.ask(|connection| {
            idempotency_keys::table
                .find((user.uuid(), key))
                .select((idempotency_keys::fingerprint, idempotency_keys::answer))
                .first(connection)
                .optional()
        })
    }

    fn remember(&mut self, user: UserId, once: &Once, answer: &serde_json::Value) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(idempotency_keys::table)
                .values((
                    idempotency_keys::user_id.eq(user.uuid()),
                    idempotency_keys::key.eq(&once.key),
                    idempotency_keys::fingerprint.eq(&once.fingerprint),
                    idempotency_keys::answer.eq(answer),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn forget_old_memos(&mut self, most: u32) -> Result<u32, StoreError> {
        // Their age is the database's own affair: it wrote down when they were made.
        let now: DateTime<Utc> =
            self.ask(|connection| select(words::<Timestamptz>("now()")).get_result(connection))?;
        self.forget("idempotency_keys", "created_at", now - TimeDelta::hours(48), most)
    }
}

impl RightsEpochs for PgStore<'_> {
    fn confirm_rights(&mut self, user: UserId, epoch: i64) -> Result<(), StoreError> {
        // The lock makes whoever would change the rights wait until this unit of work has ended.
        let current = self.ask(|connection| {
            rights_epochs::table
                .find(user.uuid())
                .select(rights_epochs::epoch)
                .for_share()
                .first::<i64>(connection)
                .optional()
        })?;
        if current == Some(epoch) { Ok(()) } else { Err(StoreError::RightsChanged) }
    }

    fn recent_rights_changes(&mut self) -> Result<Vec<(UserId, i64)>, StoreError> {
        let rows: Vec<(Uuid, i64)> = self.ask(|connection| {
            rights_epochs::table
                .filter(words::<Bool>("changed_at > clock_timestamp() - interval '30 seconds'"))
                .select((rights_epochs::user_id, rights_epochs::epoch))
                .load(connection)
        })?;
        Ok(rows.into_iter().map(|(user, epoch)| (user.into(), epoch)).collect())
    }

    fn ping(&mut self) -> Result<(), StoreError> {
        self.ask(|connection| select(words::<BigInt>("1::bigint")).get_result::<i64>(connection))?;
        Ok(())
    }
}

use application::{
    StoreError,
    jobs::{Job, Jobs, TakenJob},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Integer, Jsonb, Timestamptz, Uuid as SqlUuid},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{schema::jobs, store::PgStore};

#[derive(QueryableByName)]
struct TakenRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Jsonb)]
    payload: Value,
    #[diesel(sql_type = Integer)]
    attempts: i32,
}

impl Jobs for PgStore<'_> {
    fn add_job(
        &mut self,
        id: Uuid,
        job: &Job,
        run_at: DateTime<Utc>,
        unique_key: Option<&str>,
    ) -> Result<(), StoreError> {
        let payload = serde_json::to_value(job).map_err(|error| StoreError::Unexpected(error.to_string()))?;
        self.ask(|connection| {
            diesel::insert_into(jobs::table)
                .values((
                    jobs::id.eq(id),
                    jobs::payload.eq(payload),
                    jobs::run_at.eq(run_at),
                    jobs::unique_key.eq(unique_key),
                ))
                .on_conflict_do_nothing()
                .execute(connection)
        })?;
        Ok(())
    }

    fn add_jobs(&mut self, added: &[(Uuid, Job)], run_at: DateTime<Utc>) -> Result<(), StoreError> {
        let row = |(id, job): &(Uuid, Job)| {
            let payload =
                serde_json::to_value(job).map_err(|error| StoreError::Unexpected(error.to_string()))?;
            Ok((jobs::id.eq(*id), jobs::payload.eq(payload), jobs::run_at.eq(run_at)))
        };
        let rows = added.iter().map(row).collect::<Result<Vec<_>, StoreError>>()?;
        self.ask(|connection| diesel::insert_into(jobs::table).values(rows).execute(connection))?;
        Ok(())
    }

    fn take_job(
        &mut self,
        now: DateTime<Utc>,
        leased_until: DateTime<Utc>,
    ) -> Result<Option<TakenJob>, StoreError> {
        let taken: Option<TakenRow> = self.ask(|connection| {
            sql_query(
                "UPDATE jobs SET status = 'taken', leased_until = $2, attempts = attempts + 1
                 WHERE id = (
                    SELECT id FROM jobs
                    WHERE status IN ('waiting', 'taken') AND COALESCE(leased_until, run_at) <= $1
                    ORDER BY COALESCE(leased_until, run_at), id LIMIT 1 FOR UPDATE SKIP LOCKED
                 )
                 RETURNING id, payload, attempts",
            )
            .bind::<Timestamptz, _>(now)
            .bind::<Timestamptz, _>(leased_until)
            .get_result(connection)
            .optional()
        })?;
        Ok(taken.map(into_taken))
    }

    fn finish_job(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(jobs::table.find(id))
                .set((
                    jobs::status.eq("done"),
                    jobs::leased_until.eq(None::<DateTime<Utc>>),
                    jobs::finished_at.eq(now),
                    // What was done need not be kept, and a mail may hold a link.
                    jobs::payload.eq(Value::Null),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn fail_job(&mut self, id: Uuid, reason: &str, retry_at: DateTime<Utc>) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(jobs::table.find(id))
                .set((
                    jobs::status.eq("waiting"),
                    jobs::leased_until.eq(None::<DateTime<Utc>>),
                    jobs::last_error.eq(reason),
                    jobs::run_at.eq(retry_at),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn park_job(&mut self, id: Uuid, reason: &str, kept: &Value) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(jobs::table.find(id))
                .set((
                    jobs::status.eq("parked"),
                    jobs::leased_until.eq(None::<DateTime<Utc>>),
                    jobs::last_error.eq(reason),
                    jobs::payload.eq(kept),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn forget_jobs(&mut self, done_before: DateTime<Utc>, most: u32) -> Result<u32, StoreError> {
        self.forget("jobs", "status = 'done' AND finished_at", done_before, most)
    }
}

/// A job that cannot be read is taken like any other: failing here would leave it where it is, before all
/// others, for ever.
fn into_taken(row: TakenRow) -> TakenJob {
    let job = serde_json::from_value(row.payload).map_err(|error| error.to_string());
    TakenJob { id: row.id, job, attempt: u32::try_from(row.attempts).unwrap_or(1) }
}

use application::StoreError;
use chrono::{DateTime, Utc};
use diesel::{
    PgConnection, QueryResult, RunQueryDsl, sql_query,
    sql_types::{BigInt, Timestamptz},
};

use crate::error::translate;

/// One unit of work's view of every collection.
pub struct PgStore<'a> {
    connection: &'a mut PgConnection,
    failure: Option<StoreError>,
}

impl<'a> PgStore<'a> {
    pub const fn new(connection: &'a mut PgConnection) -> Self {
        Self { connection, failure: None }
    }

    /// Asks the server, the only way to the connection. Remembers that it failed, whatever the use case
    /// makes of it.
    pub fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut PgConnection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        question(self.connection).map_err(|error| {
            let error = translate(error);
            self.failure = Some(error.clone());
            error
        })
    }

    /// Deletes at most so many rows of a table whose time lies before this, and says how many.
    pub fn forget(
        &mut self,
        table: &'static str,
        time: &'static str,
        before: DateTime<Utc>,
        most: u32,
    ) -> Result<u32, StoreError> {
        let statement = format!(
            "DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM {table} WHERE {time} < $1 LIMIT $2
            ))"
        );
        let forgotten = self.ask(|connection| {
            sql_query(statement)
                .bind::<Timestamptz, _>(before)
                .bind::<BigInt, _>(i64::from(most))
                .execute(connection)
        })?;
        Ok(u32::try_from(forgotten).unwrap_or(u32::MAX))
    }

    /// The last failure, if there was one.
    pub fn into_failure(self) -> Option<StoreError> {
        self.failure
    }
}

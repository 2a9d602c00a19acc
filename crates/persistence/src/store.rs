use application::StoreError;
use diesel::{PgConnection, QueryResult};

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

    /// The last failure, if there was one.
    pub fn into_failure(self) -> Option<StoreError> {
        self.failure
    }
}

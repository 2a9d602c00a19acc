use std::time::Duration;

use diesel::{
    Connection, PgConnection,
    connection::SimpleConnection,
    r2d2::{ConnectionManager, R2D2Connection},
};

/// How connections are kept.
#[derive(Clone, Copy, Debug)]
pub struct PoolOptions {
    /// How many are open. As many threads as this make use of them.
    pub connections: u32,
    /// How long to wait for one before the database counts as away.
    pub patience: Duration,
    /// How long one statement may take.
    pub statement_timeout: Duration,
    /// How long a statement may wait for a lock.
    pub lock_timeout: Duration,
    /// How long a transaction may stand still.
    pub idle_in_transaction_timeout: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            connections: 4,
            patience: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(2),
            idle_in_transaction_timeout: Duration::from_secs(10),
        }
    }
}

/// A connection that remembers when it broke, so that the pool replaces it without asking the server
/// before every use.
pub struct PooledPg {
    pub connection: PgConnection,
    pub is_broken: bool,
}

/// Some failures are told apart by their text alone, so it is asked for in English. Whoever may not ask goes
/// on with what the server speaks.
pub const SPEAK_ENGLISH: &str = "DO $$ BEGIN PERFORM set_config('lc_messages', 'C', false);
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

/// Opens connections with the timeouts set.
pub struct PgManager {
    manager: ConnectionManager<PgConnection>,
    setup: String,
}

impl PgManager {
    pub fn new(url: &str, options: &PoolOptions) -> Self {
        let setup = format!(
            "SET statement_timeout = {}; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = {}; SET timezone = 'UTC'; {SPEAK_ENGLISH}",
            options.statement_timeout.as_millis(),
            options.lock_timeout.as_millis(),
            options.idle_in_transaction_timeout.as_millis(),
        );
        Self { manager: ConnectionManager::new(url), setup }
    }
}

impl r2d2::ManageConnection for PgManager {
    type Connection = PooledPg;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<PooledPg, Self::Error> {
        let mut connection = self.manager.connect()?;
        connection.batch_execute(&self.setup).map_err(diesel::r2d2::Error::QueryError)?;
        connection.set_prepared_statement_cache_size(diesel::connection::CacheSize::Unbounded);
        Ok(PooledPg { connection, is_broken: false })
    }

    fn is_valid(&self, pooled: &mut PooledPg) -> Result<(), Self::Error> {
        pooled.connection.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, pooled: &mut PooledPg) -> bool {
        pooled.is_broken || pooled.connection.is_broken()
    }
}

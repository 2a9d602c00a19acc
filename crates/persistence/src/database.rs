use application::{Database, Moment, Store, StoreError, Verdict};
use diesel::PgConnection;

use crate::{
    connection::{PgManager, PoolOptions, PooledPg},
    error::translate,
    store::PgStore,
};

/// The database port on a pool of connections to PostgreSQL.
pub struct PgDatabase {
    pool: r2d2::Pool<PgManager>,
}

/// The pool could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the database cannot be reached: {0}")]
pub struct ConnectError(#[from] r2d2::Error);

/// Why a transaction ended without a commit.
enum Ended {
    Chosen,
    Failed(StoreError),
}

impl From<diesel::result::Error> for Ended {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(translate(error))
    }
}

impl PgDatabase {
    /// Opens the pool and waits until its connections stand.
    pub fn connect(url: &str, options: PoolOptions) -> Result<Self, ConnectError> {
        Ok(Self { pool: Self::builder(options).build(PgManager::new(url, &options))? })
    }

    /// Opens the pool without waiting: the database may come later.
    pub fn connect_later(url: &str, options: PoolOptions) -> Self {
        Self { pool: Self::builder(options).build_unchecked(PgManager::new(url, &options)) }
    }

    fn builder(options: PoolOptions) -> r2d2::Builder<PgManager> {
        r2d2::Pool::builder()
            .max_size(options.connections)
            .min_idle(Some(options.connections))
            .connection_timeout(options.patience)
            // Asking "are you there?" before every use would double the round trips.
            .test_on_check_out(false)
            .max_lifetime(None)
            .idle_timeout(None)
            .error_handler(Box::new(LogFailures))
    }
}

#[derive(Debug)]
struct LogFailures;

impl r2d2::HandleError<diesel::r2d2::Error> for LogFailures {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        tracing::warn!(%error, "a connection to the database could not be opened");
    }
}

impl Database for PgDatabase {
    fn run(&self, moment: Moment, work: &mut dyn FnMut(&mut dyn Store) -> Verdict) -> Result<(), StoreError> {
        let mut pooled = self.pool.get().map_err(|_| StoreError::Unavailable)?;
        let PooledPg { connection, is_broken } = &mut *pooled;
        let ended = match moment {
            Moment::Statement => run_work(connection, work),
            Moment::Snapshot => connection
                .build_transaction()
                .read_only()
                .repeatable_read()
                .run(|connection| run_work(connection, work)),
            Moment::Change => {
                connection.build_transaction().read_write().run(|connection| run_work(connection, work))
            }
        };
        match ended {
            Ok(()) | Err(Ended::Chosen) => Ok(()),
            Err(Ended::Failed(error)) => {
                *is_broken |= error == StoreError::Unavailable;
                Err(error)
            }
        }
    }
}

fn run_work(
    connection: &mut PgConnection,
    work: &mut dyn FnMut(&mut dyn Store) -> Verdict,
) -> Result<(), Ended> {
    let mut store = PgStore::new(connection);
    let verdict = work(&mut store);
    match (verdict, store.into_failure()) {
        (Verdict::Commit, None) => Ok(()),
        // The server has given up the transaction: a commit would roll back and not say so.
        (Verdict::Commit, Some(failure)) => Err(Ended::Failed(failure)),
        (Verdict::RollBack, Some(failure @ (StoreError::Contention | StoreError::Unavailable))) => {
            Err(Ended::Failed(failure))
        }
        (Verdict::RollBack, _) => Err(Ended::Chosen),
    }
}

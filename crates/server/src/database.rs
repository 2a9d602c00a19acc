//! The database that the server works on: the one that was given, or a private one.

use std::sync::{Arc, Mutex, PoisonError};

use local_postgres::{Cluster, Options, Search};
use persistence::{ConnectError, MigrateError, Migrator, PgDatabase, PoolOptions};

use crate::configuration::{Base, DatabaseSource, Environment};

/// The role under which the application works; it owns nothing.
const APPLICATION_ROLE: &str = "homeroom_app";
/// The name of the private database.
const DATABASE: &str = "homeroom";

/// Where the database is, and who keeps it running.
pub(crate) struct Place {
    /// How the application connects.
    pub(crate) application_url: String,
    /// How the owner connects, who migrates; `None` when nobody told.
    owner_url: Option<String>,
    /// The private cluster, if there is one.
    pub(crate) cluster: Option<Arc<Mutex<Cluster>>>,
}

/// Why there is no database to work on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error("the private database did not start: {0}")]
    Start(#[from] local_postgres::Error),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error("MIGRATION_DATABASE_URL is not set: migrating takes the role that owns the tables")]
    NoOwner,
    #[error("the database is not migrated: run `homeroom migrate` first")]
    NotMigrated,
    #[error(
        "DATABASE_URL connects as a role that owns tables or may do everything; name the role {APPLICATION_ROLE}, \
         which can neither change nor truncate what must stay, and keep the owner for MIGRATION_DATABASE_URL"
    )]
    ConnectsAsOwner,
}

/// Finds the database; starts and makes the private one where none was given.
pub(crate) fn find(base: &Base) -> Result<Place, DatabaseError> {
    match &base.database {
        DatabaseSource::Given { url, migration_url } => {
            Ok(Place { application_url: url.clone(), owner_url: migration_url.clone(), cluster: None })
        }
        DatabaseSource::Private { binaries } => {
            let search = Search::from_environment().configured(binaries.clone());
            let cluster = Cluster::start(&Options::new(base.data_dir.join("postgres")).search(search))?;
            tracing::info!(version = %cluster.version(), origin = ?cluster.origin(), "the private database is running");
            let owner = cluster.superuser();
            Migrator::connect(&cluster.connection_url("postgres", owner))?.make_database(DATABASE)?;
            Ok(Place {
                application_url: cluster.connection_url(DATABASE, APPLICATION_ROLE),
                owner_url: Some(cluster.connection_url(DATABASE, owner)),
                cluster: Some(Arc::new(Mutex::new(cluster))),
            })
        }
    }
}

impl Place {
    /// Applies every migration that is not applied yet.
    pub(crate) fn migrate(&self) -> Result<Vec<String>, DatabaseError> {
        let owner = self.owner_url.as_ref().ok_or(DatabaseError::NoOwner)?;
        let applied = Migrator::connect(owner)?.up()?;
        if !applied.is_empty() {
            tracing::info!(migrations = ?applied, "the database was migrated");
        }
        Ok(applied)
    }

    /// Makes the database fit to serve: the private one is migrated, of another it is asked.
    pub(crate) fn prepare(&self, environment: Environment) -> Result<(), DatabaseError> {
        if self.cluster.is_some() {
            self.migrate()?;
        }
        let mut application = Migrator::connect(&self.application_url)?;
        if environment != Environment::Development && application.is_owner()? {
            return Err(DatabaseError::ConnectsAsOwner);
        }
        if application.is_up_to_date()? { Ok(()) } else { Err(DatabaseError::NotMigrated) }
    }

    /// Stops the private database, if nobody else uses it.
    pub(crate) fn stop(self) {
        let cluster = self.cluster.and_then(Arc::into_inner).map(Mutex::into_inner);
        let stopped = cluster.map(|cluster| cluster.unwrap_or_else(PoisonError::into_inner).stop());
        if let Some(Err(error)) = stopped {
            tracing::warn!(%error, "the private database did not stop by itself");
        }
    }

    /// Whether every migration is applied, as far as the application can see.
    pub(crate) fn is_migrated(application_url: &str) -> bool {
        Migrator::connect(application_url).and_then(|mut database| database.is_up_to_date()).unwrap_or(false)
    }

    /// The database port, with `connections` connections.
    pub(crate) fn connect(&self, connections: usize) -> Result<PgDatabase, DatabaseError> {
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        Ok(PgDatabase::connect(&self.application_url, PoolOptions { connections, ..PoolOptions::default() })?)
    }
}

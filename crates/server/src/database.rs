//! The database that the server works on: the one that was given, or a private one.

use std::sync::{Arc, Mutex, PoisonError};

use local_postgres::{Cluster, Options, Search};
use percent_encoding::percent_decode_str;
use persistence::{ConnectError, MigrateError, Migrator, PgDatabase, PoolOptions};
use url::Url;

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
        let mut migrator = Migrator::connect(owner)?;
        let applied = migrator.up()?;
        self.give_password(&mut migrator)?;
        if !applied.is_empty() {
            tracing::info!(migrations = ?applied, "the database was migrated");
        }
        Ok(applied)
    }

    /// Gives the application's role the password that its address names.
    fn give_password(&self, migrator: &mut Migrator) -> Result<(), DatabaseError> {
        let Some(password) = password_of_application(&self.application_url) else { return Ok(()) };
        match migrator.set_application_password(&password) {
            // Whoever runs the server may have made the role, and the owner of the database may not touch it.
            Err(error) if Migrator::connect(&self.application_url).is_ok() => {
                tracing::warn!(%error, "the password of {APPLICATION_ROLE} stays as it is");
                Ok(())
            }
            outcome => Ok(outcome?),
        }
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
        if !application.speaks_english()? {
            tracing::warn!(
                "the database does not speak English, so deadlocks and timeouts are taken for failures: \
                 GRANT SET ON PARAMETER lc_messages TO {APPLICATION_ROLE}"
            );
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

/// The password in an address, if it is the address of the application's role.
fn password_of_application(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().ok().map(String::from);
    // libpq takes both from the query too, where a plus is a plus.
    let named = |wanted: &str| {
        let mut pairs = url.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
        pairs.rfind(|(name, _)| *name == wanted).and_then(|(_, value)| decoded(value))
    };
    let role = named("user").or_else(|| decoded(url.username()))?;
    let password = named("password").or_else(|| url.password().and_then(decoded))?;
    (role == APPLICATION_ROLE && !password.is_empty()).then_some(password)
}

#[cfg(test)]
mod tests {
    use super::password_of_application;

    #[test]
    fn the_password_is_read_as_libpq_reads_it() {
        let password = |address: &str| password_of_application(address);
        let told = |text: &str| Some(text.to_owned());
        assert_eq!(password("postgres://homeroom_app:Qz81mX@db.school.example/homeroom"), told("Qz81mX"));
        assert_eq!(password("postgres://homeroom_app:a%40b%2F%27%C3%B1@db/homeroom"), told("a@b/'ñ"));
        let by_socket = "postgres:///homeroom?host=%2Frun&user=homeroom_app&password=a+b%26c";
        assert_eq!(password(by_socket), told("a+b&c"));
        for other in [
            "postgres://homeroom_app@db/homeroom",
            "postgres://homeroom_app:@db/homeroom",
            "postgres://homeroom_owner:Wd39kP@db/homeroom",
            "postgres:///homeroom?host=%2Frun&user=homeroom_app",
            "no address",
        ] {
            assert_eq!(password(other), None, "{other}");
        }
    }
}

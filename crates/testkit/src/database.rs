//! A database for each test, cloned from one that has been migrated.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
};

use application::Database;
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query,
    sql_types::BigInt,
};
use local_postgres::{Cluster, Durability, Options};
use persistence::{ConnectError, MigrateError, Migrator, PgDatabase, PoolOptions};

use crate::Statements;

use crate::{PATIENCE, Sure, eventually};

/// The role under which the application works, in tests as in a school.
const APPLICATION_ROLE: &str = "homeroom_app";

/// A database of its own, with every migration applied and nothing in it. It is dropped with this.
pub struct TestDatabase {
    name: String,
    database: Arc<PgDatabase>,
    server: Arc<Server>,
}

/// Why there is no database to test with.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each says what failed")]
pub enum TestDatabaseError {
    #[error("PostgreSQL did not start: {0}")]
    Start(#[from] local_postgres::Error),
    #[error("the server cannot be reached: {0}")]
    Reach(#[from] diesel::ConnectionError),
    #[error("a statement failed: {0}")]
    Statement(#[from] diesel::result::Error),
    #[error("the template could not be migrated: {0}")]
    Migrate(#[from] MigrateError),
    #[error("the migrations cannot be read: {0}")]
    Read(#[from] std::io::Error),
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

impl TestDatabase {
    /// A database with a small pool of connections.
    pub fn new() -> Result<Self, TestDatabaseError> {
        Self::with_pool(PoolOptions { connections: 2, ..PoolOptions::default() })
    }

    /// A database with connections as they are wanted.
    pub fn with_pool(options: PoolOptions) -> Result<Self, TestDatabaseError> {
        Statements::listen();
        let server = Server::shared()?;
        let name = next_name();
        let template = &server.template;
        // Copying files takes half as long as the usual way through the log, as nothing waits for a disk here.
        server.execute(&format!(
            "DROP DATABASE IF EXISTS {name} WITH (FORCE); CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
        ))?;
        let url = server.cluster.connection_url(&name, APPLICATION_ROLE);
        let database = Arc::new(PgDatabase::connect(&url, options)?);
        Ok(Self { name, database, server })
    }

    /// The port that use cases know.
    pub fn port(&self) -> Arc<dyn Database> {
        Arc::clone(&self.database) as Arc<dyn Database>
    }

    /// The port that use cases know, for as long as this lives.
    pub fn database(&self) -> &dyn Database {
        &*self.database
    }

    /// Where the application connects, under a role that owns nothing.
    pub fn application_url(&self) -> String {
        self.server.cluster.connection_url(&self.name, APPLICATION_ROLE)
    }

    /// Where the owner of everything connects.
    pub fn owner_url(&self) -> String {
        self.server.cluster.connection_url(&self.name, self.server.cluster.superuser())
    }

    /// A connection of its own for the owner, past the application.
    #[track_caller]
    pub fn as_owner(&self) -> PgConnection {
        PgConnection::establish(&self.owner_url()).sure()
    }

    /// Carries statements out as the owner.
    #[track_caller]
    pub fn execute(&self, statements: &str) {
        self.as_owner().batch_execute(statements).sure();
    }

    /// The number that a query of the owner comes to.
    #[track_caller]
    pub fn number(&self, query: &str) -> i64 {
        let wrapped = format!("SELECT ({query})::bigint AS number");
        sql_query(wrapped).get_result::<Number>(&mut self.as_owner()).sure().number
    }

    /// Waits until so many statements wait for locks in this database.
    #[track_caller]
    pub fn await_waiting(&self, statements: i64) {
        let waiting = "SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        eventually("a statement waits for a lock", PATIENCE, || {
            (self.number(waiting) >= statements).then_some(())
        });
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A database that stays is in nobody's way, and the next test of its name drops it.
        self.server.execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).ok();
    }
}

/// A database with nothing in it, not even a migration. It is dropped with this.
pub struct EmptyDatabase {
    name: String,
    server: Arc<Server>,
}

impl EmptyDatabase {
    /// A new one.
    pub fn new() -> Result<Self, TestDatabaseError> {
        let server = Server::shared()?;
        let name = next_name();
        server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE); CREATE DATABASE {name}"))?;
        Ok(Self { name, server })
    }

    /// Where its owner connects.
    pub fn owner_url(&self) -> String {
        self.server.cluster.connection_url(&self.name, self.server.cluster.superuser())
    }
}

impl Drop for EmptyDatabase {
    fn drop(&mut self) {
        self.server.execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).ok();
    }
}

/// A name that no other running test has.
fn next_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("test_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The server that all tests share, across processes.
struct Server {
    cluster: Cluster,
    template: String,
}

impl Server {
    /// The server, started when it is down. It stops after the last test that uses it.
    fn shared() -> Result<Arc<Self>, TestDatabaseError> {
        static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = shared.upgrade() {
            return Ok(running);
        }
        let options = Options::new(target_directory().join("test-postgres"))
            .durability(Durability::Disposable)
            .max_connections(200);
        let server = Arc::new(Self { cluster: Cluster::start(&options)?, template: template_name()? });
        server.make_template()?;
        *shared = Arc::downgrade(&server);
        Ok(server)
    }

    fn make_template(&self) -> Result<(), TestDatabaseError> {
        let template = &self.template;
        let mut connection = self.connect("postgres")?;
        // Test programs that start at once make it once. The lock goes with the connection.
        connection.batch_execute("SELECT pg_advisory_lock(hashtext('homeroom test template'))")?;
        let known = format!("SELECT FROM pg_database WHERE datname = '{template}'");
        if sql_query(known).execute(&mut connection)? > 0 {
            return Ok(());
        }
        connection.batch_execute("DROP DATABASE IF EXISTS template_in_making WITH (FORCE)")?;
        connection.batch_execute("CREATE DATABASE template_in_making")?;
        Migrator::connect(&self.cluster.connection_url("template_in_making", self.cluster.superuser()))?
            .up()?;
        connection.batch_execute(&format!("ALTER DATABASE template_in_making RENAME TO {template}"))?;
        Ok(())
    }

    fn execute(&self, statements: &str) -> Result<(), TestDatabaseError> {
        let mut connection = self.connect("postgres")?;
        // One at a time: databases are made and dropped outside of transactions.
        for statement in statements.split("; ") {
            connection.batch_execute(statement)?;
        }
        Ok(())
    }

    fn connect(&self, database: &str) -> Result<PgConnection, TestDatabaseError> {
        Ok(PgConnection::establish(&self.cluster.connection_url(database, self.cluster.superuser()))?)
    }
}

/// The template's name changes with the migrations, so that an old one is never used.
fn template_name() -> Result<String, TestDatabaseError> {
    let mut directories = fs::read_dir(repository().join("migrations"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    directories.sort();
    let mut hasher = DefaultHasher::new();
    for directory in directories {
        fs::read(directory.join("up.sql"))?.hash(&mut hasher);
    }
    Ok(format!("template_{:016x}", hasher.finish()))
}

fn target_directory() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from)
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, connection::SimpleConnection,
    migration::MigrationSource, pg::Pg, sql_query, sql_types,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connection::SPEAK_ENGLISH;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// The role under which the application works. It owns nothing.
const APPLICATION_ROLE: &str = "homeroom_app";

/// Brings the database to the shape that this program expects, and back. Works as the owner.
pub struct Migrator {
    connection: PgConnection,
}

/// Why the database was not migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Connect(#[from] diesel::ConnectionError),
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(#[from] diesel::result::Error),
    /// A migration failed; those before it stay.
    #[error("a migration failed: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
}

#[derive(QueryableByName)]
struct AppliedRow {
    #[diesel(sql_type = sql_types::Text)]
    version: String,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = sql_types::Bool)]
    found: bool,
}

impl Migrator {
    /// Connects as the owner of the database.
    pub fn connect(owner_url: &str) -> Result<Self, MigrateError> {
        Ok(Self { connection: PgConnection::establish(owner_url)? })
    }

    /// Makes a database of this name where it is missing. Connected to another database of the server.
    pub fn make_database(&mut self, name: &str) -> Result<(), MigrateError> {
        let Found { found } =
            sql_query("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1) AS found")
                .bind::<sql_types::Text, _>(name)
                .get_result(&mut self.connection)?;
        if !found {
            self.connection.batch_execute(&format!("CREATE DATABASE \"{}\"", name.replace('"', "\"\"")))?;
        }
        Ok(())
    }

    /// Makes the application's role where it is missing, and applies every migration that is not applied
    /// yet. Gives their names.
    pub fn up(&mut self) -> Result<Vec<String>, MigrateError> {
        // Two servers that start at once take turns.
        self.connection.batch_execute("SELECT pg_advisory_lock(hashtext('homeroom migrate'))")?;
        let applied = self.make_role().and_then(|()| self.apply());
        self.connection.batch_execute("SELECT pg_advisory_unlock(hashtext('homeroom migrate'))")?;
        applied
    }

    fn apply(&mut self) -> Result<Vec<String>, MigrateError> {
        self.connection.batch_execute("SET lock_timeout = '10s'")?;
        let applied = self.connection.run_pending_migrations(MIGRATIONS).map_err(MigrateError::Migration)?;
        let names = applied.iter().map(ToString::to_string).collect();
        self.connection.batch_execute("GRANT SELECT ON __diesel_schema_migrations TO homeroom_app")?;
        Ok(names)
    }

    /// Takes every migration back.
    pub fn down(&mut self) -> Result<(), MigrateError> {
        self.connection.revert_all_migrations(MIGRATIONS).map_err(MigrateError::Migration)?;
        Ok(())
    }

    /// Whether every migration is applied. The application's role may ask too.
    pub fn is_up_to_date(&mut self) -> Result<bool, MigrateError> {
        let Found { found } =
            sql_query("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS found")
                .get_result(&mut self.connection)?;
        if !found {
            return Ok(false);
        }
        let known = MigrationSource::<Pg>::migrations(&MIGRATIONS).map_err(MigrateError::Migration)?;
        let applied: Vec<AppliedRow> =
            sql_query("SELECT version FROM __diesel_schema_migrations").load(&mut self.connection)?;
        let is_applied = |version: &str| applied.iter().any(|row| row.version == version);
        Ok(known.iter().all(|migration| is_applied(&migration.name().version().to_string())))
    }

    /// Whether this connection's role owns tables or may do everything. The application must not.
    pub fn is_owner(&mut self) -> Result<bool, MigrateError> {
        let Found { found } = sql_query(
            "SELECT rolsuper OR EXISTS (
                SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
            ) AS found FROM pg_roles WHERE rolname = current_user",
        )
        .get_result(&mut self.connection)?;
        Ok(found)
    }

    /// Lets the application's role log in with this password; without one it can log in only where the
    /// server trusts it, as on the socket of the embedded database.
    pub fn set_application_password(&mut self, password: &str) -> Result<(), MigrateError> {
        let quoted = password.replace('\'', "''");
        Ok(self.connection.batch_execute(&format!("ALTER ROLE {APPLICATION_ROLE} PASSWORD '{quoted}'"))?)
    }

    /// Whether the server says what went wrong in a language that we read, when this connection asks for it.
    pub fn speaks_english(&mut self) -> Result<bool, MigrateError> {
        self.connection.batch_execute(SPEAK_ENGLISH)?;
        let Found { found } =
            sql_query("SELECT current_setting('lc_messages') ~* '^(c|posix|en)([_.-]|$)' AS found")
                .get_result(&mut self.connection)?;
        Ok(found)
    }

    fn make_role(&mut self) -> Result<(), MigrateError> {
        let Found { found } = sql_query("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS found")
            .bind::<sql_types::Text, _>(APPLICATION_ROLE)
            .get_result(&mut self.connection)?;
        if !found {
            self.connection.batch_execute(&format!("CREATE ROLE {APPLICATION_ROLE} LOGIN"))?;
        }
        // Only a superuser may. Migrations of several databases may get in each other's way here.
        Ok(self.connection.batch_execute(&format!(
            "DO $$ BEGIN
                IF NOT has_parameter_privilege('{APPLICATION_ROLE}', 'lc_messages', 'SET') THEN
                    GRANT SET ON PARAMETER lc_messages TO {APPLICATION_ROLE};
                END IF;
            EXCEPTION WHEN insufficient_privilege OR internal_error OR unique_violation THEN NULL; END $$"
        ))?)
    }
}

//! The school that is measured: large, and the same every time.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use application::identity::{AccessClaims, PasswordHasher, Tokens};
use chrono::{DateTime, TimeDelta, Utc};
use credentials::{BcryptHasher, SessionTokens};
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query,
    sql_types,
};
use local_postgres::{Cluster, Options};
use persistence::Migrator;
use uuid::Uuid;

use crate::{
    Outcome,
    server::{ACCESS_SECRET, REFRESH_SECRET},
};

/// The name of the database.
pub(crate) const DATABASE: &str = "homeroom_reads";
/// The role under which the server works.
pub(crate) const APPLICATION_ROLE: &str = "homeroom_app";

pub(crate) const STUDENTS: u32 = 20_000;
/// Each student has applied for this many school years.
pub(crate) const APPLICATIONS: u32 = 5;
/// People who may read everything that is listed.
pub(crate) const REGISTRARS: u32 = 1_000;
/// Students who are logged in: every tenth, so that they are spread over the whole table.
pub(crate) const READERS: u32 = 2_000;
pub(crate) const YEARS: u32 = 50;
pub(crate) const LEVELS: u32 = 10;
/// Sections of one level in one year, which is one page of their list.
pub(crate) const SECTIONS: u32 = 20;
/// Events of the month whose calendar is looked at.
pub(crate) const EVENTS: u32 = 2_000;
/// Learning modules, in so many sections.
pub(crate) const MODULES: u32 = 10_000;
/// The sections that have some.
pub(crate) const SHELVES: u32 = 100;
/// Everybody's password; only registrars have one.
pub(crate) const PASSWORD: &str = "Homeroom#2026";

const SEED: &str = include_str!("school.sql");

/// What the records of a kind have in common: an identifier is its kind and its number, which pgbench can put
/// together too.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Student = 1,
    Registrar = 2,
    Year = 3,
    Level = 4,
    Section = 5,
    /// Somebody who talks.
    Person = 6,
    Conversation = 7,
}

impl Kind {
    /// The identifier of the record with this number, from 1.
    pub(crate) fn id(self, number: u32) -> Uuid {
        Uuid::from_u128((self as u128) << 96 | 0x4000_8000_0000_0000_0000 | decimal(number))
    }

    /// The same as an expression, where `:name` stands for the number.
    pub(crate) fn expression(self, name: &str) -> String {
        format!("('{:08x}-0000-4000-8000-' || lpad(:{name}::text, 12, '0'))::uuid", self as u32)
    }
}

/// The number whose hexadecimal digits are the decimal digits of this one.
fn decimal(number: u32) -> u128 {
    if number == 0 { 0 } else { decimal(number / 10) << 4 | u128::from(number % 10) }
}

/// A durable private cluster with the school in it.
pub(crate) struct School {
    /// The server.
    pub(crate) cluster: Cluster,
    connection: PgConnection,
}

/// Tokens of people who are logged in.
pub(crate) struct LoggedIn {
    /// Of students.
    pub(crate) readers: Vec<String>,
    /// Of registrars.
    pub(crate) registrars: Vec<String>,
}

impl School {
    /// Opens the school in `directory`, and makes it first where it is not the one that is wanted.
    pub(crate) fn open(directory: &Path, migrations: &Path) -> Outcome<Self> {
        // Statements are read back from the server's view of what it is doing.
        let options = Options::new(directory.join("postgres")).setting("track_activity_query_size", "32kB");
        let cluster = Cluster::start(&options)?;
        let owner = cluster.superuser();
        let mut server = PgConnection::establish(&cluster.connection_url("postgres", owner))?;
        let wanted = shape(migrations)?;
        let is_there = found_shape(&mut server)?.as_deref() == Some(&wanted);
        if !is_there {
            println!("Making the school ({STUDENTS} students, {} applications) …", STUDENTS * APPLICATIONS);
            server.batch_execute(&format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))?;
            Migrator::connect(&cluster.connection_url("postgres", owner))?.make_database(DATABASE)?;
        }
        let url = cluster.connection_url(DATABASE, owner);
        let mut school = Self { cluster, connection: PgConnection::establish(&url)? };
        if !is_there {
            Migrator::connect(&url)?.up()?;
            school.seed()?;
            // Only now: a school that was interrupted in its making is made again.
            server.batch_execute(&format!("COMMENT ON DATABASE {DATABASE} IS '{wanted}'"))?;
        }
        Ok(school)
    }

    /// How the application connects.
    pub(crate) fn application_url(&self) -> String {
        self.cluster.connection_url(DATABASE, APPLICATION_ROLE)
    }

    fn seed(&mut self) -> Outcome<()> {
        let hash = BcryptHasher::new(BcryptHasher::COST)?.hash(PASSWORD)?.0;
        let numbers = [
            ("STUDENTS", STUDENTS),
            ("APPLICATIONS", APPLICATIONS),
            ("REGISTRARS", REGISTRARS),
            ("YEARS", YEARS),
            ("LEVELS", LEVELS),
            ("SECTIONS", SECTIONS),
            ("EVENTS", EVENTS),
            ("READERS", READERS),
            ("SHELVES", SHELVES),
            ("MODULES", MODULES),
        ];
        let seed = numbers.iter().fold(SEED.replace(":PASSWORD_HASH", &hash), |seed, (name, number)| {
            seed.replace(&format!(":{name}"), &number.to_string())
        });
        self.connection.batch_execute(&seed)?;
        self.settle()
    }

    /// Logs people in, without the quarter of a second that each of their passwords would take.
    pub(crate) fn log_in(&mut self) -> Outcome<LoggedIn> {
        let now = self.now()?;
        let step = STUDENTS / READERS;
        self.connection.batch_execute(&format!(
            "DELETE FROM sessions;
             INSERT INTO sessions (id, user_id, token_fingerprint, created_at, rotated_at)
             SELECT overlay(id::text placing '5' from 15)::uuid, id, sha256(id::text::bytea), now(), now() FROM users
             WHERE primary_role = 'registrar' OR right(id::text, 12)::int % {step} = 0;
             DELETE FROM login_failures"
        ))?;
        self.settle()?;
        let tokens =
            SessionTokens::new(ACCESS_SECRET.as_bytes(), REFRESH_SECRET.as_bytes(), TimeDelta::hours(1));
        let mint = |kind: Kind, number: u32| {
            let user = kind.id(number);
            let session = Uuid::from_u128(user.as_u128() ^ 0x1000_0000_0000_0000_0000);
            let expires_at = now + tokens.access_lifetime();
            let claims = AccessClaims { user: user.into(), session: session.into(), expires_at };
            tokens.issue_access(&claims, now)
        };
        Ok(LoggedIn {
            readers: (1..=READERS)
                .map(|number| mint(Kind::Student, number * step))
                .collect::<Result<_, _>>()?,
            registrars: (1..=REGISTRARS)
                .map(|number| mint(Kind::Registrar, number))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Lets PostgreSQL do now what it would do in the middle of a measurement.
    fn settle(&mut self) -> Outcome<()> {
        self.connection.batch_execute("VACUUM ANALYZE")?;
        Ok(self.connection.batch_execute("CHECKPOINT")?)
    }

    fn now(&mut self) -> Outcome<DateTime<Utc>> {
        let found: Moment = sql_query("SELECT now() AS now").get_result(&mut self.connection)?;
        Ok(found.now)
    }

    /// The statement of the application that mentions this and was begun last, as the server has it.
    pub(crate) fn last_statement(&mut self, mentioned: &str) -> Outcome<String> {
        let found: Vec<Statement> = sql_query(
            "SELECT query FROM pg_stat_activity WHERE usename = $1 AND strpos(query, $2) > 0
             ORDER BY query_start DESC LIMIT 1",
        )
        .bind::<sql_types::Text, _>(APPLICATION_ROLE)
        .bind::<sql_types::Text, _>(mentioned)
        .load(&mut self.connection)?;
        let statement = found.into_iter().next().ok_or("the server was not seen reading")?;
        Ok(statement.query)
    }

    /// How many rows a statement gives.
    pub(crate) fn count_rows(&mut self, statement: &str) -> Outcome<i64> {
        let found: Count = sql_query(format!("SELECT count(*) AS count FROM ({statement}) AS counted"))
            .get_result(&mut self.connection)?;
        Ok(found.count)
    }

    /// The number of PostgreSQL's main process.
    pub(crate) fn process(&self) -> u32 {
        self.cluster.process().and_then(|process| u32::try_from(process).ok()).unwrap_or(0)
    }

    /// The version of PostgreSQL.
    pub(crate) fn version(&self) -> String {
        self.cluster.version().to_string()
    }
}

#[derive(QueryableByName)]
struct Moment {
    #[diesel(sql_type = sql_types::Timestamptz)]
    now: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Statement {
    #[diesel(sql_type = sql_types::Text)]
    query: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Comment {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    comment: Option<String>,
}

fn found_shape(server: &mut PgConnection) -> Outcome<Option<String>> {
    let found: Vec<Comment> = sql_query(
        "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
    )
    .bind::<sql_types::Text, _>(DATABASE)
    .load(server)?;
    Ok(found.into_iter().next().and_then(|database| database.comment))
}

/// Changes with everything that the school is made from.
fn shape(migrations: &Path) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    (SEED, STUDENTS, APPLICATIONS, REGISTRARS, YEARS, LEVELS, SECTIONS, EVENTS, PASSWORD).hash(&mut hasher);
    let mut folders: Vec<_> =
        fs::read_dir(migrations)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    folders.sort();
    for folder in folders {
        fs::read_to_string(folder.join("up.sql"))?.hash(&mut hasher);
    }
    Ok(format!("shape {:016x}", hasher.finish()))
}

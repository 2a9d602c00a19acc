//! People who talk: a database with nothing else in it, made anew each time.

use std::{path::Path, sync::Arc, time::Instant};

use application::identity::{AccessClaims, Tokens};
use chrono::{DateTime, TimeDelta, Utc};
use credentials::SessionTokens;
use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    sql_query,
    sql_types::{BigInt, Timestamptz},
};
use local_postgres::{Cluster, Options};
use persistence::Migrator;
use uuid::Uuid;

use crate::{
    Outcome,
    school::{APPLICATION_ROLE, Kind},
    server::{ACCESS_SECRET, REFRESH_SECRET},
};

/// How long a token lives: longer than anything that is measured.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// A durable private cluster with people in it, who are logged in and have conversations.
pub(crate) struct Club {
    /// The server.
    pub(crate) cluster: Cluster,
    database: &'static str,
    connection: PgConnection,
    minter: Minter,
}

/// What PostgreSQL promises of what it has committed.
const PROMISES: [&str; 3] = ["fsync", "full_page_writes", "synchronous_commit"];

impl Club {
    /// Makes so many people and these conversations of theirs, both numbered from 0: of two they are direct, else
    /// groups.
    pub(crate) fn make(
        directory: &Path,
        database: &'static str,
        people: u32,
        conversations: &[Vec<u32>],
    ) -> Outcome<Self> {
        println!("Making {people} people with {} conversations …", conversations.len());
        let cluster = Cluster::start(&Options::new(directory.join("postgres")).max_connections(100))?;
        // What an interrupted run has left would hold its migrations and its messages.
        let owner = cluster.superuser();
        let mut server = PgConnection::establish(&cluster.connection_url("postgres", owner))?;
        server.batch_execute(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"))?;
        let mut migrator = Migrator::connect(&cluster.connection_url("postgres", owner))?;
        migrator.make_database(database)?;
        let url = cluster.connection_url(database, owner);
        Migrator::connect(&url)?.up()?;
        let mut connection = PgConnection::establish(&url)?;
        connection.batch_execute(&seed(people, conversations))?;
        let tokens = SessionTokens::new(ACCESS_SECRET.as_bytes(), REFRESH_SECRET.as_bytes(), LIFETIME);
        let now = sql_query("SELECT now() AS now").get_result::<Moment>(&mut connection)?.now;
        let minter = Minter { tokens: Arc::new(tokens), began: (now, Instant::now()) };
        let mut club = Self { cluster, database, connection, minter };
        club.insist_on_durability()?;
        club.settle()?;
        Ok(club)
    }

    /// How the application connects.
    pub(crate) fn application_url(&self) -> String {
        self.cluster.connection_url(self.database, APPLICATION_ROLE)
    }

    /// Mints tokens elsewhere, without the database.
    pub(crate) fn minter(&self) -> Minter {
        self.minter.clone()
    }

    /// The rows of a query.
    pub(crate) fn rows<Row>(&mut self, query: &str) -> Outcome<Vec<Row>>
    where
        Row: QueryableByName<diesel::pg::Pg> + 'static,
    {
        Ok(sql_query(query).load(&mut self.connection)?)
    }

    /// Does what these statements say.
    pub(crate) fn execute(&mut self, statements: &str) -> Outcome<()> {
        Ok(self.connection.batch_execute(statements)?)
    }

    /// Lets PostgreSQL do now what it would do in the middle of a measurement.
    pub(crate) fn settle(&mut self) -> Outcome<()> {
        self.connection.batch_execute("VACUUM ANALYZE")?;
        Ok(self.connection.batch_execute("CHECKPOINT")?)
    }

    /// The number that a query comes to.
    pub(crate) fn number(&mut self, query: &str) -> Outcome<i64> {
        let wrapped = format!("SELECT ({query})::bigint AS number");
        Ok(sql_query(wrapped).get_result::<Number>(&mut self.connection)?.number)
    }

    /// How many messages there are, if each conversation has as many as its newest number says.
    pub(crate) fn messages_without_a_gap(&mut self) -> Outcome<i64> {
        let broken = self.number(
            "SELECT count(*) FROM conversations AS c LEFT JOIN LATERAL (
                 SELECT count(*) AS stored, coalesce(max(number), 0) AS newest, coalesce(min(number), 1) AS oldest
                 FROM messages WHERE conversation_id = c.id
             ) AS m ON true
             WHERE (stored, newest, oldest) IS DISTINCT FROM (last_number, last_number, 1)",
        )?;
        if broken > 0 {
            return Err(format!("the numbers of {broken} conversations have gaps").into());
        }
        self.number("SELECT count(*) FROM messages")
    }

    /// The number of PostgreSQL's main process.
    pub(crate) fn process(&self) -> u32 {
        self.cluster.process().and_then(|process| u32::try_from(process).ok()).unwrap_or(0)
    }

    /// A cluster that loses what it has committed would be compared with nothing.
    fn insist_on_durability(&mut self) -> Outcome<()> {
        for promise in PROMISES {
            let is_kept = format!("SELECT (current_setting('{promise}') = 'on')::integer");
            if self.number(&is_kept)? != 1 {
                return Err(format!("{promise} is not on").into());
            }
        }
        Ok(())
    }
}

/// Mints tokens.
#[derive(Clone)]
pub(crate) struct Minter {
    tokens: Arc<SessionTokens>,
    /// What time it was where the database is, and when that was here.
    began: (DateTime<Utc>, Instant),
}

impl Minter {
    /// A fresh token of a person.
    pub(crate) fn token(&self, person: u32) -> Outcome<String> {
        let (began, since) = self.began;
        let now = began + since.elapsed();
        let user = person_id(person);
        let expires_at = now + self.tokens.access_lifetime();
        let claims = AccessClaims { user: user.into(), session: session_of(user).into(), expires_at };
        Ok(self.tokens.issue_access(&claims, now)?)
    }
}

#[derive(QueryableByName)]
struct Moment {
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The identifier of the person with this number, from 0.
pub(crate) fn person_id(person: u32) -> Uuid {
    Kind::Person.id(person + 1)
}

/// The identifier of the conversation with this number, from 0.
pub(crate) fn conversation_id(conversation: usize) -> Uuid {
    Kind::Conversation.id(u32::try_from(conversation).unwrap_or(u32::MAX - 1) + 1)
}

fn session_of(user: Uuid) -> Uuid {
    Uuid::from_u128(user.as_u128() ^ 0x1000_0000_0000_0000_0000)
}

/// The statements that make everybody and what they have in common, as if long ago: of what changed a moment ago a
/// server tells everybody's sockets.
fn seed(people: u32, conversations: &[Vec<u32>]) -> String {
    let mut statements = vec!["BEGIN".to_owned(), seed_people(people)];
    if !conversations.is_empty() {
        statements.push(seed_conversations(conversations));
    }
    statements.push("COMMIT".to_owned());
    statements.join("; ")
}

fn seed_people(people: u32) -> String {
    let (mut persons, mut sessions) = (Vec::new(), Vec::new());
    for number in 0..people {
        let id = person_id(number);
        let session = session_of(id);
        persons
            .push(format!("('{id}', 'person{number}@school.example', 'Person', 'No. {number}', 'teacher')"));
        sessions.push(format!("('{session}', '{id}', sha256('{id}'), now(), now())"));
    }
    let (persons, sessions) = (persons.join(", "), sessions.join(", "));
    format!(
        "INSERT INTO users (id, email, first_name, last_name, primary_role) VALUES {persons};
         INSERT INTO user_roles (user_id, role_code) SELECT id, primary_role FROM users;
         INSERT INTO sessions (id, user_id, token_fingerprint, created_at, rotated_at) VALUES {sessions};
         UPDATE rights_epochs SET changed_at = now() - interval '1 day'"
    )
}

fn seed_conversations(conversations: &[Vec<u32>]) -> String {
    let (mut talks, mut seats) = (Vec::new(), Vec::new());
    for (number, members) in conversations.iter().enumerate() {
        let id = conversation_id(number);
        talks.push(match members[..] {
            [first, second] => {
                let (first, second) = (person_id(first.min(second)), person_id(first.max(second)));
                format!("('{id}', 'direct', NULL, '{first}'::uuid, '{second}'::uuid, now(), now())")
            }
            _ => format!("('{id}', 'group', 'Group {number}', NULL, NULL, now(), now())"),
        });
        seats.extend(members.iter().map(|member| format!("('{id}', '{}', 0, 0)", person_id(*member))));
    }
    let (talks, seats) = (talks.join(", "), seats.join(", "));
    format!(
        "INSERT INTO conversations (id, kind, title, first_id, second_id, active_at, created_at) VALUES {talks};
         INSERT INTO conversation_members (conversation_id, user_id, since_number, read_number) VALUES {seats};
         UPDATE conversation_members SET joined_at = now() - interval '1 day'"
    )
}

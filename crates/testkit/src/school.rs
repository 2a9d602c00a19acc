//! A school that runs.

mod chat;
mod enrollment;
mod meetings;
mod modules;
mod notices;
mod people;
mod structure;
mod tasks;

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use application::{Caller, Database, Store, StoreError, jobs::Mailer};
use chrono::NaiveDate;
use credentials::SessionTokens;
use domain::structure::{GradeLevel, SchoolYear};
use persistence::PoolOptions;

pub use chat::message_name;
pub use people::{PASSWORD, Person, password_hash};

use crate::{Instance, Setup, Statements, Sure, TestClock, TestDatabase, instance::Parts};

/// A school with a year and a grade level, and nobody in it yet, that a server serves.
///
/// It is one [`Instance`]; more of them may share its database.
pub struct School {
    /// The year that the school is in.
    pub year: SchoolYear,
    /// The grade level of its sections and applications.
    pub grade: GradeLevel,
    first: Instance,
    parts: Parts,
    numbers: AtomicU32,
    // Dropped last, as the servers work on it.
    database: Option<TestDatabase>,
}

impl School {
    /// A school on a database of its own.
    #[track_caller]
    pub fn open() -> Self {
        Self::set_up(Setup::default())
    }

    /// The same, with something different about it.
    #[track_caller]
    pub fn set_up(setup: Setup) -> Self {
        let options = PoolOptions { connections: setup.connections, ..PoolOptions::default() };
        let database = TestDatabase::with_pool(options).sure();
        let mut school = Self::on(database.port(), setup);
        school.database = Some(database);
        school
    }

    /// A school on a database that somebody else looks after.
    #[track_caller]
    pub fn on(database: Arc<dyn Database>, setup: Setup) -> Self {
        let parts = Parts::new(database, setup);
        let first = Instance::start(&parts);
        let year = structure::add_year(&first.app, "2026–2027", 2026);
        let grade = structure::add_grade(&first.app, 7);
        Self { year, grade, first, parts, numbers: AtomicU32::new(0), database: None }
    }

    /// One more server on the same database.
    pub fn another_instance(&self) -> Instance {
        Instance::start(&self.parts)
    }

    /// The time of the school, which a test may move.
    pub fn clock(&self) -> &TestClock {
        &self.parts.clock
    }

    /// The secrets with which tokens are made.
    pub fn tokens(&self) -> &SessionTokens {
        &self.parts.tokens
    }

    /// The database of the school.
    #[track_caller]
    pub fn database(&self) -> &TestDatabase {
        self.database.as_ref().sure()
    }

    /// What the servers say to the database.
    #[track_caller]
    pub fn statements(&self) -> Statements {
        Statements::to(&self.database().application_url())
    }

    /// Does every job that is due.
    #[track_caller]
    pub fn do_jobs(&self, mailer: &dyn Mailer) {
        while self.app.background().do_next(mailer).sure() {}
    }

    /// A number that nothing else in this school has.
    pub fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A change past the use cases, by nobody in particular.
    #[track_caller]
    pub fn write<T>(&self, work: impl FnMut(&mut dyn Store) -> Result<T, StoreError>) -> T {
        self.parts.database.atomically(&builder(), work).sure()
    }
}

impl Deref for School {
    type Target = Instance;

    fn deref(&self) -> &Instance {
        &self.first
    }
}

/// Under whose name tests make what they need.
fn builder() -> Caller {
    Caller::system("test")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).sure()
}

//! The files of a classroom: uploaded, looked for in the store, and compared with their records.

use std::ops::Deref;

use actix_web::rt::Runtime;
use application::files::{Reconciled, StorageKey};
use chrono::TimeDelta;
use domain::identity::Role;
use homeroom_testkit::{Answer, Client, Person, Setup, Sure, UploadedFile};
use serde_json::{Value, json};

use super::classroom::{Classroom, each};

/// Longer than any upload may take.
const ABANDONED: TimeDelta = TimeDelta::hours(7);

pub struct Shelf {
    class: Classroom,
    /// Teaches in another section.
    pub other_teacher: Person,
}

impl Deref for Shelf {
    type Target = Classroom;
    fn deref(&self) -> &Classroom {
        &self.class
    }
}

impl Shelf {
    pub fn open() -> Self {
        Self::with(Setup::default())
    }

    pub fn with(setup: Setup) -> Self {
        let class = Classroom::with(setup);
        let other_teacher = class.school.person(Role::Teacher);
        class.school.assign(&other_teacher, &class.school.section(9));
        Self { class, other_teacher }
    }

    /// Uploads a module for the section.
    pub fn upload(&self, title: &str, file: &UploadedFile<'_>) -> Answer {
        let section = self.section.id.to_string();
        self.client(&self.teacher).upload("/modules", &[("section_id", &section), ("title", title)], file)
    }

    /// A module of the section, with a page of text.
    pub fn add(&self, title: &str) -> Value {
        let file = UploadedFile::text("cells.txt", "A cell is the smallest part of what lives.");
        self.upload(title, &file).expect_status(201).json()
    }

    /// A module of another section.
    pub fn add_elsewhere(&self, title: &str) -> Value {
        let section = self.school.section(9);
        self.school.assign(&self.teacher, &section);
        let section = section.id.to_string();
        let file = UploadedFile::text("cells.txt", "Elsewhere");
        let fields = [("section_id", section.as_str()), ("title", title)];
        self.client(&self.teacher).upload("/modules", &fields, &file).expect_status(201).json()
    }

    /// Does what only the office does.
    pub fn office(&self) -> Client {
        self.client(&self.school.person(Role::Admin))
    }

    /// How many objects lie in the store.
    pub fn objects(&self) -> usize {
        self.keys().len()
    }

    pub fn keys(&self) -> Vec<StorageKey> {
        let storage = self.school.app.storage();
        let listed = Runtime::new().sure().block_on(storage.list(None, 10_000)).sure();
        listed.iter().map(|object| object.key).collect()
    }

    /// How many records of files there are.
    pub fn records(&self) -> usize {
        self.school.write(|store| store.keys_between(None, None)).len() / 2
    }

    pub fn reconcile(&self) -> Reconciled {
        Runtime::new().sure().block_on(self.school.app.files().reconcile()).sure()
    }

    /// The same when so much time has passed that nothing is under way any more.
    pub fn reconcile_later(&self) -> Reconciled {
        self.school.clock().advance(ABANDONED);
        self.reconcile()
    }
}

/// Asks for the address of a file, below a record.
#[track_caller]
pub fn link(client: &Client, record: &str, disposition: &str) -> String {
    let answer = client.post(&format!("{record}/link"), json!({ "disposition": disposition }));
    answer.expect_status(200).json()["url"].as_str().sure().to_owned()
}

pub fn titles(answer: &Answer) -> Vec<String> {
    let titles = each(answer.clone(), "title");
    titles.iter().map(|title| title.as_str().sure().to_owned()).collect()
}

//! A whole Homeroom on a database of its own, for tests.
//!
//! [`School::open`] gives an application with a real database and a real server on a port of its own, empty
//! but for a year and a grade level. People, sections and applications are made as tests need them, and each
//! person gets a [`Client`] that asks the server as they would, and a [`Socket`] that hears what they hear:
//!
//! ```no_run
//! use domain::identity::Role;
//! use homeroom_testkit::School;
//! use serde_json::json;
//!
//! let school = School::open();
//! let student = school.student();
//! school.apply(&student);
//! let registrar = school.client(&school.person(Role::Registrar));
//! let moved = registrar.patch(
//!     &format!("/enrollment/progress/{}", student.id),
//!     1,
//!     json!({ "status": "under_review" }),
//! );
//! assert_eq!(moved.status, 200);
//! ```
//!
//! What a test takes for granted fails it at once, with the reason: see [`Sure`].

#![expect(clippy::missing_panics_doc, reason = "to fail a test is what nearly everything here is for")]
#![expect(
    clippy::return_self_not_must_use,
    reason = "many answers are asked for only to look at their status"
)]

pub mod access_matrix;
mod at_once;
mod catalogue;
mod client;
mod clock;
mod database;
mod eventually;
mod ids;
mod instance;
pub mod mail_server;
mod school;
mod socket;
mod statements;
mod sure;
mod tables;

pub use at_once::at_once;
pub use bus::redis_server::RedisServer;
pub use catalogue::catalogue;
pub use client::{Answer, Client, Request, UploadedFile};
pub use clock::TestClock;
pub use database::{EmptyDatabase, TestDatabase, TestDatabaseError};
pub use eventually::{PATIENCE, eventually};
pub use ids::TestIds;
pub use instance::{Instance, Setup};
pub use school::{PASSWORD, Person, School, message_name, password_hash};
pub use socket::Socket;
pub use statements::Statements;
pub use sure::Sure;
pub use tables::tables;

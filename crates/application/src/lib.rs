//! What Homeroom can do: the one list of its use cases, and the ports that they need.
//!
//! Everything here is plain synchronous Rust. A use case takes a [`Caller`] and a command, decides with the
//! rules of the `domain` crate, reads and writes through [`Store`], and says afterwards what happened
//! through [`EventBus`]. It knows neither SQL nor HTTP.
//!
//! # How a use case is built
//!
//! 1. It is a method of its area, reached from [`App`]: `app.enrollment().advance(&caller, command)`.
//! 2. Reads go through [`read`](Database#method.read) (one statement) or `snapshot` (several that see one
//!    moment). Writes go through `atomically`, which first checks that the caller's rights are still those
//!    that the caller came with; `Ok` commits, `Err` rolls back.
//! 3. A verb that changes something is asked of `caller.may::<Action>(record)?`; a list is asked with
//!    `caller.scope(…)?`.
//! 4. The change and its [`AuditEntry`] are stored together; the [`Event`] is published after the commit.
//! 5. Its error is an enum of its own, so that every refusal has one name.
//!
//! Time, identifiers and randomness come from the [`Clock`] and [`Ids`] ports.

mod app;
pub mod audit;
pub mod calendar;
mod caller;
pub mod chat;
mod database;
pub mod enrollment;
mod error;
mod events;
mod export;
pub mod files;
pub mod identity;
pub mod jobs;
pub mod meetings;
pub mod modules;
pub mod notices;
pub mod notifications;
mod page;
mod ports;
pub mod settings;
pub mod structure;
pub mod tasks;

pub use app::{App, Parts};
pub use audit::AuditEntry;
pub use caller::{Caller, Once, Origin};
pub use database::{Database, Memos, Moment, RightsEpochs, Store, Verdict};
pub use error::{Constraint, StoreError};
pub use events::{Event, EventBus, Reach, SubmissionNews};
pub use export::Export;
pub use page::{Direction, Page, PageRefused, PageRequest, Sort};
pub use ports::{Clock, Ids};

//! The database port of Homeroom on PostgreSQL.
//!
//! The only crate that knows SQL. [`PgDatabase`] is the port's adapter; every collection of
//! [`application::Store`] is implemented in a file of its own, under the name of its area. Three rules
//! hold throughout:
//!
//! * A row is not an entity. Rows are private structs, made into entities once; a row that cannot be a
//!   legal entity is `StoreError::Corrupt`, with table and id.
//! * What a caller may see becomes a filter in one place, the function `scope::within`.
//! * A constraint that the database holds has one name in `error::constraint`, by which use cases know it.

mod audit;
mod calendar;
mod chat;
mod connection;
mod database;
mod enrollment;
mod error;
mod files;
mod functions;
mod identity;
mod jobs;
mod meetings;
mod memos;
mod migrate;
mod modules;
mod notices;
mod notifications;
mod page;
mod rows;
mod scope;
#[rustfmt::skip]
mod schema;
mod settings;
mod store;
mod structure;
mod tasks;
mod words;

pub use connection::PoolOptions;
pub use database::{ConnectError, PgDatabase};
pub use migrate::{MigrateError, Migrator};

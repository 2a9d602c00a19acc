//! A whole Homeroom on a database of its own, for tests.

pub mod access_matrix;
mod database;
pub mod mail_server;

pub use database::{TestDatabase, TestDatabaseError};

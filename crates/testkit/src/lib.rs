//! A whole Homeroom on a database of its own, for tests.

pub mod access_matrix;
pub mod mail_server;

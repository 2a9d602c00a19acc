//! The running system: a real server on a real database, asked as clients ask it.

mod enrollment;
mod login;
mod walk;

//! Password hashes and session tokens: bcrypt, JSON Web Tokens, derived refresh tokens.
//!
//! * [`BcryptHasher`] is slow on purpose and belongs in the hashing lane.
//! * [`SessionTokens`] takes a few microseconds and may be called anywhere.

#![warn(missing_docs)]

mod access;
mod passwords;
mod refresh;
mod tickets;
mod tokens;

pub use passwords::{BcryptHasher, HasherRefused};
pub use tickets::FileTickets;
pub use tokens::SessionTokens;

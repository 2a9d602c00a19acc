//! Finds the binaries of PostgreSQL and runs a private cluster with them.

#![warn(missing_docs)]

mod account;
mod binaries;
mod cluster;
mod error;
mod fingerprint;
mod installed;
mod launch;
mod layout;
mod lock;
mod options;
mod package;
mod postmaster;
mod relocate;
mod search;
mod settings;
mod url;

pub use binaries::{Binaries, MINIMUM_MAJOR_VERSION, Source, Version};
pub use cluster::{Cluster, Origin, SUPERUSER};
pub use error::{Error, Reason, Rejection};
pub use options::{Durability, Options};
pub use search::{BINARIES_VARIABLE, Search};

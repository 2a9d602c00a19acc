//! Rules about the repository as a whole: which crate may know which, and what every crate keeps to.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

type TestResult = Result<(), Box<dyn Error>>;

/// The adapters: each brings one thing from outside, and none knows another.
const ADAPTERS: [&str; 6] = [
    "homeroom-bus",
    "homeroom-credentials",
    "homeroom-http",
    "homeroom-mail",
    "homeroom-persistence",
    "homeroom-storage",
];

/// What must not be found below a crate, however far down; a name stands for all that begin with it.
const BANNED_BELOW: [(&str, &[&str]); 4] = [
    ("homeroom-domain", &["diesel", "actix", "tokio", "pq-sys", "homeroom-"]),
    ("homeroom-application", &["diesel", "actix", "tokio", "pq-sys"]),
    ("homeroom-http", &["diesel", "r2d2", "pq-sys"]),
    ("homeroom-persistence", &["actix", "tokio"]),
];

/// Which of our own crates a crate may name. Those that are not listed may name any but `testkit`.
const MAY_NAME: [(&str, &[&str]); 9] = [
    ("homeroom-domain", &[]),
    ("homeroom-application", &["homeroom-domain"]),
    ("homeroom-bus", &["homeroom-application", "homeroom-domain"]),
    ("homeroom-credentials", &["homeroom-application", "homeroom-domain"]),
    ("homeroom-http", &["homeroom-application", "homeroom-domain"]),
    ("homeroom-mail", &["homeroom-application", "homeroom-domain"]),
    ("homeroom-persistence", &["homeroom-application", "homeroom-domain"]),
    ("homeroom-storage", &["homeroom-application", "homeroom-domain"]),
    ("homeroom-local-postgres", &[]),
];

/// All that the rules of a school need from outside. `serde` only for those who ask for it.
const DOMAIN_NEEDS: [&str; 4] = ["chrono", "serde", "thiserror", "uuid"];

/// A file that is longer has more than one reason to change.
const MOST_LINES: usize = 600;

#[test]
fn nothing_banned_lies_below_a_crate() -> TestResult {
    let graph = Graph::read()?;
    let mut found = Vec::new();
    for (name, banned) in BANNED_BELOW {
        for below in graph.below(name)? {
            if banned.iter().any(|start| below.starts_with(start)) {
                found.push(format!("{name} has {below} below it"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn what_does_lie_below_a_crate_is_seen() -> TestResult {
    let graph = Graph::read()?;
    assert!(graph.below("homeroom-http")?.is_superset(&["actix-web", "actix-http", "tokio"].into()));
    assert!(graph.below("homeroom-persistence")?.is_superset(&["diesel", "r2d2", "homeroom-domain"].into()));
    Ok(())
}

#[test]
fn crates_name_only_those_further_in() -> TestResult {
    let graph = Graph::read()?;
    let mut found = Vec::new();
    for (name, allowed) in MAY_NAME {
        for named in
            graph.declared(name, DependencyKind::Normal)?.filter(|named| named.starts_with("homeroom-"))
        {
            if !allowed.contains(&named) {
                found.push(format!("{name} names {named}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn adapters_never_meet() -> TestResult {
    let graph = Graph::read()?;
    for adapter in ADAPTERS {
        let below = graph.below(adapter)?;
        let met: Vec<_> =
            ADAPTERS.into_iter().filter(|other| *other != adapter && below.contains(other)).collect();
        assert!(met.is_empty(), "{adapter} has {met:?} below it");
    }
    Ok(())
}

#[test]
fn the_testkit_is_for_tests_alone() -> TestResult {
    let graph = Graph::read()?;
    for package in graph.metadata.workspace_packages() {
        for kind in [DependencyKind::Normal, DependencyKind::Build] {
            let named = graph.declared(&package.name, kind)?.any(|named| named == "homeroom-testkit");
            assert!(!named, "{} ships the testkit", package.name);
        }
    }
    Ok(())
}

#[test]
fn the_domain_needs_little_and_serde_only_on_request() -> TestResult {
    let graph = Graph::read()?;
    let needed: BTreeSet<_> = graph.declared("homeroom-domain", DependencyKind::Normal)?.collect();
    assert!(needed.is_subset(&DOMAIN_NEEDS.into()), "{needed:?}");
    let build: Vec<_> = graph.declared("homeroom-domain", DependencyKind::Build)?.collect();
    assert!(build.is_empty(), "{build:?}");
    let domain = graph.package("homeroom-domain")?;
    let serde =
        domain.dependencies.iter().find(|one| one.name == "serde" && one.kind == DependencyKind::Normal);
    assert!(
        serde.is_some_and(|serde| serde.optional),
        "serde is asked for, not forced on users of the crate"
    );
    Ok(())
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() -> TestResult {
    for manifest in crates()?.iter().map(|folder| folder.join("Cargo.toml")) {
        let read: toml::Table = fs::read_to_string(&manifest)?.parse()?;
        let inherited =
            read.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(inherited, Some(true), "{}", manifest.display());
    }
    Ok(())
}

#[test]
fn no_source_file_is_too_long() -> TestResult {
    let mut found = Vec::new();
    for (file, text) in sources()? {
        let lines = text.lines().count();
        let is_generated = file.file_name().is_some_and(|name| name == "schema.rs");
        if lines > MOST_LINES && !is_generated {
            found.push(format!("{} has {lines} lines", file.display()));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn blocking_work_has_one_way_in() -> TestResult {
    let lanes = root().join("crates/http/src/lanes");
    let mut found = Vec::new();
    for (file, text) in sources()? {
        if file.starts_with(&lanes) || file == lanes.with_extension("rs") {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && ["web::block", "spawn_blocking"].iter().any(|way| line.contains(way)) {
                found.push(format!("{}:{number}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn crates() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let folders = fs::read_dir(root().join("crates"))?.map(|entry| entry.map(|entry| entry.path()));
    let folders: Vec<_> = folders.collect::<Result<_, _>>()?;
    Ok(folders.into_iter().filter(|folder| folder.join("Cargo.toml").is_file()).collect())
}

/// Every Rust file that is not a test, with its text.
fn sources() -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for folder in crates()? {
        collect(&folder.join("src"), &mut found)?;
    }
    assert!(found.len() > 20, "only {} files were found", found.len());
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) -> TestResult {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            found.push((path, text));
        }
    }
    Ok(())
}

/// What depends on what when the program is built, as cargo has resolved it for this machine.
struct Graph {
    metadata: Metadata,
    names: BTreeMap<PackageId, String>,
    normal: BTreeMap<PackageId, Vec<PackageId>>,
}

impl Graph {
    fn read() -> Result<Self, Box<dyn Error>> {
        // Without a platform cargo would fetch what only other platforms need.
        let metadata = MetadataCommand::new()
            .manifest_path(root().join("Cargo.toml"))
            .other_options(["--filter-platform".to_owned(), host()?])
            .exec()?;
        let names = metadata.packages.iter().map(|one| (one.id.clone(), one.name.to_string())).collect();
        let resolved = metadata.resolve.as_ref().ok_or("cargo resolved nothing")?;
        let mut normal = BTreeMap::new();
        for node in &resolved.nodes {
            let is_normal = |kinds: &[cargo_metadata::DepKindInfo]| {
                kinds.iter().any(|info| info.kind == DependencyKind::Normal)
            };
            let below = node.deps.iter().filter(|one| is_normal(&one.dep_kinds)).map(|one| one.pkg.clone());
            normal.insert(node.id.clone(), below.collect());
        }
        Ok(Self { metadata, names, normal })
    }

    fn package(&self, name: &str) -> Result<&Package, String> {
        let mut ours = self.metadata.workspace_packages().into_iter();
        ours.find(|package| package.name == name).ok_or_else(|| format!("there is no crate {name}"))
    }

    /// The packages that a crate asks for by itself.
    fn declared(&self, name: &str, kind: DependencyKind) -> Result<impl Iterator<Item = &str>, String> {
        let all = self.package(name)?.dependencies.iter();
        Ok(all.filter(move |one| one.kind == kind).map(|one| one.name.as_str()))
    }

    /// The names of everything that is built into a crate, however far down.
    fn below(&self, name: &str) -> Result<BTreeSet<&str>, String> {
        let mut waiting = vec![&self.package(name)?.id];
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            for next in self.normal.get(id).into_iter().flatten() {
                if seen.insert(next) {
                    waiting.push(next);
                }
            }
        }
        Ok(seen.into_iter().filter_map(|id| self.names.get(id)).map(String::as_str).collect())
    }
}

/// The platform that this test is built for.
fn host() -> Result<String, Box<dyn Error>> {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = String::from_utf8(Command::new(compiler).arg("-vV").output()?.stdout)?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("the compiler does not name its host")?.to_owned())
}

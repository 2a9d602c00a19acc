//! `homeroom migrate` on a server that asks for passwords.

use std::{error::Error, fs, process::Command};

use local_postgres::{Cluster, Options};
use persistence::Migrator;

type TestResult = Result<(), Box<dyn Error>>;

const DATABASE: &str = "homeroom";

fn migrate(directory: &std::path::Path, application: &str, owner: &str) -> Result<(), Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .arg("migrate")
        .env_clear()
        .env("HOMEROOM_ENV", "development")
        .env("HOMEROOM_DATA_DIR", directory.join("data"))
        .env("DATABASE_URL", application)
        .env("MIGRATION_DATABASE_URL", owner)
        .current_dir(directory)
        .output()?;
    let said = String::from_utf8(output.stderr)?;
    if output.status.success() { Ok(()) } else { Err(said.into()) }
}

#[test]
fn the_application_logs_in_with_the_password_of_its_address() -> TestResult {
    let directory = tempfile::tempdir()?;
    let options = Options::new(directory.path().join("postgres"));
    let cluster = Cluster::start(&options)?;
    let owner = cluster.connection_url(DATABASE, cluster.superuser());
    Migrator::connect(&cluster.connection_url("postgres", cluster.superuser()))?.make_database(DATABASE)?;
    let rules = cluster.directory().join("data/pg_hba.conf");
    let before = fs::read_to_string(&rules)?;
    fs::write(&rules, format!("local all homeroom_app scram-sha-256\n{before}"))?;
    cluster.stop()?;
    let cluster = Cluster::start(&options)?;

    let address =
        |password: &str| format!("{}&password={password}", cluster.connection_url(DATABASE, "homeroom_app"));
    let logs_in = |password: &str| Migrator::connect(&address(password)).is_ok();
    for (password, other) in [("a%27b%5C+%C3%B1", "another"), ("another", "a%27b%5C+%C3%B1")] {
        migrate(directory.path(), &address(password), &owner)?;
        assert!(logs_in(password), "{password}");
        assert!(!logs_in(other) && !logs_in(""), "{password} and no other");
    }
    // An address without a password takes none away.
    migrate(directory.path(), &cluster.connection_url(DATABASE, "homeroom_app"), &owner)?;
    assert!(logs_in("another"));
    let home = cluster.directory().to_owned();
    cluster.stop()?;
    // As root it lies elsewhere than in the directory that goes by itself.
    let _ = fs::remove_dir_all(home);
    Ok(())
}

//! Files that are generated are what generating them again would give.
//!
//! With `UPDATE_GENERATED=1` in the environment these tests write the files instead of comparing them.

use std::{env, error::Error, fs, path::Path};

use homeroom_testkit::{TestDatabase, tables};

type TestResult = Result<(), Box<dyn Error>>;

fn holds(file: &str, generated: &str) -> TestResult {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    if env::var_os("UPDATE_GENERATED").is_some() {
        return Ok(fs::write(path, generated)?);
    }
    let committed = fs::read_to_string(path)?;
    assert!(committed == generated, "{file} is out of date: run `just openapi`");
    Ok(())
}

#[test]
fn the_description_of_the_api_is_up_to_date() -> TestResult {
    holds("docs/openapi.json", &format!("{}\n", http::openapi::document().to_pretty_json()?))
}

#[test]
fn the_tables_that_diesel_is_told_of_are_those_of_the_database() -> TestResult {
    let database = TestDatabase::new()?;
    holds("crates/persistence/src/schema.rs", &tables(&database.owner_url()))
}

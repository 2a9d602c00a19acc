//! The README explains every variable of the configuration, with its default.
//!
//! The variables are read from the source of the binary, whose own tests compare them with what it accepts.

use std::{collections::BTreeMap, error::Error, fs, path::PathBuf};

type TestResult = Result<(), Box<dyn Error>>;

#[test]
fn the_table_of_the_readme_has_every_variable() -> TestResult {
    let explained: Vec<_> = table()?.into_keys().collect();
    let known: Vec<_> = variables()?.into_keys().collect();
    assert!(known.len() > 20, "only {} variables were found: {known:?}", known.len());
    assert_eq!(explained, known, "left: README.md, right: crates/server/src/configuration.rs");
    Ok(())
}

#[test]
fn the_table_of_the_readme_has_the_defaults() -> TestResult {
    let explained = table()?;
    for (variable, default) in variables()? {
        let Some(default) = default else { continue };
        let cell = explained.get(&variable).map(String::as_str).unwrap_or_default();
        assert_eq!(cell, format!("`{default}`"), "{variable}");
    }
    Ok(())
}

/// The variables that the binary knows, with the defaults that are written out as text or number.
fn variables() -> Result<BTreeMap<String, Option<String>>, Box<dyn Error>> {
    let source = fs::read_to_string(root().join("crates/server/src/configuration.rs"))?;
    let mut found = BTreeMap::new();
    for part in source.split("env = \"").skip(1) {
        let attributes = part.split("pub(crate)").next().unwrap_or_default();
        let (variable, rest) = attributes.split_once('"').ok_or("a name without an end")?;
        let text = rest.split_once("default_value = \"").and_then(|(_, text)| text.split('"').next());
        let number = rest.split_once("default_value_t = ").and_then(|(_, text)| number_at(text));
        found.insert(variable.to_owned(), text.map(ToOwned::to_owned).or(number));
    }
    Ok(found)
}

fn number_at(text: &str) -> Option<String> {
    let digits: String = text.chars().take_while(|one| one.is_ascii_digit() || *one == '_').collect();
    let number = digits.replace('_', "");
    (!number.is_empty()).then_some(number)
}

/// The second cell of each row below the heading, by the variable in the first.
fn table() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let page = fs::read_to_string(root().join("README.md"))?;
    let below = page.split_once("\n## Configuration\n").ok_or("README.md has no configuration")?.1;
    let rows =
        below.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = rows.skip(2).filter_map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        Some((cells.next()?.trim_matches('`').to_owned(), cells.next()?.to_owned()))
    });
    Ok(cells.collect())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

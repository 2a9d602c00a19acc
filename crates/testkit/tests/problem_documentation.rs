//! Every problem code that the API may answer is explained in `docs/api.md`, and nothing else is.
//!
//! The codes are read from the source of the http crate, where each is written out: behind a status, as a
//! conflict, or as the code of a field.

use std::{
    collections::BTreeSet,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use actix_web::http::StatusCode;

type TestResult = Result<(), Box<dyn Error>>;

#[test]
fn every_problem_code_is_explained_with_its_status() -> TestResult {
    let explained: BTreeSet<_> =
        table("### Problem codes")?.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let answered: BTreeSet<_> = sources()?.iter().flat_map(|source| problem_codes(source)).collect();
    assert!(answered.len() > 30, "only {} codes were found: {answered:?}", answered.len());
    assert_eq!(explained, answered, "left: docs/api.md, right: crates/http/src");
    Ok(())
}

#[test]
fn every_code_of_a_field_is_explained() -> TestResult {
    let explained: BTreeSet<_> =
        table("### Codes of fields")?.into_iter().map(|row| row[0].clone()).collect();
    let answered: BTreeSet<_> = sources()?.iter().flat_map(|source| field_codes(source)).collect();
    assert_eq!(explained, answered, "left: docs/api.md, right: crates/http/src");
    Ok(())
}

#[test]
fn every_fact_of_a_problem_is_named() -> TestResult {
    let page = page()?;
    let facts: BTreeSet<_> = sources()?.iter().flat_map(|source| quoted_after(source, ".with(")).collect();
    assert!(facts.contains("allowed_next"), "{facts:?}");
    let missing: Vec<_> = facts.iter().filter(|fact| !page.contains(&format!("`{fact}`"))).collect();
    assert!(missing.is_empty(), "docs/api.md does not name {missing:?}");
    Ok(())
}

#[test]
fn every_code_is_written_beside_its_status() -> TestResult {
    for source in sources()? {
        for made in source.split("new(StatusCode::").skip(1) {
            let code = made.split_once(',').map_or(made, |(_, rest)| rest);
            // Conflicts are made by a function of their own, which is given the code.
            let is_known = code.starts_with('"') || made.starts_with("CONFLICT,code,");
            assert!(is_known, "no code stands here: {}", made.chars().take(80).collect::<String>());
        }
    }
    Ok(())
}

/// The codes of problems in a source without spaces, each with its status.
fn problem_codes(source: &str) -> BTreeSet<(String, String)> {
    let mut found: BTreeSet<_> =
        quoted_after(source, "conflict(").into_iter().map(|code| (code, "409".to_owned())).collect();
    for part in source.split("StatusCode::").skip(1) {
        let (name, rest) =
            part.split_at(part.find(|one: char| !one.is_ascii_uppercase() && one != '_').unwrap_or(0));
        // Beside a status stands its code, or an arm that gives both code and detail.
        let code = rest.strip_prefix(",\"").or_else(|| rest.strip_prefix("=>(\"")).and_then(code_at);
        found.extend(code.zip(status(name)));
    }
    for part in source.split("if status.is_client_error()=>(\"").skip(1) {
        found.extend(code_at(part).map(|code| (code, "4xx".to_owned())));
    }
    found
}

/// The codes of fields in a source without spaces.
fn field_codes(source: &str) -> BTreeSet<String> {
    let of_calls = source
        .split("::field(")
        .skip(1)
        .filter_map(|call| code_at(call.split_once(',')?.1.strip_prefix('"')?));
    let of_entries = source.split("code:\"").skip(1).filter_map(code_at);
    // Those of passwords stand in a table of their own.
    let of_passwords = source.split("PasswordRefused::").skip(1).filter_map(|arm| {
        let (pattern, code) = arm.split_once("=>")?;
        let is_pattern =
            pattern.chars().all(|one| one.is_ascii_alphabetic() || matches!(one, '{' | '}' | '.'));
        is_pattern.then(|| code_at(code.strip_prefix('"')?)).flatten()
    });
    of_calls.chain(of_entries).chain(of_passwords).collect()
}

fn quoted_after(source: &str, before: &str) -> BTreeSet<String> {
    source.split(before).skip(1).filter_map(|part| code_at(part.strip_prefix('"')?)).collect()
}

/// The code at the beginning of a text, up to the closing quote.
fn code_at(text: &str) -> Option<String> {
    let code = text.split('"').next()?;
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    is_code.then(|| code.to_owned())
}

/// The number of a status by the name of its constant.
fn status(name: &str) -> Option<String> {
    let of = |number: u16| StatusCode::from_u16(number).ok()?.canonical_reason();
    let is_named = |reason: &str| reason.to_ascii_uppercase().replace(' ', "_") == name;
    (400..600).find(|number| of(*number).is_some_and(is_named)).map(|number| number.to_string())
}

/// The rows of the first table below a heading, without the signs that make cells code.
fn table(heading: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let page = page()?;
    let below = page.split_once(heading).ok_or_else(|| format!("docs/api.md has no {heading:?}"))?.1;
    let rows =
        below.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| {
        row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
    };
    Ok(rows.skip(2).map(cells).collect())
}

fn page() -> std::io::Result<String> {
    fs::read_to_string(root().join("docs/api.md"))
}

/// The text of every file of the http crate, without comments, tests, and spaces.
fn sources() -> Result<Vec<String>, Box<dyn Error>> {
    let mut found = Vec::new();
    collect(&root().join("crates/http/src"), &mut found)?;
    assert!(found.len() > 20, "only {} files were found", found.len());
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<String>) -> TestResult {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(condensed(&fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn condensed(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    // A space matters only between two words.
    [", ", "( ", " => ", "=> ", ": ", "{ ", " {", " }"]
        .iter()
        .fold(words, |text, spaced| text.replace(spaced, spaced.trim()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

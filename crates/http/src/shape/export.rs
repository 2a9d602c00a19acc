use std::collections::BTreeMap;

use actix_web::{HttpRequest, web::Query};
use application::Export;

/// The most filters that the audit trail remembers, and the most characters of each.
const MOST_FILTERS: usize = 20;
const MOST_CHARACTERS: usize = 200;

/// The wish to take a list out as a table, read from the address so that no handler can forget it: a list
/// that is asked for with it writes it down.
pub fn export_of(request: &HttpRequest) -> Option<Export> {
    if request.query_string().is_empty() {
        return None;
    }
    let Query(parameters) = Query::<Vec<(String, String)>>::from_query(request.query_string()).ok()?;
    if !parameters.iter().any(|(name, value)| name == "format" && value == "csv") {
        return None;
    }
    let is_filter = |name: &str| !matches!(name, "format" | "limit" | "offset");
    let filter: BTreeMap<_, _> = parameters
        .iter()
        .filter(|(name, _)| is_filter(name))
        .map(|(name, value)| (kept(name), kept(value)))
        .take(MOST_FILTERS)
        .collect();
    let list = request.path().strip_prefix("/api/v1").unwrap_or_default();
    Some(Export { list: kept(list), filter })
}

/// As much of a text as is kept. The database keeps no NUL.
fn kept(text: &str) -> String {
    text.chars().filter(|character| *character != '\0').take(MOST_CHARACTERS).collect()
}

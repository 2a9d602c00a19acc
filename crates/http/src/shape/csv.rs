use actix_web::{HttpResponse, http::header};
use application::Page;

use crate::problem::Problem;

/// A record as a line of a table.
pub trait CsvRow {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];
    /// The cells, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// Answers a list as a table in a file. The answer says in `X-Truncated` when there was more than a list
/// gives out.
pub fn csv_of<T: CsvRow, R>(
    name: &str,
    page: Page<R>,
    make: impl FnMut(R) -> T,
) -> Result<HttpResponse, Problem> {
    let is_truncated = page.total as usize > page.items.len();
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(T::COLUMNS).map_err(|_| Problem::internal())?;
    for row in page.items.into_iter().map(make) {
        table.write_record(row.cells().iter().map(|cell| harmless(cell))).map_err(|_| Problem::internal())?;
    }
    let bytes = table.into_inner().map_err(|_| Problem::internal())?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")));
    if is_truncated {
        answer.insert_header(("X-Truncated", "true"));
    }
    Ok(answer.body(bytes))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_cell_is_never_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1"] {
            assert!(harmless(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(harmless("Ana = Reyes"), "Ana = Reyes");
    }
}

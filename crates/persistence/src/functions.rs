//! Functions that the migrations define, and how they are used.

use diesel::{define_sql_function, sql_types};

define_sql_function! {
    /// How names are searched: without case and accents.
    fn searchable(value: sql_types::Text) -> sql_types::Text;
}

define_sql_function! {
    /// The year that a page means when nobody names one.
    fn current_school_year() -> sql_types::Nullable<sql_types::Uuid>;
}

/// The patterns that find each word of what a person typed, wherever it stands.
pub fn patterns(typed: &str) -> Vec<String> {
    typed
        .split_whitespace()
        .map(|word| format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::patterns;

    #[test]
    fn signs_that_mean_something_in_a_pattern_are_found_as_themselves() {
        assert_eq!(patterns(" 50% a_b \\ "), ["%50\\%%", "%a\\_b%", "%\\\\%"]);
    }
}

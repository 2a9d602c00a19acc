use std::fmt::Write as _;

use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types};

use crate::Sure;

const HEADING: &str =
    "// Generated from the migrated database; do not edit. A test holds it to the catalogue.\n";

/// Every column of every table, in order; the table in which diesel keeps its own books left out.
const COLUMNS: &str = "
SELECT relname::text AS table_name, attname::text AS column_name, typname::text AS type_name,
    attnotnull AS is_required, attnum = ANY(COALESCE(conkey, '{}')) AS is_key
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_type ON pg_type.oid = atttypid
LEFT JOIN pg_constraint ON conrelid = attrelid AND contype = 'p'
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    AND relname <> '__diesel_schema_migrations'
ORDER BY relname, attnum";

/// The joins that queries use; diesel cannot tell them from two references to one table.
const JOINS: [&str; 1] = ["user_roles -> users (user_id)"];

#[derive(QueryableByName)]
struct Described {
    #[diesel(sql_type = sql_types::Text)]
    table_name: String,
    #[diesel(sql_type = sql_types::Text)]
    column_name: String,
    #[diesel(sql_type = sql_types::Text)]
    type_name: String,
    #[diesel(sql_type = sql_types::Bool)]
    is_required: bool,
    #[diesel(sql_type = sql_types::Bool)]
    is_key: bool,
}

/// The database's tables as diesel is told of them: what `schema.rs` of the database adapter must say.
#[track_caller]
pub fn tables(owner_url: &str) -> String {
    let mut connection = PgConnection::establish(owner_url).sure();
    let columns: Vec<Described> = sql_query(COLUMNS).load(&mut connection).sure();
    let mut text = HEADING.to_owned();
    let mut names = Vec::new();
    for table in columns.chunk_by(|one, next| one.table_name == next.table_name) {
        let name = &table[0].table_name;
        let key: Vec<_> =
            table.iter().filter(|column| column.is_key).map(|column| column.column_name.as_str()).collect();
        write!(text, "\ndiesel::table! {{\n    {name} ({}) {{\n", key.join(", ")).sure();
        for column in table {
            writeln!(text, "        {} -> {},", column.column_name, diesel_type(column)).sure();
        }
        text.push_str("    }\n}\n");
        names.push(name.as_str());
    }
    text.push('\n');
    for join in JOINS {
        writeln!(text, "diesel::joinable!({join});").sure();
    }
    text.push_str("\ndiesel::allow_tables_to_appear_in_same_query!(\n");
    for name in names {
        writeln!(text, "    {name},").sure();
    }
    text.push_str(");\n");
    text
}

/// The server's name of a type with a capital letter is diesel's.
fn diesel_type(column: &Described) -> String {
    let name = &column.type_name;
    let of_array = name.strip_prefix('_');
    let plain = of_array.unwrap_or(name);
    let capital = plain[..1].to_uppercase() + &plain[1..];
    let inner = if of_array.is_some() { format!("Array<{capital}>") } else { capital };
    if column.is_required { inner } else { format!("Nullable<{inner}>") }
}

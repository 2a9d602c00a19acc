use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types::Text};

use crate::Sure;

/// Everything that a migration can make, each with its whole definition in the server's own words.
const CATALOGUE: &str = "
WITH ours AS (SELECT oid FROM pg_namespace WHERE nspname = 'public'),
of_extensions AS (SELECT objid FROM pg_depend WHERE deptype = 'e')
SELECT 'extension ' || extname AS line FROM pg_extension
UNION ALL
SELECT format('relation %s %s %s owner=%s', relkind, relname, COALESCE(relacl::text, ''), pg_get_userbyid(relowner))
    FROM pg_class WHERE relnamespace IN (TABLE ours) AND oid NOT IN (TABLE of_extensions)
UNION ALL
SELECT format('column %s %s %s %s null=%s default=%s identity=%s generated=%s acl=%s', relname, attnum, attname,
        format_type(atttypid, atttypmod), NOT attnotnull, pg_get_expr(adbin, adrelid), attidentity, attgenerated, attacl)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace IN (TABLE ours) AND relkind IN ('r', 'v', 'm', 'p') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace IN (TABLE ours)
UNION ALL
SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT format('function %s %s', proacl, pg_get_functiondef(oid)) FROM pg_proc
    WHERE pronamespace IN (TABLE ours) AND prokind <> 'a' AND oid NOT IN (TABLE of_extensions)
UNION ALL
SELECT format('type %s %s', typtype, typname) FROM pg_type
    WHERE typnamespace IN (TABLE ours) AND oid NOT IN (TABLE of_extensions) AND typtype IN ('e', 'd')
UNION ALL
SELECT format('sequence %s %s %s %s', sequencename, data_type, start_value, increment_by)
    FROM pg_sequences WHERE schemaname = 'public'
ORDER BY 1";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What the database consists of, a line for each part; the rows of its tables left out.
#[track_caller]
pub fn catalogue(owner_url: &str) -> Vec<String> {
    let mut connection = PgConnection::establish(owner_url).sure();
    let lines: Vec<Line> = sql_query(CATALOGUE).load(&mut connection).sure();
    lines.into_iter().map(|line| line.line).collect()
}

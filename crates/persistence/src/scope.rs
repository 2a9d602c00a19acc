//! Where what a caller may see becomes a filter.

use diesel::{
    AppearsOnTable, Expression, QueryResult,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, Bool, Uuid as SqlUuid},
};
use domain::access::{ActionKind, Reach, ReadScope};
use uuid::Uuid;

/// The condition that keeps a list within a scope.
pub struct Within {
    /// `None` when everything is within reach.
    limits: Option<[Limit; 2]>,
}

struct Limit {
    column: Option<&'static str>,
    within_reach: Vec<Uuid>,
}

/// The condition that keeps a list of what `kind` reads within the scope: rows whose person, or whose
/// section, is within reach.
///
/// The columns are written as the query names them. A list that has no such column passes `None`, and then
/// nothing is within reach through it.
pub fn within(
    scope: &ReadScope,
    kind: ActionKind,
    person: Option<&'static str>,
    section: Option<&'static str>,
) -> Within {
    let limits = match scope.reach(kind) {
        Reach::Everything => None,
        Reach::Limited { people, sections, .. } => Some([
            Limit { column: person, within_reach: people.iter().map(|id| id.uuid()).collect() },
            Limit { column: section, within_reach: sections.iter().map(|id| id.uuid()).collect() },
        ]),
    };
    Within { limits }
}

impl Expression for Within {
    type SqlType = Bool;
}

impl<Source> AppearsOnTable<Source> for Within {}

impl ValidGrouping<()> for Within {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl QueryId for Within {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Within {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Some(limits) = &self.limits else {
            out.push_sql("TRUE");
            return Ok(());
        };
        out.push_sql("(FALSE");
        for Limit { column, within_reach } in limits {
            if let Some(column) = column {
                out.push_sql(" OR ");
                out.push_sql(column);
                out.push_sql(" = ANY(");
                out.push_bind_param::<Array<SqlUuid>, _>(within_reach)?;
                out.push_sql(")");
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

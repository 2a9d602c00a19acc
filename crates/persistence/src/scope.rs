//! Where what a caller may see becomes a filter.

use diesel::{
    AppearsOnTable, Expression, QueryResult,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, Bool, Text, Uuid as SqlUuid},
};
use domain::access::{ActionKind, Reach, ReadScope};
use uuid::Uuid;

/// The condition that keeps a list within a scope.
pub struct Within {
    /// `None` when everything is within reach.
    limits: Option<Limits>,
}

struct Limits {
    single: [Limit; 2],
    subjects: Option<Subjects>,
}

struct Limit {
    column: Option<&'static str>,
    within_reach: Vec<Uuid>,
}

/// Subjects, each in the section in which it is within reach.
struct Subjects {
    section_column: &'static str,
    subject_column: &'static str,
    /// Sections, and beside each of them a subject.
    within_reach: (Vec<Uuid>, Vec<Uuid>),
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
        Reach::Limited { people, sections, .. } => Some(Limits {
            single: [
                Limit { column: person, within_reach: people.iter().map(|id| id.uuid()).collect() },
                Limit { column: section, within_reach: sections.iter().map(|id| id.uuid()).collect() },
            ],
            subjects: None,
        }),
    };
    Within { limits }
}

/// The same for what belongs to a subject in a section: also rows of subjects that are within reach there.
/// Without a scope, none.
pub fn within_subjects<'a>(
    scope: impl Into<Option<&'a ReadScope>>,
    kind: ActionKind,
    person: Option<&'static str>,
    (section_column, subject_column): (&'static str, &'static str),
) -> Within {
    let Some(scope) = scope.into() else { return Within::nothing() };
    let mut found = within(scope, kind, person, Some(section_column));
    if let (Some(limits), Reach::Limited { subjects, .. }) = (&mut found.limits, scope.reach(kind)) {
        let within_reach = subjects.iter().map(|(section, subject)| (section.uuid(), subject.uuid())).unzip();
        limits.subjects = Some(Subjects { section_column, subject_column, within_reach });
    }
    found
}

impl Within {
    /// Every row.
    pub const fn everything() -> Self {
        Self { limits: None }
    }

    /// No row.
    pub const fn nothing() -> Self {
        const NOWHERE: Limit = Limit { column: None, within_reach: Vec::new() };
        Self { limits: Some(Limits { single: [NOWHERE, NOWHERE], subjects: None }) }
    }
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
        for Limit { column, within_reach } in &limits.single {
            if let Some(column) = column {
                out.push_sql(" OR ");
                out.push_sql(column);
                out.push_sql(" = ANY(");
                out.push_bind_param::<Array<SqlUuid>, _>(within_reach)?;
                out.push_sql(")");
            }
        }
        if let Some(Subjects { section_column, subject_column, within_reach }) = &limits.subjects
            && !within_reach.0.is_empty()
        {
            for piece in [" OR (", section_column, ", ", subject_column, ") IN (SELECT * FROM unnest("] {
                out.push_sql(piece);
            }
            out.push_bind_param::<Array<SqlUuid>, _>(&within_reach.0)?;
            out.push_sql(", ");
            out.push_bind_param::<Array<SqlUuid>, _>(&within_reach.1)?;
            out.push_sql("))");
        }
        out.push_sql(")");
        Ok(())
    }
}

/// The condition that keeps a list to what addresses the caller.
pub struct Addressed {
    audience: &'static str,
    /// `None` when everything is within reach.
    limits: Option<Addressees>,
}

struct Addressees {
    roles: Vec<&'static str>,
    sections: Vec<Uuid>,
}

/// The condition that keeps a list of what `kind` reads within the scope: rows whose audience, named by the
/// column as the query writes it, has the caller in it. Without a scope, none.
pub fn addressed<'a>(
    scope: impl Into<Option<&'a ReadScope>>,
    kind: ActionKind,
    audience: &'static str,
) -> Addressed {
    let limits = match scope.into().map_or(Reach::NOTHING, |scope| scope.reach(kind)) {
        Reach::Everything => None,
        Reach::Limited { addressed, addressed_sections, .. } => Some(Addressees {
            roles: addressed.iter().map(|role| role.code()).collect(),
            sections: addressed_sections.iter().map(|id| id.uuid()).collect(),
        }),
    };
    Addressed { audience, limits }
}

impl Expression for Addressed {
    type SqlType = Bool;
}

impl<Source> AppearsOnTable<Source> for Addressed {}

impl ValidGrouping<()> for Addressed {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl QueryId for Addressed {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Addressed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let Some(Addressees { roles, sections }) = &self.limits else {
            out.push_sql("TRUE");
            return Ok(());
        };
        // Whoever is addressed through no role is not addressed with everyone either.
        if roles.is_empty() {
            out.push_sql("FALSE");
            return Ok(());
        }
        out.push_sql("EXISTS (SELECT FROM audiences WHERE audiences.id = ");
        out.push_sql(self.audience);
        out.push_sql(
            " AND (audiences.everyone OR EXISTS (SELECT FROM audience_roles
                WHERE audience_roles.audience_id = audiences.id AND audience_roles.role_code = ANY(",
        );
        out.push_bind_param::<Array<Text>, _>(roles)?;
        out.push_sql(
            ")) OR EXISTS (SELECT FROM audience_sections
                WHERE audience_sections.audience_id = audiences.id AND audience_sections.section_id = ANY(",
        );
        out.push_bind_param::<Array<SqlUuid>, _>(sections)?;
        out.push_sql("))))");
        Ok(())
    }
}

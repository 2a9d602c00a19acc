use application::tasks::TaskEyes;
use diesel::{
    AppearsOnTable, Expression, QueryResult, SelectableExpression,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Jsonb, Nullable, Uuid as SqlUuid},
};
use domain::access::{ActionKind, Reach};
use uuid::Uuid;

use super::task::SUBJECT;
use crate::{
    scope::{Within, within_subjects},
    words::write,
};

/// The latest hand-in of a student for the task of the row; nothing where the task is none of the student's.
const MINE: &str = "(SELECT jsonb_build_object('submission', own.id, 'submitted_at', own.submitted_at,
        'late', own.late, 'returned', CASE WHEN own.returned_at IS NOT NULL THEN own.score_hundredths END)
    FROM (SELECT) AS one
    LEFT JOIN submissions AS own ON own.task_id = tasks.id AND own.student_id = $1 AND own.is_latest
    WHERE own.id IS NOT NULL OR EXISTS (SELECT FROM placements
        WHERE placements.student_id = $1 AND placements.section_id = tasks.section_id))";

/// How far the section is with the task of the row.
const PROGRESS: &str = "(SELECT jsonb_build_object('expected', count(*), 'handed_in', count(latest.id),
        'late', count(*) FILTER (WHERE latest.late), 'graded', count(latest.graded_at),
        'returned', count(latest.returned_at))
    FROM (SELECT placements.student_id FROM placements WHERE placements.section_id = tasks.section_id
        UNION SELECT handed.student_id FROM submissions AS handed
            WHERE handed.task_id = tasks.id AND handed.is_latest) AS expected
    LEFT JOIN submissions AS latest ON latest.task_id = tasks.id AND latest.student_id = expected.student_id
        AND latest.is_latest)";

/// What is told of the task of the row besides it, where the scope allows.
pub struct Told {
    /// `$1` stands for the student.
    text: &'static str,
    student: Option<Uuid>,
    within: Within,
}

/// How far the student is with whose work the caller looks at tasks.
pub fn mine(eyes: &TaskEyes) -> Told {
    let kind = ActionKind::ReadSubmissions;
    let scope = eyes.submissions.as_ref();
    let within = match (eyes.student, scope.map(|scope| scope.reach(kind))) {
        (None, _) => Within::nothing(),
        (Some(student), Some(Reach::Limited { people, .. })) if people.contains(&student) => {
            Within::everything()
        }
        (Some(_), _) => within_subjects(scope, kind, None, SUBJECT),
    };
    Told { text: MINE, student: eyes.student.map(domain::Id::uuid), within }
}

/// How far the section is.
pub fn progress(eyes: &TaskEyes) -> Told {
    let within = within_subjects(eyes.scores.as_ref(), ActionKind::ReadUnreturnedScores, None, SUBJECT);
    Told { text: PROGRESS, student: None, within }
}

impl Expression for Told {
    type SqlType = Nullable<Jsonb>;
}

impl<Source> AppearsOnTable<Source> for Told {}

impl<Source> SelectableExpression<Source> for Told {}

impl ValidGrouping<()> for Told {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl QueryId for Told {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Told {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("CASE WHEN ");
        self.within.walk_ast(out.reborrow())?;
        out.push_sql(" THEN ");
        write(self.text, &mut out, |_, out| out.push_bind_param::<Nullable<SqlUuid>, _>(&self.student))?;
        out.push_sql(" END");
        Ok(())
    }
}

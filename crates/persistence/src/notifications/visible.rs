//! Which notifications are about something that a person may see at this moment.

use application::notifications::NotificationScopes;
use chrono::{DateTime, Utc};
use diesel::{
    AppearsOnTable, Expression, QueryResult,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, Timestamptz},
};
use domain::access::{ActionKind, ReadScope};

use crate::scope::{Addressed, Within, addressed, within, within_subjects};

/// The condition that keeps notifications, joined with their records, to those of which the record is within
/// reach. What there is no scope for is not.
pub struct Visible {
    now: DateTime<Utc>,
    live_announcements: Addressed,
    managed_announcements: Addressed,
    events: Addressed,
    /// Each kind of record by what is so where the notification is about one, with what of it is within reach.
    others: [(&'static str, Within); 5],
}

const LIVE_SINCE: &str = "(announcements.id IS NOT NULL AND (announcements.publish_at <= ";
const LIVE_UNTIL: &str = " AND (announcements.expires_at IS NULL OR announcements.expires_at > ";

pub fn visible(scopes: &NotificationScopes, now: DateTime<Utc>) -> Visible {
    let NotificationScopes { notices, managed_notices, .. } = scopes;
    let announced =
        |scope: &Option<ReadScope>, kind| addressed(scope.as_ref(), kind, "announcements.audience_id");
    Visible {
        now,
        live_announcements: announced(notices, ActionKind::ReadNotices),
        managed_announcements: announced(managed_notices, ActionKind::ManageNotices),
        events: addressed(notices.as_ref(), ActionKind::ReadNotices, "events.audience_id"),
        others: records_of_sections(scopes),
    }
}

fn records_of_sections(scopes: &NotificationScopes) -> [(&'static str, Within); 5] {
    let NotificationScopes { meetings, tasks, draft_tasks, submissions, modules, .. } = scopes;
    let of_section = |scope: &Option<ReadScope>, kind, person, section| {
        scope.as_ref().map_or_else(Within::nothing, |scope| within(scope, kind, person, Some(section)))
    };
    let of_subject = |scope: &Option<ReadScope>, kind, person| {
        within_subjects(scope.as_ref(), kind, person, ("tasks.section_id", "tasks.subject_id"))
    };
    let (host, student) = (Some("meetings.host_id"), Some("submissions.student_id"));
    [
        (
            "meetings.id IS NOT NULL",
            of_section(meetings, ActionKind::ReadMeetings, host, "meetings.section_id"),
        ),
        (
            "notifications.task_id IS NOT NULL AND tasks.status = 'published'",
            of_subject(tasks, ActionKind::ReadTasks, None),
        ),
        ("notifications.task_id IS NOT NULL", of_subject(draft_tasks, ActionKind::ReadDraftTasks, None)),
        (
            "submissions.returned_at IS NOT NULL",
            of_subject(submissions, ActionKind::ReadSubmissions, student),
        ),
        // What somebody added is theirs only together with the section.
        ("modules.id IS NOT NULL", of_section(modules, ActionKind::ReadModules, None, "modules.section_id")),
    ]
}

impl Expression for Visible {
    type SqlType = Bool;
}

impl<Source> AppearsOnTable<Source> for Visible {}

impl ValidGrouping<()> for Visible {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl QueryId for Visible {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Visible {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        out.push_sql(LIVE_SINCE);
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(LIVE_UNTIL);
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(") AND ");
        self.live_announcements.walk_ast(out.reborrow())?;
        out.push_sql(" OR ");
        self.managed_announcements.walk_ast(out.reborrow())?;
        out.push_sql(") OR events.id IS NOT NULL AND ");
        self.events.walk_ast(out.reborrow())?;
        for (record, within_reach) in &self.others {
            out.push_sql(" OR ");
            out.push_sql(record);
            out.push_sql(" AND ");
            within_reach.walk_ast(out.reborrow())?;
        }
        // What was opened for announcements, and around all.
        out.push_sql("))");
        Ok(())
    }
}

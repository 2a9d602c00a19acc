use application::calendar::CalendarWish;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use diesel::{
    PgConnection, QueryResult, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Nullable, Timestamptz, Untyped, Uuid as SqlUuid},
};
use domain::access::{ActionKind, ReadScope};
use uuid::Uuid;

use crate::{
    scope::{Addressed, Within, addressed, within, within_subjects},
    words::write,
};

/// Events of whole days. They are ordered as if the school were in Greenwich, for the bound alone.
const DAYS: &str = "
    SELECT 'event' AS kind, events.id, events.title, events.place, events.starts_on, events.ends_on,
        events.starts_at, events.ends_at, NULL::uuid AS section_id, NULL::text AS section_name,
        NULL::text AS subject_title, NULL::text AS host_name, NULL::text AS url, NULL::text AS status,
        events.version, events.updated_at, events.starts_on::timestamp AT TIME ZONE 'UTC' AS position
    FROM events
    WHERE events.starts_on IS NOT NULL
        AND daterange(events.starts_on, events.ends_on, '[]') && daterange($1, $2, '[]')";
const MOMENTS: &str = "
    SELECT 'event' AS kind, events.id, events.title, events.place, events.starts_on, events.ends_on,
        events.starts_at, events.ends_at, NULL::uuid AS section_id, NULL::text AS section_name,
        NULL::text AS subject_title, NULL::text AS host_name, NULL::text AS url, NULL::text AS status,
        events.version, events.updated_at, events.starts_at AS position
    FROM events
    WHERE events.starts_at IS NOT NULL AND tstzrange(events.starts_at, events.ends_at) && tstzrange($3, $4)";
const OF_SECTION: &str = " AND EXISTS (SELECT FROM audience_sections AS named
        WHERE named.audience_id = events.audience_id AND named.section_id = $5)";
const MEETINGS: &str = "
    SELECT 'meeting' AS kind, meetings.id, meetings.title, NULL::text AS place, NULL::date AS starts_on,
        NULL::date AS ends_on, meetings.starts_at, meetings.ends_at, meetings.section_id,
        sections.name AS section_name, NULL::text AS subject_title,
        users.first_name || ' ' || users.last_name AS host_name, meetings.url, meetings.status,
        meetings.version, meetings.updated_at, meetings.starts_at AS position
    FROM meetings
    JOIN sections ON sections.id = meetings.section_id
    JOIN users ON users.id = meetings.host_id
    WHERE meetings.starts_at < $4 AND meetings.starts_at > $3 AND meetings.ends_at > $3";
/// Tasks have no length: they are due at a moment.
const TASKS: &str = "
    SELECT 'task' AS kind, tasks.id, tasks.title, NULL::text AS place, NULL::date AS starts_on,
        NULL::date AS ends_on, tasks.due_at AS starts_at, tasks.due_at AS ends_at, tasks.section_id,
        sections.name AS section_name, subjects.title AS subject_title,
        NULL::text AS host_name, NULL::text AS url, tasks.status,
        tasks.version, tasks.updated_at, tasks.due_at AS position
    FROM tasks
    JOIN sections ON sections.id = tasks.section_id
    JOIN subjects ON subjects.id = tasks.subject_id
    WHERE tasks.due_at < $4 AND tasks.due_at > $3";

/// The statement, put together of what is wanted.
pub struct Look {
    first: NaiveDate,
    last: NaiveDate,
    /// Early and late enough for every school of the world; meetings that started earlier are over.
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    parts: Vec<Part>,
    section: Option<Uuid>,
    most: i64,
}

/// A part of the statement, with what of it the caller may see.
enum Part {
    Events(&'static str, Addressed),
    Meetings(Within),
    Tasks { published: Within, drafts: Within },
}

impl Look {
    pub fn new(wish: &CalendarWish) -> Self {
        let moment = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let (first, last) = (wish.span.first(), wish.span.last());
        let before = first.checked_sub_days(Days::new(2)).unwrap_or(first);
        let after = last.checked_add_days(Days::new(2)).unwrap_or(last);
        Self {
            first,
            last,
            from: moment(before),
            to: moment(after),
            parts: parts(wish),
            section: wish.section.map(domain::Id::uuid),
            most: wish.most.into(),
        }
    }

    fn write<'b>(&'b self, text: &str, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        write(text, out, |number, out| match number {
            1 => out.push_bind_param::<Date, _>(&self.first),
            2 => out.push_bind_param::<Date, _>(&self.last),
            3 => out.push_bind_param::<Timestamptz, _>(&self.from),
            4 => out.push_bind_param::<Timestamptz, _>(&self.to),
            5 => out.push_bind_param::<Nullable<SqlUuid>, _>(&self.section),
            _ => out.push_bind_param::<BigInt, _>(&self.most),
        })
    }

    fn write_part<'b>(&'b self, part: &'b Part, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let of_section = match part {
            Part::Events(text, addressed) => {
                self.write(text, out)?;
                out.push_sql(" AND ");
                addressed.walk_ast(out.reborrow())?;
                OF_SECTION
            }
            Part::Meetings(within) => {
                self.write(MEETINGS, out)?;
                out.push_sql(" AND ");
                within.walk_ast(out.reborrow())?;
                " AND meetings.section_id = $5"
            }
            Part::Tasks { published, drafts } => {
                self.write(TASKS, out)?;
                out.push_sql(" AND (tasks.status = 'published' AND ");
                published.walk_ast(out.reborrow())?;
                out.push_sql(" OR ");
                drafts.walk_ast(out.reborrow())?;
                out.push_sql(")");
                " AND tasks.section_id = $5"
            }
        };
        if self.section.is_some() { self.write(of_section, out) } else { Ok(()) }
    }
}

/// The parts that are wanted, at least one: a statement without any would have no columns.
fn parts(wish: &CalendarWish) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(scope) = &wish.events {
        for text in [DAYS, MOMENTS] {
            parts.push(Part::Events(text, addressed(scope, ActionKind::ReadNotices, "events.audience_id")));
        }
    }
    if let Some(scope) = &wish.meetings {
        let (host, section) = (Some("meetings.host_id"), Some("meetings.section_id"));
        parts.push(Part::Meetings(within(scope, ActionKind::ReadMeetings, host, section)));
    }
    if wish.tasks.is_some() || wish.draft_tasks.is_some() || parts.is_empty() {
        let of = |scope: &Option<ReadScope>, kind| {
            within_subjects(scope.as_ref(), kind, None, ("tasks.section_id", "tasks.subject_id"))
        };
        let published = of(&wish.tasks, ActionKind::ReadTasks);
        parts.push(Part::Tasks { published, drafts: of(&wish.draft_tasks, ActionKind::ReadDraftTasks) });
    }
    parts
}

impl QueryId for Look {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Look {
    type SqlType = Untyped;
}

impl RunQueryDsl<PgConnection> for Look {}

impl QueryFragment<Pg> for Look {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT settings.time_zone, entry.* FROM settings LEFT JOIN (");
        for (number, part) in self.parts.iter().enumerate() {
            if number > 0 {
                out.push_sql(" UNION ALL ");
            }
            self.write_part(part, &mut out)?;
        }
        self.write(" ORDER BY position, id LIMIT $6) AS entry ON TRUE", &mut out)
    }
}

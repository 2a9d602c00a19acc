use application::{
    Page, PageRequest, StoreError,
    notices::{EventFilter, EventView, SchoolEvents},
};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    AppearsOnTable, Expression, ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable,
    RunQueryDsl, TextExpressionMethods,
    expression::ValidGrouping,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, Date, Nullable, Text, Timestamptz},
};
use domain::{
    Id,
    access::{ActionKind, ReadScope},
    notices::{EventContent, EventDeleted, EventId, EventSaved, EventTime, SchoolEvent},
};
use uuid::Uuid;

use super::audience::{AudienceColumns, AudienceRow, audience_of, into_audience};
use crate::{
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::events,
    scope::addressed,
    store::PgStore,
    words::{Words, words},
};

/// An event as it stands in its table, with its audience.
#[derive(Queryable)]
pub struct EventRow {
    id: Uuid,
    author_id: Option<Uuid>,
    title: String,
    body: Option<String>,
    place: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    version: i32,
    audience: AudienceRow,
}

pub type EventColumns = (
    events::id,
    events::author_id,
    events::title,
    events::body,
    events::place,
    events::starts_on,
    events::ends_on,
    events::starts_at,
    events::ends_at,
    events::version,
    AudienceColumns,
);

/// What is read of an event.
pub const fn event_columns() -> EventColumns {
    (
        events::id,
        events::author_id,
        events::title,
        events::body,
        events::place,
        events::starts_on,
        events::ends_on,
        events::starts_at,
        events::ends_at,
        events::version,
        audience_of!("events"),
    )
}

/// The event, its author's name, when it begins and when it is over.
type ViewRow = (EventRow, Option<String>, DateTime<Utc>, DateTime<Utc>);
type ViewColumns = (EventColumns, Words<Nullable<Text>>, Words<Timestamptz>, Words<Timestamptz>);

const AUTHOR: &str =
    "(SELECT users.first_name || ' ' || users.last_name FROM users WHERE users.id = events.author_id)";
const STARTS_AT: &str = "COALESCE(events.starts_at,
    events.starts_on::timestamp AT TIME ZONE (SELECT settings.time_zone FROM settings))";
const ENDS_AT: &str = "COALESCE(events.ends_at,
    (events.ends_on + 1)::timestamp AT TIME ZONE (SELECT settings.time_zone FROM settings))";

const fn view_columns() -> ViewColumns {
    (event_columns(), words(AUTHOR), words(STARTS_AT), words(ENDS_AT))
}

/// Whether the event of the row lies, at least in part, on these days of the school.
struct OnDays {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Expression for OnDays {
    type SqlType = Bool;
}

impl<Source> AppearsOnTable<Source> for OnDays {}

impl ValidGrouping<()> for OnDays {
    type IsAggregate = diesel::expression::is_aggregate::Never;
}

impl QueryId for OnDays {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for OnDays {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(daterange(events.starts_on, events.ends_on, '[]') && daterange(");
        out.push_bind_param::<Nullable<Date>, _>(&self.from)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<Date>, _>(&self.to)?;
        out.push_sql(
            ", '[]') AND events.starts_on IS NOT NULL OR events.starts_at IS NOT NULL
            AND tstzrange(events.starts_at, events.ends_at) && tstzrange(",
        );
        out.push_bind_param::<Nullable<Date>, _>(&self.from)?;
        out.push_sql("::timestamp AT TIME ZONE (SELECT settings.time_zone FROM settings), (");
        out.push_bind_param::<Nullable<Date>, _>(&self.to)?;
        out.push_sql(" + 1)::timestamp AT TIME ZONE (SELECT settings.time_zone FROM settings)))");
        Ok(())
    }
}

impl SchoolEvents for PgStore<'_> {
    fn events(
        &mut self,
        scope: &ReadScope,
        filter: &EventFilter,
        page: PageRequest,
    ) -> Result<Page<EventView>, StoreError> {
        let filtered = || {
            let addressed = addressed(scope, ActionKind::ReadNotices, "events.audience_id");
            let mut query = events::table.into_boxed::<Pg>().filter(addressed);
            if filter.from.is_some() || filter.to.is_some() {
                query = query.filter(OnDays { from: filter.from, to: filter.to });
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(events::search.like(searchable(pattern)));
            }
            query
        };
        let ordered = filtered()
            .order((words::<Timestamptz>(STARTS_AT), events::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(view_columns());
        self.page_of(ordered, || filtered().select(events::id), into_view)
    }

    fn event(&mut self, id: EventId) -> Result<Option<EventView>, StoreError> {
        let row: Option<ViewRow> = self.ask(|connection| {
            events::table.filter(events::id.eq(id.uuid())).select(view_columns()).first(connection).optional()
        })?;
        row.map(into_view).transpose()
    }

    fn event_for_update(&mut self, id: EventId) -> Result<Option<SchoolEvent>, StoreError> {
        let row: Option<EventRow> = self.ask(|connection| {
            events::table
                .filter(events::id.eq(id.uuid()))
                .select(event_columns())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(into_event).transpose()
    }

    fn add_event(&mut self, saved: &EventSaved) -> Result<(), StoreError> {
        let event = saved.event();
        self.add_audience(event.id.uuid(), &event.content.audience)?;
        self.ask(|connection| {
            diesel::insert_into(events::table)
                .values((
                    events::id.eq(event.id.uuid()),
                    events::author_id.eq(event.author.map(Id::uuid)),
                    events::audience_id.eq(event.id.uuid()),
                    content_columns(event),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_event(&mut self, saved: &EventSaved) -> Result<(), StoreError> {
        let event = saved.event();
        self.save_audience(event.id.uuid(), &event.content.audience)?;
        self.ask(|connection| {
            diesel::update(events::table.find(event.id.uuid()))
                .set(content_columns(event))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_event(&mut self, deleted: &EventDeleted) -> Result<(), StoreError> {
        let id = deleted.event().id.uuid();
        self.ask(|connection| diesel::delete(events::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn begin_notifying_of_event(&mut self, id: EventId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let begun = self.ask(|connection| {
            diesel::update(events::table)
                .filter(events::id.eq(id.uuid()))
                .filter(events::notified_at.is_null())
                .set(events::notified_at.eq(now))
                .execute(connection)
        })?;
        Ok(begun > 0)
    }
}

/// The columns that people change. `None` is stored as such.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = events, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ContentColumns<'a> {
    title: &'a str,
    body: Option<String>,
    place: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    starts_at: Option<DateTime<Utc>>,
    ends_at: Option<DateTime<Utc>>,
    version: i32,
}

fn content_columns(event: &SchoolEvent) -> ContentColumns<'_> {
    let content = &event.content;
    let (days, moments) = match content.time {
        EventTime::Days(days) => (Some(days), None),
        EventTime::Moments(moments) => (None, Some(moments)),
    };
    ContentColumns {
        title: content.title.as_str(),
        body: content.body.as_ref().map(ToString::to_string),
        place: content.place.as_ref().map(ToString::to_string),
        starts_on: days.map(domain::notices::Days::first),
        ends_on: days.map(domain::notices::Days::last),
        starts_at: moments.map(domain::notices::Moments::starts_at),
        ends_at: moments.map(domain::notices::Moments::ends_at),
        version: stored_version(event.version),
    }
}

/// The event of a row.
pub fn into_event(row: EventRow) -> Result<SchoolEvent, StoreError> {
    let at = Row { table: "events", id: row.id };
    let time = match (row.starts_on.zip(row.ends_on), row.starts_at.zip(row.ends_at)) {
        (Some((first, last)), None) => at.legal(EventTime::days(first, last))?,
        (None, Some((starts_at, ends_at))) => at.legal(EventTime::moments(starts_at, ends_at))?,
        _ => return at.legal(Err("neither days nor moments")),
    };
    Ok(SchoolEvent {
        id: row.id.into(),
        author: row.author_id.map(Into::into),
        content: EventContent {
            title: at.text(&row.title)?,
            body: row.body.as_deref().map(|body| at.lines(body)).transpose()?,
            time,
            place: row.place.as_deref().map(|place| at.text(place)).transpose()?,
            audience: into_audience(&at, row.audience)?,
        },
        version: at.version(row.version)?,
    })
}

fn into_view((event, author_name, starts_at, ends_at): ViewRow) -> Result<EventView, StoreError> {
    Ok(EventView { event: into_event(event)?, author_name, starts_at, ends_at })
}

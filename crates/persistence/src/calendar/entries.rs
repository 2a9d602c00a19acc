use application::{
    StoreError,
    calendar::{CalendarEntries, CalendarWish, Entry, EntrySubject, EntryTime},
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use diesel::{
    PgConnection, QueryResult, QueryableByName, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Date, Integer, Nullable, Text, Timestamptz, Untyped, Uuid as SqlUuid},
};
use domain::{access::ActionKind, meetings::MeetingStatus};
use uuid::Uuid;

use crate::{
    rows::Row,
    scope::{Addressed, Within, addressed, within},
    store::PgStore,
    words::write,
};

/// Events of whole days. They are ordered as if the school were in Greenwich, for the bound alone.
const DAYS: &str = "
    SELECT events.id, events.title, events.place, events.starts_on, events.ends_on, events.starts_at, events.ends_at,
        NULL::uuid AS section_id, NULL AS section_name, NULL AS host_name, NULL AS url, NULL AS status,
        events.version, events.updated_at, events.starts_on::timestamp AT TIME ZONE 'UTC' AS position
    FROM events
    WHERE events.starts_on IS NOT NULL
        AND daterange(events.starts_on, events.ends_on, '[]') && daterange($1, $2, '[]')";
const MOMENTS: &str = "
    UNION ALL
    SELECT events.id, events.title, events.place, events.starts_on, events.ends_on, events.starts_at, events.ends_at,
        NULL, NULL, NULL, NULL, NULL, events.version, events.updated_at, events.starts_at
    FROM events
    WHERE events.starts_at IS NOT NULL AND tstzrange(events.starts_at, events.ends_at) && tstzrange($3, $4)";
const OF_SECTION: &str = " AND EXISTS (SELECT FROM audience_sections AS named
        WHERE named.audience_id = events.audience_id AND named.section_id = $5)";
const MEETINGS: &str = "
    SELECT meetings.id, meetings.title, NULL::text AS place, NULL::date AS starts_on, NULL::date AS ends_on,
        meetings.starts_at, meetings.ends_at, meetings.section_id, sections.name AS section_name,
        users.first_name || ' ' || users.last_name AS host_name, meetings.url, meetings.status,
        meetings.version, meetings.updated_at, meetings.starts_at AS position
    FROM meetings
    JOIN sections ON sections.id = meetings.section_id
    JOIN users ON users.id = meetings.host_id
    WHERE meetings.starts_at < $4 AND meetings.starts_at > $3 AND meetings.ends_at > $3";

/// The statement, put together of what is wanted.
struct Look {
    first: NaiveDate,
    last: NaiveDate,
    /// Early and late enough for every school of the world; meetings that started earlier are over.
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    events: Option<Addressed>,
    meetings: Option<Within>,
    section: Option<Uuid>,
    most: i64,
}

impl Look {
    fn new(wish: &CalendarWish) -> Self {
        let moment = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let (first, last) = (wish.span.first(), wish.span.last());
        let before = first.checked_sub_days(Days::new(2)).unwrap_or(first);
        let after = last.checked_add_days(Days::new(2)).unwrap_or(last);
        Self {
            first,
            last,
            from: moment(before),
            to: moment(after),
            events: wish
                .events
                .as_ref()
                .map(|scope| addressed(scope, ActionKind::ReadNotices, "events.audience_id")),
            meetings: wish.meetings.as_ref().map(|scope| {
                let (host, section) = ("meetings.host_id", "meetings.section_id");
                within(scope, ActionKind::ReadMeetings, Some(host), Some(section))
            }),
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

    fn write_events<'b>(&'b self, events: &'b Addressed, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for part in [DAYS, MOMENTS] {
            self.write(part, out)?;
            out.push_sql(" AND ");
            events.walk_ast(out.reborrow())?;
            if self.section.is_some() {
                self.write(OF_SECTION, out)?;
            }
        }
        Ok(())
    }

    fn write_meetings<'b>(&'b self, meetings: &'b Within, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.write(MEETINGS, out)?;
        out.push_sql(" AND ");
        meetings.walk_ast(out.reborrow())?;
        if self.section.is_some() {
            self.write(" AND meetings.section_id = $5", out)?;
        }
        Ok(())
    }
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
        match (&self.events, &self.meetings) {
            (Some(events), Some(meetings)) => {
                self.write_events(events, &mut out)?;
                out.push_sql(" UNION ALL ");
                self.write_meetings(meetings, &mut out)?;
            }
            (Some(events), None) => self.write_events(events, &mut out)?,
            (None, Some(meetings)) => self.write_meetings(meetings, &mut out)?,
            (None, None) => {
                self.write(MEETINGS, &mut out)?;
                out.push_sql(" AND FALSE");
            }
        }
        self.write(" ORDER BY position, id LIMIT $6) AS entry ON TRUE", &mut out)
    }
}

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = Text)]
    time_zone: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    title: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    place: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    starts_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    ends_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    starts_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ends_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    section_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    section_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    host_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    url: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    status: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    version: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    updated_at: Option<DateTime<Utc>>,
}

impl CalendarEntries for PgStore<'_> {
    fn calendar(&mut self, wish: &CalendarWish) -> Result<(String, Vec<Entry>), StoreError> {
        let rows: Vec<EntryRow> = self.ask(|connection| Look::new(wish).load(connection))?;
        let nothing = || StoreError::Corrupt {
            table: "settings",
            id: "1".to_owned(),
            reason: "there are none".to_owned(),
        };
        let zone = rows.first().ok_or_else(nothing)?.time_zone.clone();
        let entries = rows.into_iter().filter_map(|row| row.id.map(|id| into_entry(id, row)));
        Ok((zone, entries.collect::<Result<_, _>>()?))
    }
}

fn into_entry(id: Uuid, row: EntryRow) -> Result<Entry, StoreError> {
    let table = if row.status.is_some() { "meetings" } else { "events" };
    let at = Row { table, id };
    let missing = "a column is empty";
    let time = match (row.starts_on.zip(row.ends_on), row.starts_at.zip(row.ends_at)) {
        (Some((first, last)), _) => Some(EntryTime::Days { first, last }),
        (None, Some((starts_at, ends_at))) => Some(EntryTime::Moments { starts_at, ends_at }),
        (None, None) => None,
    };
    let subject = match row.status {
        None => EntrySubject::Event { id: id.into(), place: row.place },
        Some(code) => {
            let status = MeetingStatus::ALL.into_iter().find(|status| status.code() == code);
            EntrySubject::Meeting {
                id: id.into(),
                section: at.legal(row.section_id.ok_or(missing))?.into(),
                section_name: at.legal(row.section_name.ok_or(missing))?,
                host_name: at.legal(row.host_name.ok_or(missing))?,
                url: at.legal(row.url.ok_or(missing))?,
                status: at.legal(status.ok_or("it has an unknown status"))?,
            }
        }
    };
    Ok(Entry {
        subject,
        title: at.legal(row.title.ok_or(missing))?,
        time: at.legal(time.ok_or(missing))?,
        version: at.version(row.version.unwrap_or_default())?.number(),
        changed_at: at.legal(row.updated_at.ok_or(missing))?,
    })
}

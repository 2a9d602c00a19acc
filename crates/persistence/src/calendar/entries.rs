use application::{
    StoreError,
    calendar::{CalendarEntries, CalendarWish, Entry, EntrySubject, EntryTime},
};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName, RunQueryDsl,
    sql_types::{Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{meetings::MeetingStatus, tasks::TaskStatus};
use uuid::Uuid;

use super::look::Look;
use crate::{rows::Row, store::PgStore};

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = Text)]
    time_zone: String,
    #[diesel(sql_type = Nullable<Text>)]
    kind: Option<String>,
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
    subject_title: Option<String>,
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

const MISSING: &str = "a column is empty";

fn into_entry(id: Uuid, row: EntryRow) -> Result<Entry, StoreError> {
    let table = match row.kind.as_deref() {
        Some("meeting") => "meetings",
        Some("task") => "tasks",
        _ => "events",
    };
    let at = Row { table, id };
    let time = time_of(&row);
    let (version, changed_at) = (row.version.unwrap_or_default(), row.updated_at);
    let title = at.legal(row.title.clone().ok_or(MISSING))?;
    Ok(Entry {
        subject: into_subject(at, row)?,
        title,
        time: at.legal(time.ok_or(MISSING))?,
        version: at.version(version)?.number(),
        changed_at: at.legal(changed_at.ok_or(MISSING))?,
    })
}

fn time_of(row: &EntryRow) -> Option<EntryTime> {
    let (days, moments) = (row.starts_on.zip(row.ends_on), row.starts_at.zip(row.ends_at));
    match (row.kind.as_deref(), days, moments) {
        (Some("task"), _, Some((due_at, _))) => Some(EntryTime::Moment(due_at)),
        (_, Some((first, last)), _) => Some(EntryTime::Days { first, last }),
        (_, None, Some((starts_at, ends_at))) => Some(EntryTime::Moments { starts_at, ends_at }),
        (_, None, None) => None,
    }
}

fn into_subject(at: Row<Uuid>, row: EntryRow) -> Result<EntrySubject, StoreError> {
    let (id, unknown) = (at.id, "it has an unknown status");
    let code = row.status.unwrap_or_default();
    Ok(match at.table {
        "meetings" => {
            let status = MeetingStatus::ALL.into_iter().find(|status| status.code() == code);
            EntrySubject::Meeting {
                id: id.into(),
                section: at.legal(row.section_id.ok_or(MISSING))?.into(),
                section_name: at.legal(row.section_name.ok_or(MISSING))?,
                host_name: at.legal(row.host_name.ok_or(MISSING))?,
                url: at.legal(row.url.ok_or(MISSING))?,
                status: at.legal(status.ok_or(unknown))?,
            }
        }
        "tasks" => {
            let status = TaskStatus::ALL.into_iter().find(|status| status.code() == code);
            EntrySubject::Task {
                id: id.into(),
                section: at.legal(row.section_id.ok_or(MISSING))?.into(),
                section_name: at.legal(row.section_name.ok_or(MISSING))?,
                subject_title: at.legal(row.subject_title.ok_or(MISSING))?,
                status: at.legal(status.ok_or(unknown))?,
            }
        }
        _ => EntrySubject::Event { id: id.into(), place: row.place },
    })
}

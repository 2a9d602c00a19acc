//! Meetings of sections.

use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    meetings::{Busy, MeetingFilter, MeetingNotice, MeetingSort, MeetingView, Meetings},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper, TextExpressionMethods, pg::Pg, sql_query, sql_types,
};
use domain::{
    access::{ActionKind, ReadScope},
    identity::UserId,
    meetings::{Meeting, MeetingFacts, MeetingId, MeetingSaved, MeetingState, MeetingStatus, MeetingTime},
    notifications::{Area, Subject},
};
use uuid::Uuid;

use crate::{
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::{meetings, sections, users},
    scope::within,
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = meetings)]
struct MeetingRow {
    id: Uuid,
    section_id: Uuid,
    host_id: Uuid,
    title: String,
    url: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    status: String,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    version: i32,
}

/// A meeting with the names around it, as [`with_names`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = meetings)]
struct MeetingViewRow {
    #[diesel(embed)]
    meeting: MeetingRow,
    #[diesel(select_expression = sections::name)]
    section_name: String,
    #[diesel(select_expression = users::first_name)]
    host_first_name: String,
    #[diesel(select_expression = users::last_name)]
    host_last_name: String,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn with_names() -> _ {
    meetings::table
        .inner_join(sections::table.on(sections::id.eq(meetings::section_id)))
        .inner_join(users::table.on(users::id.eq(meetings::host_id)))
}

/// Notifies the people of a section, the host left out, and adds the jobs that mail it to whoever wishes that.
const NOTIFY: &str = "
WITH told AS (
    INSERT INTO notifications (id, user_id, kind, meeting_id, created_at)
    SELECT new_id(), person, $1, $2, $3
    FROM people_addressed(false, '{}', ARRAY[$4]) AS person WHERE person <> $5
    ON CONFLICT ON CONSTRAINT notifications_once
        DO UPDATE SET created_at = EXCLUDED.created_at, read_at = NULL WHERE notifications.created_at < $6
    RETURNING id, user_id
)
INSERT INTO jobs (id, payload, run_at, unique_key)
SELECT new_id(), jsonb_build_object('kind', 'mail_notification', 'notification', told.id), $3,
    'mail:' || told.id || ':' || extract(epoch FROM $6)::bigint
FROM told JOIN mail_wishes AS wish ON wish.user_id = told.user_id AND wish.area = $7
ON CONFLICT DO NOTHING";

impl Meetings for PgStore<'_> {
    fn meetings(
        &mut self,
        scope: &ReadScope,
        filter: &MeetingFilter,
        sort: &Sort<MeetingSort>,
        page: PageRequest,
    ) -> Result<Page<MeetingView>, StoreError> {
        let filtered = || {
            let scope = within(
                scope,
                ActionKind::ReadMeetings,
                Some("meetings.host_id"),
                Some("meetings.section_id"),
            );
            let mut query = with_names().into_boxed::<Pg>().filter(scope);
            if let Some(from) = filter.from {
                query = query.filter(meetings::ends_at.gt(from));
            }
            if let Some(to) = filter.to {
                query = query.filter(meetings::starts_at.lt(to));
            }
            if let Some(section) = filter.section {
                query = query.filter(meetings::section_id.eq(section.uuid()));
            }
            if !filter.statuses.is_empty() {
                let codes: Vec<_> = filter.statuses.iter().map(|status| status.code()).collect();
                query = query.filter(meetings::status.eq_any(codes));
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(meetings::search.like(searchable(pattern)));
            }
            query
        };
        let mut ordered = filtered();
        for (field, direction) in &sort.0 {
            ordered = match (field, direction) {
                (MeetingSort::StartsAt, Direction::Ascending) => {
                    ordered.then_order_by(meetings::starts_at.asc())
                }
                (MeetingSort::StartsAt, Direction::Descending) => {
                    ordered.then_order_by(meetings::starts_at.desc())
                }
                (MeetingSort::Title, Direction::Ascending) => ordered.then_order_by(meetings::title.asc()),
                (MeetingSort::Title, Direction::Descending) => ordered.then_order_by(meetings::title.desc()),
            };
        }
        let ordered = ordered
            .then_order_by(meetings::id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(MeetingViewRow::as_select());
        self.page_of(ordered, || filtered().select(meetings::id), into_view)
    }

    fn meeting(&mut self, id: MeetingId) -> Result<Option<MeetingView>, StoreError> {
        let row: Option<MeetingViewRow> = self.ask(|connection| {
            with_names()
                .filter(meetings::id.eq(id.uuid()))
                .select(MeetingViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        row.map(into_view).transpose()
    }

    fn meeting_for_update(&mut self, id: MeetingId) -> Result<Option<Meeting>, StoreError> {
        let row: Option<MeetingRow> = self.ask(|connection| {
            meetings::table
                .find(id.uuid())
                .select(MeetingRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.as_ref().map(into_meeting).transpose()
    }

    fn lock_host(&mut self, host: UserId) -> Result<(), StoreError> {
        self.ask(|connection| {
            users::table.find(host.uuid()).select(users::id).for_no_key_update().first::<Uuid>(connection)
        })?;
        Ok(())
    }

    fn add_meeting(&mut self, saved: &MeetingSaved) -> Result<(), StoreError> {
        let meeting = saved.meeting();
        self.ask(|connection| {
            diesel::insert_into(meetings::table)
                .values((
                    meetings::id.eq(meeting.id.uuid()),
                    meetings::section_id.eq(meeting.section.uuid()),
                    meetings::host_id.eq(meeting.host.uuid()),
                    Columns::of(meeting),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_meeting(&mut self, saved: &MeetingSaved) -> Result<(), StoreError> {
        let meeting = saved.meeting();
        self.ask(|connection| {
            diesel::update(meetings::table.find(meeting.id.uuid()))
                .set(Columns::of(meeting))
                .execute(connection)
        })?;
        Ok(())
    }

    fn meeting_in_the_way(
        &mut self,
        busy: Busy,
        time: MeetingTime,
        except: MeetingId,
    ) -> Result<Option<Meeting>, StoreError> {
        let open = [MeetingStatus::Scheduled, MeetingStatus::Live].map(MeetingStatus::code);
        let row: Option<MeetingRow> = self.ask(|connection| {
            let query = meetings::table
                .filter(meetings::id.ne(except.uuid()))
                .filter(meetings::status.eq_any(open))
                .filter(meetings::starts_at.lt(time.ends_at()))
                .filter(meetings::ends_at.gt(time.starts_at()))
                .order((meetings::starts_at, meetings::id))
                .select(MeetingRow::as_select())
                .into_boxed::<Pg>();
            let query = match busy {
                Busy::Host(host) => query.filter(meetings::host_id.eq(host.uuid())),
                Busy::Section(section) => query.filter(meetings::section_id.eq(section.uuid())),
            };
            query.first(connection).optional()
        })?;
        row.as_ref().map(into_meeting).transpose()
    }

    fn notify_of_meeting(&mut self, notice: &MeetingNotice) -> Result<(), StoreError> {
        self.ask(|connection| {
            sql_query(NOTIFY)
                .bind::<sql_types::Text, _>(Subject::Meeting(notice.meeting, notice.news).kind())
                .bind::<sql_types::Uuid, _>(notice.meeting.uuid())
                .bind::<sql_types::Timestamptz, _>(notice.now)
                .bind::<sql_types::Uuid, _>(notice.section.uuid())
                .bind::<sql_types::Uuid, _>(notice.host.uuid())
                .bind::<sql_types::Timestamptz, _>(notice.since)
                .bind::<sql_types::Text, _>(Area::Meetings.code())
                .execute(connection)
        })?;
        Ok(())
    }
}

/// The columns that change. `None` is stored as such.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = meetings, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Columns<'a> {
    title: &'a str,
    url: &'a str,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    status: &'static str,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    version: i32,
}

impl<'a> Columns<'a> {
    fn of(meeting: &'a Meeting) -> Self {
        let MeetingFacts { title, time, url } = &meeting.facts;
        let mut columns = Self {
            title: title.as_str(),
            url: url.as_str(),
            starts_at: time.starts_at(),
            ends_at: time.ends_at(),
            status: meeting.state.status().code(),
            started_at: None,
            ended_at: None,
            cancelled_at: None,
            cancel_reason: None,
            version: stored_version(meeting.version),
        };
        match &meeting.state {
            MeetingState::Scheduled => {}
            MeetingState::Live { started_at } => columns.started_at = Some(*started_at),
            MeetingState::Ended { started_at, ended_at } => {
                (columns.started_at, columns.ended_at) = (Some(*started_at), Some(*ended_at));
            }
            MeetingState::Cancelled { cancelled_at, reason } => {
                columns.cancelled_at = Some(*cancelled_at);
                columns.cancel_reason = reason.as_ref().map(ToString::to_string);
            }
        }
        columns
    }
}

fn into_view(row: MeetingViewRow) -> Result<MeetingView, StoreError> {
    let MeetingViewRow { meeting, section_name, host_first_name, host_last_name } = row;
    let host_name = format!("{host_first_name} {host_last_name}");
    Ok(MeetingView { meeting: into_meeting(&meeting)?, section_name, host_name })
}

fn into_meeting(row: &MeetingRow) -> Result<Meeting, StoreError> {
    let at = Row { table: "meetings", id: row.id };
    let status = MeetingStatus::ALL.into_iter().find(|status| status.code() == row.status);
    let state = match (status, row.started_at, row.ended_at, row.cancelled_at) {
        (Some(MeetingStatus::Scheduled), ..) => Some(MeetingState::Scheduled),
        (Some(MeetingStatus::Live), Some(started_at), ..) => Some(MeetingState::Live { started_at }),
        (Some(MeetingStatus::Ended), Some(started_at), Some(ended_at), _) => {
            Some(MeetingState::Ended { started_at, ended_at })
        }
        (Some(MeetingStatus::Cancelled), _, _, Some(cancelled_at)) => {
            let reason = row.cancel_reason.as_deref().map(|reason| at.lines(reason)).transpose()?;
            Some(MeetingState::Cancelled { cancelled_at, reason })
        }
        _ => None,
    };
    Ok(Meeting {
        id: row.id.into(),
        host: row.host_id.into(),
        section: row.section_id.into(),
        facts: MeetingFacts {
            title: at.text(&row.title)?,
            time: at.legal(MeetingTime::try_new(row.starts_at, row.ends_at))?,
            url: at.legal(row.url.parse())?,
        },
        state: at.legal(state.ok_or("its status lacks what belongs to it"))?,
        version: at.version(row.version)?,
    })
}

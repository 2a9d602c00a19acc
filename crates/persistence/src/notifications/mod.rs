mod tell;

use application::{
    Page, PageRequest, StoreError,
    meetings::Meetings,
    notifications::{FamilyNews, MailSubject, NotificationScopes, NotificationView, Notifications, ToMail},
};
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension,
    QueryDsl, Queryable, RunQueryDsl,
    pg::Pg,
    sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    access::ActionKind,
    identity::UserId,
    notices::Audience,
    notifications::{Area, NotificationId, Subject},
};
use uuid::Uuid;

use crate::{
    notices::{
        AnnouncementRow, EventRow, announcement_columns, event_columns, into_announcement, into_event,
    },
    rows::Row,
    schema::{announcements, events, mail_wishes, meetings, notifications},
    scope::{addressed, within},
    store::PgStore,
    words::{Words, words},
};

/// A notification with what its record says.
#[derive(Queryable)]
struct NotificationRow {
    id: Uuid,
    kind: String,
    created_at: DateTime<Utc>,
    is_read: bool,
    title: Option<String>,
    announcement_id: Option<Uuid>,
    event_id: Option<Uuid>,
    meeting_id: Option<Uuid>,
    section_id: Option<Uuid>,
    starts_at: Option<DateTime<Utc>>,
}

const TITLE: &str = "COALESCE(announcements.title, events.title, meetings.title)";
const STARTS_AT: &str = "COALESCE(meetings.starts_at, events.starts_at,
    events.starts_on::timestamp AT TIME ZONE (SELECT settings.time_zone FROM settings))";

/// Notifications joined with what they are about.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_records() -> _ {
    notifications::table
        .left_join(announcements::table.on(notifications::announcement_id.eq(announcements::id.nullable())))
        .left_join(events::table.on(notifications::event_id.eq(events::id.nullable())))
        .left_join(meetings::table.on(notifications::meeting_id.eq(meetings::id.nullable())))
}

/// The notifications of a person that are about what they may see now.
macro_rules! visible {
    ($user:expr, $scopes:expr, $only_unread:expr, $now:expr) => {{
        let NotificationScopes { notices, managed_notices, meetings: met } = $scopes;
        let live = announcements::publish_at.nullable().le($now).and(
            announcements::expires_at.nullable().is_null().or(announcements::expires_at.nullable().gt($now)),
        );
        let read = addressed(notices.as_ref(), ActionKind::ReadNotices, "announcements.audience_id");
        let managed =
            addressed(managed_notices.as_ref(), ActionKind::ManageNotices, "announcements.audience_id");
        let held = addressed(notices.as_ref(), ActionKind::ReadNotices, "events.audience_id");
        let met = met.as_ref().map(|scope| {
            within(scope, ActionKind::ReadMeetings, Some("meetings.host_id"), Some("meetings.section_id"))
        });
        let announced = announcements::id.nullable().is_not_null().and(read.and(live).or(managed));
        let happens = events::id.nullable().is_not_null().and(held);
        let mut query = with_records().into_boxed::<Pg>().filter(notifications::user_id.eq($user.uuid()));
        query = match met {
            Some(met) => {
                query.filter(announced.or(happens).or(meetings::id.nullable().is_not_null().and(met)))
            }
            None => query.filter(announced.or(happens)),
        };
        if $only_unread {
            query = query.filter(notifications::read_at.is_null());
        }
        query
    }};
}

impl Notifications for PgStore<'_> {
    fn notify(
        &mut self,
        subject: Subject,
        audience: &Audience,
        except: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.tell_audience(subject, audience, except, now)
    }

    fn notify_families(&mut self, news: FamilyNews, now: DateTime<Utc>) -> Result<Vec<UserId>, StoreError> {
        self.tell_families(news, now)
    }

    fn notifications(
        &mut self,
        user: UserId,
        scopes: &NotificationScopes,
        only_unread: bool,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<NotificationView>, StoreError> {
        let visible = || visible!(user, scopes, only_unread, now);
        let wanted = visible()
            .order((notifications::created_at.desc(), notifications::id.desc()))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(columns());
        self.page_of(wanted, || visible().select(notifications::id), |row| Ok(into_view(row)))
    }

    fn count_unread(
        &mut self,
        user: UserId,
        scopes: &NotificationScopes,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.count_of(visible!(user, scopes, true, now).select(notifications::id))
    }

    fn read_notifications(
        &mut self,
        user: UserId,
        which: Option<&[NotificationId]>,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let marked = self.ask(|connection| {
            let unread = diesel::update(notifications::table)
                .filter(notifications::user_id.eq(user.uuid()))
                .filter(notifications::read_at.is_null())
                .set(notifications::read_at.eq(now))
                .into_boxed::<Pg>();
            let ids = which.map(|ids| ids.iter().map(|id| id.uuid()).collect::<Vec<_>>());
            match ids {
                Some(ids) => unread.filter(notifications::id.eq_any(ids)).execute(connection),
                None => unread.execute(connection),
            }
        })?;
        Ok(u32::try_from(marked).unwrap_or(u32::MAX))
    }

    fn mail_wishes(&mut self, user: UserId) -> Result<Vec<Area>, StoreError> {
        let codes: Vec<String> = self.ask(|connection| {
            mail_wishes::table
                .filter(mail_wishes::user_id.eq(user.uuid()))
                .order(mail_wishes::area)
                .select(mail_wishes::area)
                .load(connection)
        })?;
        let at = Row { table: "mail_wishes", id: user };
        codes.iter().map(|code| at.legal(Area::from_code(code).ok_or("there is no such area"))).collect()
    }

    fn save_mail_wishes(&mut self, user: UserId, areas: &[Area]) -> Result<(), StoreError> {
        let codes: Vec<_> = areas.iter().map(|area| area.code()).collect();
        self.ask(|connection| {
            diesel::delete(mail_wishes::table)
                .filter(mail_wishes::user_id.eq(user.uuid()))
                .filter(mail_wishes::area.ne_all(&codes))
                .execute(connection)
        })?;
        let rows: Vec<_> = codes
            .iter()
            .map(|code| (mail_wishes::user_id.eq(user.uuid()), mail_wishes::area.eq(*code)))
            .collect();
        self.ask(|connection| {
            diesel::insert_into(mail_wishes::table).values(&rows).on_conflict_do_nothing().execute(connection)
        })?;
        Ok(())
    }

    fn notification_to_mail(&mut self, id: NotificationId) -> Result<Option<ToMail>, StoreError> {
        type Ids = (Uuid, String, Option<Uuid>, Option<Uuid>, Option<Uuid>);
        let row: Option<Ids> = self.ask(|connection| {
            notifications::table
                .find(id.uuid())
                .select((
                    notifications::user_id,
                    notifications::kind,
                    notifications::announcement_id,
                    notifications::event_id,
                    notifications::meeting_id,
                ))
                .first(connection)
                .optional()
        })?;
        let Some((user, kind, announcement, event, meeting)) = row else { return Ok(None) };
        let subject = match (announcement, event, meeting) {
            (Some(announcement), ..) => self.announcement_to_mail(announcement)?,
            (_, Some(event), _) => self.event_to_mail(event)?,
            (.., Some(meeting)) => {
                self.meeting(meeting.into())?.map(|view| MailSubject::Meeting(view.meeting, kind))
            }
            (None, None, None) => None,
        };
        Ok(subject.map(|subject| ToMail { user: user.into(), subject }))
    }
}

impl PgStore<'_> {
    fn announcement_to_mail(&mut self, id: Uuid) -> Result<Option<MailSubject>, StoreError> {
        let row: Option<AnnouncementRow> = self.ask(|connection| {
            announcements::table
                .filter(announcements::id.eq(id))
                .select(announcement_columns())
                .first(connection)
                .optional()
        })?;
        Ok(row.map(into_announcement).transpose()?.map(MailSubject::Announcement))
    }

    fn event_to_mail(&mut self, id: Uuid) -> Result<Option<MailSubject>, StoreError> {
        let row: Option<EventRow> = self.ask(|connection| {
            events::table.filter(events::id.eq(id)).select(event_columns()).first(connection).optional()
        })?;
        Ok(row.map(into_event).transpose()?.map(MailSubject::Event))
    }
}

type Columns = (
    notifications::id,
    notifications::kind,
    notifications::created_at,
    Words<Bool>,
    Words<Nullable<Text>>,
    notifications::announcement_id,
    notifications::event_id,
    notifications::meeting_id,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<Timestamptz>>,
);

const fn columns() -> Columns {
    (
        notifications::id,
        notifications::kind,
        notifications::created_at,
        words("notifications.read_at IS NOT NULL"),
        words(TITLE),
        notifications::announcement_id,
        notifications::event_id,
        notifications::meeting_id,
        words("meetings.section_id"),
        words(STARTS_AT),
    )
}

fn into_view(row: NotificationRow) -> NotificationView {
    NotificationView {
        id: row.id.into(),
        kind: row.kind,
        created_at: row.created_at,
        read: row.is_read,
        title: row.title.unwrap_or_default(),
        announcement: row.announcement_id.map(Into::into),
        event: row.event_id.map(Into::into),
        meeting: row.meeting_id.map(Into::into),
        section: row.section_id.map(Into::into),
        starts_at: row.starts_at,
    }
}

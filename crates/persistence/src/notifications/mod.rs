mod tell;
mod visible;

use application::{
    Page, PageRequest, StoreError,
    notifications::{FamilyNews, NotificationScopes, NotificationView, Notifications},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, Queryable,
    RunQueryDsl,
    dsl::IntoBoxed,
    pg::Pg,
    sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use domain::{
    identity::UserId,
    notices::Audience,
    notifications::{Area, NotificationId, Subject},
};
use uuid::Uuid;

use self::visible::visible;
use crate::{
    rows::Row,
    schema::{announcements, events, mail_wishes, meetings, modules, notifications, submissions, tasks},
    store::PgStore,
    words::{Words, words},
};

/// A notification with what its record says.
#[derive(Queryable)]
struct NotificationRow {
    id: Uuid,
    kind: String,
    record_id: Uuid,
    created_at: DateTime<Utc>,
    is_read: bool,
    title: Option<String>,
    task_id: Option<Uuid>,
    section_id: Option<Uuid>,
    starts_at: Option<DateTime<Utc>>,
}

/// The task that a notification is about, or that was handed in.
const TASK: &str = "COALESCE(notifications.task_id, submissions.task_id)";
const TITLE: &str = "COALESCE(announcements.title, events.title, meetings.title, tasks.title, modules.title)";
const SECTION: &str = "COALESCE(meetings.section_id, tasks.section_id, modules.section_id)";
const STARTS_AT: &str = "COALESCE(meetings.starts_at, events.starts_at,
    CASE WHEN notifications.task_id IS NOT NULL THEN tasks.due_at END,
    events.starts_on::timestamp AT TIME ZONE (SELECT settings.time_zone FROM settings))";

/// Notifications joined with what they are about.
#[diesel::dsl::auto_type]
fn with_records() -> _ {
    let task: Words<Nullable<SqlUuid>> = words(TASK);
    notifications::table
        .left_join(announcements::table.on(notifications::announcement_id.eq(announcements::id.nullable())))
        .left_join(events::table.on(notifications::event_id.eq(events::id.nullable())))
        .left_join(meetings::table.on(notifications::meeting_id.eq(meetings::id.nullable())))
        .left_join(submissions::table.on(notifications::submission_id.eq(submissions::id.nullable())))
        .left_join(tasks::table.on(tasks::id.nullable().eq(task)))
        .left_join(modules::table.on(notifications::module_id.eq(modules::id.nullable())))
}

/// The notifications of a person that are about what they may see now.
fn notifications_of<'a>(
    user: UserId,
    scopes: &NotificationScopes,
    now: DateTime<Utc>,
) -> IntoBoxed<'a, with_records, Pg> {
    with_records()
        .into_boxed::<Pg>()
        .filter(notifications::user_id.eq(user.uuid()))
        .filter(visible(scopes, now))
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
        let visible = || {
            let found = notifications_of(user, scopes, now);
            if only_unread { found.filter(notifications::read_at.is_null()) } else { found }
        };
        let wanted = visible()
            .order((notifications::created_at.desc(), notifications::id.desc()))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(columns());
        self.page_of(wanted, || visible().select(notifications::id), into_view)
    }

    fn count_unread(
        &mut self,
        user: UserId,
        scopes: &NotificationScopes,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let unread = notifications_of(user, scopes, now).filter(notifications::read_at.is_null());
        self.count_of(unread.select(notifications::id))
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

    fn notified_person(&mut self, id: NotificationId) -> Result<Option<UserId>, StoreError> {
        let user: Option<Uuid> = self.ask(|connection| {
            notifications::table.find(id.uuid()).select(notifications::user_id).first(connection).optional()
        })?;
        Ok(user.map(Into::into))
    }

    fn notification(
        &mut self,
        id: NotificationId,
        user: UserId,
        scopes: &NotificationScopes,
        now: DateTime<Utc>,
    ) -> Result<Option<NotificationView>, StoreError> {
        let row: Option<NotificationRow> = self.ask(|connection| {
            notifications_of(user, scopes, now)
                .filter(notifications::id.eq(id.uuid()))
                .select(columns())
                .first(connection)
                .optional()
        })?;
        row.map(into_view).transpose()
    }
}

type Columns = (
    notifications::id,
    notifications::kind,
    notifications::record_id,
    notifications::created_at,
    Words<Bool>,
    Words<Nullable<Text>>,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<Timestamptz>>,
);

const fn columns() -> Columns {
    (
        notifications::id,
        notifications::kind,
        notifications::record_id,
        notifications::created_at,
        words("notifications.read_at IS NOT NULL"),
        words(TITLE),
        words(TASK),
        words(SECTION),
        words(STARTS_AT),
    )
}

fn into_view(row: NotificationRow) -> Result<NotificationView, StoreError> {
    let at = Row { table: "notifications", id: row.id };
    let subject = Subject::from_code(&row.kind, row.record_id);
    Ok(NotificationView {
        id: row.id.into(),
        subject: at.legal(subject.ok_or("it has an unknown kind"))?,
        created_at: row.created_at,
        read: row.is_read,
        title: row.title.unwrap_or_default(),
        task: row.task_id.map(Into::into),
        section: row.section_id.map(Into::into),
        starts_at: row.starts_at,
    })
}

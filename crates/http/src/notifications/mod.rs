use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Query},
};
use application::notifications::{NotificationView, NotificationsError};
use chrono::{DateTime, Utc};
use domain::{
    Id,
    notifications::{Area, NotificationId, Subject},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    problem::Problem,
    routes::Routes,
    shape::{Body, BodyRefusals, CsvRow, List, ListRefusals, Paging, Refusals, Signed, entries},
    state::Api,
};

pub fn routes(routes: &mut Routes<'_>) {
    routes
        .service(list_notifications)
        .service(count_notifications)
        .service(mark_notifications_as_read)
        .service(read_notification_preferences)
        .service(change_notification_preferences);
}

impl From<NotificationsError> for Problem {
    fn from(error: NotificationsError) -> Self {
        match error {
            NotificationsError::Denied(denied) => denied.into(),
            NotificationsError::Store(failure) => failure.into(),
        }
    }
}

/// One thing that the caller is told.
#[derive(Serialize, ToSchema)]
#[schema(as = Notification)]
pub struct NotificationBody {
    pub id: Uuid,
    /// `announcement_published`, `event_added`, `meeting_scheduled`, `meeting_reminder`, `meeting_started`,
    /// `meeting_cancelled`, `task_published`, `task_due_soon`, `submission_returned` or `module_published`.
    pub kind: String,
    pub created_at: DateTime<Utc>,
    pub read: bool,
    /// What the record is called now.
    pub title: String,
    #[schema(required)]
    pub announcement_id: Option<Uuid>,
    #[schema(required)]
    pub event_id: Option<Uuid>,
    #[schema(required)]
    pub meeting_id: Option<Uuid>,
    /// The task, or the one that was handed in.
    #[schema(required)]
    pub task_id: Option<Uuid>,
    #[schema(required)]
    pub submission_id: Option<Uuid>,
    #[schema(required)]
    pub module_id: Option<Uuid>,
    /// The section of the meeting, the task or the module.
    #[schema(required)]
    pub section_id: Option<Uuid>,
    /// When the event or the meeting starts, or the task is due.
    #[schema(required)]
    pub starts_at: Option<DateTime<Utc>>,
}

/// How many notifications wait.
#[derive(Serialize, ToSchema)]
#[schema(as = NotificationSummary)]
pub struct SummaryBody {
    /// How many are unread, exact up to 10000.
    pub unread: u32,
}

/// Which notifications the caller has read.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NotificationsRead)]
#[garde(allow_unvalidated)]
pub struct ReadBody {
    /// These; of others nothing happens.
    #[garde(inner(custom(entries::<0, 500, _>)))]
    #[schema(max_items = 500)]
    ids: Option<Vec<Uuid>>,
    /// All of them.
    #[serde(default)]
    all: bool,
}

/// What the caller also wants by mail.
#[derive(Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NotificationPreferences)]
#[garde(allow_unvalidated)]
pub struct PreferencesBody {
    /// `announcements`, `events`, `meetings`, `tasks`, `modules`.
    #[garde(custom(entries::<0, 10, _>))]
    #[schema(max_items = 10)]
    mail: Vec<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NotificationsQuery {
    /// Only unread ones.
    #[serde(default)]
    unread: bool,
}

/// The caller's notifications, newest first; only of records that the caller may see now.
#[utoipa::path(
    tag = "notifications",
    params(NotificationsQuery, Paging),
    responses(
        (status = 200, content((List<NotificationBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/notifications")]
pub async fn list_notifications(
    caller: Signed,
    api: Data<Api>,
    query: Query<NotificationsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (unread, page) = (query.unread, paging.page()?);
    let found = api.database(move |app| app.notifications().list(&caller, unread, page)).await?;
    paging.answer("notifications", found, NotificationBody::from)
}

/// How many notifications are unread.
#[utoipa::path(tag = "notifications", responses((status = 200, body = SummaryBody), Refusals))]
#[get("/notifications/summary")]
pub async fn count_notifications(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let unread = api.database(move |app| app.notifications().unread(&caller)).await?;
    Ok(HttpResponse::Ok().json(SummaryBody { unread: unread.min(application::PageRequest::FARTHEST) }))
}

/// Remembers that the caller has read these notifications, or all.
#[utoipa::path(
    tag = "notifications",
    request_body = ReadBody,
    responses((status = 204, description = "It is remembered."), Refusals, BodyRefusals)
)]
#[post("/notifications/read")]
pub async fn mark_notifications_as_read(
    caller: Signed,
    api: Data<Api>,
    body: Body<ReadBody>,
) -> Result<HttpResponse, Problem> {
    let which = match body.value {
        ReadBody { ids: None, all: true } => None,
        ReadBody { ids: Some(ids), all: false } => {
            Some(ids.into_iter().map(NotificationId::from).collect::<Vec<_>>())
        }
        _ => return Err(Problem::field("ids", "invalid", "give ids, or true for all")),
    };
    api.database(move |app| app.notifications().read(&caller, which.as_deref())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What the caller also wants by mail.
#[utoipa::path(tag = "notifications", responses((status = 200, body = PreferencesBody), Refusals))]
#[get("/notifications/preferences")]
pub async fn read_notification_preferences(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let areas = api.database(move |app| app.notifications().mail_wishes(&caller)).await?;
    Ok(HttpResponse::Ok().json(PreferencesBody::of(&areas)))
}

/// Changes what the caller also wants by mail.
#[utoipa::path(
    tag = "notifications",
    request_body = PreferencesBody,
    responses((status = 200, body = PreferencesBody), Refusals, BodyRefusals)
)]
#[put("/notifications/preferences")]
pub async fn change_notification_preferences(
    caller: Signed,
    api: Data<Api>,
    body: Body<PreferencesBody>,
) -> Result<HttpResponse, Problem> {
    let unknown = || Problem::field("mail", "unknown", "names an area that does not exist");
    let areas = body.value.mail.iter().map(|code| Area::from_code(code).ok_or_else(unknown));
    let mut areas = areas.collect::<Result<Vec<_>, _>>()?;
    areas.sort_unstable();
    areas.dedup();
    let answer = PreferencesBody::of(&areas);
    api.database(move |app| app.notifications().wish_for_mail(&caller, &areas)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

impl PreferencesBody {
    fn of(areas: &[Area]) -> Self {
        Self { mail: areas.iter().map(|area| area.code().to_owned()).collect() }
    }
}

impl From<NotificationView> for NotificationBody {
    fn from(view: NotificationView) -> Self {
        let blank = Self {
            id: view.id.uuid(),
            kind: view.subject.kind().to_owned(),
            created_at: view.created_at,
            read: view.read,
            title: view.title,
            announcement_id: None,
            event_id: None,
            meeting_id: None,
            task_id: view.task.map(Id::uuid),
            submission_id: None,
            module_id: None,
            section_id: view.section.map(Id::uuid),
            starts_at: view.starts_at,
        };
        match view.subject {
            Subject::AnnouncementPublished(id) => Self { announcement_id: Some(id.uuid()), ..blank },
            Subject::EventAdded(id) => Self { event_id: Some(id.uuid()), ..blank },
            Subject::Meeting(id, _) => Self { meeting_id: Some(id.uuid()), ..blank },
            Subject::TaskPublished(_) | Subject::TaskDueSoon(_) => blank,
            Subject::SubmissionReturned(id) => Self { submission_id: Some(id.uuid()), ..blank },
            Subject::ModulePublished(id) => Self { module_id: Some(id.uuid()), ..blank },
        }
    }
}

impl CsvRow for NotificationBody {
    const COLUMNS: &'static [&'static str] = &["id", "kind", "created_at", "read", "title", "starts_at"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.kind.clone(),
            self.created_at.to_rfc3339(),
            self.read.to_string(),
            self.title.clone(),
            self.starts_at.map(|start| start.to_rfc3339()).unwrap_or_default(),
        ]
    }
}

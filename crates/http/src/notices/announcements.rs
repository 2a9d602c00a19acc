use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use uuid::Uuid;

use super::shapes::{
    AnnouncementBody, AnnouncementChangeBody, AnnouncementsQuery, DraftBody, NewAnnouncementBody,
    PreviewBody, ReaderBody,
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned, markdown,
    },
    state::Api,
};

/// The announcements that the caller may see.
#[utoipa::path(
    tag = "announcements",
    params(AnnouncementsQuery, Paging),
    responses(
        (status = 200, content((List<AnnouncementBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/announcements")]
pub async fn list_announcements(
    caller: Signed,
    api: Data<Api>,
    query: Query<AnnouncementsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let found = api.database(move |app| app.notices().announcements(&caller, &filter, &sort, page)).await?;
    paging.answer("announcements", found, AnnouncementBody::from)
}

/// Writes an announcement.
#[utoipa::path(
    tag = "announcements",
    params(IdempotencyKey),
    request_body = NewAnnouncementBody,
    responses((status = 201, body = AnnouncementBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/announcements")]
pub async fn create_announcement(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewAnnouncementBody>,
) -> Result<Versioned<AnnouncementBody>, Problem> {
    let content = body.value.content(api.app.now())?;
    let caller = caller.0.once(body.once);
    let view = api.database(move |app| app.notices().announce(&caller, &content)).await?;
    let version = view.announcement.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// What an announcement or an event would look like, and how many people it would address.
#[utoipa::path(
    tag = "announcements",
    request_body = DraftBody,
    responses((status = 200, body = PreviewBody), Refusals, BodyRefusals)
)]
#[post("/notices/preview")]
pub async fn preview_notice(
    caller: Signed,
    api: Data<Api>,
    body: Body<DraftBody>,
) -> Result<HttpResponse, Problem> {
    let DraftBody { body, audience } = body.value;
    let audience = audience.filter(|audience| !audience.is_nobody());
    let audience = audience.map(super::shapes::AudienceChoiceBody::audience).transpose()?;
    let people = api.database(move |app| app.notices().count_addressed(&caller, audience.as_ref())).await?;
    let body_html = markdown(&body.unwrap_or_default());
    Ok(HttpResponse::Ok().json(PreviewBody { body_html, people }))
}

/// One announcement.
#[utoipa::path(tag = "announcements", responses((status = 200, body = AnnouncementBody), Refusals))]
#[get("/announcements/{id}")]
pub async fn read_announcement(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<AnnouncementBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.notices().announcement(&caller, id)).await?;
    let version = view.announcement.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Changes an announcement.
#[utoipa::path(
    tag = "announcements",
    params(IfMatch),
    request_body = AnnouncementChangeBody,
    responses((status = 200, body = AnnouncementBody), Refusals, BodyRefusals, ChangeRefusals)
)]
#[patch("/announcements/{id}")]
pub async fn change_announcement(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<AnnouncementChangeBody>,
) -> Result<Versioned<AnnouncementBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    let view =
        api.database(move |app| app.notices().change_announcement(&caller, id, if_match.0, change)).await?;
    let version = view.announcement.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Deletes an announcement, with its read marks and notifications.
#[utoipa::path(
    tag = "announcements",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals)
)]
#[delete("/announcements/{id}")]
pub async fn delete_announcement(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.notices().delete_announcement(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Remembers that the caller has read it.
#[utoipa::path(
    tag = "announcements",
    responses((status = 204, description = "It is remembered."), Refusals)
)]
#[post("/announcements/{id}/read")]
pub async fn mark_announcement_as_read(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.notices().mark_read(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who has read an announcement, the last first.
#[utoipa::path(
    tag = "announcements",
    params(Paging),
    responses(
        (status = 200, content((List<ReaderBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/announcements/{id}/readers")]
pub async fn list_announcement_readers(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (id, page) = (id.into_inner().into(), paging.page()?);
    let found = api.database(move |app| app.notices().readers(&caller, id, page)).await?;
    paging.answer("readers", found, ReaderBody::from)
}

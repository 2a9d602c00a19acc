use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Path, Query},
};
use application::meetings::MeetingView;
use uuid::Uuid;

use super::shapes::{CancellationBody, MeetingBody, MeetingChangeBody, MeetingsQuery, NewMeetingBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        MaybeBody, Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

fn answer(view: MeetingView) -> Versioned<MeetingBody> {
    let version = view.meeting.version.number();
    Versioned::ok(view.into(), version)
}

/// The meetings that the caller may see, the earliest first.
#[utoipa::path(
    tag = "meetings",
    params(MeetingsQuery, Paging),
    responses(
        (status = 200, content((List<MeetingBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/meetings")]
pub async fn list_meetings(
    caller: Signed,
    api: Data<Api>,
    query: Query<MeetingsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let found = api.database(move |app| app.meetings().list(&caller, &filter, &sort, page)).await?;
    paging.answer("meetings", found, MeetingBody::from)
}

/// The meetings of a section that the caller may see, the earliest first; none of a section that is none.
#[utoipa::path(
    tag = "meetings",
    params(MeetingsQuery, Paging),
    responses(
        (status = 200, content((List<MeetingBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/meetings/section/{section_id}")]
pub async fn list_section_meetings(
    caller: Signed,
    api: Data<Api>,
    section_id: Path<Uuid>,
    query: Query<MeetingsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (mut filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    filter.section = Some(section_id.into_inner().into());
    let found = api.database(move |app| app.meetings().list(&caller, &filter, &sort, page)).await?;
    paging.answer("meetings", found, MeetingBody::from)
}

/// Schedules a meeting that the caller holds.
#[utoipa::path(
    tag = "meetings",
    params(IdempotencyKey),
    request_body = NewMeetingBody,
    responses((status = 201, body = MeetingBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/meetings")]
pub async fn create_meeting(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewMeetingBody>,
) -> Result<Versioned<MeetingBody>, Problem> {
    let (caller, command) = (caller.0.once(body.once), body.value.command()?);
    let view = api.database(move |app| app.meetings().schedule(&caller, &command)).await?;
    let version = view.meeting.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// One meeting.
#[utoipa::path(tag = "meetings", responses((status = 200, body = MeetingBody), Refusals))]
#[get("/meetings/{id}")]
pub async fn read_meeting(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<MeetingBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.meetings().one(&caller, id)).await?))
}

/// Changes a meeting that is scheduled.
#[utoipa::path(
    tag = "meetings",
    params(IfMatch),
    request_body = MeetingChangeBody,
    responses((status = 200, body = MeetingBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/meetings/{id}")]
pub async fn change_meeting(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<MeetingChangeBody>,
) -> Result<Versioned<MeetingBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    Ok(answer(api.database(move |app| app.meetings().change(&caller, id, if_match.0, change)).await?))
}

/// Starts a meeting.
#[utoipa::path(
    tag = "meetings",
    params(IfMatch),
    responses((status = 200, body = MeetingBody), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/meetings/{id}/start")]
pub async fn start_meeting(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<Versioned<MeetingBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.meetings().start(&caller, id, if_match.0)).await?))
}

/// Ends a meeting.
#[utoipa::path(
    tag = "meetings",
    params(IfMatch),
    responses((status = 200, body = MeetingBody), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/meetings/{id}/end")]
pub async fn end_meeting(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<Versioned<MeetingBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.meetings().end(&caller, id, if_match.0)).await?))
}

/// Cancels a meeting before it is held.
#[utoipa::path(
    tag = "meetings",
    params(IfMatch),
    request_body = Option<CancellationBody>,
    responses((status = 200, body = MeetingBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/meetings/{id}/cancel")]
pub async fn cancel_meeting(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: MaybeBody<CancellationBody>,
) -> Result<Versioned<MeetingBody>, Problem> {
    let command = body.0.unwrap_or_default().command(id.into_inner().into(), if_match.0)?;
    Ok(answer(api.database(move |app| app.meetings().cancel(&caller, &command)).await?))
}

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use uuid::Uuid;

use super::event_shapes::{EventBody, EventChangeBody, EventsQuery, NewEventBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

/// The events that the caller may see, in order of time.
#[utoipa::path(
    tag = "events",
    params(EventsQuery, Paging),
    responses(
        (status = 200, content((List<EventBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/events")]
pub async fn list_events(
    caller: Signed,
    api: Data<Api>,
    query: Query<EventsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = (query.filter()?, paging.page()?);
    let found = api.database(move |app| app.notices().events(&caller, &filter, page)).await?;
    paging.answer("events", found, EventBody::from)
}

/// Puts an event into the calendar.
#[utoipa::path(
    tag = "events",
    params(IdempotencyKey),
    request_body = NewEventBody,
    responses((status = 201, body = EventBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/events")]
pub async fn create_event(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewEventBody>,
) -> Result<Versioned<EventBody>, Problem> {
    let (caller, draft) = (caller.0.once(body.once), body.value.draft()?);
    let view = api.database(move |app| app.notices().add_event(&caller, &draft)).await?;
    let version = view.event.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// One event.
#[utoipa::path(tag = "events", responses((status = 200, body = EventBody), Refusals))]
#[get("/events/{id}")]
pub async fn read_event(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<EventBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.notices().event(&caller, id)).await?;
    let version = view.event.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Changes an event.
#[utoipa::path(
    tag = "events",
    params(IfMatch),
    request_body = EventChangeBody,
    responses((status = 200, body = EventBody), Refusals, BodyRefusals, ChangeRefusals)
)]
#[patch("/events/{id}")]
pub async fn change_event(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<EventChangeBody>,
) -> Result<Versioned<EventBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    let view = api.database(move |app| app.notices().change_event(&caller, id, if_match.0, change)).await?;
    let version = view.event.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Takes an event out of the calendar, with its notifications.
#[utoipa::path(
    tag = "events",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals)
)]
#[delete("/events/{id}")]
pub async fn delete_event(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.notices().delete_event(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

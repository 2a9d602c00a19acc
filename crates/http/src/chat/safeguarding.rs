use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::shapes::{DeletedMessageBody, DisclosureBody, RevisionsBody};
use crate::{
    problem::Problem,
    shape::{Body, BodyRefusals, List, ListRefusals, Paging, Refusals, Signed},
    state::Api,
};

/// Which deleted messages are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeletedMessagesQuery {
    /// Only those of this person.
    sender_id: Option<Uuid>,
}

/// Messages that were deleted, the latest first, without what they said.
#[utoipa::path(
    tag = "chat",
    params(DeletedMessagesQuery, Paging),
    responses(
        (status = 200, content((List<DeletedMessageBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/deleted-messages")]
pub async fn list_deleted_messages(
    caller: Signed,
    api: Data<Api>,
    query: Query<DeletedMessagesQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (sender, page) = (query.sender_id.map(Into::into), paging.page()?);
    let found = api.database(move |app| app.chat().deleted(&caller, sender, page)).await?;
    paging.answer("deleted-messages", found, DeletedMessageBody::from)
}

/// Shows what a deleted message said. Who looked, and why, stands in the audit trail.
#[utoipa::path(
    tag = "chat",
    request_body = DisclosureBody,
    responses((status = 200, body = RevisionsBody), Refusals, BodyRefusals)
)]
#[post("/deleted-messages/{id}/disclose")]
pub async fn disclose_message(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<DisclosureBody>,
) -> Result<HttpResponse, Problem> {
    let (id, reason) = (id.into_inner().into(), body.value.reason()?);
    let revisions = api.database(move |app| app.chat().disclose(&caller, id, &reason)).await?;
    let revisions = revisions.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(RevisionsBody { revisions }))
}

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    conversations::answer,
    shapes::{ConversationBody, MemberBody, NewMembersBody},
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ConflictRefusals, List, ListRefusals, Paging, Refusals, Signed, Versioned, words,
    },
    state::Api,
};

/// Which members are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MembersQuery {
    /// Words that must occur in the name.
    #[param(max_length = 200)]
    q: Option<String>,
}

/// Who is in a conversation now.
#[utoipa::path(
    tag = "chat",
    params(MembersQuery, Paging),
    responses(
        (status = 200, content((List<MemberBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/conversations/{id}/members")]
pub async fn list_conversation_members(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    query: Query<MembersQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (id, wanted, page) = (id.into_inner().into(), words(query.q.as_deref())?, paging.page()?);
    let found = api.database(move |app| app.chat().members(&caller, id, wanted.as_deref(), page)).await?;
    paging.answer("members", found, MemberBody::from)
}

/// Brings people into a group. They see what is written from now on.
#[utoipa::path(
    tag = "chat",
    request_body = NewMembersBody,
    responses((status = 200, body = ConversationBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/conversations/{id}/members")]
pub async fn create_conversation_members(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<NewMembersBody>,
) -> Result<Versioned<ConversationBody>, Problem> {
    let id = id.into_inner().into();
    let people: Vec<_> = body.value.member_ids.into_iter().map(Into::into).collect();
    Ok(answer(api.database(move |app| app.chat().add_members(&caller, id, &people)).await?))
}

/// Takes somebody out of a group; or, when it is the caller, leaves it.
#[utoipa::path(
    tag = "chat",
    responses((status = 204, description = "They are out of it."), Refusals, ConflictRefusals)
)]
#[delete("/conversations/{id}/members/{user_id}")]
pub async fn delete_conversation_member(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (id, person) = ids.into_inner();
    api.database(move |app| app.chat().remove_member(&caller, id.into(), person.into())).await?;
    Ok(HttpResponse::NoContent().finish())
}

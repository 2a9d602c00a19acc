use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Path, Query},
};
use application::chat::ConversationView;
use uuid::Uuid;

use super::shapes::{
    ConversationBody, ConversationChangeBody, ConversationsQuery, NewConversationBody, ReadMarkBody,
    SummaryBody,
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

pub fn answer(view: ConversationView) -> Versioned<ConversationBody> {
    let version = view.seat.conversation.version.number();
    Versioned::ok(view.into(), version)
}

/// The caller's conversations, the one with the latest message first.
#[utoipa::path(
    tag = "chat",
    params(ConversationsQuery, Paging),
    responses(
        (status = 200, content((List<ConversationBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/conversations")]
pub async fn list_conversations(
    caller: Signed,
    api: Data<Api>,
    query: Query<ConversationsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = (query.filter()?, paging.page()?);
    let found = api.database(move |app| app.chat().list(&caller, &filter, page)).await?;
    paging.answer("conversations", found, ConversationBody::from)
}

/// What waits for the caller in all of their conversations.
#[utoipa::path(tag = "chat", responses((status = 200, body = SummaryBody), Refusals))]
#[get("/conversations/summary")]
pub async fn count_unread_messages(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let summary = api.database(move |app| app.chat().unread(&caller)).await?;
    Ok(HttpResponse::Ok().json(SummaryBody::from(summary)))
}

/// Begins a conversation: with one other person, of a group, or of a section. The one of two people and that of a
/// section is begun once; begun again, it is answered as it is.
#[utoipa::path(
    tag = "chat",
    params(IdempotencyKey),
    request_body = NewConversationBody,
    responses(
        (status = 200, description = "It was there already.", body = ConversationBody),
        (status = 201, body = ConversationBody),
        Refusals,
        BodyRefusals,
        ConflictRefusals,
    )
)]
#[post("/conversations")]
pub async fn create_conversation(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewConversationBody>,
) -> Result<Versioned<ConversationBody>, Problem> {
    let (caller, command) = (caller.0.once(body.once), body.value.command()?);
    let started = api.database(move |app| app.chat().start(&caller, &command)).await?;
    let answered = answer(started.view);
    Ok(if started.is_new { Versioned::created(answered.body, answered.version) } else { answered })
}

/// One conversation of the caller.
#[utoipa::path(tag = "chat", responses((status = 200, body = ConversationBody), Refusals))]
#[get("/conversations/{id}")]
pub async fn read_conversation(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<ConversationBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.chat().one(&caller, id)).await?))
}

/// Gives a group another title.
#[utoipa::path(
    tag = "chat",
    params(IfMatch),
    request_body = ConversationChangeBody,
    responses((status = 200, body = ConversationBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/conversations/{id}")]
pub async fn change_conversation(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<ConversationChangeBody>,
) -> Result<Versioned<ConversationBody>, Problem> {
    let (id, title) = (id.into_inner().into(), body.value.title()?);
    Ok(answer(api.database(move |app| app.chat().rename(&caller, id, &title, if_match.0)).await?))
}

/// Notes how far the caller has read.
#[utoipa::path(
    tag = "chat",
    request_body = ReadMarkBody,
    responses((status = 204, description = "It is noted."), Refusals, BodyRefusals)
)]
#[post("/conversations/{id}/read")]
pub async fn mark_conversation_read(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<ReadMarkBody>,
) -> Result<HttpResponse, Problem> {
    let (id, number) = (id.into_inner().into(), body.value.number);
    api.database(move |app| app.chat().mark_read(&caller, id, number)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tells the others that the caller is writing.
#[utoipa::path(tag = "chat", responses((status = 204, description = "They are told."), Refusals))]
#[post("/conversations/{id}/typing")]
pub async fn mark_typing(caller: Signed, api: Data<Api>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.chat().tell_typing(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

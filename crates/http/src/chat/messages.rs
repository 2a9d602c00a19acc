use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use application::chat::{Direction, MessageQuery, MessageView, SendMessage};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::shapes::{
    FoundMessageBody, HistoryQuery, MessageBody, MessageChangeBody, MessagePageBody, NewMessageBody,
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IfMatch, List, ListRefusals, Paging, Refusals,
        Signed, Versioned, words,
    },
    state::Api,
};

/// How many messages are given when nobody says how many.
const USUAL: u32 = 50;

impl HistoryQuery {
    fn wanted(&self) -> Result<(Direction, u32), Problem> {
        let direction = match (self.before, self.after) {
            (Some(_), Some(_)) => {
                return Err(Problem::field("after", "invalid", "is not asked together with before"));
            }
            (before, None) => Direction::Before(before),
            (None, Some(after)) => Direction::After(after),
        };
        let limit = self.limit.unwrap_or(USUAL);
        if !(1..=100).contains(&limit) {
            return Err(Problem::field("limit", "out_of_range", "must be between 1 and 100"));
        }
        Ok((direction, limit))
    }
}

fn answer(view: MessageView) -> Versioned<MessageBody> {
    let version = view.message.version.number();
    Versioned::ok(view.into(), version)
}

/// Messages of a conversation, in the order of their numbers: the newest, or those before or after a number.
#[utoipa::path(
    tag = "chat",
    params(HistoryQuery),
    responses((status = 200, body = MessagePageBody), Refusals, ListRefusals)
)]
#[get("/conversations/{id}/messages")]
pub async fn list_conversation_messages(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    query: Query<HistoryQuery>,
) -> Result<HttpResponse, Problem> {
    let (id, (direction, limit)) = (id.into_inner().into(), query.wanted()?);
    let page = api.database(move |app| app.chat().history(&caller, id, direction, limit)).await?;
    Ok(HttpResponse::Ok().json(MessagePageBody::from(page)))
}

/// Sends a message. Sent again under the same `client_message_id`, it is the same message.
#[utoipa::path(
    tag = "chat",
    request_body = NewMessageBody,
    responses(
        (status = 200, description = "It was stored before.", body = MessageBody),
        (status = 201, body = MessageBody),
        Refusals,
        BodyRefusals,
        ConflictRefusals,
    )
)]
#[post("/conversations/{id}/messages")]
pub async fn create_message(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<NewMessageBody>,
) -> Result<Versioned<MessageBody>, Problem> {
    api.rates.check_message(&caller)?;
    let (conversation, (client_message_id, content)) = (id.into_inner().into(), body.value.content()?);
    let message = SendMessage { caller: caller.0, conversation, client_message_id, content };
    let sent = api.messages.send(message).await?;
    let answered = answer(sent.message.as_ref().clone());
    Ok(if sent.is_new { Versioned::created(answered.body, answered.version) } else { answered })
}

/// Gives one's own message other words, within 15 minutes.
#[utoipa::path(
    tag = "chat",
    params(IfMatch),
    request_body = MessageChangeBody,
    responses((status = 200, body = MessageBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/conversations/{id}/messages/{number}")]
pub async fn change_message(
    caller: Signed,
    api: Data<Api>,
    place: Path<(Uuid, u64)>,
    if_match: IfMatch,
    body: Body<MessageChangeBody>,
) -> Result<Versioned<MessageBody>, Problem> {
    let ((id, number), words) = (place.into_inner(), body.value.body()?);
    let edited =
        api.database(move |app| app.chat().edit(&caller, id.into(), number, &words, if_match.0)).await?;
    Ok(answer(edited))
}

/// Deletes one's own message, or any in a group or a section's conversation that one leads.
#[utoipa::path(
    tag = "chat",
    params(IfMatch),
    responses((status = 204, description = "Nobody reads it any more."), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[delete("/conversations/{id}/messages/{number}")]
pub async fn delete_message(
    caller: Signed,
    api: Data<Api>,
    place: Path<(Uuid, u64)>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let (id, number) = place.into_inner();
    api.database(move |app| app.chat().delete(&caller, id.into(), number, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which messages are looked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindQuery {
    /// Words that must all occur, or begin words that do.
    #[param(min_length = 1, max_length = 200)]
    q: String,
    /// Only in this conversation.
    conversation_id: Option<Uuid>,
}

/// Messages of the caller's conversations that have all of the words, the newest first.
#[utoipa::path(
    tag = "chat",
    params(FindQuery, Paging),
    responses(
        (status = 200, content((List<FoundMessageBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/messages")]
pub async fn list_messages(
    caller: Signed,
    api: Data<Api>,
    query: Query<FindQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let typed = words(Some(&query.q))?;
    let typed = typed.ok_or_else(|| Problem::field("q", "required", "says what is looked for"))?;
    let wanted = MessageQuery { words: typed, conversation: query.conversation_id.map(Into::into) };
    let page = paging.page()?;
    let found = api.database(move |app| app.chat().find(&caller, &wanted, page)).await?;
    paging.answer("messages", found, FoundMessageBody::from)
}

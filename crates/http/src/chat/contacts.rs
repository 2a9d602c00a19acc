use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use application::chat::{ChatCases, ContactFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::shapes::{ContactBody, PresenceBody};
use crate::{
    problem::Problem,
    shape::{List, ListRefusals, Paging, Refusals, Signed, words},
    state::Api,
};

/// Which contacts are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContactsQuery {
    /// Words that must occur in the name.
    #[param(max_length = 200)]
    q: Option<String>,
}

/// The people to whom the caller may begin to write, by name.
#[utoipa::path(
    tag = "chat",
    params(ContactsQuery, Paging),
    responses(
        (status = 200, content((List<ContactBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/contacts")]
pub async fn list_contacts(
    caller: Signed,
    api: Data<Api>,
    query: Query<ContactsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = (ContactFilter { query: words(query.q.as_deref())? }, paging.page()?);
    let found = api.database(move |app| app.chat().contacts(&caller, &filter, page)).await?;
    paging.answer("contacts", found, ContactBody::from)
}

/// Whose presence is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PresenceQuery {
    /// At most 100 people, with commas between.
    #[param(pattern = "^[0-9a-fA-F-]{36}(,[0-9a-fA-F-]{36}){0,99}$")]
    user_ids: String,
}

/// Who is there.
#[derive(Serialize, ToSchema)]
#[schema(as = PresenceList)]
pub struct PresenceListBody {
    items: Vec<PresenceBody>,
}

/// Which of these people are there, as far as the caller may write to them or shares a conversation with them;
/// others are left out.
#[utoipa::path(
    tag = "chat",
    params(PresenceQuery),
    responses((status = 200, body = PresenceListBody), Refusals, ListRefusals)
)]
#[get("/presence")]
pub async fn check_presence(
    caller: Signed,
    api: Data<Api>,
    query: Query<PresenceQuery>,
) -> Result<HttpResponse, Problem> {
    let people: Result<Vec<Uuid>, _> = query.user_ids.split(',').map(str::parse).collect();
    let people =
        people.map_err(|_| Problem::field("user_ids", "invalid", "must be ids with commas between"))?;
    if people.len() > ChatCases::MOST_WATCHED {
        return Err(Problem::field("user_ids", "too_many", "at most 100 people at once"));
    }
    let people: Vec<_> = people.into_iter().map(Into::into).collect();
    let found = api.database(move |app| app.chat().presence(&caller, &people)).await?;
    let items = found.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(PresenceListBody { items }))
}

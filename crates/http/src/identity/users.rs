use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Path, Query},
};
use application::identity::{AccountView, ChangeAccount};
use uuid::Uuid;

use super::user_shapes::{NewUserBody, UserBody, UserChangeBody, UserSummaryBody, UsersQuery};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

/// The accounts that the caller may see: everyone's, or those of families.
#[utoipa::path(
    tag = "users",
    params(UsersQuery, Paging),
    responses(
        (status = 200, content((List<UserBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/users")]
pub async fn list_users(
    caller: Signed,
    api: Data<Api>,
    query: Query<UsersQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let found = api.database(move |app| app.identity().accounts(&caller, &filter, &sort, page)).await?;
    paging.answer("users", found, UserBody::from)
}

/// How many accounts there are, by role.
#[utoipa::path(tag = "users", responses((status = 200, body = UserSummaryBody), Refusals))]
#[get("/users/summary")]
pub async fn count_users(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let counts = api.database(move |app| app.identity().account_counts(&caller)).await?;
    Ok(HttpResponse::Ok().json(UserSummaryBody::from(counts)))
}

/// Makes an account and, when asked to, invites its person to choose a password.
#[utoipa::path(
    tag = "users",
    params(IdempotencyKey),
    request_body = NewUserBody,
    responses((status = 201, body = UserBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/users")]
pub async fn create_user(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewUserBody>,
) -> Result<Versioned<UserBody>, Problem> {
    let (caller, command) = (caller.0.once(body.once), body.value.command()?);
    let view = api.database(move |app| app.identity().create_account(&caller, &command)).await?;
    let version = view.account.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// One account.
#[utoipa::path(tag = "users", responses((status = 200, body = UserBody), Refusals))]
#[get("/users/{id}")]
pub async fn read_user(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<UserBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.identity().account(&caller, id)).await?;
    Ok(versioned(view))
}

/// Changes an account. Another e-mail address ends the links that were mailed to the old one.
#[utoipa::path(
    tag = "users",
    params(IfMatch),
    request_body = UserChangeBody,
    responses((status = 200, body = UserBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/users/{id}")]
pub async fn change_user(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UserChangeBody>,
) -> Result<Versioned<UserBody>, Problem> {
    let (user, change) = (id.into_inner().into(), body.value.change()?);
    let command = ChangeAccount { user, expected: if_match.0, change };
    let view = api.database(move |app| app.identity().change_account(&caller, &command)).await?;
    Ok(versioned(view))
}

/// Closes an account and ends its sessions. What its person did stays.
#[utoipa::path(
    tag = "users",
    params(IfMatch),
    responses((status = 200, body = UserBody), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/users/{id}/deactivate")]
pub async fn deactivate_user(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<Versioned<UserBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.identity().deactivate(&caller, id, if_match.0)).await?;
    Ok(versioned(view))
}

/// Opens a closed account again, with the password that it had.
#[utoipa::path(
    tag = "users",
    params(IfMatch),
    responses((status = 200, body = UserBody), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/users/{id}/reactivate")]
pub async fn reactivate_user(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<Versioned<UserBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.identity().reactivate(&caller, id, if_match.0)).await?;
    Ok(versioned(view))
}

/// Mails the person a link for choosing a password. Earlier links end.
#[utoipa::path(
    tag = "users",
    responses((status = 202, description = "A link will come by mail."), Refusals, ConflictRefusals)
)]
#[post("/users/{id}/invite")]
pub async fn invite_user(caller: Signed, api: Data<Api>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.identity().invite(&caller, id)).await?;
    Ok(HttpResponse::Accepted().finish())
}

fn versioned(view: AccountView) -> Versioned<UserBody> {
    let version = view.account.version.number();
    Versioned::ok(view.into(), version)
}

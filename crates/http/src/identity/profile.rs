use actix_web::{HttpResponse, patch, put, web::Data};
use domain::identity::PersonName;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::me::MeBody;
use crate::{
    problem::Problem,
    shape::{Body, BodyRefusals, ChangeRefusals, IfMatch, Refusals, Signed, Versioned, parsed_if, parses},
    state::Api,
};

/// The names under which a person wants to be known. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProfileChange)]
pub struct ProfileChangeBody {
    #[garde(inner(custom(parses::<_, PersonName>)))]
    #[schema(min_length = 1, max_length = 100)]
    first_name: Option<String>,
    #[garde(inner(custom(parses::<_, PersonName>)))]
    #[schema(min_length = 1, max_length = 100)]
    last_name: Option<String>,
}

/// Changes the caller's own names.
#[utoipa::path(
    tag = "users",
    params(IfMatch),
    request_body = ProfileChangeBody,
    responses((status = 200, body = MeBody), Refusals, BodyRefusals, ChangeRefusals)
)]
#[patch("/users/me")]
pub async fn change_me(
    caller: Signed,
    api: Data<Api>,
    if_match: IfMatch,
    body: Body<ProfileChangeBody>,
) -> Result<Versioned<MeBody>, Problem> {
    let first: Option<PersonName> = parsed_if("first_name", body.value.first_name.as_deref())?;
    let last: Option<PersonName> = parsed_if("last_name", body.value.last_name.as_deref())?;
    let renaming = move |app: &application::App| {
        app.identity().rename(&caller, first.as_ref(), last.as_ref(), if_match.0)
    };
    let person = api.database(renaming).await?;
    Ok(Versioned::ok(MeBody::from(&*person), person.account.version.number()))
}

/// A new password of the person who is logged in.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub struct PasswordChangeBody {
    #[garde(length(bytes, max = 1024))]
    #[schema(max_length = 1024, format = Password)]
    current_password: String,
    #[garde(length(bytes, max = 1024))]
    #[schema(max_length = 1024, format = Password)]
    new_password: String,
}

/// Sets the caller's own password, and ends every other session.
#[utoipa::path(
    tag = "users",
    request_body = PasswordChangeBody,
    responses((status = 204, description = "The password is set."), Refusals, BodyRefusals)
)]
#[put("/users/me/password")]
pub async fn change_password(
    caller: Signed,
    api: Data<Api>,
    body: Body<PasswordChangeBody>,
) -> Result<HttpResponse, Problem> {
    let PasswordChangeBody { current_password, new_password } = body.value;
    let (caller, asking) = (caller.0.clone(), caller.0);
    let begun = api.database(move |app| app.identity().begin_password_change(&asking, &new_password)).await?;
    let checked = api.hashing(move |app| begun.check(&current_password, app.passwords().as_ref())).await??;
    api.database(move |app| app.identity().complete_password_change(&caller, &checked)).await?;
    Ok(HttpResponse::NoContent().finish())
}

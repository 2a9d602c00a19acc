use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    http::StatusCode,
    post,
    web::Data,
};
use application::identity::SignedIn;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::me::MeBody;
use crate::{
    problem::Problem,
    shape::{Body, BodyRefusals, MaybeBody, Visitor, VisitorRefusals, origin_of},
    state::Api,
};

const COOKIE: &str = "homeroom_refresh";
const COOKIE_PATH: &str = "/api/v1/auth";

/// What somebody logs in with.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Login)]
pub struct LoginBody {
    #[garde(length(bytes, max = 254))]
    #[schema(max_length = 254)]
    email: String,
    #[garde(length(bytes, max = 1024))]
    #[schema(max_length = 1024, format = Password)]
    password: String,
    /// `api` to get the refresh token in the body, and no cookie.
    #[garde(skip)]
    #[serde(default)]
    client: Client,
}

/// What kind of program is logging in.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Client {
    #[default]
    Browser,
    Api,
}

/// Who is logged in, and the tokens that prove it.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionBody {
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds until the access token ends.
    expires_in: i64,
    /// Only for clients that are no browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    refresh_token: Option<String>,
    user: MeBody,
}

/// Logs in. Takes the same time and says the same whether or not there is such an account.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = LoginBody,
    responses((status = 200, body = SessionBody), VisitorRefusals, BodyRefusals)
)]
#[post("/auth/login")]
pub async fn login(visitor: Visitor, api: Data<Api>, body: Body<LoginBody>) -> Result<HttpResponse, Problem> {
    let LoginBody { email, password, client } = body.value;
    let origin = visitor.0;
    let asked_from = origin.clone();
    let attempt = api.database(move |app| app.identity().begin_login(&email, &asked_from)).await?;
    let checked = api.hashing(move |app| attempt.check(&password, app.passwords().as_ref())).await?;
    let signed_in = api.database(move |app| app.identity().complete_login(&checked, &origin)).await?;
    Ok(session(signed_in, client))
}

/// The token of a client that is no browser; a browser sends its cookie.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Refresh)]
pub struct RefreshBody {
    #[garde(length(bytes, max = 1024))]
    #[schema(max_length = 1024)]
    refresh_token: Option<String>,
}

/// Continues a session: spends the refresh token and gives the next.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body(content = Option<RefreshBody>),
    params(("X-Requested-With" = Option<String>, Header, description = "`homeroom`, from a browser.")),
    responses((status = 200, body = SessionBody), VisitorRefusals, BodyRefusals)
)]
#[post("/auth/refresh")]
pub async fn refresh_session(
    api: Data<Api>,
    request: HttpRequest,
    body: MaybeBody<RefreshBody>,
) -> Result<HttpResponse, Problem> {
    let origin = origin_of(&request);
    let offered = offered_token(&request, body);
    // A school's pages all refresh at eight o'clock, from one address: only what bears no genuine seal counts
    // against the address.
    match offered.as_ref().ok().and_then(|(token, _)| api.app.identity().session_of(token.as_deref()?)) {
        Some(session) => api.rates.check_session(session)?,
        None => api.rates.check_auth(origin.address)?,
    }
    let (token, client) = offered?;
    let token = token.ok_or_else(Problem::unauthenticated)?;
    let signed_in = api.database(move |app| app.identity().refresh(&token, &origin)).await?;
    Ok(session(signed_in, client))
}

/// Ends the session on this device.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body(content = Option<RefreshBody>),
    params(("X-Requested-With" = Option<String>, Header, description = "`homeroom`, from a browser.")),
    responses((status = 204, description = "Logged out."), VisitorRefusals, BodyRefusals)
)]
#[post("/auth/logout")]
pub async fn logout(
    visitor: Visitor,
    api: Data<Api>,
    request: HttpRequest,
    body: MaybeBody<RefreshBody>,
) -> Result<HttpResponse, Problem> {
    let (token, _) = offered_token(&request, body)?;
    if let Some(token) = token {
        let origin = visitor.0;
        api.database(move |app| app.identity().logout(&token, &origin)).await?;
    }
    let mut gone = cookie(String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Whose password was forgotten.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Forgot)]
pub struct ForgotBody {
    #[garde(length(bytes, min = 3, max = 254))]
    #[schema(min_length = 3, max_length = 254)]
    email: String,
}

/// Mails a link for a new password, if there is such an account; the answer is the same if there is none.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = ForgotBody,
    responses((status = 202, description = "A link will come by mail, if there is such an account."), VisitorRefusals, BodyRefusals)
)]
#[post("/auth/forgot")]
pub async fn request_password_reset(
    visitor: Visitor,
    api: Data<Api>,
    body: Body<ForgotBody>,
) -> Result<HttpResponse, Problem> {
    let (origin, email) = (visitor.0, body.value.email);
    api.database(move |app| app.identity().forgot(&email, &origin)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// A new password, by a link.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Reset)]
pub struct ResetBody {
    /// Out of the link.
    #[garde(length(bytes, max = 200))]
    #[schema(max_length = 200)]
    token: String,
    #[garde(length(bytes, max = 1024))]
    #[schema(max_length = 1024, format = Password)]
    password: String,
}

/// Sets a password by a link that came by mail, and ends every session.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = ResetBody,
    responses((status = 204, description = "The password is set."), VisitorRefusals, BodyRefusals)
)]
#[post("/auth/reset")]
pub async fn reset_password(
    visitor: Visitor,
    api: Data<Api>,
    body: Body<ResetBody>,
) -> Result<HttpResponse, Problem> {
    let ResetBody { token, password } = body.value;
    let (origin, checked_token) = (visitor.0.clone(), token.clone());
    let accepted =
        api.database(move |app| app.identity().check_reset(&checked_token, &password, &origin)).await?;
    let hash = api.hashing(move |app| app.passwords().hash(accepted.password.reveal())).await??;
    api.database(move |app| app.identity().complete_reset(&token, &hash, &visitor.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The refresh token that came, in the body or in the cookie. A cookie counts only with the header that no
/// foreign page can send.
fn offered_token(
    request: &HttpRequest,
    body: MaybeBody<RefreshBody>,
) -> Result<(Option<String>, Client), Problem> {
    if let Some(token) = body.0.and_then(|body| body.refresh_token) {
        return Ok((Some(token), Client::Api));
    }
    let Some(cookie) = request.cookie(COOKIE) else { return Ok((None, Client::Browser)) };
    if request.headers().get("x-requested-with").is_none_or(|value| value != "homeroom") {
        let detail = "Send the header X-Requested-With: homeroom.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "header_missing", detail));
    }
    Ok((Some(cookie.value().to_owned()), Client::Browser))
}

fn session(signed_in: SignedIn, client: Client) -> HttpResponse {
    let is_api = client == Client::Api;
    let body = SessionBody {
        access_token: signed_in.access_token,
        token_type: "Bearer",
        expires_in: signed_in.expires_in.num_seconds(),
        refresh_token: is_api.then(|| signed_in.refresh_token.clone()),
        user: MeBody::from(&*signed_in.person),
    };
    let mut answer = HttpResponse::Ok();
    if !is_api {
        answer.cookie(cookie(signed_in.refresh_token));
    }
    answer.json(body)
}

fn cookie(value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path(COOKIE_PATH)
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(Duration::days(30))
        .finish()
}

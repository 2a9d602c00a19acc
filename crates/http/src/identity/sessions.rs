use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{Refusals, Signed},
    state::Api,
};

/// A login of the person who is logged in.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenSession)]
pub struct OpenSessionBody {
    id: Uuid,
    /// How the program named itself.
    device: String,
    #[schema(required)]
    address: Option<String>,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// Whether this request came through it.
    current: bool,
}

/// The logins of a person.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenSessions)]
pub struct OpenSessionsBody {
    items: Vec<OpenSessionBody>,
}

/// The caller's open sessions, the last used first.
#[utoipa::path(tag = "auth", responses((status = 200, body = OpenSessionsBody), Refusals))]
#[get("/auth/sessions")]
pub async fn list_sessions(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let current = caller.session();
    let views = api.database(move |app| app.identity().sessions(&caller)).await?;
    let items = views.into_iter().map(|view| OpenSessionBody {
        id: view.session.id.uuid(),
        device: view.device,
        address: view.address,
        created_at: view.session.created_at,
        last_used_at: view.session.rotated_at,
        expires_at: api.app.identity().session_end(&view.session),
        current: current == Some(view.session.id),
    });
    Ok(HttpResponse::Ok().json(OpenSessionsBody { items: items.collect() }))
}

/// Ends one of the caller's sessions.
#[utoipa::path(tag = "auth", responses((status = 204, description = "The session has ended."), Refusals))]
#[delete("/auth/sessions/{id}")]
pub async fn end_session(caller: Signed, api: Data<Api>, id: Path<Uuid>) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.identity().end_session(&caller, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends every session of the caller, this one too.
#[utoipa::path(tag = "auth", responses((status = 204, description = "Every session has ended."), Refusals))]
#[post("/auth/logout-all")]
pub async fn end_all_sessions(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    api.database(move |app| app.identity().end_all_sessions(&caller)).await?;
    Ok(HttpResponse::NoContent().finish())
}

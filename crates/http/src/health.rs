use actix_web::{HttpResponse, get, http::StatusCode, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    problem::{Problem, ProblemBody},
    state::Api,
};

/// How the server is.
#[derive(Serialize, ToSchema)]
struct Health {
    /// Always `ok`; anything else is a problem.
    status: &'static str,
}

/// Says that the process lives.
#[utoipa::path(operation_id = "check_health", tag = "health", responses((status = 200, body = Health)))]
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Says that the server can do its work: the database answers and is migrated, and files
/// can be kept.
#[utoipa::path(
    operation_id = "check_readiness",
    tag = "health",
    responses(
        (status = 200, body = Health),
        (status = 503, body = ProblemBody, content_type = "application/problem+json"),
    )
)]
#[get("/readyz")]
pub async fn readyz(api: Data<Api>) -> Result<HttpResponse, Problem> {
    api.database(|app| app.background().ping()).await?;
    api.app.storage().check().await?;
    if !(api.migrated)() {
        let detail = "The database is not migrated.";
        return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_migrated", detail).retry_after(5));
    }
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}

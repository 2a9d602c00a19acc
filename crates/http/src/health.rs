use actix_web::{HttpResponse, get, http::StatusCode, web::Data};
use application::Reach;
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

/// How the server can do its work.
#[derive(Serialize, ToSchema)]
struct Readiness {
    /// `degraded` while something is away without which the server still works.
    status: ReadinessStatus,
    /// Whether instances hear of each other's events.
    bus: BusStatus,
}

/// How well the server can do its work.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReadinessStatus {
    /// As it should.
    Ok,
    /// Everybody is served, and something is missing.
    Degraded,
}

/// Whether instances hear of each other's events.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum BusStatus {
    /// There is one instance.
    Alone,
    /// They do.
    Connected,
    /// Redis is away: pages follow what happens on their own instance, and ask anew once it is back.
    Cut,
}

impl From<Reach> for Readiness {
    fn from(reach: Reach) -> Self {
        let (status, bus) = match reach {
            Reach::Alone => (ReadinessStatus::Ok, BusStatus::Alone),
            Reach::Connected => (ReadinessStatus::Ok, BusStatus::Connected),
            Reach::Cut => (ReadinessStatus::Degraded, BusStatus::Cut),
        };
        Self { status, bus }
    }
}

/// Says that the process lives.
#[utoipa::path(operation_id = "check_health", tag = "health", responses((status = 200, body = Health)))]
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Says that the server can do its work: the database answers and is migrated, and files
/// can be kept. That instances do not hear of each other is told, and keeps nobody from working.
#[utoipa::path(
    operation_id = "check_readiness",
    tag = "health",
    responses(
        (status = 200, body = Readiness),
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
    Ok(HttpResponse::Ok().json(Readiness::from(api.app.events().reach())))
}

//! Refusals, as RFC 9457 problem details.
//!
//! A problem's `code` is stable: clients may branch on it, texts may change. Every error of a use case is
//! made into a problem in the file of its area, variant by variant, so that a new one forces a decision.

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use application::StoreError;
use domain::{Stale, access::Denied};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::lanes::LaneRefused;

/// A refusal. Where it happened and the id of the request are added on its way out.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    more: Map<String, Value>,
    retry_after: Option<u64>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field, with dots and indexes for nested ones.
    pub field: String,
    /// What is wrong, for programs.
    pub code: String,
    /// What is wrong, for people.
    pub message: String,
}

/// A refusal as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// A stable address that the documentation explains: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the status means.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What happened, for people.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
    /// What happened, for programs.
    pub code: String,
    /// Ties the answer to the log.
    pub request_id: String,
    /// One entry for each field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// Facts of this kind of problem, such as `allowed_next`.
    #[serde(flatten)]
    #[schema(ignore)]
    pub more: Map<String, Value>,
}

impl Problem {
    /// A refusal without more to say than this.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), errors: Vec::new(), more: Map::new(), retry_after: None }
    }

    /// Adds a fact for programs.
    #[must_use]
    pub fn with(mut self, name: &str, fact: impl Serialize) -> Self {
        self.more.insert(name.to_owned(), serde_json::to_value(fact).unwrap_or(Value::Null));
        self
    }

    /// Names the field that the problem is about, so that a form can show it there.
    #[must_use]
    pub fn about(mut self, field: &str) -> Self {
        let (code, message) = (self.code.to_owned(), self.detail.clone());
        self.errors.push(FieldError { field: field.to_owned(), code, message });
        self
    }

    /// Adds how many seconds to wait.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is no such record, or you may not see it.")
    }

    /// 401.
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Log in to do this.")
    }

    /// 409.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// 422 for one field.
    pub fn field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { field: field.into(), code: code.into(), message: message.into() }])
    }

    /// 422 for several fields.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let detail = "Some fields are not as they must be.";
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_fields", detail) }
    }

    /// 429 for the hashing lane.
    pub fn too_many_logins() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Many people are logging in just now.")
            .retry_after(2)
    }

    /// 500; what went wrong is for the log.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side.")
    }

    /// What happened, for programs.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    pub(crate) fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    pub(crate) const fn seconds_to_wait(&self) -> Option<u64> {
        self.retry_after
    }

    /// The problem as it is sent from `instance`.
    pub(crate) fn body(&self, instance: &str, request_id: &str) -> ProblemBody {
        ProblemBody {
            kind: format!("/problems/{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            instance: instance.to_owned(),
            code: self.code.to_owned(),
            request_id: request_id.to_owned(),
            errors: self.errors.clone(),
            more: self.more.clone(),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status)
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::not_found(),
            Denied::Forbidden => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", "Your role does not allow this.")
            }
        }
    }
}

impl From<Stale> for Problem {
    fn from(stale: Stale) -> Self {
        let detail = "Somebody else has changed this record since you read it.";
        Self::new(StatusCode::PRECONDITION_FAILED, "stale_version", detail)
            .with("current_version", stale.current.number())
    }
}

impl From<LaneRefused> for Problem {
    fn from(refused: LaneRefused) -> Self {
        match refused {
            LaneRefused::Full(_) => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too much is going on just now.")
                    .retry_after(1)
            }
            LaneRefused::Dropped(_) => Self::internal(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "database_away",
                "The database does not answer just now.",
            )
            .retry_after(5),
            StoreError::Contention => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Other changes are in the way; try again.")
                    .retry_after(1)
            }
            StoreError::RightsChanged => Self::new(
                StatusCode::UNAUTHORIZED,
                "rights_changed",
                "Your rights have changed; refresh your session.",
            ),
            StoreError::KeyInFlight => {
                Self::conflict("key_in_flight", "A request with this key is still being worked on.")
            }
            StoreError::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key_reused",
                "This idempotency key was used for another request.",
            ),
            StoreError::Violated(constraint) => {
                tracing::error!(?constraint, "a use case has no name for this constraint");
                Self::conflict("conflict", "A rule of the school forbids this.")
            }
            StoreError::Corrupt { .. } | StoreError::Unexpected(_) => {
                tracing::error!(%error, "the store failed");
                Self::internal()
            }
        }
    }
}

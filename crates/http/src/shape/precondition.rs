use actix_web::{
    FromRequest, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::Payload,
    http::{StatusCode, header},
};
use domain::Version;
use serde::Serialize;
use utoipa::IntoParams;

use crate::problem::Problem;

/// The version that a change was made from, out of the header `If-Match`.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(names("If-Match"), parameter_in = Header)]
pub struct IfMatch(
    /// The version that was read, in quotes.
    #[param(value_type = String, pattern = r#"^"[1-9][0-9]{0,8}"$"#)]
    pub Version,
);

/// The header that [`Body`](super::Body) reads, for the documentation of routes that make a record.
#[derive(IntoParams)]
#[into_params(names("Idempotency-Key"), parameter_in = Header)]
pub struct IdempotencyKey(
    /// The client's own name for the request: sent again under it, the request has no further effect and
    /// gets the same answer, for 48 hours.
    #[param(value_type = Option<String>, min_length = 1, max_length = 255, pattern = "^[!-~]+$", nullable = false)]
    pub (),
);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let version = request.headers().get(header::IF_MATCH).map(|value| {
            let tag = value.to_str().unwrap_or_default().trim();
            let number = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or(tag);
            number.parse().ok().and_then(Version::from_number)
        });
        std::future::ready(match version {
            Some(Some(version)) => Ok(Self(version)),
            Some(None) => {
                let detail = "The header If-Match must be the version that you read, such as \"3\".";
                Err(Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail))
            }
            None => {
                let detail = "Say in the header If-Match which version you are changing.";
                Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "precondition_required", detail))
            }
        })
    }
}

/// A record with a version, answered with its `ETag`.
pub struct Versioned<T> {
    /// The record.
    pub body: T,
    /// Its version.
    pub version: u32,
    /// 200 or 201.
    pub status: StatusCode,
}

impl<T> Versioned<T> {
    /// The record as it is.
    pub const fn ok(body: T, version: u32) -> Self {
        Self { body, version, status: StatusCode::OK }
    }

    /// A record that was just made.
    pub const fn created(body: T, version: u32) -> Self {
        Self { body, version, status: StatusCode::CREATED }
    }
}

impl<T: Serialize> Responder for Versioned<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::build(self.status)
            .insert_header((header::ETAG, format!("\"{}\"", self.version)))
            .json(self.body)
    }
}

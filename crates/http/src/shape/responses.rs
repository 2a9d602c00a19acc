//! The refusals that routes have in common, for the documentation of each.

use utoipa::IntoResponses;

use crate::problem::ProblemBody;

/// What any route for people who are logged in may answer.
#[derive(IntoResponses)]
pub enum Refusals {
    /// The address or a header cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(ProblemBody),
    /// Not logged in, or the session has ended.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(ProblemBody),
    /// The role does not allow it.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// There is no such record, or the caller may not see it.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// Too many requests; `Retry-After` says how long to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemBody),
    /// The database is away or too much is going on; `Retry-After` says how long to wait.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
}

/// What a list may answer besides.
#[derive(IntoResponses)]
pub enum ListRefusals {
    /// A filter, an order or a page that the list does not know.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(ProblemBody),
}

/// What a route with a body may answer besides.
#[derive(IntoResponses)]
pub enum BodyRefusals {
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemBody),
    /// The body is not JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    WrongType(ProblemBody),
    /// Fields that are not as they must be, one entry for each.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(ProblemBody),
}

/// What a route may answer that the state of things can forbid.
#[derive(IntoResponses)]
pub enum ConflictRefusals {
    /// The state of things forbids it; the answer says what is possible.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
}

/// What a route may answer that changes a record with a version.
#[derive(IntoResponses)]
pub enum ChangeRefusals {
    /// The record has been changed since it was read.
    #[response(status = 412, content_type = "application/problem+json")]
    Stale(ProblemBody),
    /// `If-Match` is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    PreconditionRequired(ProblemBody),
}

/// What a route for visitors may answer.
#[derive(IntoResponses)]
pub enum VisitorRefusals {
    /// The request cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(ProblemBody),
    /// Wrong credentials, or a token that is not valid.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(ProblemBody),
    /// The header that browsers must send is missing.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// Too many requests or failures; `Retry-After` says how long to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemBody),
    /// The database is away or too much is going on; `Retry-After` says how long to wait.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
}

/// What a route that takes a file may answer besides.
#[derive(IntoResponses)]
pub enum UploadRefusals {
    /// The file is too large, or there is no room for it.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemBody),
    /// The file is not of a kind that is taken, or not what it says.
    #[response(status = 415, content_type = "application/problem+json")]
    WrongType(ProblemBody),
    /// Fields that are not as they must be, or a file that is empty, damaged, harmful or infected.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(ProblemBody),
    /// There is no space left.
    #[response(status = 507, content_type = "application/problem+json")]
    Full(ProblemBody),
}

/// What the address of a feed may answer.
#[derive(IntoResponses)]
pub enum FeedRefusals {
    /// The address cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(ProblemBody),
    /// Nobody has this address, or nobody has it any longer.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// Too many requests; `Retry-After` says how long to wait.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemBody),
    /// The database is away or too much is going on; `Retry-After` says how long to wait.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
}

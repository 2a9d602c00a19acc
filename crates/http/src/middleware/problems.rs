use actix_cors::CorsError;
use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap},
    },
    middleware::Next,
};

use super::request::RequestId;
use crate::problem::Problem;

/// Sends every refusal, whoever made it, as problem details.
pub async fn shape<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
    let path = request.path().to_owned();
    let response = next.call(request).await?;
    let problem = match response.response().error() {
        Some(error) => error
            .as_error::<Problem>()
            .cloned()
            .or_else(|| error.as_error::<CorsError>().and_then(foreign_origin))
            .or_else(|| foreign(response.status(), Some(error))),
        None => foreign(response.status(), None).filter(|_| !has_body(&response)),
    };
    let Some(problem) = problem else { return Ok(response.map_into_left_body()) };
    let mut answer = answer(&problem, &path, &id);
    take_over(response.headers(), answer.headers_mut());
    Ok(response.into_response(answer).map_into_right_body())
}

/// What was added on the way out, for browsers and for pages of other origins, holds for a refusal too.
/// Only what describes the body is the refusal's own.
fn take_over(before: &HeaderMap, after: &mut HeaderMap) {
    let of_body =
        [header::CONTENT_ENCODING, header::CONTENT_LENGTH, header::CONTENT_TYPE, header::TRANSFER_ENCODING];
    for (name, value) in before {
        if !of_body.contains(name) {
            after.append(name.clone(), value.clone());
        }
    }
}

fn has_body<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    !matches!(
        response.response().body().size(),
        actix_web::body::BodySize::None | actix_web::body::BodySize::Sized(0)
    )
}

/// The problem as an answer.
pub fn answer(problem: &Problem, path: &str, request_id: &str) -> HttpResponse {
    let body = problem.body(path, request_id);
    let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    if let Some(seconds) = problem.seconds_to_wait() {
        answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    let text = serde_json::to_string(&body).unwrap_or_default();
    answer.content_type("application/problem+json").body(text)
}

/// A page of another origin asks what it may do here: nothing.
fn foreign_origin(error: &CorsError) -> Option<Problem> {
    let detail = "Pages of this origin may not call the API.";
    matches!(error, CorsError::OriginNotAllowed)
        .then(|| Problem::new(StatusCode::FORBIDDEN, "foreign_origin", detail))
}

/// A refusal by the framework rather than by us.
fn foreign(status: StatusCode, error: Option<&Error>) -> Option<Problem> {
    let (code, detail) = match status {
        StatusCode::BAD_REQUEST => ("unreadable", "The request cannot be read."),
        StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "This address does not know that method."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "The request is too large."),
        StatusCode::REQUEST_TIMEOUT => ("timeout", "The request took too long to arrive."),
        status if status.is_server_error() => {
            tracing::error!(?error, "an unexpected failure");
            return Some(Problem::internal());
        }
        status if status.is_client_error() => ("refused", "The request was refused."),
        _ => return None,
    };
    Some(Problem::new(status, code, detail))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        middleware::{DefaultHeaders, from_fn},
        test::{TestRequest, call_service, init_service},
        web,
    };

    use super::*;

    async fn refuse() -> Result<HttpResponse, Problem> {
        Err(Problem::not_found())
    }

    #[actix_web::test]
    async fn a_refusal_keeps_the_headers_that_were_added_on_the_way_out() {
        let added = DefaultHeaders::new()
            .add(("x-content-type-options", "nosniff"))
            .add(("content-type", "text/plain"));
        let server =
            init_service(App::new().default_service(web::to(refuse)).wrap(added).wrap(from_fn(shape))).await;
        let answer = call_service(&server, TestRequest::get().to_request()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        let header = |name: &str| answer.headers().get_all(name).collect::<Vec<_>>();
        assert_eq!(header("x-content-type-options"), ["nosniff"]);
        assert_eq!(header("content-type"), ["application/problem+json"]);
    }
}

use std::time::Instant;

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use tracing::Instrument;

/// The id of a request, which ties its answer, its log lines and its audit entries together.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id (a sane incoming one is kept), a span in the log, and a line at its end.
pub async fn identify<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let id = incoming(&request).unwrap_or_else(|| {
        let api = request.app_data::<actix_web::web::Data<crate::Api>>();
        api.map_or_else(String::new, |api| api.app.new_id().simple().to_string())
    });
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let span =
        tracing::info_span!("request", request_id = %id, method = %method, path = %told(request.path()));
    let began = Instant::now();
    let mut response = next.call(request).instrument(span.clone()).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    record(&response, method.as_str(), began, &span);
    Ok(response)
}

/// A path as the log may show it: the end of a feed's address is a secret.
fn told(path: &str) -> &str {
    const FEEDS: &str = "/api/v1/calendar/feeds/";
    if path.starts_with(FEEDS) { FEEDS } else { path }
}

fn record<B>(response: &ServiceResponse<B>, method: &str, began: Instant, span: &tracing::Span) {
    let status = response.status().as_u16();
    let took = began.elapsed();
    let route = response.request().match_pattern().unwrap_or_else(|| "none".into());
    span.in_scope(|| tracing::info!(status, milliseconds = took.as_secs_f64() * 1000.0, "answered"));
    metrics::histogram!("homeroom_request_seconds", "method" => method.to_owned(), "route" => route, "status" => status.to_string())
        .record(took.as_secs_f64());
}

fn incoming(request: &ServiceRequest) -> Option<String> {
    let id = request.headers().get(HEADER)?.to_str().ok()?;
    let is_sane = (8..=100).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    is_sane.then(|| id.to_owned())
}

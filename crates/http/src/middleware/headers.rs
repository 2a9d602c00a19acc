use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};

use crate::Api;

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// What the dashboards may load: only what this server serves.
const PAGES: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page that shows the API brings styles within its markup.
const DOCUMENTATION: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Answers of the API are not pages at all.
const API: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds the headers that tell browsers what our pages may not do.
pub async fn protect<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let path = request.path();
    let is_api = path.starts_with("/api/v1/");
    let policy = match path {
        _ if is_api => API,
        _ if path.starts_with("/api/docs/") => DOCUMENTATION,
        _ => PAGES,
    };
    let is_secure = is_secure(&request);
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let name = HeaderName::from_static("content-security-policy");
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(policy));
    }
    if is_api {
        headers.insert(HeaderName::from_static("cache-control"), HeaderValue::from_static("no-store"));
    }
    if is_secure {
        let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(HeaderName::from_static("strict-transport-security"), value);
    }
    Ok(response)
}

/// Whether the browser speaks TLS, with us or with a proxy of ours.
fn is_secure(request: &ServiceRequest) -> bool {
    let Some(api) = request.app_data::<Data<Api>>() else { return false };
    let by_proxy = request
        .peer_addr()
        .is_some_and(|peer| api.limits.trusted_proxies.contains(&peer.ip().to_canonical()));
    let forwarded = request.headers().get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
    by_proxy && forwarded
}

use actix_web::{HttpRequest, http::header};

use crate::Limits;

/// Whether a page from this request's origin may open a socket.
///
/// Browsers always say where a page comes from, and let any page open a socket to anywhere: without this
/// check a foreign page could listen with a stolen token. Programs that are no browser say nothing.
pub fn is_allowed(request: &HttpRequest, limits: &Limits) -> bool {
    let header = |name: header::HeaderName| request.headers().get(name).map(header::HeaderValue::to_str);
    match header(header::ORIGIN) {
        None => !looks_like_browser(request),
        Some(Ok(origin)) => {
            is_known(origin, limits) || is_own(origin, header(header::HOST).and_then(Result::ok))
        }
        Some(Err(_)) => false,
    }
}

fn is_known(origin: &str, limits: &Limits) -> bool {
    origin == limits.public_origin || limits.cors_origins.iter().any(|allowed| allowed == origin)
}

/// The page was served under the very name and port that the socket is opened to.
fn is_own(origin: &str, host: Option<&str>) -> bool {
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    named.is_some() && named == host
}

fn looks_like_browser(request: &HttpRequest) -> bool {
    let says = |name: &str| request.headers().contains_key(name);
    let agent =
        request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    says("sec-fetch-mode") || says("sec-fetch-site") || agent.starts_with("Mozilla/")
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn allowed(origin: Option<&str>, agent: &str) -> bool {
        let mut request = TestRequest::default()
            .insert_header((header::HOST, "school.example:5000"))
            .insert_header((header::USER_AGENT, agent));
        if let Some(origin) = origin {
            request = request.insert_header((header::ORIGIN, origin));
        }
        let limits = Limits { cors_origins: vec!["https://app.school.example".into()], ..Limits::default() };
        is_allowed(&request.to_http_request(), &limits)
    }

    #[test]
    fn c13_only_known_origins_may_listen() {
        for own in ["http://school.example:5000", "https://app.school.example", "http://localhost:5000"] {
            assert!(allowed(Some(own), "Mozilla/5.0"), "{own}");
        }
        let foreign = [
            "https://evil.example",
            "null",
            "",
            "http://school.example:5000.evil.example",
            "http://evil-school.example:5000",
            "https://app.school.example.evil.example",
            "http://app.school.example",
            "HTTPS://APP.SCHOOL.EXAMPLE",
            "http://school.example",
        ];
        for foreign in foreign {
            assert!(!allowed(Some(foreign), "Mozilla/5.0"), "{foreign}");
        }
        assert!(!allowed(None, "Mozilla/5.0"));
        assert!(allowed(None, "homeroom-client/1"));
    }
}

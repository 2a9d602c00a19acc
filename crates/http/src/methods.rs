use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    dev::ResourceDef,
    http::{Method, header},
};
use utoipa::openapi::HttpMethod;

use crate::routes::Listed;

/// Which methods each path of the API knows.
pub struct Methods(Vec<(ResourceDef, Vec<Method>)>);

impl Methods {
    /// Those of the listed routes.
    pub fn of(listed: Vec<Listed>) -> Self {
        let mut known = BTreeMap::<_, Vec<_>>::new();
        for (path, methods) in listed {
            known.entry(path).or_default().extend(methods.iter().map(method));
        }
        Self(known.into_iter().map(|(path, methods)| (ResourceDef::new(path), methods)).collect())
    }

    /// The answer to a request that no route took: 405 when its path knows other methods, none when there is
    /// nothing at all.
    pub fn refuse(&self, path: &str, asked: &Method) -> Option<HttpResponse> {
        // A path that fits several, such as `/users/me` and `/users/{id}`, knows the methods of each.
        let mut known: Vec<_> = self
            .0
            .iter()
            .filter(|(pattern, _)| pattern.is_match(path))
            .flat_map(|(_, methods)| methods.iter().map(Method::as_str))
            .collect();
        known.sort_unstable();
        known.dedup();
        let is_refused = !known.is_empty() && !known.contains(&asked.as_str());
        is_refused.then(|| refusal(&known))
    }
}

/// 405 with the methods that are known instead; it becomes a problem on its way out.
pub fn refusal(known: &[&str]) -> HttpResponse {
    HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, known.join(", "))).finish()
}

const fn method(described: &HttpMethod) -> Method {
    match described {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Options => Method::OPTIONS,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Trace => Method::TRACE,
    }
}

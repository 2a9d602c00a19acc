use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    http::{Method, header},
};
use utoipa::openapi::HttpMethod;

use crate::routes::Listed;

/// Which methods each path of the API knows.
pub struct Methods(BTreeMap<String, Vec<Method>>);

impl Methods {
    /// Those of the listed routes.
    pub fn of(listed: Vec<Listed>) -> Self {
        let mut known = BTreeMap::<_, Vec<_>>::new();
        for (path, methods) in listed {
            known.entry(path).or_default().extend(methods.iter().map(method));
        }
        Self(known)
    }

    /// The answer to a request that no route took: 405 when its path knows other methods, none when there is
    /// nothing at all.
    pub fn refuse(&self, path: &str, asked: &Method) -> Option<HttpResponse> {
        // A path that fits several, such as `/users/me` and `/users/{id}`, knows the methods of each.
        let mut known: Vec<_> = self
            .0
            .iter()
            .filter(|(pattern, _)| fits(path, pattern))
            .flat_map(|(_, methods)| methods.iter().map(Method::as_str))
            .collect();
        known.sort_unstable();
        known.dedup();
        let is_refused = !known.is_empty() && !known.contains(&asked.as_str());
        is_refused.then(|| refusal(&known))
    }
}

/// Whether the path is one of these. The router has expressions for that, of which another set would take two megabytes.
fn fits(path: &str, pattern: &str) -> bool {
    let stands_for =
        |(segment, part): (&str, &str)| segment == part || (part.starts_with('{') && !segment.is_empty());
    path.split('/').count() == pattern.split('/').count()
        && path.split('/').zip(pattern.split('/')).all(stands_for)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &str, asked: &Method) -> Option<String> {
        let listed = [
            ("/users/{id}", HttpMethod::Get),
            ("/users/me", HttpMethod::Patch),
            ("/users", HttpMethod::Post),
        ];
        let listed = listed.map(|(path, method)| (path.to_owned(), vec![method])).to_vec();
        let refusal = Methods::of(listed).refuse(path, asked)?;
        Some(refusal.headers().get(header::ALLOW)?.to_str().ok()?.to_owned())
    }

    #[test]
    fn a_path_that_knows_other_methods_names_those_of_every_pattern_that_fits() {
        assert_eq!(known("/users/me", &Method::DELETE).as_deref(), Some("GET, PATCH"));
        assert_eq!(known("/users/7", &Method::DELETE).as_deref(), Some("GET"));
        assert_eq!(known("/users", &Method::GET).as_deref(), Some("POST"));
    }

    #[test]
    fn what_fits_no_pattern_or_is_known_is_not_refused() {
        for (path, method) in [("/users/", Method::GET), ("/users/7/x", Method::GET), ("/other", Method::GET)]
        {
            assert_eq!(known(path, &method), None, "{path}");
        }
        assert_eq!(known("/users/7", &Method::GET), None);
    }
}

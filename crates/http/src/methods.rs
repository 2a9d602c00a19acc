use actix_web::{
    HttpResponse,
    dev::ResourceDef,
    http::{Method, header},
};
use utoipa::openapi::{OpenApi, PathItem};

/// Which methods each path of the API knows, as its description says.
pub struct Methods(Vec<(ResourceDef, Vec<Method>)>);

impl Methods {
    /// Those of the described paths.
    pub fn of(description: &OpenApi) -> Self {
        let known = description.paths.paths.iter();
        Self(known.map(|(path, item)| (ResourceDef::new(path.as_str()), methods_of(item))).collect())
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

fn methods_of(item: &PathItem) -> Vec<Method> {
    let described = [
        (Method::DELETE, &item.delete),
        (Method::GET, &item.get),
        (Method::PATCH, &item.patch),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
    ];
    described.into_iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| method).collect()
}

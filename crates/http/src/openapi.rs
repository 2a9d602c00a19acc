//! The description of the API, made from the types that make it up.

use actix_web::{HttpResponse, get, http::StatusCode, web::Data};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        RefOr,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use crate::problem::{FieldError, ProblemBody};

/// What stands above the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Homeroom",
        version = "1.0.0",
        description = "The API of a school. Conventions, problem types and the realtime endpoint are explained in docs/api.md.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(ProblemBody, FieldError)),
    modifiers(&Bearer)
)]
struct Heading;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        if let Some(components) = openapi.components.as_mut() {
            components.add_security_scheme("bearer", scheme);
        }
        openapi.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    }
}

/// The description as one value, without a running server.
pub fn document() -> utoipa::openapi::OpenApi {
    use utoipa_actix_web::AppExt as _;
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(heading())
        .configure(crate::serve::routes)
        .split_for_parts();
    describe_answers(&mut document);
    document
}

/// Every answer must be described: one that needs no words of its own gets those of its status.
fn describe_answers(document: &mut utoipa::openapi::OpenApi) {
    let operations =
        document.paths.paths.values_mut().flat_map(|path| {
            [&mut path.get, &mut path.put, &mut path.post, &mut path.patch, &mut path.delete]
        });
    for operation in operations.flatten() {
        for (status, answer) in &mut operation.responses.responses {
            if let RefOr::T(answer) = answer
                && answer.description.is_empty()
            {
                let status: Option<StatusCode> = status.parse().ok();
                let words = status.and_then(|status| status.canonical_reason());
                answer.description = words.unwrap_or("Answer").into();
            }
        }
    }
}

pub(crate) fn heading() -> utoipa::openapi::OpenApi {
    Heading::openapi()
}

/// The description, ready to be sent.
#[derive(Clone)]
pub(crate) struct Document(pub std::sync::Arc<str>);

/// The description of the API.
#[utoipa::path(tag = "documentation", responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")))]
#[get("/openapi.json")]
pub async fn openapi_json(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document.0.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own_and_describes_its_answers() {
        let document = serde_json::to_value(document()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let mut names = HashSet::new();
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap();
                assert!(names.insert(name), "{method} {path}: {name} is taken");
                for (status, answer) in operation["responses"].as_object().unwrap() {
                    assert!(answer["description"].is_string(), "{method} {path}: {status}");
                }
            }
        }
    }
}

//! The description of the API, made from the types that make it up.

use std::sync::LazyLock;

use actix_web::{HttpResponse, get, http::StatusCode};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        RefOr,
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
    },
};

use crate::{
    problem::{FieldError, ProblemBody},
    routes,
};

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
    let mut document = routes::describe(crate::serve::routes, Heading::openapi());
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

/// The description of the API.
#[utoipa::path(operation_id = "read_description", tag = "documentation", responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")))]
#[get("/openapi.json")]
pub async fn openapi_json() -> HttpResponse {
    // Made for the first who asks: most servers are never asked.
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());
    HttpResponse::Ok().content_type("application/json").body(DOCUMENT.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// What there is to do, in the words that operations begin with.
    const VERBS: [&str; 29] = [
        "assign",
        "cancel",
        "change",
        "check",
        "count",
        "create",
        "deactivate",
        "delete",
        "disclose",
        "end",
        "grade",
        "invite",
        "link",
        "list",
        "login",
        "logout",
        "mark",
        "move",
        "open",
        "place",
        "preview",
        "reactivate",
        "read",
        "refresh",
        "remove",
        "request",
        "reset",
        "return",
        "start",
    ];

    #[test]
    fn operations_are_named_by_what_they_do() {
        let document = serde_json::to_value(document()).unwrap();
        let operations =
            document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap());
        for (method, operation) in operations {
            let name = operation["operationId"].as_str().unwrap();
            let verb = name.split('_').next().unwrap();
            assert!(VERBS.contains(&verb), "{name} begins with a new word");
            let reads = ["list", "read", "count", "check", "open"].contains(&verb);
            assert_eq!(reads, method == "get", "{method} {name}");
        }
    }

    /// Fields of answers that are left out on purpose, each said so where it is described.
    const SOMETIMES_ABSENT: [(&str, &str); 3] =
        [("EnrollmentProgress", "history"), ("Problem", "errors"), ("Session", "refresh_token")];

    #[test]
    fn a_field_that_an_answer_always_has_is_said_to_be_there() {
        let document = serde_json::to_value(document()).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let operations =
            document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap());
        let mut waiting: Vec<_> =
            operations.flat_map(|(_, operation)| schemas_in(&operation["responses"])).collect();
        let mut seen = HashSet::new();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let schema = &schemas[&name];
            waiting.extend(schemas_in(schema));
            let Some(fields) = schema["properties"].as_object() else { continue };
            let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
            for field in fields.keys() {
                let optional = SOMETIMES_ABSENT.contains(&(&name, field)) || field == "total_capped";
                let always = required.iter().any(|one| *one == field);
                assert_eq!(always, !optional, "{name}.{field}");
            }
        }
        assert!(seen.len() > 30, "only {} schemas", seen.len());
    }

    /// The names of the schemas to which a part of the description refers.
    fn schemas_in(part: &serde_json::Value) -> Vec<String> {
        match part {
            serde_json::Value::Object(fields) => fields
                .iter()
                .flat_map(|(key, value)| match value.as_str().filter(|_| key == "$ref") {
                    Some(reference) => vec![reference.rsplit('/').next().unwrap_or_default().to_owned()],
                    None => schemas_in(value),
                })
                .collect(),
            serde_json::Value::Array(parts) => parts.iter().flat_map(schemas_in).collect(),
            _ => Vec::new(),
        }
    }

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

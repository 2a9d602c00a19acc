//! The description of the API, made from the types that make it up.

use actix_web::{HttpResponse, get, web::Data};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
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
    let (_, document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(heading())
        .configure(crate::serve::routes)
        .split_for_parts();
    document
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

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode, header},
    web::Data,
};

use crate::{
    methods::{Methods, refusal},
    problem::Problem,
    state::Api,
};

/// A file of the dashboards.
pub struct Asset {
    /// Its contents.
    pub bytes: std::borrow::Cow<'static, [u8]>,
    /// What it is.
    pub media_type: String,
    /// Changes with the contents.
    pub tag: String,
}

/// The built dashboards.
pub trait Assets: Send + Sync {
    /// The file at this path, such as `index.html`.
    fn get(&self, path: &str) -> Option<Asset>;
}

/// Takes whatever no route took: refuses a method that a path of the API does not know, and serves the
/// dashboards. Every address that is neither a file nor the API's is a page of theirs, which
/// they route themselves.
pub async fn serve(
    request: HttpRequest,
    api: Data<Api>,
    methods: Data<Methods>,
) -> Result<HttpResponse, Problem> {
    if let Some(refusal) = methods.refuse(request.path(), request.method()) {
        return Ok(refusal);
    }
    let path = request.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Err(Problem::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address."));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(refusal(&["GET", "HEAD"]));
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let asset = match api.assets.get(path) {
        Some(asset) if !path.is_empty() => Some(asset),
        _ if is_file => None,
        _ => api.assets.get("index.html"),
    };
    let Some(asset) = asset else {
        return Err(Problem::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address."));
    };
    // The build puts a hash of their contents into the names of these.
    let caching =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let tag = format!("\"{}\"", asset.tag);
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    }
    Ok(HttpResponse::Ok()
        .content_type(asset.media_type)
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, caching))
        .body(asset.bytes.into_owned()))
}

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};

use super::send;
use crate::{
    problem::Problem,
    shape::{FeedRefusals, origin_of},
    state::Api,
};

/// A file, for whoever was given this address and may still read it. The address is the credential; it must be
/// followed within a minute.
#[utoipa::path(
    tag = "files",
    security(()),
    params(
        ("ticket" = String, Path, description = "What `POST …/link` answered", pattern = "^[A-Za-z0-9_-]{1,200}$"),
        ("Range" = Option<String>, Header, description = "One range of bytes"),
    ),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, description = "The part of it that was asked for", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 302, description = "The store sends it"),
        (status = 304, description = "It is the one that you have"),
        (status = 416, description = "There is no such part"),
        FeedRefusals,
    )
)]
#[get("/files/{ticket}")]
pub async fn open_file(
    request: HttpRequest,
    api: Data<Api>,
    ticket: Path<String>,
) -> Result<HttpResponse, Problem> {
    let origin = origin_of(&request);
    api.rates.check_feed(origin.address)?;
    let ticket = ticket.into_inner();
    let file = api.database(move |app| app.files().open(&ticket, origin)).await?;
    send(&api, &file, &request).await
}

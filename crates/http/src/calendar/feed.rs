use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header,
    post,
    web::{Data, Path},
};

use super::{
    document,
    shapes::{FeedBody, NewFeedBody},
};
use crate::{
    problem::Problem,
    shape::{FeedRefusals, Refusals, Signed, origin_of},
    state::Api,
};

/// Whether the caller has an address for a calendar feed.
#[utoipa::path(tag = "calendar", responses((status = 200, body = FeedBody), Refusals))]
#[get("/calendar/feed")]
pub async fn read_calendar_feed(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let feed = api.database(move |app| app.calendar().feed(&caller)).await?;
    Ok(HttpResponse::Ok().json(FeedBody::from(feed)))
}

/// Makes an address for the caller's calendar feed. A former one ends.
#[utoipa::path(tag = "calendar", responses((status = 201, body = NewFeedBody), Refusals))]
#[post("/calendar/feed")]
pub async fn create_calendar_feed(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    let feed = api.database(move |app| app.calendar().make_feed(&caller)).await?;
    Ok(HttpResponse::Created().json(NewFeedBody::of(&feed, &api.limits.public_origin)))
}

/// Takes the address of the caller's calendar feed away.
#[utoipa::path(
    tag = "calendar",
    responses((status = 204, description = "There is no address any longer."), Refusals)
)]
#[delete("/calendar/feed")]
pub async fn delete_calendar_feed(caller: Signed, api: Data<Api>) -> Result<HttpResponse, Problem> {
    api.database(move |app| app.calendar().revoke_feed(&caller)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A person's calendar for their calendar program, with the rights that the person has at this moment. The
/// secret of the address is the credential.
#[utoipa::path(
    tag = "calendar",
    security(()),
    params(("secret" = String, Path, description = "The secret, with or without `.ics`", pattern = "^[0-9a-f]{32}(\\.ics)?$")),
    responses((status = 200, description = "RFC 5545", body = String, content_type = "text/calendar"), FeedRefusals)
)]
#[get("/calendar/feeds/{secret}")]
pub async fn open_calendar_feed(
    request: HttpRequest,
    api: Data<Api>,
    secret: Path<String>,
) -> Result<HttpResponse, Problem> {
    api.rates.check_feed(origin_of(&request).address)?;
    let secret = secret.into_inner();
    let secret = secret.strip_suffix(".ics").unwrap_or(&secret);
    // What is no secret is not worth a question to the database.
    if secret.len() != 32 || !secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::not_found());
    }
    let (secret, origin) = (secret.to_owned(), api.limits.public_origin.clone());
    let text = api
        .database(move |app| {
            let calendar = app.calendar().read_feed(&secret)?;
            Ok::<_, application::calendar::ReadFeedError>(document::write(&calendar, &origin))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"homeroom.ics\""))
        .body(text))
}

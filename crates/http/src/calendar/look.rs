use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};

use super::shapes::{CalendarBody, CalendarQuery};
use crate::{
    problem::Problem,
    shape::{ListRefusals, Refusals, Signed},
    state::Api,
};

/// The events, the meetings and the tasks of some days that the caller may see.
#[utoipa::path(
    tag = "calendar",
    params(CalendarQuery),
    responses((status = 200, body = CalendarBody), Refusals, ListRefusals)
)]
#[get("/calendar")]
pub async fn read_calendar(
    caller: Signed,
    api: Data<Api>,
    query: Query<CalendarQuery>,
) -> Result<HttpResponse, Problem> {
    let question = query.question()?;
    let body = api
        .database(move |app| {
            let calendar = app.calendar().look(&caller, &question)?;
            Ok::<_, application::calendar::ReadCalendarError>(CalendarBody::of(calendar, question.span))
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path, Query},
};
use application::tasks::ShownSubmission;
use uuid::Uuid;

use super::submission_shapes::{
    GradeBody, RosterLineBody, RosterQuery, ScoresReturnedBody, ScoresToReturnBody, SubmissionBody,
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IfMatch, List, ListRefusals, MaybeBody, Paging,
        Refusals, Signed, Versioned,
    },
    state::Api,
};

fn answer(shown: ShownSubmission) -> Versioned<SubmissionBody> {
    let version = shown.view.submission.version.number();
    Versioned::ok(shown.into(), version)
}

/// Those who are to hand in for a task, by name, with the latest hand-in of each.
#[utoipa::path(
    tag = "tasks",
    params(RosterQuery, Paging),
    responses(
        (status = 200, content((List<RosterLineBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/tasks/{id}/roster")]
pub async fn list_task_roster(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    query: Query<RosterQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = (query.filter()?, paging.page()?);
    let id = id.into_inner().into();
    let found = api.database(move |app| app.tasks().roster(&caller, id, &filter, page)).await?;
    paging.answer("scores", found, RosterLineBody::from)
}

/// Scores a hand-in, or scores it anew. The student sees it once it is returned.
#[utoipa::path(
    tag = "tasks",
    params(IfMatch),
    request_body = GradeBody,
    responses((status = 200, body = SubmissionBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/submissions/{id}/grade")]
pub async fn grade_submission(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<GradeBody>,
) -> Result<Versioned<SubmissionBody>, Problem> {
    let command = body.value.command(id.into_inner().into(), if_match.0)?;
    Ok(answer(api.database(move |app| app.tasks().grade(&caller, &command)).await?))
}

/// Lets the student see the score of a hand-in.
#[utoipa::path(
    tag = "tasks",
    params(IfMatch),
    responses((status = 200, body = SubmissionBody), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[post("/submissions/{id}/return")]
pub async fn return_submission(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<Versioned<SubmissionBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.tasks().give_back(&caller, id, if_match.0)).await?))
}

/// Lets students see their scores for a task: all that were given and not returned yet, or those that are named.
#[utoipa::path(
    tag = "tasks",
    request_body = Option<ScoresToReturnBody>,
    responses((status = 200, body = ScoresReturnedBody), Refusals, BodyRefusals)
)]
#[post("/tasks/{id}/return")]
pub async fn return_scores(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: MaybeBody<ScoresToReturnBody>,
) -> Result<HttpResponse, Problem> {
    let (id, which) = (id.into_inner().into(), body.0.unwrap_or_default().which());
    let returned = api.database(move |app| app.tasks().give_back_all(&caller, id, &which)).await?;
    Ok(HttpResponse::Ok().json(ScoresReturnedBody { returned }))
}

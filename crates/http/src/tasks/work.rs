use actix_web::{
    HttpResponse, get, post, put,
    web::{Data, Path, Query},
};
use application::tasks::DraftView;
use uuid::Uuid;

use super::submission_shapes::{
    DraftBody, DraftTextBody, NewSubmissionBody, SubmissionBody, SubmissionsQuery,
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

pub fn answer(draft: DraftView) -> Versioned<DraftBody> {
    let version = draft.version.number();
    Versioned::ok(draft.into(), version)
}

/// What the caller has prepared for a task and not handed in. Nobody else sees it.
#[utoipa::path(tag = "tasks", responses((status = 200, body = DraftBody), Refusals))]
#[get("/tasks/{id}/draft")]
pub async fn read_draft(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<DraftBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.tasks().draft(&caller, id)).await?))
}

/// Keeps the text that the caller prepares for a task.
#[utoipa::path(
    tag = "tasks",
    params(IfMatch),
    request_body = DraftTextBody,
    responses((status = 200, body = DraftBody), Refusals, BodyRefusals, ChangeRefusals)
)]
#[put("/tasks/{id}/draft")]
pub async fn change_draft(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<DraftTextBody>,
) -> Result<Versioned<DraftBody>, Problem> {
    let (id, text) = (id.into_inner().into(), body.value.text);
    Ok(answer(api.database(move |app| app.tasks().save_draft(&caller, id, if_match.0, &text)).await?))
}

/// What was handed in for a task, as far as the caller may see it; the newest first.
#[utoipa::path(
    tag = "tasks",
    params(SubmissionsQuery, Paging),
    responses(
        (status = 200, content((List<SubmissionBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/tasks/{id}/submissions")]
pub async fn list_task_submissions(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    query: Query<SubmissionsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter(), query.sort()?, paging.page()?);
    let id = id.into_inner().into();
    let found =
        api.database(move |app| app.tasks().submissions_for(&caller, id, &filter, &sort, page)).await?;
    paging.answer("submissions", found, SubmissionBody::from)
}

/// Hands in the caller's work as a new version, and empties what the caller had prepared.
#[utoipa::path(
    tag = "tasks",
    params(IdempotencyKey),
    request_body = NewSubmissionBody,
    responses((status = 201, body = SubmissionBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/tasks/{id}/submissions")]
pub async fn create_submission(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<NewSubmissionBody>,
) -> Result<Versioned<SubmissionBody>, Problem> {
    let command = body.value.command(id.into_inner().into())?;
    let caller = caller.0.once(body.once);
    let shown = api.database(move |app| app.tasks().hand_in(&caller, &command)).await?;
    let version = shown.view.submission.version.number();
    Ok(Versioned::created(shown.into(), version))
}

/// What was handed in across tasks, as far as the caller may see it; the newest first.
#[utoipa::path(
    tag = "tasks",
    params(SubmissionsQuery, Paging),
    responses(
        (status = 200, content((List<SubmissionBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/submissions")]
pub async fn list_submissions(
    caller: Signed,
    api: Data<Api>,
    query: Query<SubmissionsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter(), query.sort()?, paging.page()?);
    let found = api.database(move |app| app.tasks().submissions(&caller, &filter, &sort, page)).await?;
    paging.answer("submissions", found, SubmissionBody::from)
}

/// One hand-in.
#[utoipa::path(tag = "tasks", responses((status = 200, body = SubmissionBody), Refusals))]
#[get("/submissions/{id}")]
pub async fn read_submission(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<SubmissionBody>, Problem> {
    let id = id.into_inner().into();
    let shown = api.database(move |app| app.tasks().submission(&caller, id)).await?;
    let version = shown.view.submission.version.number();
    Ok(Versioned::ok(shown.into(), version))
}

use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use application::tasks::ShownTask;
use domain::tasks::SectionTasks;
use uuid::Uuid;

use super::{
    shapes::{TaskBody, TaskQuery, TasksQuery},
    task_bodies::{InstructionsBody, InstructionsPreviewBody, NewTaskBody, TaskChangeBody},
};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned, markdown,
    },
    state::Api,
};

pub fn answer(shown: ShownTask) -> Versioned<TaskBody> {
    let version = shown.view.task.version.number();
    Versioned::ok(shown.into(), version)
}

/// The tasks that the caller may see, what is due first before the rest.
#[utoipa::path(
    tag = "tasks",
    params(TasksQuery, Paging),
    responses(
        (status = 200, content((List<TaskBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/tasks")]
pub async fn list_tasks(
    caller: Signed,
    api: Data<Api>,
    query: Query<TasksQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let found = api.database(move |app| app.tasks().list(&caller, &filter, &sort, page)).await?;
    paging.answer("tasks", found, TaskBody::from)
}

/// The tasks of a section that the caller may see, what is due first before the rest.
#[utoipa::path(
    tag = "tasks",
    params(TasksQuery, Paging),
    responses(
        (status = 200, content((List<TaskBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/sections/{id}/tasks")]
pub async fn list_section_tasks(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    query: Query<TasksQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let section = SectionTasks(id.into_inner().into());
    let found =
        api.database(move |app| app.tasks().of_section(&caller, section, &filter, &sort, page)).await?;
    paging.answer("tasks", found, TaskBody::from)
}

/// Sets a task in a subject that the caller teaches.
#[utoipa::path(
    tag = "tasks",
    params(IdempotencyKey),
    request_body = NewTaskBody,
    responses((status = 201, body = TaskBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/tasks")]
pub async fn create_task(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewTaskBody>,
) -> Result<Versioned<TaskBody>, Problem> {
    let (caller, command) = (caller.0.once(body.once), body.value.command()?);
    let shown = api.database(move |app| app.tasks().create(&caller, &command)).await?;
    let version = shown.view.task.version.number();
    Ok(Versioned::created(shown.into(), version))
}

/// What the instructions of a task would look like.
#[utoipa::path(
    tag = "tasks",
    request_body = InstructionsBody,
    responses((status = 200, body = InstructionsPreviewBody), Refusals, BodyRefusals)
)]
#[post("/tasks/preview")]
pub async fn preview_task(
    caller: Signed,
    api: Data<Api>,
    body: Body<InstructionsBody>,
) -> Result<HttpResponse, Problem> {
    api.app.tasks().preview(&caller)?;
    let instructions_html = markdown(&body.value.instructions);
    Ok(HttpResponse::Ok().json(InstructionsPreviewBody { instructions_html }))
}

/// One task.
#[utoipa::path(
    tag = "tasks",
    params(TaskQuery),
    responses((status = 200, body = TaskBody), Refusals)
)]
#[get("/tasks/{id}")]
pub async fn read_task(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    query: Query<TaskQuery>,
) -> Result<Versioned<TaskBody>, Problem> {
    let (id, student) = (id.into_inner().into(), query.student_id.map(Into::into));
    Ok(answer(api.database(move |app| app.tasks().one(&caller, id, student)).await?))
}

/// Changes a task, or shows it to its section, or hides it while nobody has handed in.
#[utoipa::path(
    tag = "tasks",
    params(IfMatch),
    request_body = TaskChangeBody,
    responses((status = 200, body = TaskBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/tasks/{id}")]
pub async fn change_task(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<TaskChangeBody>,
) -> Result<Versioned<TaskBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    Ok(answer(api.database(move |app| app.tasks().change(&caller, id, if_match.0, &change)).await?))
}

/// Deletes a task for which nobody has handed in, with what students have prepared for it.
#[utoipa::path(
    tag = "tasks",
    params(IfMatch),
    responses(
        (status = 204, description = "It is gone."),
        Refusals,
        ChangeRefusals,
        ConflictRefusals,
    )
)]
#[delete("/tasks/{id}")]
pub async fn delete_task(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.tasks().delete(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

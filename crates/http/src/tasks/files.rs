use actix_web::{
    HttpResponse, delete, post,
    web::{Data, Path},
};
use application::{
    App, Caller,
    files::{Declared, Landed},
};
use uuid::Uuid;

use super::{set, shapes::TaskBody, submission_shapes::DraftBody, work};
use crate::{
    files::{FileForm, FileLinkBody, LinkBody, UploadForm, take_in},
    problem::Problem,
    shape::{Body, BodyRefusals, ConflictRefusals, Refusals, Signed, UploadRefusals, Versioned},
    state::Api,
};

/// Adds a file to what comes with a task.
#[utoipa::path(
    tag = "tasks",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, body = TaskBody), Refusals, ConflictRefusals, UploadRefusals)
)]
#[post("/tasks/{id}/attachments")]
pub async fn create_task_attachment(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    form: UploadForm,
) -> Result<Versioned<TaskBody>, Problem> {
    let id = id.into_inner().into();
    let begin = move |app: &App, caller: &Caller, declared: &Declared| {
        app.tasks().begin_attachment(caller, id, declared)
    };
    let keep = move |app: &App, caller: &Caller, landed: &Landed| app.tasks().attach(caller, id, landed);
    let shown = take_in(&api, &caller, form, begin, keep).await?;
    let version = shown.view.task.version.number();
    Ok(Versioned::created(shown.into(), version))
}

/// Takes a file away from what comes with a task.
#[utoipa::path(tag = "tasks", responses((status = 200, body = TaskBody), Refusals))]
#[delete("/tasks/{id}/attachments/{file_id}")]
pub async fn delete_task_attachment(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
) -> Result<Versioned<TaskBody>, Problem> {
    let (id, file) = ids.into_inner();
    let shown = api.database(move |app| app.tasks().detach(&caller, id.into(), file.into())).await?;
    Ok(set::answer(shown))
}

/// Gives an address from which a browser may fetch a file that comes with a task.
#[utoipa::path(
    tag = "tasks",
    request_body = LinkBody,
    responses((status = 200, body = FileLinkBody), Refusals, BodyRefusals)
)]
#[post("/tasks/{id}/attachments/{file_id}/link")]
pub async fn link_attachment(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
    body: Body<LinkBody>,
) -> Result<HttpResponse, Problem> {
    let ((id, file), disposition) = (ids.into_inner(), body.value.disposition());
    let link = api
        .database(move |app| app.tasks().link_attachment(&caller, id.into(), file.into(), disposition))
        .await?;
    Ok(HttpResponse::Ok().json(FileLinkBody::from(link)))
}

/// Adds a file to what the caller prepares for a task.
#[utoipa::path(
    tag = "tasks",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, body = DraftBody), Refusals, ConflictRefusals, UploadRefusals)
)]
#[post("/tasks/{id}/draft/files")]
pub async fn create_draft_file(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    form: UploadForm,
) -> Result<Versioned<DraftBody>, Problem> {
    let id = id.into_inner().into();
    let begin = move |app: &App, caller: &Caller, declared: &Declared| {
        app.tasks().begin_draft_file(caller, id, declared)
    };
    let keep =
        move |app: &App, caller: &Caller, landed: &Landed| app.tasks().add_draft_file(caller, id, landed);
    let draft = take_in(&api, &caller, form, begin, keep).await?;
    let version = draft.version.number();
    Ok(Versioned::created(draft.into(), version))
}

/// Takes a file away from what the caller prepares.
#[utoipa::path(tag = "tasks", responses((status = 200, body = DraftBody), Refusals))]
#[delete("/tasks/{id}/draft/files/{file_id}")]
pub async fn delete_draft_file(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
) -> Result<Versioned<DraftBody>, Problem> {
    let (id, file) = ids.into_inner();
    let draft =
        api.database(move |app| app.tasks().remove_draft_file(&caller, id.into(), file.into())).await?;
    Ok(work::answer(draft))
}

/// Gives an address from which a browser may fetch a file that the caller prepares.
#[utoipa::path(
    tag = "tasks",
    request_body = LinkBody,
    responses((status = 200, body = FileLinkBody), Refusals, BodyRefusals)
)]
#[post("/tasks/{id}/draft/files/{file_id}/link")]
pub async fn link_draft_file(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
    body: Body<LinkBody>,
) -> Result<HttpResponse, Problem> {
    let ((id, file), disposition) = (ids.into_inner(), body.value.disposition());
    let link = api
        .database(move |app| app.tasks().link_draft_file(&caller, id.into(), file.into(), disposition))
        .await?;
    Ok(HttpResponse::Ok().json(FileLinkBody::from(link)))
}

/// Gives an address from which a browser may fetch a file that was handed in.
#[utoipa::path(
    tag = "tasks",
    request_body = LinkBody,
    responses((status = 200, body = FileLinkBody), Refusals, BodyRefusals)
)]
#[post("/submissions/{id}/files/{file_id}/link")]
pub async fn link_submitted_file(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
    body: Body<LinkBody>,
) -> Result<HttpResponse, Problem> {
    let ((id, file), disposition) = (ids.into_inner(), body.value.disposition());
    let link = api
        .database(move |app| app.tasks().link_submitted_file(&caller, id.into(), file.into(), disposition))
        .await?;
    Ok(HttpResponse::Ok().json(FileLinkBody::from(link)))
}

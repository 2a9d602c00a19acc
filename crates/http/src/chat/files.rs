use actix_web::{
    HttpResponse, delete, post,
    web::{Data, Path},
};
use application::{
    App, Caller,
    files::{Declared, Landed},
};
use uuid::Uuid;

use crate::{
    files::{FileBody, FileForm, FileLinkBody, LinkBody, UploadForm, take_in},
    problem::Problem,
    shape::{Body, BodyRefusals, ConflictRefusals, Refusals, Signed, UploadRefusals},
    state::Api,
};

/// Uploads a file that is to go with a message; the message names it in `file_ids`.
#[utoipa::path(
    tag = "chat",
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, body = FileBody), Refusals, ConflictRefusals, UploadRefusals)
)]
#[post("/conversations/{id}/files")]
pub async fn create_message_file(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    form: UploadForm,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    let begin =
        move |app: &App, caller: &Caller, declared: &Declared| app.chat().begin_file(caller, id, declared);
    let keep = move |app: &App, caller: &Caller, landed: &Landed| app.chat().add_file(caller, id, landed);
    let file = take_in(&api, &caller, form, begin, keep).await?;
    Ok(HttpResponse::Created().json(FileBody::from(file)))
}

/// Takes a file away that was not sent yet.
#[utoipa::path(tag = "chat", responses((status = 204, description = "It is gone."), Refusals))]
#[delete("/conversations/{id}/files/{file_id}")]
pub async fn delete_message_file(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (id, file) = ids.into_inner();
    api.database(move |app| app.chat().remove_file(&caller, id.into(), file.into())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives an address from which a browser may fetch a file of a conversation.
#[utoipa::path(
    tag = "chat",
    request_body = LinkBody,
    responses((status = 200, body = FileLinkBody), Refusals, BodyRefusals)
)]
#[post("/conversations/{id}/files/{file_id}/link")]
pub async fn link_message_file(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
    body: Body<LinkBody>,
) -> Result<HttpResponse, Problem> {
    let ((id, file), disposition) = (ids.into_inner(), body.value.disposition());
    let link =
        api.database(move |app| app.chat().link_file(&caller, id.into(), file.into(), disposition)).await?;
    Ok(HttpResponse::Ok().json(FileLinkBody::from(link)))
}

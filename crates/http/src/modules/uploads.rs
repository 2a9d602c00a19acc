use actix_web::{
    post,
    web::{Data, Path},
};
use application::{
    App, Caller,
    files::{Declared, Landed},
    modules::AddModule,
};
use domain::modules::ModuleFacts;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{handlers::answer, shapes::ModuleBody};
use crate::{
    files::{Fields, FileForm, UploadForm, receive, take_in},
    problem::Problem,
    shape::{
        ChangeRefusals, ConflictRefusals, IfMatch, Refusals, Signed, UploadRefusals, Versioned, parsed_lines,
    },
    state::Api,
};

/// A module to be added: its fields, and then its file.
#[derive(ToSchema)]
#[schema(as = NewModule)]
#[expect(dead_code, reason = "it describes a form, which is read field by field")]
struct NewModuleForm {
    section_id: Uuid,
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    #[schema(max_length = 2000)]
    description: Option<String>,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

fn new_module(mut fields: Fields) -> Result<(Uuid, ModuleFacts), Problem> {
    let section = fields.required("section_id")?;
    let title = fields.required("title")?;
    let description: Option<String> = fields.optional("description")?;
    let description = description.map(|typed| parsed_lines("description", &typed)).transpose()?;
    fields.finish()?;
    Ok((section, ModuleFacts { title, description }))
}

/// Adds a module to a section: the fields first, then the file, which is stored as it comes.
#[utoipa::path(
    tag = "modules",
    request_body(content = NewModuleForm, content_type = "multipart/form-data"),
    responses((status = 201, body = ModuleBody), Refusals, ConflictRefusals, UploadRefusals)
)]
#[post("/modules")]
pub async fn create_module(
    caller: Signed,
    api: Data<Api>,
    form: UploadForm,
) -> Result<Versioned<ModuleBody>, Problem> {
    api.rates.check_upload(&caller)?;
    let (fields, part) = form.up_to_file().await?;
    let ((section, facts), declared) = (new_module(fields)?, part.declared.clone());
    let beginner = caller.0.clone();
    let upload = api.database(move |app| app.modules().begin(&beginner, section.into(), &declared)).await?;
    let arrival = receive(&api, upload, part).await?;
    let view = api
        .complete(arrival, move |app, landed| {
            let command = AddModule { section: section.into(), facts, landed: *landed };
            app.modules().add(&caller, &command)
        })
        .await?;
    let version = view.module.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// Gives a module another file.
#[utoipa::path(
    tag = "modules",
    params(IfMatch),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ModuleBody), Refusals, ChangeRefusals, ConflictRefusals, UploadRefusals)
)]
#[post("/modules/{id}/file")]
pub async fn change_module_file(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    form: UploadForm,
) -> Result<Versioned<ModuleBody>, Problem> {
    let (id, expected) = (id.into_inner().into(), if_match.0);
    let begin = move |app: &App, caller: &Caller, declared: &Declared| {
        app.modules().begin_replacement(caller, id, expected, declared)
    };
    let keep = move |app: &App, caller: &Caller, landed: &Landed| {
        app.modules().replace(caller, id, expected, landed)
    };
    Ok(answer(take_in(&api, &caller, form, begin, keep).await?))
}

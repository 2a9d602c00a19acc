use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use uuid::Uuid;

use super::section_shapes::{NewSectionBody, SectionBody, SectionChangeBody, SectionsQuery};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

/// The sections of a year that the caller may see.
#[utoipa::path(
    tag = "sections",
    params(SectionsQuery, Paging),
    responses(
        (status = 200, content((List<SectionBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/sections")]
pub async fn list_sections(
    caller: Signed,
    api: Data<Api>,
    query: Query<SectionsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let found = api.database(move |app| app.structure().sections(&caller, &filter, &sort, page)).await?;
    paging.answer("sections", found, SectionBody::from)
}

/// Opens a section.
#[utoipa::path(
    tag = "sections",
    params(IdempotencyKey),
    request_body = NewSectionBody,
    responses((status = 201, body = SectionBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/sections")]
pub async fn create_section(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewSectionBody>,
) -> Result<Versioned<SectionBody>, Problem> {
    let (caller, command) = (caller.0.once(body.once), body.value.command()?);
    let view = api.database(move |app| app.structure().open_section(&caller, &command)).await?;
    let version = view.section.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// One section.
#[utoipa::path(tag = "sections", responses((status = 200, body = SectionBody), Refusals))]
#[get("/sections/{id}")]
pub async fn read_section(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<SectionBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.structure().section(&caller, id)).await?;
    let version = view.section.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Changes a section. Its year and its level stay what they are.
#[utoipa::path(
    tag = "sections",
    params(IfMatch),
    request_body = SectionChangeBody,
    responses((status = 200, body = SectionBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/sections/{id}")]
pub async fn change_section(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<SectionChangeBody>,
) -> Result<Versioned<SectionBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    let view =
        api.database(move |app| app.structure().change_section(&caller, id, if_match.0, change)).await?;
    let version = view.section.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Deletes a section that nothing depends on.
#[utoipa::path(
    tag = "sections",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[delete("/sections/{id}")]
pub async fn delete_section(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.structure().delete_section(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

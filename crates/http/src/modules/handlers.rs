use actix_web::{
    HttpRequest, HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use application::modules::ModuleView;
use uuid::Uuid;

use super::shapes::{ModuleBody, ModuleChangeBody, ModulesQuery, OpeningBody};
use crate::{
    files::{FileLinkBody, LinkBody, send},
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, IfMatch, List, ListRefusals, Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

pub fn answer(view: ModuleView) -> Versioned<ModuleBody> {
    let version = view.module.version.number();
    Versioned::ok(view.into(), version)
}

/// The modules that the caller may see, section by section.
#[utoipa::path(
    tag = "modules",
    params(ModulesQuery, Paging),
    responses(
        (status = 200, content((List<ModuleBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/modules")]
pub async fn list_modules(
    caller: Signed,
    api: Data<Api>,
    query: Query<ModulesQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, sort, page) = (query.filter()?, query.sort()?, paging.page()?);
    let found = api.database(move |app| app.modules().list(&caller, &filter, &sort, page)).await?;
    paging.answer("modules", found, ModuleBody::from)
}

/// The modules of a section that is the caller's, in their order.
#[utoipa::path(
    tag = "modules",
    params(ModulesQuery, Paging),
    responses(
        (status = 200, content((List<ModuleBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/modules/section/{section_id}")]
pub async fn list_section_modules(
    caller: Signed,
    api: Data<Api>,
    section_id: Path<Uuid>,
    query: Query<ModulesQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (section, filter) = (section_id.into_inner().into(), query.filter()?);
    let (sort, page) = (query.sort()?, paging.page()?);
    let found =
        api.database(move |app| app.modules().of_section(&caller, section, filter, &sort, page)).await?;
    paging.answer("modules", found, ModuleBody::from)
}

/// One module.
#[utoipa::path(tag = "modules", responses((status = 200, body = ModuleBody), Refusals))]
#[get("/modules/{id}")]
pub async fn read_module(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<ModuleBody>, Problem> {
    let id = id.into_inner().into();
    Ok(answer(api.database(move |app| app.modules().one(&caller, id)).await?))
}

/// Changes what is said about a module, or where it stands.
#[utoipa::path(
    tag = "modules",
    params(IfMatch),
    request_body = ModuleChangeBody,
    responses((status = 200, body = ModuleBody), Refusals, BodyRefusals, ChangeRefusals)
)]
#[patch("/modules/{id}")]
pub async fn change_module(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<ModuleChangeBody>,
) -> Result<Versioned<ModuleBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    Ok(answer(api.database(move |app| app.modules().change(&caller, id, if_match.0, change)).await?))
}

/// Removes a module with its file.
#[utoipa::path(
    tag = "modules",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals)
)]
#[delete("/modules/{id}")]
pub async fn delete_module(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.modules().remove(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives an address from which a browser may fetch the file of a module.
#[utoipa::path(
    tag = "modules",
    request_body = LinkBody,
    responses((status = 200, body = FileLinkBody), Refusals, BodyRefusals)
)]
#[post("/modules/{id}/link")]
pub async fn link_module(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<LinkBody>,
) -> Result<HttpResponse, Problem> {
    let (id, disposition) = (id.into_inner().into(), body.value.disposition());
    let link = api.database(move |app| app.modules().link(&caller, id, disposition)).await?;
    Ok(HttpResponse::Ok().json(FileLinkBody::from(link)))
}

/// The file of a module, for clients that send their token along.
#[utoipa::path(
    tag = "modules",
    params(("Range" = Option<String>, Header, description = "One range of bytes")),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, description = "The part of it that was asked for", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 302, description = "The store sends it"),
        (status = 304, description = "It is the one that you have"),
        (status = 416, description = "There is no such part"),
        Refusals,
    )
)]
#[get("/modules/{id}/file")]
pub async fn read_module_file(
    request: HttpRequest,
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    let file = api.database(move |app| app.modules().file(&caller, id)).await?;
    send(&api, &file, &request).await
}

/// Which students and parents have opened a module, the latest first; for its teacher.
#[utoipa::path(
    tag = "modules",
    params(Paging),
    responses(
        (status = 200, content((List<OpeningBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/modules/{id}/openings")]
pub async fn list_module_openings(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (id, page) = (id.into_inner().into(), paging.page()?);
    let found = api.database(move |app| app.modules().openings(&caller, id, page)).await?;
    paging.answer("openings", found, OpeningBody::from)
}

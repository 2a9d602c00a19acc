use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use domain::structure::SchoolYear;
use uuid::Uuid;

use super::catalog_shapes::{NewSchoolYearBody, PeriodChangeBody, SchoolYearBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

/// The school years, the newest first.
#[utoipa::path(
    tag = "structure",
    params(Paging),
    responses(
        (status = 200, content((List<SchoolYearBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/school-years")]
pub async fn list_school_years(
    caller: Signed,
    api: Data<Api>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let page = paging.page()?;
    let found = api.database(move |app| app.structure().school_years(&caller, page)).await?;
    paging.answer("school-years", found, SchoolYearBody::from)
}

/// Makes a school year.
#[utoipa::path(
    tag = "structure",
    params(IdempotencyKey),
    request_body = NewSchoolYearBody,
    responses((status = 201, body = SchoolYearBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/school-years")]
pub async fn create_school_year(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewSchoolYearBody>,
) -> Result<Versioned<SchoolYearBody>, Problem> {
    let (caller, make) = (caller.0.once(body.once), body.value.make()?);
    let view = api.database(move |app| app.structure().add_to_catalog(&caller, make)).await?;
    let version = view.year.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// One school year.
#[utoipa::path(tag = "structure", responses((status = 200, body = SchoolYearBody), Refusals))]
#[get("/school-years/{id}")]
pub async fn read_school_year(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<SchoolYearBody>, Problem> {
    let id = id.into_inner().into();
    let view = api.database(move |app| app.structure().catalog_record::<SchoolYear>(&caller, id)).await?;
    let version = view.year.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Changes a school year.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    request_body = PeriodChangeBody,
    responses((status = 200, body = SchoolYearBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/school-years/{id}")]
pub async fn change_school_year(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<PeriodChangeBody>,
) -> Result<Versioned<SchoolYearBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.of_year()?);
    let view =
        api.database(move |app| app.structure().change_catalog(&caller, id, if_match.0, change)).await?;
    let version = view.year.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Deletes a school year that nothing depends on.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[delete("/school-years/{id}")]
pub async fn delete_school_year(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.structure().delete_from_catalog::<SchoolYear>(&caller, id, if_match.0))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

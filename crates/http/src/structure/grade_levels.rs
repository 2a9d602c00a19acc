use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use domain::structure::GradeLevel;
use uuid::Uuid;

use super::catalog_shapes::{GradeLevelBody, GradeLevelChangeBody, NewGradeLevelBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

/// The grade levels in their order.
#[utoipa::path(
    tag = "structure",
    params(Paging),
    responses(
        (status = 200, content((List<GradeLevelBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/grade-levels")]
pub async fn list_grade_levels(
    caller: Signed,
    api: Data<Api>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let page = paging.page()?;
    let found = api.database(move |app| app.structure().grade_levels(&caller, page)).await?;
    paging.answer("grade-levels", found, GradeLevelBody::from)
}

/// Makes a grade level.
#[utoipa::path(
    tag = "structure",
    params(IdempotencyKey),
    request_body = NewGradeLevelBody,
    responses((status = 201, body = GradeLevelBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/grade-levels")]
pub async fn create_grade_level(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewGradeLevelBody>,
) -> Result<Versioned<GradeLevelBody>, Problem> {
    let (caller, make) = (caller.0.once(body.once), body.value.make()?);
    let level = api.database(move |app| app.structure().add_to_catalog(&caller, make)).await?;
    let version = level.version.number();
    Ok(Versioned::created(level.into(), version))
}

/// One grade level.
#[utoipa::path(tag = "structure", responses((status = 200, body = GradeLevelBody), Refusals))]
#[get("/grade-levels/{id}")]
pub async fn read_grade_level(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<GradeLevelBody>, Problem> {
    let id = id.into_inner().into();
    let level = api.database(move |app| app.structure().catalog_record::<GradeLevel>(&caller, id)).await?;
    let version = level.version.number();
    Ok(Versioned::ok(level.into(), version))
}

/// Changes a grade level.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    request_body = GradeLevelChangeBody,
    responses((status = 200, body = GradeLevelBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/grade-levels/{id}")]
pub async fn change_grade_level(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<GradeLevelChangeBody>,
) -> Result<Versioned<GradeLevelBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    let level =
        api.database(move |app| app.structure().change_catalog(&caller, id, if_match.0, change)).await?;
    let version = level.version.number();
    Ok(Versioned::ok(level.into(), version))
}

/// Deletes a grade level that nothing depends on.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[delete("/grade-levels/{id}")]
pub async fn delete_grade_level(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.structure().delete_from_catalog::<GradeLevel>(&caller, id, if_match.0))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

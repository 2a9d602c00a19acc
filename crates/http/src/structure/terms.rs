use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use domain::structure::Term;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::catalog_shapes::{NewTermBody, PeriodChangeBody, TermBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned,
    },
    state::Api,
};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TermsQuery {
    /// Only terms of this year.
    school_year_id: Option<Uuid>,
}

/// The terms of one year or of all, in order of time.
#[utoipa::path(
    tag = "structure",
    params(TermsQuery, Paging),
    responses(
        (status = 200, content((List<TermBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/terms")]
pub async fn list_terms(
    caller: Signed,
    api: Data<Api>,
    query: Query<TermsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (year, page) = (query.school_year_id.map(Into::into), paging.page()?);
    let found = api.database(move |app| app.structure().terms(&caller, year, page)).await?;
    paging.answer("terms", found, TermBody::from)
}

/// Makes a term.
#[utoipa::path(
    tag = "structure",
    params(IdempotencyKey),
    request_body = NewTermBody,
    responses((status = 201, body = TermBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/terms")]
pub async fn create_term(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewTermBody>,
) -> Result<Versioned<TermBody>, Problem> {
    let (caller, make) = (caller.0.once(body.once), body.value.make()?);
    let term = api.database(move |app| app.structure().add_to_catalog(&caller, make)).await?;
    let version = term.version.number();
    Ok(Versioned::created(term.into(), version))
}

/// One term.
#[utoipa::path(tag = "structure", responses((status = 200, body = TermBody), Refusals))]
#[get("/terms/{id}")]
pub async fn read_term(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<TermBody>, Problem> {
    let id = id.into_inner().into();
    let term = api.database(move |app| app.structure().catalog_record::<Term>(&caller, id)).await?;
    let version = term.version.number();
    Ok(Versioned::ok(term.into(), version))
}

/// Changes a term.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    request_body = PeriodChangeBody,
    responses((status = 200, body = TermBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/terms/{id}")]
pub async fn change_term(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<PeriodChangeBody>,
) -> Result<Versioned<TermBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.of_term()?);
    let term =
        api.database(move |app| app.structure().change_catalog(&caller, id, if_match.0, change)).await?;
    let version = term.version.number();
    Ok(Versioned::ok(term.into(), version))
}

/// Deletes a term.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[delete("/terms/{id}")]
pub async fn delete_term(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.structure().delete_from_catalog::<Term>(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

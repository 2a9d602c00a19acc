use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path, Query},
};
use application::{Direction, structure::SubjectSort};
use domain::structure::Subject;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::catalog_shapes::{NewSubjectBody, SubjectBody, SubjectChangeBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned, sort_of, words,
    },
    state::Api,
};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SubjectsQuery {
    /// Words that must occur in the code or in the title.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `code` or `title`, from most to least important; `-` before a field turns its order round.
    #[param(pattern = "^-?(code|title)(,-?(code|title))*$")]
    sort: Option<String>,
}

fn sort_field(name: &str) -> Option<SubjectSort> {
    Some(match name {
        "code" => SubjectSort::Code,
        "title" => SubjectSort::Title,
        _ => return None,
    })
}

/// The subjects.
#[utoipa::path(
    tag = "structure",
    params(SubjectsQuery, Paging),
    responses(
        (status = 200, content((List<SubjectBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/subjects")]
pub async fn list_subjects(
    caller: Signed,
    api: Data<Api>,
    query: Query<SubjectsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (typed, page) = (words(query.q.as_deref())?, paging.page()?);
    let sort = sort_of(query.sort.as_deref(), sort_field, &[(SubjectSort::Code, Direction::Ascending)])?;
    let found =
        api.database(move |app| app.structure().subjects(&caller, typed.as_deref(), &sort, page)).await?;
    paging.answer("subjects", found, SubjectBody::from)
}

/// Makes a subject.
#[utoipa::path(
    tag = "structure",
    params(IdempotencyKey),
    request_body = NewSubjectBody,
    responses((status = 201, body = SubjectBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/subjects")]
pub async fn create_subject(
    caller: Signed,
    api: Data<Api>,
    body: Body<NewSubjectBody>,
) -> Result<Versioned<SubjectBody>, Problem> {
    let (caller, make) = (caller.0.once(body.once), body.value.make()?);
    let subject = api.database(move |app| app.structure().add_to_catalog(&caller, make)).await?;
    let version = subject.version.number();
    Ok(Versioned::created(subject.into(), version))
}

/// One subject.
#[utoipa::path(tag = "structure", responses((status = 200, body = SubjectBody), Refusals))]
#[get("/subjects/{id}")]
pub async fn read_subject(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
) -> Result<Versioned<SubjectBody>, Problem> {
    let id = id.into_inner().into();
    let subject = api.database(move |app| app.structure().catalog_record::<Subject>(&caller, id)).await?;
    let version = subject.version.number();
    Ok(Versioned::ok(subject.into(), version))
}

/// Changes a subject.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    request_body = SubjectChangeBody,
    responses((status = 200, body = SubjectBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/subjects/{id}")]
pub async fn change_subject(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<SubjectChangeBody>,
) -> Result<Versioned<SubjectBody>, Problem> {
    let (id, change) = (id.into_inner().into(), body.value.change()?);
    let subject =
        api.database(move |app| app.structure().change_catalog(&caller, id, if_match.0, change)).await?;
    let version = subject.version.number();
    Ok(Versioned::ok(subject.into(), version))
}

/// Deletes a subject that nothing depends on.
#[utoipa::path(
    tag = "structure",
    params(IfMatch),
    responses((status = 204, description = "It is gone."), Refusals, ChangeRefusals, ConflictRefusals)
)]
#[delete("/subjects/{id}")]
pub async fn delete_subject(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner().into();
    api.database(move |app| app.structure().delete_from_catalog::<Subject>(&caller, id, if_match.0)).await?;
    Ok(HttpResponse::NoContent().finish())
}

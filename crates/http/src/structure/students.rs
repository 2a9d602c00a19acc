use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use application::structure::PlaceStudent;
use uuid::Uuid;

use super::section_shapes::{NewPlacementBody, PlacedStudentBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ConflictRefusals, IdempotencyKey, List, ListRefusals, Paging, Refusals, Signed,
    },
    state::Api,
};

/// The class list of a section, as far as the caller may see it: students find their own line, parents
/// their children's.
#[utoipa::path(
    tag = "sections",
    params(Paging),
    responses(
        (status = 200, content((List<PlacedStudentBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/sections/{id}/students")]
pub async fn list_section_students(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (section, page) = (id.into_inner().into(), paging.page()?);
    let found = api.database(move |app| app.structure().class_list(&caller, section, page)).await?;
    paging.answer("students", found, PlacedStudentBody::from)
}

/// Places a student in a section, or moves the student there.
#[utoipa::path(
    tag = "sections",
    params(IdempotencyKey),
    request_body = NewPlacementBody,
    responses((status = 201, body = PlacedStudentBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/sections/{id}/students")]
pub async fn place_student(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<NewPlacementBody>,
) -> Result<HttpResponse, Problem> {
    let (caller, body) = (caller.0.once(body.once), body.value);
    let command = PlaceStudent {
        section: id.into_inner().into(),
        student: body.student_id.into(),
        move_existing: body.move_existing,
    };
    let view = api.database(move |app| app.structure().place(&caller, &command)).await?;
    Ok(HttpResponse::Created().json(PlacedStudentBody::from(view)))
}

/// Takes a student out of a section.
#[utoipa::path(
    tag = "sections",
    responses((status = 204, description = "The student is no longer placed there."), Refusals)
)]
#[delete("/sections/{id}/students/{student_id}")]
pub async fn remove_student(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (section, student) = ids.into_inner();
    api.database(move |app| app.structure().remove_placement(&caller, section.into(), student.into()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path, Query},
};
use application::structure::AssignTeacher;
use uuid::Uuid;

use super::section_shapes::{AssignmentBody, AssignmentsQuery, NewAssignmentBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ConflictRefusals, IdempotencyKey, List, ListRefusals, Paging, Refusals, Signed,
    },
    state::Api,
};

/// Who teaches what in which section, by level, section and subject: the assignments of a year that the caller
/// may see.
#[utoipa::path(
    tag = "sections",
    params(AssignmentsQuery, Paging),
    responses(
        (status = 200, content((List<AssignmentBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/teaching-assignments")]
pub async fn list_teaching_assignments(
    caller: Signed,
    api: Data<Api>,
    query: Query<AssignmentsQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = (query.filter(), paging.page()?);
    let found = api.database(move |app| app.structure().assignments(&caller, &filter, page)).await?;
    paging.answer("teaching-assignments", found, AssignmentBody::from)
}

/// Who teaches what in a section, by subject.
#[utoipa::path(
    tag = "sections",
    params(Paging),
    responses(
        (status = 200, content((List<AssignmentBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/sections/{id}/teachers")]
pub async fn list_section_teachers(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (section, page) = (id.into_inner().into(), paging.page()?);
    let found = api.database(move |app| app.structure().teachers(&caller, section, page)).await?;
    paging.answer("teachers", found, AssignmentBody::from)
}

/// Assigns a teacher to teach a subject in a section.
#[utoipa::path(
    tag = "sections",
    params(IdempotencyKey),
    request_body = NewAssignmentBody,
    responses((status = 201, body = AssignmentBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/sections/{id}/teachers")]
pub async fn assign_teacher(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<NewAssignmentBody>,
) -> Result<HttpResponse, Problem> {
    let (caller, body) = (caller.0.once(body.once), body.value);
    let command = AssignTeacher {
        section: id.into_inner().into(),
        teacher: body.teacher_id.into(),
        subject: body.subject_id.into(),
    };
    let view = api.database(move |app| app.structure().assign(&caller, &command)).await?;
    Ok(HttpResponse::Created().json(AssignmentBody::from(view)))
}

/// Ends an assignment.
#[utoipa::path(
    tag = "sections",
    responses((status = 204, description = "The teacher no longer teaches the subject there."), Refusals)
)]
#[delete("/sections/{id}/teachers/{assignment_id}")]
pub async fn end_assignment(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (section, assignment) = ids.into_inner();
    api.database(move |app| app.structure().end_assignment(&caller, section.into(), assignment.into()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

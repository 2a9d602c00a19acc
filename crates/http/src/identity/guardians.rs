use actix_web::{
    HttpResponse, delete, get, patch, post,
    web::{Data, Path},
};
use application::identity::LinkGuardian;
use uuid::Uuid;

use super::guardian_shapes::{GuardianLinkBody, LinkChangeBody, NewLinkBody};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, List, ListRefusals,
        Paging, Refusals, Signed, Versioned, part_of,
    },
    state::Api,
};

/// The guardians of a student, the earliest link first.
#[utoipa::path(
    tag = "users",
    params(Paging),
    responses(
        (status = 200, content((List<GuardianLinkBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/students/{id}/guardians")]
pub async fn list_student_guardians(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (student, page) = (id.into_inner().into(), paging.page()?);
    let found = api.database(move |app| app.identity().guardians(&caller, student)).await?;
    paging.answer("guardians", part_of(found, page), GuardianLinkBody::from)
}

/// The students whose guardian a parent is or was, by name. Parents find those children here of whom they may
/// know now.
#[utoipa::path(
    tag = "users",
    params(Paging),
    responses(
        (status = 200, content((List<GuardianLinkBody> = "application/json"), (String = "text/csv"))),
        Refusals,
        ListRefusals,
    )
)]
#[get("/guardians/{id}/students")]
pub async fn list_guardian_students(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (guardian, page) = (id.into_inner().into(), paging.page()?);
    let found = api.database(move |app| app.identity().students_of_guardian(&caller, guardian, page)).await?;
    paging.answer("students", found, GuardianLinkBody::from)
}

/// Gives a student a guardian.
#[utoipa::path(
    tag = "users",
    params(IdempotencyKey),
    request_body = NewLinkBody,
    responses((status = 201, body = GuardianLinkBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/students/{id}/guardians")]
pub async fn create_guardian_link(
    caller: Signed,
    api: Data<Api>,
    id: Path<Uuid>,
    body: Body<NewLinkBody>,
) -> Result<Versioned<GuardianLinkBody>, Problem> {
    let (caller, body) = (caller.0.once(body.once), body.value);
    let command = LinkGuardian {
        student: id.into_inner().into(),
        guardian: body.guardian_id.into(),
        terms: body.terms(),
    };
    let view = api.database(move |app| app.identity().link_guardian(&caller, &command)).await?;
    let version = view.link.version.number();
    Ok(Versioned::created(view.into(), version))
}

/// Agrees on other terms with a guardian. A last day in the past takes the guardian's rights away at once.
#[utoipa::path(
    tag = "users",
    params(IfMatch),
    request_body = LinkChangeBody,
    responses(
        (status = 200, body = GuardianLinkBody),
        Refusals,
        BodyRefusals,
        ChangeRefusals,
        ConflictRefusals,
    )
)]
#[patch("/students/{id}/guardians/{link_id}")]
pub async fn change_guardian_link(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
    if_match: IfMatch,
    body: Body<LinkChangeBody>,
) -> Result<Versioned<GuardianLinkBody>, Problem> {
    let ((student, link), change) = (ids.into_inner(), body.value);
    let agree = move |app: &application::App| {
        let (student, link) = (student.into(), link.into());
        app.identity().change_guardian(&caller, student, link, if_match.0, |terms| change.applied_to(terms))
    };
    let view = api.database(agree).await?;
    let version = view.link.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Undoes a link that was made by mistake; one that was right is ended by its last day.
#[utoipa::path(
    tag = "users",
    params(IfMatch),
    responses((status = 204, description = "The link is gone."), Refusals, ChangeRefusals)
)]
#[delete("/students/{id}/guardians/{link_id}")]
pub async fn delete_guardian_link(
    caller: Signed,
    api: Data<Api>,
    ids: Path<(Uuid, Uuid)>,
    if_match: IfMatch,
) -> Result<HttpResponse, Problem> {
    let (student, link) = ids.into_inner();
    let unlink = move |app: &application::App| {
        app.identity().unlink_guardian(&caller, student.into(), link.into(), if_match.0)
    };
    api.database(unlink).await?;
    Ok(HttpResponse::NoContent().finish())
}

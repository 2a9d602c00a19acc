use actix_web::{
    HttpResponse, patch, post,
    web::{Data, Path, Query},
};
use application::enrollment::{Advance, AdvanceMany, BulkMove, Submit};
use domain::enrollment::Application;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::shapes::{BulkBody, ItemsBody, MoveBody, ProgressBody, SubmitBody, remarks, stage, version};
use crate::{
    problem::Problem,
    shape::{
        Body, BodyRefusals, ChangeRefusals, ConflictRefusals, IdempotencyKey, IfMatch, Refusals, Signed,
        Versioned,
    },
    state::Api,
};

/// Makes an application.
#[utoipa::path(
    tag = "enrollment",
    params(IdempotencyKey),
    request_body = SubmitBody,
    responses((status = 201, body = ProgressBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/enrollment/progress")]
pub async fn create_enrollment(
    caller: Signed,
    api: Data<Api>,
    body: Body<SubmitBody>,
) -> Result<Versioned<ProgressBody>, Problem> {
    let (caller, body) = (caller.0.once(body.once), body.value);
    let application = Application {
        student: body.student_id.into(),
        school_year: body.school_year_id.into(),
        grade_level: body.grade_level_id.into(),
    };
    let command = Submit { application, remarks: remarks(body.remarks.as_deref())? };
    let view = api.database(move |app| app.enrollment().submit(&caller, &command)).await?;
    let version = view.progress.version.number();
    Ok(Versioned::created(view.into(), version))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    /// The year; the newest application's when not given.
    school_year_id: Option<Uuid>,
}

/// Moves an application. `enrolled` places the student in the section that it names.
#[utoipa::path(
    tag = "enrollment",
    params(YearQuery, IfMatch),
    request_body = MoveBody,
    responses((status = 200, body = ProgressBody), Refusals, BodyRefusals, ChangeRefusals, ConflictRefusals)
)]
#[patch("/enrollment/progress/{student_id}")]
pub async fn move_enrollment(
    caller: Signed,
    api: Data<Api>,
    student_id: Path<Uuid>,
    query: Query<YearQuery>,
    if_match: IfMatch,
    body: Body<MoveBody>,
) -> Result<Versioned<ProgressBody>, Problem> {
    let body = body.value;
    let command = Advance {
        student: student_id.into_inner().into(),
        school_year: query.school_year_id.map(Into::into),
        expected: if_match.0,
        to: stage(body.status, body.section_id)?,
        remarks: remarks(body.remarks.as_deref())?,
    };
    let view = api.database(move |app| app.enrollment().advance(&caller, &command)).await?;
    let version = view.progress.version.number();
    Ok(Versioned::ok(view.into(), version))
}

/// Moves many applications: all of them, or none.
#[utoipa::path(
    tag = "enrollment",
    params(IdempotencyKey),
    request_body = BulkBody,
    responses((status = 200, body = ItemsBody), Refusals, BodyRefusals, ConflictRefusals)
)]
#[post("/enrollment/progress/bulk")]
pub async fn move_enrollments(
    caller: Signed,
    api: Data<Api>,
    body: Body<BulkBody>,
) -> Result<HttpResponse, Problem> {
    let (caller, body) = (caller.0.once(body.once), body.value);
    let moves = body
        .moves
        .iter()
        .map(|one| Ok(BulkMove { student: one.student_id.into(), expected: version("moves", one.version)? }));
    let command = AdvanceMany {
        school_year: body.school_year_id.map(Into::into),
        moves: moves.collect::<Result<_, Problem>>()?,
        to: stage(body.status, body.section_id)?,
        remarks: remarks(body.remarks.as_deref())?,
    };
    let views = api.database(move |app| app.enrollment().advance_many(&caller, &command)).await?;
    let items = views.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(ItemsBody { items }))
}

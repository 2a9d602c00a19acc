use actix_web::{
    HttpResponse, get,
    web::{Data, Path, Query},
};
use application::{
    Direction,
    enrollment::{EnrollmentFilter, EnrollmentSort, ProgressView, StepView},
};
use domain::enrollment::EnrollmentStatus;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::shapes::{ProgressBody, StatusCountBody, SummaryBody};
use crate::{
    problem::Problem,
    shape::{List, ListRefusals, Paging, Refusals, Signed, Versioned, parsed, sort_of, words},
    state::Api,
};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnQuery {
    /// `history` for every step.
    #[param(pattern = "^history$")]
    include: Option<String>,
}

/// The caller's own newest application, with its history when asked for.
#[utoipa::path(tag = "enrollment", params(OwnQuery), responses((status = 200, body = ProgressBody), Refusals, ListRefusals))]
#[get("/enrollment/progress/me")]
pub async fn read_own_enrollment(
    caller: Signed,
    api: Data<Api>,
    query: Query<OwnQuery>,
) -> Result<Versioned<ProgressBody>, Problem> {
    if wants_history(query.include.as_deref())? {
        let found = api.database(move |app| app.enrollment().my_progress_with_history(&caller)).await?;
        return Ok(answer(found.0, Some(found.1)));
    }
    let view = api.database(move |app| app.enrollment().my_progress(&caller)).await?;
    Ok(answer(view, None))
}

fn wants_history(include: Option<&str>) -> Result<bool, Problem> {
    match include {
        None => Ok(false),
        Some("history") => Ok(true),
        Some(_) => Err(Problem::field("include", "unknown", "must be history")),
    }
}

fn answer(view: ProgressView, history: Option<Vec<StepView>>) -> Versioned<ProgressBody> {
    let version = view.progress.version.number();
    let history = history.map(|steps| steps.into_iter().map(Into::into).collect());
    Versioned::ok(ProgressBody { history, ..view.into() }, version)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OneQuery {
    /// The year; the newest application's when not given.
    school_year_id: Option<Uuid>,
    /// `history` for every step.
    #[param(pattern = "^history$")]
    include: Option<String>,
}

/// One application, with its history when asked for.
#[utoipa::path(tag = "enrollment", params(OneQuery), responses((status = 200, body = ProgressBody), Refusals, ListRefusals))]
#[get("/enrollment/progress/{student_id}")]
pub async fn read_enrollment(
    caller: Signed,
    api: Data<Api>,
    student_id: Path<Uuid>,
    query: Query<OneQuery>,
) -> Result<Versioned<ProgressBody>, Problem> {
    let (student, year) = (student_id.into_inner().into(), query.school_year_id.map(Into::into));
    if wants_history(query.include.as_deref())? {
        let found =
            api.database(move |app| app.enrollment().progress_with_history(&caller, student, year)).await?;
        return Ok(answer(found.0, Some(found.1)));
    }
    let view = api.database(move |app| app.enrollment().progress(&caller, student, year)).await?;
    Ok(answer(view, None))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// The year; the current one when not given.
    school_year_id: Option<Uuid>,
    /// One status, or several with commas between them.
    status: Option<String>,
    /// The level applied for.
    grade_level_id: Option<Uuid>,
    /// Words that must occur in the student's name.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `student_name`, `changed_at` or `submitted_at`, from most to least important; `-` before a field
    /// turns its order round.
    #[param(
        pattern = "^-?(student_name|changed_at|submitted_at)(,-?(student_name|changed_at|submitted_at))*$"
    )]
    sort: Option<String>,
}

impl BoardQuery {
    fn filter(&self) -> Result<EnrollmentFilter, Problem> {
        let statuses = self.status.as_deref().filter(|statuses| !statuses.is_empty()).map_or(
            Ok(Vec::new()),
            |statuses| {
                statuses.split(',').map(|status| parsed::<EnrollmentStatus>("status", status)).collect()
            },
        )?;
        Ok(EnrollmentFilter {
            school_year: self.school_year_id.map(Into::into),
            statuses,
            grade_level: self.grade_level_id.map(Into::into),
            query: words(self.q.as_deref())?,
        })
    }
}

fn sort_field(name: &str) -> Option<EnrollmentSort> {
    Some(match name {
        "student_name" => EnrollmentSort::StudentName,
        "changed_at" => EnrollmentSort::ChangedAt,
        "submitted_at" => EnrollmentSort::SubmittedAt,
        _ => return None,
    })
}

/// The applications that the caller may see; those that have waited longest first.
#[utoipa::path(
    tag = "enrollment",
    params(BoardQuery, Paging),
    responses((status = 200, content((List<ProgressBody> = "application/json"), (String = "text/csv"))), Refusals, ListRefusals)
)]
#[get("/enrollment/progress")]
pub async fn list_enrollments(
    caller: Signed,
    api: Data<Api>,
    query: Query<BoardQuery>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let (filter, page) = (query.filter()?, paging.page()?);
    let usual = [(EnrollmentSort::ChangedAt, Direction::Ascending)];
    let sort = sort_of(query.sort.as_deref(), sort_field, &usual)?;
    let found = api.database(move |app| app.enrollment().board(&caller, &filter, &sort, page)).await?;
    paging.answer("enrollment", found, ProgressBody::from)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SummaryQuery {
    /// The year; the current one when not given.
    school_year_id: Option<Uuid>,
}

/// How many of the applications that the caller may see stand where.
#[utoipa::path(tag = "enrollment", params(SummaryQuery), responses((status = 200, body = SummaryBody), Refusals))]
#[get("/enrollment/progress/summary")]
pub async fn count_enrollments(
    caller: Signed,
    api: Data<Api>,
    query: Query<SummaryQuery>,
) -> Result<HttpResponse, Problem> {
    let school_year_id = query.school_year_id;
    let counts =
        api.database(move |app| app.enrollment().summary(&caller, school_year_id.map(Into::into))).await?;
    let by_status = counts.into_iter().map(StatusCountBody::from).collect();
    Ok(HttpResponse::Ok().json(SummaryBody { school_year_id, by_status }))
}

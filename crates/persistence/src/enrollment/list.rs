use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    enrollment::{EnrollmentFilter, EnrollmentSort, ProgressView, StatusCount},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, NullableExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper,
    TextExpressionMethods,
    dsl::{count_star, min},
    pg::Pg,
};
use domain::{
    access::{ActionKind, ReadScope},
    enrollment::{EnrollmentStatus, Progress},
    identity::UserId,
    structure::SchoolYearId,
};
use uuid::Uuid;

use super::progress::{ProgressRow, ProgressViewRow, into_progress, into_view, with_names};
use crate::{
    functions::{current_school_year, patterns, searchable},
    rows::Row,
    schema::{enrollment_progress, users},
    scope::within,
    store::PgStore,
};

const STUDENT: Option<&str> = Some("enrollment_progress.student_id");

/// Keeps a boxed query to one year, the current one when none is named.
macro_rules! of_year {
    ($query:expr, $school_year:expr) => {
        match $school_year {
            Some(year) => $query.filter(enrollment_progress::school_year_id.eq(year.uuid())),
            None => $query.filter(enrollment_progress::school_year_id.nullable().eq(current_school_year())),
        }
    };
}

impl PgStore<'_> {
    pub(super) fn list_progress(
        &mut self,
        scope: &ReadScope,
        filter: &EnrollmentFilter,
        sort: &Sort<EnrollmentSort>,
        page: PageRequest,
    ) -> Result<Page<ProgressView>, StoreError> {
        let filtered = || {
            let mut query = with_names().into_boxed::<Pg>().filter(within(
                scope,
                ActionKind::ReadEnrollment,
                STUDENT,
                None,
            ));
            query = of_year!(query, filter.school_year);
            if !filter.statuses.is_empty() {
                let codes: Vec<_> = filter.statuses.iter().map(|status| status.code()).collect();
                query = query.filter(enrollment_progress::status.eq_any(codes));
            }
            if let Some(level) = filter.grade_level {
                query = query.filter(enrollment_progress::grade_level_id.eq(level.uuid()));
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(users::search.like(searchable(pattern)));
            }
            query
        };
        let mut ordered = filtered();
        for (field, direction) in &sort.0 {
            ordered = match (field, direction) {
                (EnrollmentSort::StudentName, Direction::Ascending) => {
                    ordered.then_order_by((users::last_name.asc(), users::first_name.asc()))
                }
                (EnrollmentSort::StudentName, Direction::Descending) => {
                    ordered.then_order_by((users::last_name.desc(), users::first_name.desc()))
                }
                (EnrollmentSort::ChangedAt, Direction::Ascending) => {
                    ordered.then_order_by(enrollment_progress::changed_at.asc())
                }
                (EnrollmentSort::ChangedAt, Direction::Descending) => {
                    ordered.then_order_by(enrollment_progress::changed_at.desc())
                }
                (EnrollmentSort::SubmittedAt, Direction::Ascending) => {
                    ordered.then_order_by(enrollment_progress::submitted_at.asc())
                }
                (EnrollmentSort::SubmittedAt, Direction::Descending) => {
                    ordered.then_order_by(enrollment_progress::submitted_at.desc())
                }
            };
        }
        let ordered = ordered
            .then_order_by(enrollment_progress::student_id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(ProgressViewRow::as_select());
        self.page_of(ordered, || filtered().select(enrollment_progress::student_id), into_view)
    }

    pub(super) fn count_by_status(
        &mut self,
        scope: &ReadScope,
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<StatusCount>, StoreError> {
        let rows: Vec<(String, i64, Option<DateTime<Utc>>)> = self.ask(|connection| {
            let query = enrollment_progress::table
                .group_by(enrollment_progress::status)
                .select((enrollment_progress::status, count_star(), min(enrollment_progress::changed_at)))
                .into_boxed::<Pg>()
                .filter(within(scope, ActionKind::ReadEnrollment, STUDENT, None));
            of_year!(query, school_year).load(connection)
        })?;
        let at = Row { table: "enrollment_progress", id: "status" };
        let mut counts: Vec<_> = EnrollmentStatus::ALL
            .into_iter()
            .map(|status| StatusCount { status, count: 0, oldest_changed_at: None })
            .collect();
        for (status, count, oldest_changed_at) in rows {
            let status: EnrollmentStatus = at.legal(status.parse())?;
            let count = at.legal(u32::try_from(count))?;
            if let Some(entry) = counts.iter_mut().find(|entry| entry.status == status) {
                *entry = StatusCount { status, count, oldest_changed_at };
            }
        }
        Ok(counts)
    }

    pub(super) fn lock_many(
        &mut self,
        students: &[UserId],
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<Progress>, StoreError> {
        let ids: Vec<Uuid> = students.iter().map(|student| student.uuid()).collect();
        let year = match school_year {
            Some(year) => Some(year.uuid()),
            None => self.ask(|connection| diesel::select(current_school_year()).get_result(connection))?,
        };
        let Some(year) = year else { return Ok(Vec::new()) };
        let rows: Vec<ProgressRow> = self.ask(|connection| {
            enrollment_progress::table
                .filter(enrollment_progress::student_id.eq_any(ids))
                .filter(enrollment_progress::school_year_id.eq(year))
                // Everyone who locks many does it in this order, so that nobody waits in a circle.
                .order(enrollment_progress::student_id)
                .select(ProgressRow::as_select())
                .for_no_key_update()
                .load(connection)
        })?;
        rows.into_iter().map(into_progress).collect()
    }

    pub(super) fn find_many(
        &mut self,
        students: &[UserId],
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<ProgressView>, StoreError> {
        let ids: Vec<Uuid> = students.iter().map(|student| student.uuid()).collect();
        let rows: Vec<ProgressViewRow> = self.ask(|connection| {
            let query = with_names()
                .filter(enrollment_progress::student_id.eq_any(ids))
                .order(enrollment_progress::student_id)
                .select(ProgressViewRow::as_select())
                .into_boxed::<Pg>();
            of_year!(query, school_year).load(connection)
        })?;
        rows.into_iter().map(into_view).collect()
    }
}

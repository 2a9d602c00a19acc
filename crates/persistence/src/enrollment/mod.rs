mod list;
mod progress;

use application::{
    Page, PageRequest, Sort, StoreError,
    enrollment::{EnrollmentFilter, EnrollmentSort, Enrollments, ProgressView, StatusCount, StepView},
};
use domain::{
    access::ReadScope,
    enrollment::{Moved, Progress},
    identity::UserId,
    structure::SchoolYearId,
};

use crate::store::PgStore;

impl Enrollments for PgStore<'_> {
    fn progress(
        &mut self,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<Option<ProgressView>, StoreError> {
        self.find_progress(student, school_year)
    }

    fn progress_for_update(
        &mut self,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<Option<Progress>, StoreError> {
        self.lock_progress(student, school_year)
    }

    fn progresses_for_update(
        &mut self,
        students: &[UserId],
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<Progress>, StoreError> {
        self.lock_many(students, school_year)
    }

    fn progress_of_many(
        &mut self,
        students: &[UserId],
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<ProgressView>, StoreError> {
        self.find_many(students, school_year)
    }

    fn history(&mut self, student: UserId, school_year: SchoolYearId) -> Result<Vec<StepView>, StoreError> {
        self.steps(student, school_year)
    }

    fn progresses(
        &mut self,
        scope: &ReadScope,
        filter: &EnrollmentFilter,
        sort: &Sort<EnrollmentSort>,
        page: PageRequest,
    ) -> Result<Page<ProgressView>, StoreError> {
        self.list_progress(scope, filter, sort, page)
    }

    fn status_counts(
        &mut self,
        scope: &ReadScope,
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<StatusCount>, StoreError> {
        self.count_by_status(scope, school_year)
    }

    fn add_progress(&mut self, made: &Moved) -> Result<(), StoreError> {
        self.insert_progress(made)
    }

    fn record_move(&mut self, moved: &Moved) -> Result<(), StoreError> {
        self.update_progress(moved)
    }
}

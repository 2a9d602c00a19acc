use domain::{
    access::{ActionKind, Denied, ReadEnrollment},
    identity::UserId,
    structure::SchoolYearId,
};

use super::{Enrollment, EnrollmentFilter, EnrollmentSort, ProgressView, StatusCount, StepView};
use crate::{Caller, Page, PageRequest, Sort, StoreError};

/// Why an application was not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadProgressError {
    /// There is no such application.
    #[error("there is no such application")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Enrollment<'_> {
    /// The caller's own newest application.
    pub fn my_progress(self, caller: &Caller) -> Result<ProgressView, ReadProgressError> {
        caller.scope(ActionKind::ReadEnrollment)?;
        let student = caller.id().ok_or(Denied::Forbidden)?;
        self.progress(caller, student, None)
    }

    /// The same, with every step that led there, oldest first.
    pub fn my_progress_with_history(
        self,
        caller: &Caller,
    ) -> Result<(ProgressView, Vec<StepView>), ReadProgressError> {
        caller.scope(ActionKind::ReadEnrollment)?;
        let student = caller.id().ok_or(Denied::Forbidden)?;
        self.progress_with_history(caller, student, None)
    }

    /// The newest application of a student, or the one of a given year.
    pub fn progress(
        self,
        caller: &Caller,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<ProgressView, ReadProgressError> {
        let view = self
            .0
            .db
            .read(|store| store.progress(student, school_year))?
            .ok_or(ReadProgressError::NotFound)?;
        caller.may::<ReadEnrollment>(view.progress.clone())?;
        Ok(view)
    }

    /// The same, with every step that led there, oldest first.
    pub fn progress_with_history(
        self,
        caller: &Caller,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<(ProgressView, Vec<StepView>), ReadProgressError> {
        self.0.db.snapshot(|store| {
            let view = store.progress(student, school_year)?.ok_or(ReadProgressError::NotFound)?;
            caller.may::<ReadEnrollment>(view.progress.clone())?;
            let history = store.history(student, view.progress.school_year)?;
            Ok((view, history))
        })
    }

    /// A part of the list of applications that the caller may see.
    pub fn board(
        self,
        caller: &Caller,
        filter: &EnrollmentFilter,
        sort: &Sort<EnrollmentSort>,
        page: PageRequest,
    ) -> Result<Page<ProgressView>, ReadProgressError> {
        let scope = caller.scope(ActionKind::ReadEnrollment)?;
        Ok(self.0.list(caller, |store| store.progresses(&scope, filter, sort, page))?)
    }

    /// How many of the applications that the caller may see stand where; every status is listed.
    pub fn summary(
        self,
        caller: &Caller,
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<StatusCount>, ReadProgressError> {
        let scope = caller.scope(ActionKind::ReadEnrollment)?;
        Ok(self.0.db.read(|store| store.status_counts(&scope, school_year))?)
    }
}

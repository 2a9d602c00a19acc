use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    enrollment::{EnrollmentStatus, Move, Moved, Progress},
    identity::UserId,
    structure::{GradeLevelId, SchoolYearId},
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError};

/// An application with the names that a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressView {
    /// The application.
    pub progress: Progress,
    /// Who applies, given name first.
    pub student_name: String,
    /// For which level.
    pub grade_level_name: String,
    /// In which section, once enrolled.
    pub section_name: Option<String>,
    /// Who moved it last.
    pub changed_by_name: Option<String>,
}

/// A step of the history with the name of who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepView {
    /// The step.
    pub step: Move,
    /// Who made it.
    pub by_name: Option<String>,
}

/// How many applications stand where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCount {
    /// The status.
    pub status: EnrollmentStatus,
    /// How many stand there.
    pub count: u32,
    /// Since when the one that has waited longest stands there.
    pub oldest_changed_at: Option<DateTime<Utc>>,
}

/// Which applications are wanted.
#[derive(Clone, Debug, Default)]
pub struct EnrollmentFilter {
    /// Of this year; `None` for the current one.
    pub school_year: Option<SchoolYearId>,
    /// With one of these statuses; empty for any.
    pub statuses: Vec<EnrollmentStatus>,
    /// For this level.
    pub grade_level: Option<GradeLevelId>,
    /// Whose student's name contains this.
    pub query: Option<String>,
}

/// What a list of applications may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrollmentSort {
    /// The student's family name, then given name.
    StudentName,
    /// When it last moved.
    ChangedAt,
    /// When it was handed in.
    SubmittedAt,
}

/// The applications that are kept, with the history of each.
pub trait Enrollments {
    /// The newest application of a student, or the one of a given year.
    fn progress(
        &mut self,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<Option<ProgressView>, StoreError>;

    /// The same, locked against other changes until the unit of work ends.
    fn progress_for_update(
        &mut self,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<Option<Progress>, StoreError>;

    /// The applications of a year of these students, locked in one order whatever the order of `students`.
    fn progresses_for_update(
        &mut self,
        students: &[UserId],
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<Progress>, StoreError>;

    /// The applications of a year of these students, in the order of the students' ids.
    fn progress_of_many(
        &mut self,
        students: &[UserId],
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<ProgressView>, StoreError>;

    /// The steps of an application, oldest first.
    fn history(&mut self, student: UserId, school_year: SchoolYearId) -> Result<Vec<StepView>, StoreError>;

    /// A part of the list of applications that the scope lets the caller see.
    fn progresses(
        &mut self,
        scope: &ReadScope,
        filter: &EnrollmentFilter,
        sort: &Sort<EnrollmentSort>,
        page: PageRequest,
    ) -> Result<Page<ProgressView>, StoreError>;

    /// How many applications of a year stand where.
    fn status_counts(
        &mut self,
        scope: &ReadScope,
        school_year: Option<SchoolYearId>,
    ) -> Result<Vec<StatusCount>, StoreError>;

    /// Stores an application that was just made.
    ///
    /// # Errors
    /// `Violated(ApplicationExists)` when the student already has one for that year, and
    /// `Violated(UnknownReference)` when student, year or level do not exist.
    fn add_progress(&mut self, made: &Moved) -> Result<(), StoreError>;

    /// Stores an application that has moved, and adds the step to its history.
    fn record_move(&mut self, moved: &Moved) -> Result<(), StoreError>;
}

use domain::{
    access::ReadScope,
    identity::UserId,
    structure::{
        Assigned, Assignment, AssignmentId, CatalogDeleted, CatalogSaved, GradeLevel, GradeLevelId, Placed,
        Placement, Removed, SchoolYear, SchoolYearId, Section, SectionDeleted, SectionId, SectionSaved,
        Subject, SubjectId, Term, TermId, Unassigned,
    },
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError};

/// A kind of record that still depends on another, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    /// Which kind, such as `sections`.
    pub kind: &'static str,
    /// How many.
    pub count: u32,
}

/// A school year, and whether it is the one that the school is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolYearView {
    /// The year.
    pub year: SchoolYear,
    /// Whether it is the one that a page means when nobody names a year: the last to have begun.
    pub current: bool,
}

/// The school years.
///
/// Storing one answers `Violated(SchoolYearsOverlap)` or `Violated(SchoolYearNameTaken)`; deleting one
/// that is in use answers `Violated(InUse)`.
#[expect(
    missing_docs,
    reason = "lookups give what there is; `add`, `save` and `delete` store what the domain made"
)]
pub trait SchoolYears {
    /// Newest first.
    fn school_years(&mut self, page: PageRequest) -> Result<Page<SchoolYearView>, StoreError>;
    fn school_year(&mut self, id: SchoolYearId) -> Result<Option<SchoolYearView>, StoreError>;
    fn school_year_for_update(&mut self, id: SchoolYearId) -> Result<Option<SchoolYear>, StoreError>;
    fn add_school_year(&mut self, year: &CatalogSaved<SchoolYear>) -> Result<(), StoreError>;
    fn save_school_year(&mut self, year: &CatalogSaved<SchoolYear>) -> Result<(), StoreError>;
    fn delete_school_year(&mut self, year: &CatalogDeleted<SchoolYear>) -> Result<(), StoreError>;
    /// What keeps it from being deleted.
    fn school_year_dependents(&mut self, id: SchoolYearId) -> Result<Vec<Dependent>, StoreError>;
}

/// The terms. Storing one answers `Violated(TermsOverlap)`, `Violated(TermNameTaken)` or
/// `Violated(TermOutsideSchoolYear)`.
#[expect(missing_docs, reason = "as in `SchoolYears`")]
pub trait Terms {
    /// Of one year or of all, in order of time.
    fn terms(
        &mut self,
        school_year: Option<SchoolYearId>,
        page: PageRequest,
    ) -> Result<Page<Term>, StoreError>;
    fn term(&mut self, id: TermId) -> Result<Option<Term>, StoreError>;
    fn term_for_update(&mut self, id: TermId) -> Result<Option<Term>, StoreError>;
    fn add_term(&mut self, term: &CatalogSaved<Term>) -> Result<(), StoreError>;
    fn save_term(&mut self, term: &CatalogSaved<Term>) -> Result<(), StoreError>;
    fn delete_term(&mut self, term: &CatalogDeleted<Term>) -> Result<(), StoreError>;
}

/// The grade levels. Storing one answers `Violated(GradeLevelCodeTaken)` or
/// `Violated(GradeLevelPositionTaken)`; deleting one that is in use answers `Violated(InUse)`.
#[expect(missing_docs, reason = "as in `SchoolYears`")]
pub trait GradeLevels {
    /// In their order.
    fn grade_levels(&mut self, page: PageRequest) -> Result<Page<GradeLevel>, StoreError>;
    fn grade_level(&mut self, id: GradeLevelId) -> Result<Option<GradeLevel>, StoreError>;
    fn grade_level_for_update(&mut self, id: GradeLevelId) -> Result<Option<GradeLevel>, StoreError>;
    fn add_grade_level(&mut self, level: &CatalogSaved<GradeLevel>) -> Result<(), StoreError>;
    fn save_grade_level(&mut self, level: &CatalogSaved<GradeLevel>) -> Result<(), StoreError>;
    fn delete_grade_level(&mut self, level: &CatalogDeleted<GradeLevel>) -> Result<(), StoreError>;
    fn grade_level_dependents(&mut self, id: GradeLevelId) -> Result<Vec<Dependent>, StoreError>;
}

/// What a list of subjects may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectSort {
    /// The code.
    Code,
    /// The title, then the code.
    Title,
}

/// The subjects. Storing one answers `Violated(SubjectCodeTaken)`; deleting one that is in use answers
/// `Violated(InUse)`.
#[expect(missing_docs, reason = "as in `SchoolYears`")]
pub trait Subjects {
    /// Whose code or title contains `query`; by code unless `sort` says otherwise.
    fn subjects(
        &mut self,
        query: Option<&str>,
        sort: &Sort<SubjectSort>,
        page: PageRequest,
    ) -> Result<Page<Subject>, StoreError>;
    fn subject(&mut self, id: SubjectId) -> Result<Option<Subject>, StoreError>;
    fn subject_for_update(&mut self, id: SubjectId) -> Result<Option<Subject>, StoreError>;
    fn add_subject(&mut self, subject: &CatalogSaved<Subject>) -> Result<(), StoreError>;
    fn save_subject(&mut self, subject: &CatalogSaved<Subject>) -> Result<(), StoreError>;
    fn delete_subject(&mut self, subject: &CatalogDeleted<Subject>) -> Result<(), StoreError>;
    fn subject_dependents(&mut self, id: SubjectId) -> Result<Vec<Dependent>, StoreError>;
}

/// A section with the names that a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// The section.
    pub section: Section,
    /// The level it is for.
    pub grade_level_name: String,
    /// Its adviser.
    pub adviser_name: Option<String>,
}

/// Which sections are wanted.
#[derive(Clone, Debug, Default)]
pub struct SectionFilter {
    /// Of this year; `None` for the current one.
    pub school_year: Option<SchoolYearId>,
    /// For this level.
    pub grade_level: Option<GradeLevelId>,
    /// Whose name or room contains this.
    pub query: Option<String>,
    /// Only those with a free place.
    pub with_free_places: bool,
    /// Only those in which the caller teaches, which they advise, in which they are placed or have a child.
    pub mine: bool,
}

/// What a list of sections may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionSort {
    /// The level's place, then the name.
    GradeLevel,
    /// The name.
    Name,
    /// The number of students.
    Enrolled,
    /// The number of free places.
    FreePlaces,
}

/// The sections. Storing one answers `Violated(SectionNameTaken)` or `Violated(UnknownReference)`; deleting
/// one that is in use answers `Violated(InUse)`.
#[expect(missing_docs, reason = "as in `SchoolYears`")]
pub trait Sections {
    fn sections(
        &mut self,
        scope: &ReadScope,
        filter: &SectionFilter,
        sort: &Sort<SectionSort>,
        page: PageRequest,
    ) -> Result<Page<SectionView>, StoreError>;
    fn section(&mut self, id: SectionId) -> Result<Option<SectionView>, StoreError>;
    fn section_for_update(&mut self, id: SectionId) -> Result<Option<Section>, StoreError>;
    fn add_section(&mut self, section: &SectionSaved) -> Result<(), StoreError>;
    fn save_section(&mut self, section: &SectionSaved) -> Result<(), StoreError>;
    fn delete_section(&mut self, section: &SectionDeleted) -> Result<(), StoreError>;
    fn section_dependents(&mut self, id: SectionId) -> Result<Vec<Dependent>, StoreError>;
}

/// A line of a class list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacementView {
    /// The placement.
    pub placement: Placement,
    /// The student's given name.
    pub first_name: String,
    /// The student's family name.
    pub last_name: String,
    /// The student's address.
    pub email: String,
}

/// The placements of students in sections.
pub trait Placements {
    /// The class list of a section as far as the scope lets the caller see it, by family name.
    fn placements(
        &mut self,
        scope: &ReadScope,
        section: SectionId,
        page: PageRequest,
    ) -> Result<Page<PlacementView>, StoreError>;

    /// The line of one student in the class list of a section.
    fn placement(&mut self, student: UserId, section: SectionId)
    -> Result<Option<PlacementView>, StoreError>;

    /// Where a student is placed in a year, locked until the unit of work ends.
    fn placement_for_update(
        &mut self,
        student: UserId,
        school_year: SchoolYearId,
    ) -> Result<Option<Placement>, StoreError>;

    /// Stores a placement, new or moved.
    ///
    /// # Errors
    /// `Violated(SectionFull)` when somebody else took the last place, `Violated(AlreadyPlaced)` when the
    /// student was placed elsewhere in the meantime.
    fn save_placement(&mut self, placed: &Placed) -> Result<(), StoreError>;

    /// Ends a placement.
    fn remove_placement(&mut self, removed: &Removed) -> Result<(), StoreError>;
}

/// Which teaching assignments are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct AssignmentFilter {
    /// In sections of this year; `None` for the current one.
    pub school_year: Option<SchoolYearId>,
    /// Of this teacher.
    pub teacher: Option<UserId>,
    /// In this section.
    pub section: Option<SectionId>,
}

/// A teaching assignment with the names that a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentView {
    /// The assignment.
    pub assignment: Assignment,
    /// Who teaches.
    pub teacher_name: String,
    /// What, in short.
    pub subject_code: String,
    /// What.
    pub subject_title: String,
    /// Where.
    pub section_name: String,
    /// At which level.
    pub grade_level_name: String,
}

/// The teaching assignments.
pub trait Assignments {
    /// Who teaches what in a section, by subject, as far as the scope (of sections) lets the caller see it.
    fn section_teachers(
        &mut self,
        scope: &ReadScope,
        section: SectionId,
        page: PageRequest,
    ) -> Result<Page<AssignmentView>, StoreError>;

    /// The assignments of a year that the scope lets the caller see, by grade level, section and subject.
    fn assignments(
        &mut self,
        scope: &ReadScope,
        filter: &AssignmentFilter,
        page: PageRequest,
    ) -> Result<Page<AssignmentView>, StoreError>;

    /// One assignment.
    fn assignment(&mut self, id: AssignmentId) -> Result<Option<AssignmentView>, StoreError>;

    /// Stores an assignment.
    ///
    /// # Errors
    /// `Violated(AlreadyAssigned)` when it exists, `Violated(UnknownReference)` when section or subject do not.
    fn add_assignment(&mut self, assigned: &Assigned) -> Result<(), StoreError>;

    /// Ends an assignment.
    fn end_assignment(&mut self, ended: &Unassigned) -> Result<(), StoreError>;
}

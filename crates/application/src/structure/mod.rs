//! Years, terms, grade levels, subjects, sections, placements and teaching assignments.

mod assignments;
mod catalog;
mod catalog_records;
mod delete;
mod placement;
mod ports;
mod sections;

pub use assignments::{AssignError, AssignTeacher, EndAssignmentError, ReadAssignmentsError};
pub use catalog::{CatalogRecord, ReadCatalogError, SaveCatalogError};
pub use delete::DeleteError;
pub(crate) use placement::place_for_enrollment;
pub use placement::{PlaceError, PlaceStudent, RemovePlacementError};
pub use ports::{
    AssignmentFilter, AssignmentView, Assignments, Dependent, GradeLevels, PlacementView, Placements,
    SchoolYearView, SchoolYears, SectionFilter, SectionSort, SectionView, Sections, SubjectSort, Subjects,
    Terms,
};
pub use sections::{OpenSection, ReadSectionError, SaveSectionError};

use crate::App;

/// The use cases of the school's structure.
#[derive(Clone, Copy)]
pub struct Structure<'a>(pub(crate) &'a App);

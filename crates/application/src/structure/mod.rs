//! Years, terms, grade levels, subjects, sections, placements and teaching assignments.

mod placement;
mod ports;

pub(crate) use placement::place_for_enrollment;
pub use ports::{
    AssignmentView, Assignments, Dependent, GradeLevels, PlacementView, Placements, SchoolYears,
    SectionFilter, SectionSort, SectionView, Sections, Subjects, Terms,
};

use crate::App;

/// The use cases of the school's structure.
#[derive(Clone, Copy)]
pub struct Structure<'a>(pub(crate) &'a App);

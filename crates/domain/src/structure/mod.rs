//! How a school is built: years and terms, grade levels, subjects, sections, who is placed in a section
//! and who teaches there.

mod assignment;
mod catalog;
mod placement;
mod section;

pub use assignment::{Assigned, Assignment, AssignmentRefused, Unassigned};
pub use catalog::{
    CatalogDeleted, CatalogSaved, GradeLevel, Period, PeriodRefused, SchoolYear, Subject, SubjectCode, Term,
    TermRefused, Versioned,
};
pub use placement::{NewPlacement, Placed, Placement, PlacementRefused, Removed};
pub use section::{
    Capacity, CapacityRefused, Section, SectionDeleted, SectionFacts, SectionRefused, SectionSaved,
};

use crate::Id;

/// Identifies a school year.
pub type SchoolYearId = Id<SchoolYear>;
/// Identifies a term.
pub type TermId = Id<Term>;
/// Identifies a grade level.
pub type GradeLevelId = Id<GradeLevel>;
/// Identifies a subject.
pub type SubjectId = Id<Subject>;
/// Identifies a section.
pub type SectionId = Id<Section>;
/// Identifies a placement.
pub type PlacementId = Id<Placement>;
/// Identifies a teaching assignment.
pub type AssignmentId = Id<Assignment>;

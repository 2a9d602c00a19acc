use application::structure::{
    AssignError, DeleteError, Dependent, EndAssignmentError, PlaceError, ReadAssignmentsError,
    ReadCatalogError, ReadSectionError, RemovePlacementError, SaveCatalogError, SaveSectionError,
};
use domain::structure::{AssignmentRefused, PeriodRefused, SectionRefused};
use serde_json::json;

use crate::problem::Problem;

impl From<ReadCatalogError> for Problem {
    fn from(error: ReadCatalogError) -> Self {
        match error {
            ReadCatalogError::NotFound => Self::not_found(),
            ReadCatalogError::Denied(denied) => denied.into(),
            ReadCatalogError::Store(failure) => failure.into(),
        }
    }
}

impl From<SaveCatalogError> for Problem {
    fn from(error: SaveCatalogError) -> Self {
        let detail = error.to_string();
        match error {
            SaveCatalogError::NotFound => Self::not_found(),
            SaveCatalogError::Denied(denied) => denied.into(),
            SaveCatalogError::Stale(stale) => stale.into(),
            SaveCatalogError::Period(refused) => refused.into(),
            SaveCatalogError::UnknownSchoolYear => Self::field("school_year_id", "unknown", detail),
            SaveCatalogError::SchoolYearsOverlap => {
                Self::conflict("school_years_overlap", detail).about("starts_on")
            }
            SaveCatalogError::SchoolYearNameTaken => {
                Self::conflict("school_year_name_taken", detail).about("name")
            }
            SaveCatalogError::TermOutsideSchoolYear => {
                Self::conflict("term_outside_school_year", detail).about("starts_on")
            }
            SaveCatalogError::TermsOverlap => Self::conflict("terms_overlap", detail).about("starts_on"),
            SaveCatalogError::TermNameTaken => Self::conflict("term_name_taken", detail).about("name"),
            SaveCatalogError::GradeLevelCodeTaken => {
                Self::conflict("grade_level_code_taken", detail).about("code")
            }
            SaveCatalogError::GradeLevelPositionTaken => {
                Self::conflict("grade_level_position_taken", detail).about("position")
            }
            SaveCatalogError::SubjectCodeTaken => Self::conflict("subject_code_taken", detail).about("code"),
            SaveCatalogError::Store(failure) => failure.into(),
        }
    }
}

impl From<PeriodRefused> for Problem {
    fn from(refused: PeriodRefused) -> Self {
        Self::field("ends_on", "ends_before_start", refused.to_string())
    }
}

impl From<DeleteError> for Problem {
    fn from(error: DeleteError) -> Self {
        let detail = error.to_string();
        match error {
            DeleteError::NotFound => Self::not_found(),
            DeleteError::Denied(denied) => denied.into(),
            DeleteError::Stale(stale) => stale.into(),
            DeleteError::InUse(dependents) => {
                let named = dependents
                    .iter()
                    .map(|Dependent { kind, count }| json!({ "kind": kind, "count": count }));
                Self::conflict("in_use", detail).with("dependents", named.collect::<Vec<_>>())
            }
            DeleteError::Store(failure) => failure.into(),
        }
    }
}

impl From<ReadSectionError> for Problem {
    fn from(error: ReadSectionError) -> Self {
        match error {
            ReadSectionError::NotFound => Self::not_found(),
            ReadSectionError::Denied(denied) => denied.into(),
            ReadSectionError::Store(failure) => failure.into(),
        }
    }
}

impl From<SaveSectionError> for Problem {
    fn from(error: SaveSectionError) -> Self {
        let detail = error.to_string();
        match error {
            SaveSectionError::NotFound => Self::not_found(),
            SaveSectionError::Denied(denied) => denied.into(),
            SaveSectionError::Refused(refused) => refused.into(),
            SaveSectionError::NameTaken => Self::conflict("section_name_taken", detail).about("name"),
            SaveSectionError::UnknownReference => Self::field("school_year_id", "unknown", detail),
            SaveSectionError::Store(failure) => failure.into(),
        }
    }
}

impl From<SectionRefused> for Problem {
    fn from(refused: SectionRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            SectionRefused::Stale(stale) => stale.into(),
            SectionRefused::AdviserNotATeacher => Self::field("adviser_id", "not_a_teacher", detail),
            SectionRefused::BelowEnrolled { enrolled } => {
                Self::conflict("below_enrolled", detail).about("capacity").with("enrolled", enrolled)
            }
        }
    }
}

impl From<PlaceError> for Problem {
    fn from(error: PlaceError) -> Self {
        match error {
            PlaceError::NotFound => Self::not_found(),
            PlaceError::Denied(denied) => denied.into(),
            PlaceError::Refused(refused) => refused.into(),
            PlaceError::PlacedMeanwhile => Self::conflict("placed_meanwhile", error.to_string()),
            PlaceError::Store(failure) => failure.into(),
        }
    }
}

impl From<RemovePlacementError> for Problem {
    fn from(error: RemovePlacementError) -> Self {
        match error {
            RemovePlacementError::NotFound => Self::not_found(),
            RemovePlacementError::Denied(denied) => denied.into(),
            RemovePlacementError::Store(failure) => failure.into(),
        }
    }
}

impl From<ReadAssignmentsError> for Problem {
    fn from(error: ReadAssignmentsError) -> Self {
        match error {
            ReadAssignmentsError::Denied(denied) => denied.into(),
            ReadAssignmentsError::Store(failure) => failure.into(),
        }
    }
}

impl From<AssignError> for Problem {
    fn from(error: AssignError) -> Self {
        let detail = error.to_string();
        match error {
            AssignError::NotFound => Self::not_found(),
            AssignError::Denied(denied) => denied.into(),
            AssignError::Refused(AssignmentRefused::NotATeacher) => {
                Self::field("teacher_id", "not_a_teacher", detail)
            }
            AssignError::UnknownSubject => Self::field("subject_id", "unknown", detail),
            AssignError::AlreadyAssigned => Self::conflict("already_assigned", detail),
            AssignError::Store(failure) => failure.into(),
        }
    }
}

impl From<EndAssignmentError> for Problem {
    fn from(error: EndAssignmentError) -> Self {
        match error {
            EndAssignmentError::NotFound => Self::not_found(),
            EndAssignmentError::Denied(denied) => denied.into(),
            EndAssignmentError::Store(failure) => failure.into(),
        }
    }
}

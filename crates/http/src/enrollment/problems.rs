use application::enrollment::{AdvanceError, AdvanceManyError, ReadProgressError, SubmitError};
use domain::{enrollment::IllegalMove, structure::PlacementRefused};
use serde_json::json;

use crate::problem::Problem;

impl From<ReadProgressError> for Problem {
    fn from(error: ReadProgressError) -> Self {
        match error {
            ReadProgressError::NotFound => Self::not_found(),
            ReadProgressError::Denied(denied) => denied.into(),
            ReadProgressError::Store(failure) => failure.into(),
        }
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Denied(denied) => denied.into(),
            SubmitError::NotAStudent => Self::field("student_id", "not_a_student", error.to_string()),
            SubmitError::UnknownReference => Self::field("school_year_id", "unknown", error.to_string()),
            SubmitError::AlreadyExists => Self::conflict("application_exists", error.to_string()),
            SubmitError::Store(failure) => failure.into(),
        }
    }
}

impl From<AdvanceError> for Problem {
    fn from(error: AdvanceError) -> Self {
        match error {
            AdvanceError::NotFound => Self::not_found(),
            AdvanceError::Denied(denied) => denied.into(),
            AdvanceError::Stale(stale) => stale.into(),
            AdvanceError::IllegalMove(illegal) => illegal.into(),
            AdvanceError::UnknownSection => Self::field("section_id", "unknown", error.to_string()),
            AdvanceError::Placement(refused) => refused.into(),
            AdvanceError::PlacedMeanwhile => Self::conflict("placed_meanwhile", error.to_string()),
            AdvanceError::Store(failure) => failure.into(),
        }
    }
}

impl From<AdvanceManyError> for Problem {
    fn from(error: AdvanceManyError) -> Self {
        match error {
            AdvanceManyError::Refused(problems) => {
                let detail = format!("{} of the applications cannot move, so none did.", problems.len());
                let refused: Vec<_> = problems
                    .into_iter()
                    .map(|one| {
                        let student = one.student;
                        let body = Self::from(one.error).body("", "");
                        json!({ "student_id": student, "code": body.code, "detail": body.detail, "more": body.more })
                    })
                    .collect();
                Self::conflict("bulk_refused", detail).with("refused", refused)
            }
            AdvanceManyError::NamedTwice => Self::field("moves", "named_twice", error.to_string()),
            AdvanceManyError::Denied(denied) => denied.into(),
            AdvanceManyError::Store(failure) => failure.into(),
        }
    }
}

impl From<IllegalMove> for Problem {
    fn from(illegal: IllegalMove) -> Self {
        let allowed: Vec<_> = illegal.allowed_next().iter().map(|status| status.code()).collect();
        Self::conflict("illegal_move", illegal.to_string()).with("allowed_next", allowed)
    }
}

impl From<PlacementRefused> for Problem {
    fn from(refused: PlacementRefused) -> Self {
        match refused {
            PlacementRefused::NotAStudent => Self::field("student_id", "not_a_student", refused.to_string()),
            PlacementRefused::SectionFull => Self::conflict("section_full", refused.to_string()),
            PlacementRefused::AlreadyHere => Self::conflict("already_placed", refused.to_string()),
            PlacementRefused::PlacedElsewhere { section } => {
                Self::conflict("placed_elsewhere", refused.to_string()).with("section_id", section)
            }
        }
    }
}

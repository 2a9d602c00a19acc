use application::tasks::{
    ChangeTaskError, DeleteTaskError, DraftError, GradeError, HandInError, ReadSubmissionError,
    ReadTaskError, ReturnScoresError, SetTaskError, SubmissionView, TaskFileError,
};
use domain::{
    Stale,
    tasks::{ClosingRefused, DraftRefused, HandInRefused, ScoreRefused, TaskRefused},
};
use serde_json::json;

use crate::problem::Problem;

impl From<ReadTaskError> for Problem {
    fn from(error: ReadTaskError) -> Self {
        match error {
            ReadTaskError::NotFound => Self::not_found(),
            ReadTaskError::Denied(denied) => denied.into(),
            ReadTaskError::Store(failure) => failure.into(),
        }
    }
}

impl From<SetTaskError> for Problem {
    fn from(error: SetTaskError) -> Self {
        match error {
            SetTaskError::Denied(denied) => denied.into(),
            SetTaskError::Gone => Self::not_found(),
            SetTaskError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangeTaskError> for Problem {
    fn from(error: ChangeTaskError) -> Self {
        match error {
            ChangeTaskError::NotFound => Self::not_found(),
            ChangeTaskError::Denied(denied) => denied.into(),
            ChangeTaskError::Refused(refused) => refused.into(),
            ChangeTaskError::Closing(refused) => refused.into(),
            ChangeTaskError::Store(failure) => failure.into(),
        }
    }
}

impl From<TaskRefused> for Problem {
    fn from(refused: TaskRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            TaskRefused::Stale(stale) => stale.into(),
            TaskRefused::HasSubmissions => Self::conflict("has_submissions", detail).about("status"),
            TaskRefused::ScoresExceedPoints { highest } => Self::conflict("scores_exceed_points", detail)
                .about("points")
                .with("highest", highest.value()),
        }
    }
}

impl From<ClosingRefused> for Problem {
    fn from(refused: ClosingRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            ClosingRefused::ClosesBeforeDue => Self::field("closes_at", "closes_before_due", detail),
            ClosingRefused::OutOfReach => Self::field("due_at", "out_of_range", detail),
        }
    }
}

impl From<DeleteTaskError> for Problem {
    fn from(error: DeleteTaskError) -> Self {
        let detail = error.to_string();
        match error {
            DeleteTaskError::NotFound => Self::not_found(),
            DeleteTaskError::Denied(denied) => denied.into(),
            DeleteTaskError::Stale(stale) => stale.into(),
            DeleteTaskError::InUse { hand_ins } => {
                let dependents = json!([{ "kind": "submission", "count": hand_ins }]);
                Self::conflict("in_use", detail).with("dependents", dependents)
            }
            DeleteTaskError::Store(failure) => failure.into(),
        }
    }
}

impl From<DraftError> for Problem {
    fn from(error: DraftError) -> Self {
        let detail = error.to_string();
        match error {
            DraftError::NotFound => Self::not_found(),
            DraftError::Denied(denied) => denied.into(),
            DraftError::Refused(DraftRefused::Stale(stale)) => stale.into(),
            DraftError::Refused(DraftRefused::Text) => Self::field("text", "invalid", detail),
            DraftError::Store(failure) => failure.into(),
        }
    }
}

impl From<HandInError> for Problem {
    fn from(error: HandInError) -> Self {
        let detail = error.to_string();
        match error {
            HandInError::NotFound => Self::not_found(),
            HandInError::Denied(denied) => denied.into(),
            HandInError::Refused(HandInRefused::Closed { closed_at }) => {
                Self::conflict("task_closed", detail).with("closed_at", closed_at)
            }
            HandInError::Refused(HandInRefused::Nothing) => Self::field("text", "invalid", detail),
            HandInError::UnknownFile => Self::field("file_ids", "unknown", detail),
            HandInError::Store(failure) => failure.into(),
        }
    }
}

impl From<ReadSubmissionError> for Problem {
    fn from(error: ReadSubmissionError) -> Self {
        match error {
            ReadSubmissionError::NotFound => Self::not_found(),
            ReadSubmissionError::Denied(denied) => denied.into(),
            ReadSubmissionError::Store(failure) => failure.into(),
        }
    }
}

impl From<GradeError> for Problem {
    fn from(error: GradeError) -> Self {
        let detail = error.to_string();
        match error {
            GradeError::NotFound => Self::not_found(),
            GradeError::Denied(denied) => denied.into(),
            GradeError::Stale { stale, current } => graded_meanwhile(stale, &current),
            GradeError::Score(ScoreRefused::NotAScore) => Self::field("score", "invalid", detail),
            GradeError::Score(ScoreRefused::AbovePoints { points: _ }) | GradeError::AbovePoints => {
                Self::field("score", "above_points", detail)
            }
            GradeError::NotLatest { newest } => Self::conflict("not_latest", detail).with("newest", newest),
            GradeError::NotGraded => Self::conflict("not_graded", detail),
            GradeError::Store(failure) => failure.into(),
        }
    }
}

/// Shows whoever came too late what the other has said.
fn graded_meanwhile(stale: Stale, current: &SubmissionView) -> Problem {
    let judged = &current.submission.state;
    let grade = judged.grade();
    let current = json!({
        "score": grade.map(|grade| grade.score.value()),
        "comment": grade.and_then(|grade| grade.comment.as_ref()).map(ToString::to_string),
        "graded_by_name": current.graded_by_name,
        "graded_at": grade.map(|grade| grade.graded_at),
        "returned_at": judged.returned_at(),
    });
    Problem::from(stale).with("current", current)
}

impl From<ReturnScoresError> for Problem {
    fn from(error: ReturnScoresError) -> Self {
        match error {
            ReturnScoresError::NotFound => Self::not_found(),
            ReturnScoresError::Denied(denied) => denied.into(),
            ReturnScoresError::Store(failure) => failure.into(),
        }
    }
}

impl From<TaskFileError> for Problem {
    fn from(error: TaskFileError) -> Self {
        let detail = error.to_string();
        match error {
            TaskFileError::NotFound => Self::not_found(),
            TaskFileError::Denied(denied) => denied.into(),
            TaskFileError::Refused(refused) => refused.into(),
            TaskFileError::TooMany => Self::conflict("too_many_files", detail).about("file"),
            TaskFileError::Begin(refused) => refused.into(),
            TaskFileError::Accept(refused) => refused.into(),
            TaskFileError::Store(failure) => failure.into(),
        }
    }
}

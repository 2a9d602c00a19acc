use chrono::{DateTime, Utc};

use super::{Answer, Points, Score, ScoreRefused, SubmissionId, TaskId};
use crate::{
    Lines, Stale, Version,
    access::{GradeSubmission, Permitted, ReturnScores},
    identity::UserId,
    structure::{SectionId, SubjectId},
};

/// What a teacher says about a hand-in.
pub type Comment = Lines<5_000>;

/// One version of what a student handed in for a task. What was handed in never changes; how it is judged does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Submission {
    /// Identifies the hand-in.
    pub id: SubmissionId,
    /// For which task.
    pub task: TaskId,
    /// The section of the task.
    pub section: SectionId,
    /// The subject of the task.
    pub subject: SubjectId,
    /// Who handed it in.
    pub student: UserId,
    /// Which version of the student's work it is, from 1.
    pub number: u32,
    /// What the student wrote.
    pub text: Option<Answer>,
    /// When it came.
    pub submitted_at: DateTime<Utc>,
    /// Whether that was after the task was due.
    pub late: bool,
    /// The most that the task gives.
    pub points: Points,
    /// How it is judged.
    pub state: SubmissionState,
    /// How often it has been written.
    pub version: Version,
}

/// How a hand-in is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum SubmissionState {
    /// Not yet.
    HandedIn,
    /// It has a score that the student does not see yet.
    Graded(Grade),
    /// The student sees the score.
    Returned {
        /// The score, and what is said about it.
        grade: Grade,
        /// Since when the student sees it.
        returned_at: DateTime<Utc>,
    },
}

/// A score and what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Grade {
    /// What it was worth.
    pub score: Score,
    /// What the teacher says about it.
    pub comment: Option<Comment>,
    /// Who graded it.
    pub graded_by: UserId,
    /// When.
    pub graded_at: DateTime<Utc>,
}

/// How far a hand-in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubmissionStatus {
    /// It waits for a score.
    HandedIn,
    /// It has one.
    Graded,
    /// The student sees it.
    Returned,
}

/// Why a hand-in stayed as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GradeRefused {
    /// It was graded by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is not worth so much.
    #[error(transparent)]
    Score(#[from] ScoreRefused),
    /// The student has handed in a newer version.
    #[error("the student has handed in a newer version, number {newest}")]
    NotLatest {
        /// The number of the newest.
        newest: u32,
    },
    /// There is no score to return.
    #[error("the hand-in has no score yet")]
    NotGraded,
}

/// A hand-in as it must be stored.
#[derive(Clone, Debug)]
pub struct SubmissionSaved(Submission);

/// That the scores of a task are returned.
#[derive(Clone, Debug)]
pub struct ScoresReturned {
    task: TaskId,
    returned_at: DateTime<Utc>,
}

impl ScoresReturned {
    /// Of which task.
    pub const fn task(&self) -> TaskId {
        self.task
    }
    /// When.
    pub const fn returned_at(&self) -> DateTime<Utc> {
        self.returned_at
    }
}

impl Permitted<ReturnScores> {
    /// Lets the students see the scores of the task that were given and not returned yet.
    pub fn give_back_all(self, now: DateTime<Utc>) -> ScoresReturned {
        ScoresReturned { task: self.into_target().id, returned_at: now }
    }
}

impl SubmissionStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::HandedIn, Self::Graded, Self::Returned];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HandedIn => "handed_in",
            Self::Graded => "graded",
            Self::Returned => "returned",
        }
    }
}

impl SubmissionState {
    /// The status, without what belongs to it.
    pub const fn status(&self) -> SubmissionStatus {
        match self {
            Self::HandedIn => SubmissionStatus::HandedIn,
            Self::Graded(_) => SubmissionStatus::Graded,
            Self::Returned { .. } => SubmissionStatus::Returned,
        }
    }

    /// The score and what is said about it, whoever may see it.
    pub const fn grade(&self) -> Option<&Grade> {
        match self {
            Self::HandedIn => None,
            Self::Graded(grade) | Self::Returned { grade, .. } => Some(grade),
        }
    }

    /// Since when the student sees the score.
    pub const fn returned_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::HandedIn | Self::Graded(_) => None,
            Self::Returned { returned_at, .. } => Some(*returned_at),
        }
    }
}

impl SubmissionSaved {
    /// The hand-in as it is now.
    pub const fn submission(&self) -> &Submission {
        &self.0
    }
    /// The hand-in as it is now, after it was stored.
    pub fn into_submission(self) -> Submission {
        self.0
    }
}

impl Permitted<GradeSubmission> {
    /// Gives a score, or another one, from version `expected`. A score that the student has seen stays seen.
    /// `newest` is the number of the student's newest hand-in for the task.
    pub fn grade(
        self,
        (score, comment): (f64, Option<Comment>),
        expected: Version,
        newest: u32,
        (graded_by, graded_at): (UserId, DateTime<Utc>),
    ) -> Result<SubmissionSaved, GradeRefused> {
        let submission = self.into_target();
        submission.version.check(expected)?;
        if newest > submission.number {
            return Err(GradeRefused::NotLatest { newest });
        }
        let grade = Grade { score: Score::try_new(score, submission.points)?, comment, graded_by, graded_at };
        let state = match submission.state {
            SubmissionState::HandedIn | SubmissionState::Graded(_) => SubmissionState::Graded(grade),
            SubmissionState::Returned { returned_at, .. } => SubmissionState::Returned { grade, returned_at },
        };
        Ok(SubmissionSaved(Submission { state, version: submission.version.next(), ..submission }))
    }

    /// Lets the student see the score, from version `expected`. What was returned already stays as it is, with
    /// the moment at which it was.
    pub fn give_back(self, expected: Version, now: DateTime<Utc>) -> Result<SubmissionSaved, GradeRefused> {
        let submission = self.into_target();
        submission.version.check(expected)?;
        match submission.state {
            SubmissionState::HandedIn => Err(GradeRefused::NotGraded),
            SubmissionState::Returned { .. } => Ok(SubmissionSaved(submission)),
            SubmissionState::Graded(grade) => {
                let (state, version) =
                    (SubmissionState::Returned { grade, returned_at: now }, submission.version.next());
                Ok(SubmissionSaved(Submission { state, version, ..submission }))
            }
        }
    }
}

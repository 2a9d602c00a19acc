use chrono::{DateTime, Utc};

use super::{Answer, Submission, SubmissionId, SubmissionState, Task, TaskState};
use crate::{Version, access::Permitted, files::FileId, identity::UserId};

/// A task as one student meets it: the target of everything that a student does with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandIn {
    /// The task.
    pub task: Task,
    /// Who hands in.
    pub student: UserId,
}

/// What a student has prepared and not handed in yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What the student wrote so far; as it was typed, half-finished.
    pub text: String,
    /// How often it has been written. One that was never written is empty and at the first version.
    pub version: Version,
    /// When it was written.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A hand-in that is about to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubmission {
    /// What is stored.
    pub submission: Submission,
    /// The files that belong to it, in order.
    pub files: Vec<FileId>,
}

/// Why nothing was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandInRefused {
    /// The task accepts nothing any more.
    #[error("the task has closed")]
    Closed {
        /// When it closed.
        closed_at: DateTime<Utc>,
    },
    /// There is neither a text nor a file.
    #[error("write something or add a file")]
    Nothing,
}

impl Draft {
    /// The most characters of what a student prepares.
    pub const LONGEST: usize = 50_000;

    /// What there is before anything was written.
    pub const fn empty() -> Self {
        Self { text: String::new(), version: Version::FIRST, updated_at: None }
    }
}

impl Permitted<crate::access::HandIn> {
    /// Hands in version `number` of the student's work at `now`. A text of nothing but blanks is none.
    pub fn hand_in(
        self,
        id: SubmissionId,
        number: u32,
        text: Option<Answer>,
        files: Vec<FileId>,
        now: DateTime<Utc>,
    ) -> Result<NewSubmission, HandInRefused> {
        let HandIn { task, student } = self.into_target();
        let closing = task.facts.closing;
        if closing.is_closed(now) || task.state == TaskState::Draft {
            return Err(HandInRefused::Closed { closed_at: closing.closes_at() });
        }
        if text.is_none() && files.is_empty() {
            return Err(HandInRefused::Nothing);
        }
        let submission = Submission {
            id,
            task: task.id,
            section: task.section,
            subject: task.subject,
            student,
            number,
            text,
            submitted_at: now,
            late: closing.is_late(now),
            points: task.facts.points,
            state: SubmissionState::HandedIn,
            version: Version::FIRST,
        };
        Ok(NewSubmission { submission, files })
    }
}

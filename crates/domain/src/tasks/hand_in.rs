use chrono::{DateTime, Utc};

use super::{Answer, Submission, SubmissionId, SubmissionState, Task, TaskState};
use crate::{Stale, Version, access::Permitted, files::FileId, identity::UserId};

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

/// What a student has prepared, as it must be stored.
#[derive(Clone, Debug)]
pub struct DraftSaved(Draft);

/// Why what a student prepared stayed as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftRefused {
    /// It was written from elsewhere in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is too long, or holds what no text does.
    #[error("must have at most {} characters, and none that cannot be shown", Draft::LONGEST)]
    Text,
}

/// A hand-in that is about to be stored.
#[derive(Clone, Debug)]
pub struct NewSubmission {
    submission: Submission,
    files: Vec<FileId>,
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

impl DraftSaved {
    /// What is stored.
    pub const fn draft(&self) -> &Draft {
        &self.0
    }
}

impl NewSubmission {
    /// What is stored.
    pub const fn submission(&self) -> &Submission {
        &self.submission
    }
    /// The files that belong to it, in order.
    pub fn files(&self) -> &[FileId] {
        &self.files
    }
}

impl Permitted<crate::access::HandIn> {
    /// Writes what the student prepares over `before`, from version `expected`. That the task has closed does
    /// not keep anybody's words from being kept.
    pub fn write(
        self,
        before: &Draft,
        text: String,
        expected: Version,
        now: DateTime<Utc>,
    ) -> Result<DraftSaved, DraftRefused> {
        before.version.check(expected)?;
        if text.contains('\0') || text.chars().count() > Draft::LONGEST {
            return Err(DraftRefused::Text);
        }
        Ok(DraftSaved(Draft { text, version: before.version.next(), updated_at: Some(now) }))
    }

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

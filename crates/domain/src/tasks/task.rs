use chrono::{DateTime, Utc};

use super::{Closing, Instructions, Points, TaskId};
use crate::{
    Stale, Version,
    access::{ManageTask, Permitted},
    identity::UserId,
    notices::Title,
    structure::{SectionId, SubjectId},
};

/// A task that is about to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// For which section.
    pub section: SectionId,
    /// In which subject.
    pub subject: SubjectId,
    /// What the teacher says of it.
    pub facts: TaskFacts,
    /// Whether the section is to see it at once.
    pub publish: bool,
}

/// All tasks of a section, as one thing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionTasks(pub SectionId);

/// A task of a section in a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Task {
    /// Identifies the task.
    pub id: TaskId,
    /// For which section.
    pub section: SectionId,
    /// In which subject.
    pub subject: SubjectId,
    /// Who set it.
    pub author: UserId,
    /// What the teacher says of it.
    pub facts: TaskFacts,
    /// Whether the section sees it.
    pub state: TaskState,
    /// How often it has been written.
    pub version: Version,
}

/// What a teacher says of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TaskFacts {
    /// What it is called.
    pub title: Title,
    /// What there is to do.
    pub instructions: Option<Instructions>,
    /// The most that it gives.
    pub points: Points,
    /// Until when it is due, and accepted.
    pub closing: Closing,
}

/// Whether the section sees a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum TaskState {
    /// Only its teachers see it.
    Draft,
    /// The section sees it.
    Published {
        /// Since when.
        published_at: DateTime<Utc>,
    },
}

/// Whether the section sees a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum TaskStatus {
    /// Only its teachers see it.
    Draft,
    /// The section sees it.
    Published,
}

/// Why a task stayed as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefused {
    /// It was changed by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// What was handed in would be hidden from those who handed it in, or lost.
    #[error("students have handed in already, so the task stays published")]
    HasSubmissions,
    /// A score that was given would exceed the points.
    #[error("a score of {highest} was given already, so the task cannot give fewer points")]
    ScoresExceedPoints {
        /// The highest score that was given.
        highest: super::Score,
    },
}

/// A task as it must be stored.
#[derive(Clone, Debug)]
pub struct TaskSaved(Task);

/// A task that must go.
#[derive(Clone, Debug)]
pub struct TaskDeleted(Task);

impl TaskStatus {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Draft, Self::Published];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }
}

impl TaskState {
    /// The status, without what belongs to it.
    pub const fn status(self) -> TaskStatus {
        match self {
            Self::Draft => TaskStatus::Draft,
            Self::Published { .. } => TaskStatus::Published,
        }
    }

    /// Since when the section sees it.
    pub const fn published_at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Draft => None,
            Self::Published { published_at } => Some(published_at),
        }
    }

    /// The state after a teacher said whether the section is to see it.
    const fn shown(self, publish: bool, now: DateTime<Utc>) -> Self {
        match (self, publish) {
            (Self::Draft, true) => Self::Published { published_at: now },
            (_, false) => Self::Draft,
            (published @ Self::Published { .. }, true) => published,
        }
    }
}

impl TaskSaved {
    /// The task as it is now.
    pub const fn task(&self) -> &Task {
        &self.0
    }
    /// The task as it is now, after it was stored.
    pub fn into_task(self) -> Task {
        self.0
    }
}

impl TaskDeleted {
    /// The task as it was.
    pub const fn task(&self) -> &Task {
        &self.0
    }
}

impl Permitted<ManageTask<NewTask>> {
    /// Sets the task.
    pub fn create(self, id: TaskId, author: UserId, now: DateTime<Utc>) -> TaskSaved {
        let NewTask { section, subject, facts, publish } = self.into_target();
        let state = TaskState::Draft.shown(publish, now);
        TaskSaved(Task { id, section, subject, author, facts, state, version: Version::FIRST })
    }
}

impl Permitted<ManageTask> {
    /// Changes the task, from version `expected`. `highest` is the highest score that was given to what was
    /// handed in, `has_submissions` whether anything was.
    pub fn change(
        self,
        facts: TaskFacts,
        publish: bool,
        expected: Version,
        (has_submissions, highest): (bool, Option<super::Score>),
        now: DateTime<Utc>,
    ) -> Result<TaskSaved, TaskRefused> {
        let task = self.at(expected)?;
        if let Some(highest) = highest.filter(|highest| !highest.is_within(facts.points)) {
            return Err(TaskRefused::ScoresExceedPoints { highest });
        }
        if has_submissions && !publish {
            return Err(TaskRefused::HasSubmissions);
        }
        let (state, version) = (task.state.shown(publish, now), task.version.next());
        Ok(TaskSaved(Task { facts, state, version, ..task }))
    }

    /// The same task with other attachments, which are kept beside it.
    pub fn attach(self, expected: Version) -> Result<TaskSaved, TaskRefused> {
        let task = self.at(expected)?;
        Ok(TaskSaved(Task { version: task.version.next(), ..task }))
    }

    /// Deletes the task, from version `expected`. What was handed in is never deleted, and so neither is a task
    /// that anybody has handed in for.
    pub fn delete(self, expected: Version, has_submissions: bool) -> Result<TaskDeleted, TaskRefused> {
        let task = self.at(expected)?;
        if has_submissions { Err(TaskRefused::HasSubmissions) } else { Ok(TaskDeleted(task)) }
    }

    fn at(self, expected: Version) -> Result<Task, TaskRefused> {
        let task = self.into_target();
        task.version.check(expected)?;
        Ok(task)
    }
}

use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    files::FileId,
    identity::UserId,
    structure::{SectionId, SubjectId},
    tasks::{Score, SubmissionId, Task, TaskDeleted, TaskId, TaskSaved, TaskStatus},
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError, files::FileView};

/// A task with what is told of it besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// The task.
    pub task: Task,
    /// For which section.
    pub section_name: String,
    /// In which subject.
    pub subject_title: String,
    /// Who set it, given name first.
    pub author_name: String,
    /// What comes with it.
    pub attachments: Vec<FileView>,
    /// How far one student is with it, for whoever may know.
    pub mine: Option<Mine>,
    /// How far the section is with it, for those who teach it or lead the school.
    pub progress: Option<TaskProgress>,
}

/// How far a student is with a task: `None` while nothing was handed in, else the latest hand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// The latest hand-in.
    pub latest: Option<Latest>,
}

/// The latest hand-in of a student, as the student sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latest {
    /// Identifies the hand-in.
    pub submission: SubmissionId,
    /// When it came.
    pub submitted_at: DateTime<Utc>,
    /// Whether that was after the task was due.
    pub late: bool,
    /// The score, once it is returned.
    pub returned: Option<Score>,
}

/// How far a section is with a task. Each student counts once, by the latest hand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskProgress {
    /// Students who are placed in the section, or have handed in.
    pub expected: u32,
    /// Those who have handed in.
    pub handed_in: u32,
    /// Those who have handed in late.
    pub late: u32,
    /// Those whose hand-in has a score, returned or not.
    pub graded: u32,
    /// Those who see their score.
    pub returned: u32,
}

/// Which of the tasks a caller may see, and which the caller may grade.
#[derive(Clone, Debug)]
pub struct TaskScopes {
    /// Which of the published ones, asked for [`ReadTasks`](domain::access::ActionKind::ReadTasks).
    pub read: ReadScope,
    /// Which of the others, asked for [`ReadDraftTasks`](domain::access::ActionKind::ReadDraftTasks).
    pub drafts: Option<ReadScope>,
    /// Of which the caller grades what is handed in, asked for
    /// [`GradeSubmissions`](domain::access::ActionKind::GradeSubmissions).
    pub grade: Option<ReadScope>,
}

/// What a caller is told of a task besides the task.
#[derive(Clone, Debug, Default)]
pub struct TaskEyes {
    /// About whose work.
    pub student: Option<UserId>,
    /// Whose work the caller may know of, asked for
    /// [`ReadSubmissions`](domain::access::ActionKind::ReadSubmissions).
    pub submissions: Option<ReadScope>,
    /// Of which tasks the caller may know how far a section is, asked for
    /// [`ReadUnreturnedScores`](domain::access::ActionKind::ReadUnreturnedScores).
    pub scores: Option<ReadScope>,
}

/// Which tasks are wanted.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    /// Whose title contains this.
    pub query: Option<String>,
    /// Of this section.
    pub section: Option<SectionId>,
    /// In this subject.
    pub subject: Option<SubjectId>,
    /// With this status.
    pub status: Option<TaskStatus>,
    /// Due at this moment or later.
    pub due_from: Option<DateTime<Utc>>,
    /// Due before this moment.
    pub due_to: Option<DateTime<Utc>>,
    /// That concern this student: of the student's section, or handed in for. The list then tells of this
    /// student's work.
    pub student: Option<UserId>,
    /// Only those for which something waits for the caller's score, or only others.
    pub to_grade: Option<bool>,
    /// Only those that still accept something, or only others.
    pub open: Option<bool>,
}

/// What a list of tasks may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskSort {
    /// When they are due.
    DueAt,
    /// What they are called.
    Title,
}

/// The tasks that are kept.
pub trait Tasks {
    /// A part of the list within the scopes, at a moment.
    fn tasks(
        &mut self,
        scopes: &TaskScopes,
        eyes: &TaskEyes,
        filter: &TaskFilter,
        sort: &Sort<TaskSort>,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<TaskView>, StoreError>;

    /// One task.
    fn task(&mut self, id: TaskId, eyes: &TaskEyes) -> Result<Option<TaskView>, StoreError>;

    /// The task alone, which stays as it is until the unit of work ends; others may keep it so at the same time.
    fn task_kept(&mut self, id: TaskId) -> Result<Option<Task>, StoreError>;

    /// The task alone, locked until the unit of work ends.
    fn task_for_update(&mut self, id: TaskId) -> Result<Option<Task>, StoreError>;

    /// How often something was handed in for it, and the highest score that was given.
    fn judged(&mut self, id: TaskId) -> Result<(u32, Option<Score>), StoreError>;

    /// Stores a new task.
    fn add_task(&mut self, saved: &TaskSaved) -> Result<(), StoreError>;

    /// Stores a changed one. `Violated(ScoreAbovePoints)` when a score exceeds the points.
    fn save_task(&mut self, saved: &TaskSaved) -> Result<(), StoreError>;

    /// Deletes it, with what was prepared for it. The files of both are given up.
    fn delete_task(&mut self, deleted: &TaskDeleted) -> Result<(), StoreError>;

    /// What comes with it.
    fn attachments(&mut self, id: TaskId) -> Result<Vec<FileView>, StoreError>;

    /// Adds a file to what comes with it.
    fn attach_file(&mut self, id: TaskId, file: FileId) -> Result<(), StoreError>;

    /// Takes a file away and gives it up. `false` when it did not come with the task.
    fn detach_file(&mut self, id: TaskId, file: FileId) -> Result<bool, StoreError>;
}

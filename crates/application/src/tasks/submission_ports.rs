use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    files::FileId,
    identity::UserId,
    structure::SectionId,
    tasks::{
        Draft, DraftSaved, NewSubmission, ScoresReturned, Submission, SubmissionId, SubmissionSaved, Task,
        TaskId,
    },
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError, files::FileView};

/// A hand-in with what is told of it besides, before anybody's eyes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionView {
    /// The hand-in, with its score.
    pub submission: Submission,
    /// For which task.
    pub task_title: String,
    /// Who handed it in, given name first.
    pub student_name: String,
    /// Its files, in order.
    pub files: Vec<FileView>,
    /// Who graded it, given name first.
    pub graded_by_name: Option<String>,
    /// What its receipt is called; no other of the school has the same number.
    pub receipt_number: i64,
    /// Whether the student has handed in nothing newer.
    pub is_latest: bool,
}

/// Which hand-ins are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct SubmissionFilter {
    /// For this task.
    pub task: Option<TaskId>,
    /// Of this student.
    pub student: Option<UserId>,
    /// For tasks of this section.
    pub section: Option<SectionId>,
    /// Whose score the student sees, or only others.
    pub returned: Option<bool>,
    /// Also those that are not a student's latest.
    pub earlier: bool,
}

/// What a list of hand-ins may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionSort {
    /// When they came.
    SubmittedAt,
}

/// Who is wanted of those who are to hand in.
#[derive(Clone, Debug, Default)]
pub struct RosterFilter {
    /// Whose name contains this.
    pub query: Option<String>,
    /// Who are so far.
    pub status: Option<RosterStatus>,
}

/// How far a student is with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterStatus {
    /// Nothing was handed in.
    Missing,
    /// The latest hand-in waits for a score.
    HandedIn,
    /// The latest hand-in came late.
    Late,
    /// The latest hand-in has a score that the student does not see.
    Graded,
    /// The student sees the score of the latest hand-in.
    Returned,
}

/// A student who is to hand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterLine {
    /// Who.
    pub student: UserId,
    /// The name, given name first.
    pub student_name: String,
    /// The latest hand-in.
    pub submission: Option<SubmissionView>,
}

/// Whose scores of a task are to be returned.
#[derive(Clone, Debug)]
pub enum ToReturn {
    /// The latest hand-ins of all students.
    Latest,
    /// These hand-ins.
    These(Vec<SubmissionId>),
}

/// What was handed in.
pub trait Submissions {
    /// A part of the list within the scope, asked for
    /// [`ReadSubmissions`](domain::access::ActionKind::ReadSubmissions).
    fn submissions(
        &mut self,
        scope: &ReadScope,
        filter: &SubmissionFilter,
        sort: &Sort<SubmissionSort>,
        page: PageRequest,
    ) -> Result<Page<SubmissionView>, StoreError>;

    /// One hand-in.
    fn submission(&mut self, id: SubmissionId) -> Result<Option<SubmissionView>, StoreError>;

    /// The same, locked until the unit of work ends.
    fn submission_for_update(&mut self, id: SubmissionId) -> Result<Option<SubmissionView>, StoreError>;

    /// The number of the student's latest hand-in for a task; 0 when there is none.
    fn latest_number(&mut self, task: TaskId, student: UserId) -> Result<u32, StoreError>;

    /// Those who are placed in the section of the task or have handed in for it, by name.
    fn roster(
        &mut self,
        task: &Task,
        filter: &RosterFilter,
        page: PageRequest,
    ) -> Result<Page<RosterLine>, StoreError>;

    /// Stores a hand-in, which is its student's latest from now on.
    fn add_submission(&mut self, new: &NewSubmission) -> Result<(), StoreError>;

    /// Stores how a hand-in is judged. `Violated(ScoreAbovePoints)` when the score exceeds the points.
    fn save_submission(&mut self, saved: &SubmissionSaved) -> Result<(), StoreError>;

    /// Returns scores that were given and not returned yet, and says which hand-ins these are of.
    fn return_scores(
        &mut self,
        returned: &ScoresReturned,
        which: &ToReturn,
    ) -> Result<Vec<(SubmissionId, UserId)>, StoreError>;
}

/// What students have prepared and not handed in. Whoever changes it calls [`lock_work`](Self::lock_work) first.
pub trait Drafts {
    /// Keeps everybody else from writing and handing in this student's work for the task until the unit of
    /// work ends.
    fn lock_work(&mut self, task: TaskId, student: UserId) -> Result<(), StoreError>;

    /// What the student has prepared, without its files.
    fn draft(&mut self, task: TaskId, student: UserId) -> Result<Draft, StoreError>;

    /// The files that the student has prepared.
    fn draft_files(&mut self, task: TaskId, student: UserId) -> Result<Vec<FileView>, StoreError>;

    /// Stores what the student has prepared.
    fn save_draft(&mut self, task: TaskId, student: UserId, saved: &DraftSaved) -> Result<(), StoreError>;

    /// Empties what the student has prepared, as one more version of it, so that no page that still shows the old
    /// text writes it back. Files that were handed in stay; others are given up.
    fn empty_draft(&mut self, task: TaskId, student: UserId, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// Adds a file to what the student has prepared.
    fn add_draft_file(&mut self, task: TaskId, student: UserId, file: FileId) -> Result<(), StoreError>;

    /// Takes a file away from what the student has prepared, and gives it up unless it was handed in. `false`
    /// when it was not there.
    fn remove_draft_file(&mut self, task: TaskId, student: UserId, file: FileId) -> Result<bool, StoreError>;

    /// Those of the files that the student may hand in for the task: prepared, or handed in before.
    fn own_files(
        &mut self,
        task: TaskId,
        student: UserId,
        files: &[FileId],
    ) -> Result<Vec<FileId>, StoreError>;
}

use std::collections::HashSet;

use domain::{
    access::{Denied, HandIn},
    files::FileId,
    tasks::{self, Answer, HandInRefused, NewSubmission, SubmissionId, TaskId},
};
use serde_json::json;

use super::{ShownSubmission, TaskCases, drafts::who_works, submissions::for_eyes_of};
use crate::{AuditEntry, Caller, Constraint, StoreError, SubmissionNews};

/// Hands in the caller's work.
#[derive(Clone, Debug)]
pub struct HandInWork {
    /// For which task.
    pub task: TaskId,
    /// What the caller wrote.
    pub text: Option<Answer>,
    /// Files that the caller has prepared or handed in before, in order.
    pub files: Vec<FileId>,
}

/// Why nothing was handed in.
#[derive(Debug, thiserror::Error)]
pub enum HandInError {
    /// There is no such task.
    #[error("there is no such task")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] HandInRefused),
    /// A file is named twice, or is none that the caller has prepared.
    #[error("names a file twice, or one that you have not added")]
    UnknownFile,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for HandInError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownFile,
            other => Self::Store(other),
        }
    }
}

impl TaskCases<'_> {
    /// Hands in the caller's work, as one more version of it, and empties what the caller had prepared.
    pub fn hand_in(self, caller: &Caller, command: &HandInWork) -> Result<ShownSubmission, HandInError> {
        let (id, now) = (SubmissionId::from(self.0.ids.next()), self.0.clock.now());
        let shown = self.0.db.once(caller, |store| {
            let task = store.task_kept(command.task)?.ok_or(HandInError::NotFound)?;
            let student = who_works(caller, task.clone())?;
            store.lock_work(task.id, student)?;
            let own = store.own_files(task.id, student, &command.files)?;
            are_own(&command.files, &own)?;
            let number = store.latest_number(task.id, student)? + 1;
            let permitted = caller.may::<HandIn>(tasks::HandIn { task: task.clone(), student })?;
            let new = permitted.hand_in(id, number, command.text.clone(), command.files.clone(), now)?;
            store.add_submission(&new)?;
            store.empty_draft(task.id, student, now)?;
            self.0.audit_to(store, caller, &receipt(&new))?;
            let view = store.submission(id)?.ok_or(HandInError::NotFound)?;
            Ok::<_, HandInError>(for_eyes_of(caller.actor(), view))
        })?;
        self.announce_submission(&shown.view.submission, SubmissionNews::HandedIn);
        Ok(shown)
    }
}

/// Whether each file is the student's own, and named once.
fn are_own(named: &[FileId], own: &[FileId]) -> Result<(), HandInError> {
    let (different, own): (HashSet<_>, HashSet<_>) = (named.iter().collect(), own.iter().collect());
    if different.len() == named.len() && different == own { Ok(()) } else { Err(HandInError::UnknownFile) }
}

/// What is remembered of a hand-in: that it came, and not what it says.
fn receipt(new: &NewSubmission) -> AuditEntry {
    let submission = new.submission();
    let facts = json!({
        "task": submission.task, "number": submission.number, "late": submission.late, "files": new.files(),
    });
    AuditEntry::new("submission.handed_in", "submission", submission.id.uuid()).after(facts)
}

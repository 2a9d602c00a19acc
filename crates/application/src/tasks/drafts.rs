use chrono::{DateTime, Utc};
use domain::{
    Version,
    access::{Denied, HandIn},
    identity::UserId,
    tasks::{self, Draft, DraftRefused, Task, TaskId},
};

use super::TaskCases;
use crate::{Caller, StoreError, files::FileView};

/// What a student has prepared and not handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftView {
    /// What the student wrote.
    pub text: String,
    /// The files beside it.
    pub files: Vec<FileView>,
    /// How often the text has been written.
    pub version: Version,
    /// When it was written.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Why what a student prepared was not shown, or stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such task.
    #[error("there is no such task")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] DraftRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TaskCases<'_> {
    /// What the caller has prepared for a task.
    pub fn draft(self, caller: &Caller, id: TaskId) -> Result<DraftView, DraftError> {
        self.0.db.snapshot(|store| {
            let eyes = super::read::eyes_of(caller, None)?;
            let task = store.task(id, &eyes)?.ok_or(DraftError::NotFound)?.task;
            let student = who_works(caller, task)?;
            Ok(whole(store.draft(id, student)?, store.draft_files(id, student)?))
        })
    }

    /// Writes what the caller prepares. It is nobody else's business, and so not in the audit trail.
    pub fn save_draft(
        self,
        caller: &Caller,
        id: TaskId,
        expected: Version,
        text: &str,
    ) -> Result<DraftView, DraftError> {
        let now = self.0.clock.now();
        self.0.db.atomically(caller, |store| {
            let task = store.task_kept(id)?.ok_or(DraftError::NotFound)?;
            let student = who_works(caller, task.clone())?;
            store.lock_work(id, student)?;
            let before = store.draft(id, student)?;
            let permitted = caller.may::<HandIn>(tasks::HandIn { task, student })?;
            let saved = permitted.write(&before, text.to_owned(), expected, now)?;
            store.save_draft(id, student, &saved)?;
            Ok(whole(saved.draft().clone(), store.draft_files(id, student)?))
        })
    }
}

/// The caller as the student who works on the task.
pub(super) fn who_works(caller: &Caller, task: Task) -> Result<UserId, Denied> {
    let student = caller.id().ok_or(Denied::Hidden)?;
    caller.may::<HandIn>(tasks::HandIn { task, student })?;
    Ok(student)
}

pub(super) fn whole(draft: Draft, files: Vec<FileView>) -> DraftView {
    let Draft { text, version, updated_at } = draft;
    DraftView { text, files, version, updated_at }
}

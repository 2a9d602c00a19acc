use domain::{
    Version,
    access::{Denied, ManageTask},
    files::{Feature, FileId},
    tasks::{Task, TaskId, TaskRefused},
};
use serde_json::json;

use super::{ShownTask, TaskCases, TaskEyes, drafts::who_works, read::eyes_of};
use crate::{
    AuditEntry, Caller, Store, StoreError,
    files::{
        AcceptError, BeginError, Declared, Disposition, FilePlace, Landed, Link, LinkError, Upload,
        accept_upload,
    },
    tasks::DraftView,
};

/// Why a file of a task was not taken, or not taken away.
#[derive(Debug, thiserror::Error)]
pub enum TaskFileError {
    /// There is no such task, or no such file beside it.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] TaskRefused),
    /// There are as many files beside it as there may be.
    #[error("at most {} files can stand here", TaskCases::MOST_FILES)]
    TooMany,
    /// There is no room for it.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The file was not accepted.
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for TaskFileError {
    /// The room that a file takes is counted by the database, whichever statement makes it notice.
    fn from(error: StoreError) -> Self {
        match AcceptError::from(error) {
            AcceptError::Store(other) => Self::Store(other),
            refused => Self::Accept(refused),
        }
    }
}

impl TaskCases<'_> {
    /// The most files that come with a task, and that a student prepares for one.
    pub const MOST_FILES: usize = 20;

    /// Lets the bytes of a file come that is to go with a task.
    pub fn begin_attachment(
        self,
        caller: &Caller,
        id: TaskId,
        declared: &Declared,
    ) -> Result<Upload, TaskFileError> {
        self.0.db.atomically(caller, |store| {
            let task = store.task_kept(id)?.ok_or(TaskFileError::NotFound)?;
            caller.may::<ManageTask>(task.clone())?;
            if store.attachments(id)?.len() >= Self::MOST_FILES {
                return Err(TaskFileError::TooMany);
            }
            Ok(self.0.begin_upload(store, caller, Feature::TaskAttachment, task.section, declared)?)
        })
    }

    /// Adds a file that landed to what comes with a task.
    pub fn attach(self, caller: &Caller, id: TaskId, landed: &Landed) -> Result<ShownTask, TaskFileError> {
        self.change_attachments(caller, id, "task.file_attached", landed.file, |store| {
            let (file, _) = accept_upload(store, caller, Feature::TaskAttachment, landed)?;
            store.attach_file(id, file)?;
            Ok(())
        })
    }

    /// Takes a file away from what comes with a task.
    pub fn detach(self, caller: &Caller, id: TaskId, file: FileId) -> Result<ShownTask, TaskFileError> {
        self.change_attachments(caller, id, "task.file_removed", file, |store| {
            if store.detach_file(id, file)? { Ok(()) } else { Err(TaskFileError::NotFound) }
        })
    }

    fn change_attachments(
        self,
        caller: &Caller,
        id: TaskId,
        action: &'static str,
        file: FileId,
        change: impl Fn(&mut dyn Store) -> Result<(), TaskFileError>,
    ) -> Result<ShownTask, TaskFileError> {
        let eyes = eyes_of(caller, None)?;
        let shown = self.0.db.atomically(caller, |store| {
            let task: Task = store.task_for_update(id)?.ok_or(TaskFileError::NotFound)?;
            let version: Version = task.version;
            let changed = caller.may::<ManageTask>(task)?.attach(version)?;
            change(store)?;
            store.save_task(&changed)?;
            let entry = AuditEntry::new(action, "task", id.uuid()).after(json!({ "file": file }));
            self.0.audit_to(store, caller, &entry)?;
            let view = store.task(id, &eyes)?.ok_or(TaskFileError::NotFound)?;
            Ok::<_, TaskFileError>(self.shown(caller, view))
        })?;
        self.announce(&shown.view.task, None);
        Ok(shown)
    }

    /// An address of a file that comes with a task.
    pub fn link_attachment(
        self,
        caller: &Caller,
        id: TaskId,
        file: FileId,
        disposition: Disposition,
    ) -> Result<Link, LinkError> {
        let belongs = |place| place == FilePlace::Attachment(id);
        self.0.db.snapshot(|store| self.0.link(store, caller, file, belongs, disposition))
    }

    /// Lets the bytes of a file come that the caller prepares for a task.
    pub fn begin_draft_file(
        self,
        caller: &Caller,
        id: TaskId,
        declared: &Declared,
    ) -> Result<Upload, TaskFileError> {
        self.0.db.atomically(caller, |store| {
            let task = store.task_kept(id)?.ok_or(TaskFileError::NotFound)?;
            let section = task.section;
            let student = who_works(caller, task)?;
            if store.draft_files(id, student)?.len() >= Self::MOST_FILES {
                return Err(TaskFileError::TooMany);
            }
            Ok(self.0.begin_upload(store, caller, Feature::Submission, section, declared)?)
        })
    }

    /// Adds a file that landed to what the caller prepares.
    pub fn add_draft_file(
        self,
        caller: &Caller,
        id: TaskId,
        landed: &Landed,
    ) -> Result<DraftView, TaskFileError> {
        self.change_draft_files(caller, id, |store, student| {
            let (file, _) = accept_upload(store, caller, Feature::Submission, landed)?;
            store.add_draft_file(id, student, file)?;
            Ok(())
        })
    }

    /// Takes a file away from what the caller prepares.
    pub fn remove_draft_file(
        self,
        caller: &Caller,
        id: TaskId,
        file: FileId,
    ) -> Result<DraftView, TaskFileError> {
        self.change_draft_files(caller, id, |store, student| {
            if store.remove_draft_file(id, student, file)? { Ok(()) } else { Err(TaskFileError::NotFound) }
        })
    }

    fn change_draft_files(
        self,
        caller: &Caller,
        id: TaskId,
        change: impl Fn(&mut dyn Store, domain::identity::UserId) -> Result<(), TaskFileError>,
    ) -> Result<DraftView, TaskFileError> {
        self.0.db.atomically(caller, |store| {
            let task = store.task_kept(id)?.ok_or(TaskFileError::NotFound)?;
            let student = who_works(caller, task)?;
            store.lock_work(id, student)?;
            change(store, student)?;
            Ok(super::drafts::whole(store.draft(id, student)?, store.draft_files(id, student)?))
        })
    }

    /// An address of a file that the caller prepares.
    pub fn link_draft_file(
        self,
        caller: &Caller,
        id: TaskId,
        file: FileId,
        disposition: Disposition,
    ) -> Result<Link, LinkError> {
        let belongs = |student| {
            move |place| match place {
                FilePlace::Draft(task, owner) => task == id && owner == student,
                // What was handed in before may stand in the next version too.
                FilePlace::Submission(_) => true,
                FilePlace::Module(_) | FilePlace::Attachment(_) | FilePlace::Message { .. } => false,
            }
        };
        self.0.db.snapshot(|store| {
            let task = store.task(id, &TaskEyes::default())?.ok_or(LinkError::NotFound)?.task;
            let student = who_works(caller, task)?;
            self.0.link(store, caller, file, belongs(student), disposition)
        })
    }

    /// An address of a file that was handed in.
    pub fn link_submitted_file(
        self,
        caller: &Caller,
        id: domain::tasks::SubmissionId,
        file: FileId,
        disposition: Disposition,
    ) -> Result<Link, LinkError> {
        self.0.db.snapshot(|store| {
            let view = store.submission(id)?.ok_or(LinkError::NotFound)?;
            caller.may::<domain::access::ReadSubmission>(view.submission.clone())?;
            if !view.files.iter().any(|of| of.id == file) {
                return Err(LinkError::NotFound);
            }
            // The same file may also belong to a newer hand-in of the same student.
            let belongs = |place| matches!(place, FilePlace::Submission(_));
            self.0.link(store, caller, file, belongs, disposition)
        })
    }
}

use domain::{
    Stale, Version,
    access::{ActionKind, Denied, ManageTask},
    structure::{SectionId, SubjectId},
    tasks::{ClosingRefused, NewTask, TaskFacts, TaskId, TaskRefused, TaskSaved, TaskStatus},
};
use serde_json::json;

use super::{ShownTask, TaskCases, read::eyes_of};
use crate::{AuditEntry, Caller, Constraint, Store, StoreError};

/// Sets a task.
#[derive(Clone, Debug)]
pub struct SetTask {
    /// For which section.
    pub section: SectionId,
    /// In which subject.
    pub subject: SubjectId,
    /// What the teacher says of it.
    pub facts: TaskFacts,
    /// Whether the section is to see it at once.
    pub publish: bool,
}

/// Why a task was not set.
#[derive(Debug, thiserror::Error)]
pub enum SetTaskError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was deleted as soon as it was set.
    #[error("the task is gone")]
    Gone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a task is after a change: its facts, and whether the section sees it.
pub type TaskChanged = Result<(TaskFacts, TaskStatus), ClosingRefused>;

/// What makes the new facts of those that there are.
pub type TaskChange<'a> = &'a dyn Fn(TaskFacts, TaskStatus) -> TaskChanged;

/// Why a task stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeTaskError {
    /// There is no such task.
    #[error("there is no such task")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] TaskRefused),
    /// It would close before it is due, or no school plans so far ahead.
    #[error(transparent)]
    Closing(#[from] ClosingRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a task was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteTaskError {
    /// There is no such task.
    #[error("there is no such task")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// What was handed in for it would be lost.
    #[error("students have handed in already, so the task stays")]
    InUse {
        /// How often; 0 when only the database knows.
        hand_ins: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for DeleteTaskError {
    fn from(error: StoreError) -> Self {
        match error {
            // What is deleted refers to nothing that could be missing: it is referred to.
            StoreError::Violated(Constraint::InUse | Constraint::UnknownReference) => {
                Self::InUse { hand_ins: 0 }
            }
            other => Self::Store(other),
        }
    }
}

impl TaskCases<'_> {
    /// Lets those who set tasks see what a text will look like; whose text it is does not matter.
    pub fn preview(self, caller: &Caller) -> Result<(), Denied> {
        caller.scope(ActionKind::ManageTasks).map(drop)
    }

    /// Sets a task in a subject that the caller teaches.
    pub fn create(self, caller: &Caller, command: &SetTask) -> Result<ShownTask, SetTaskError> {
        caller.scope(ActionKind::ManageTasks)?;
        let author = caller.id().ok_or(Denied::Forbidden)?;
        let (id, now) = (TaskId::from(self.0.ids.next()), self.0.clock.now());
        let SetTask { section, subject, facts, publish } = command.clone();
        let new = NewTask { section, subject, facts, publish };
        let eyes = eyes_of(caller, None)?;
        let shown = self.0.db.once(caller, |store| {
            // Whoever teaches a subject in a section proves that there are both.
            let set = caller.may::<ManageTask<NewTask>>(new.clone())?.create(id, author, now);
            store.add_task(&set)?;
            let entry = AuditEntry::new("task.created", "task", id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(set.task())))?;
            self.plan(store, &set, None)?;
            let view = store.task(id, &eyes)?.ok_or(SetTaskError::Gone)?;
            Ok::<_, SetTaskError>(self.shown(caller, view))
        })?;
        self.announce(&shown.view.task, None);
        Ok(shown)
    }

    /// Changes a task: `change` makes the new facts of those that there are.
    pub fn change(
        self,
        caller: &Caller,
        id: TaskId,
        expected: Version,
        change: TaskChange<'_>,
    ) -> Result<ShownTask, ChangeTaskError> {
        let now = self.0.clock.now();
        let eyes = eyes_of(caller, None)?;
        let (before, shown) = self.0.db.atomically(caller, |store| {
            let before = store.task_for_update(id)?.ok_or(ChangeTaskError::NotFound)?;
            let permitted = caller.may::<ManageTask>(before.clone())?;
            before.version.check(expected).map_err(TaskRefused::from)?;
            let (facts, status) = change(before.facts.clone(), before.state.status())?;
            let (hand_ins, highest) = store.judged(id)?;
            let publish = status == TaskStatus::Published;
            let saved = permitted.change(facts, publish, expected, (hand_ins > 0, highest), now)?;
            store.save_task(&saved)?;
            self.audit_change(store, caller, (&json!(before), &json!(saved.task())), id)?;
            self.plan(store, &saved, Some(&before))?;
            let view = store.task(id, &eyes)?.ok_or(ChangeTaskError::NotFound)?;
            Ok::<_, ChangeTaskError>((before.state, self.shown(caller, view)))
        })?;
        self.announce(&shown.view.task, Some(before));
        Ok(shown)
    }

    fn audit_change(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        (before, after): (&serde_json::Value, &serde_json::Value),
        id: TaskId,
    ) -> Result<(), StoreError> {
        let entry = AuditEntry::new("task.changed", "task", id.uuid());
        self.0.audit_to(store, caller, &entry.before(before.clone()).after(after.clone()))
    }

    /// Deletes a task for which nobody has handed in, with what students have prepared for it.
    pub fn delete(self, caller: &Caller, id: TaskId, expected: Version) -> Result<(), DeleteTaskError> {
        let task = self.0.db.atomically(caller, |store| {
            let before = store.task_for_update(id)?.ok_or(DeleteTaskError::NotFound)?;
            let permitted = caller.may::<ManageTask>(before.clone())?;
            let (hand_ins, _) = store.judged(id)?;
            let deleted = permitted.delete(expected, hand_ins > 0).map_err(|refused| match refused {
                TaskRefused::Stale(stale) => DeleteTaskError::Stale(stale),
                TaskRefused::HasSubmissions | TaskRefused::ScoresExceedPoints { .. } => {
                    DeleteTaskError::InUse { hand_ins }
                }
            })?;
            store.delete_task(&deleted)?;
            let entry = AuditEntry::new("task.deleted", "task", id.uuid());
            self.0.audit_to(store, caller, &entry.before(json!(before)))?;
            Ok::<_, DeleteTaskError>(before)
        })?;
        self.announce(&task, None);
        Ok(())
    }
}

/// Whether the section sees the task.
pub(super) const fn is_published(saved: &TaskSaved) -> bool {
    saved.task().state.published_at().is_some()
}

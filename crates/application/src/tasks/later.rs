use chrono::TimeDelta;
use domain::tasks::{SubmissionId, Task, TaskSaved};

use super::{TaskCases, change::is_published};
use crate::{Store, StoreError, jobs::Job};

/// How long before it is due families are reminded of a task.
const REMINDER: TimeDelta = TimeDelta::hours(24);

impl TaskCases<'_> {
    /// Adds the jobs that tell families of a task: when the section begins to see it, and a day before it is due.
    pub(super) fn plan(
        self,
        store: &mut dyn Store,
        saved: &TaskSaved,
        before: Option<&Task>,
    ) -> Result<(), StoreError> {
        let (task, now) = (saved.task(), self.0.clock.now());
        if !is_published(saved) {
            return Ok(());
        }
        if before.is_none_or(|before| before.state.published_at().is_none()) {
            store.add_job(self.0.ids.next(), &Job::NotifyTask { task: task.id }, now, None)?;
        }
        let due_at = task.facts.closing.due_at();
        let at = due_at - REMINDER;
        if at <= now {
            return Ok(());
        }
        // A task whose due time is moved away and back has its reminder already.
        let key = format!("task due soon:{}:{}", task.id, due_at.timestamp_micros());
        store.add_job(self.0.ids.next(), &Job::TaskDueSoon { task: task.id, due_at }, at, Some(&key))
    }

    /// Adds the jobs that tell families that hand-ins were returned.
    pub(super) fn tell_of_returned(
        self,
        store: &mut dyn Store,
        submissions: impl IntoIterator<Item = SubmissionId>,
    ) -> Result<(), StoreError> {
        let jobs: Vec<_> = submissions
            .into_iter()
            .map(|submission| (self.0.ids.next(), Job::NotifySubmission { submission }))
            .collect();
        store.add_jobs(&jobs, self.0.clock.now())
    }
}

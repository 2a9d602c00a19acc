use domain::{
    access::{ActionKind, Actor, Denied, GradeSubmission, ReadRoster, ReadScore, ReadSubmission, ReadTask},
    identity::UserId,
    tasks::{Submission, SubmissionId, SubmissionState, TaskId},
};
use serde::{Deserialize, Serialize};

use super::{
    RosterFilter, RosterLine, SubmissionFilter, SubmissionSort, SubmissionView, TaskCases, read::eyes_of,
};
use crate::{Caller, Page, PageRequest, Sort, StoreError};

/// A hand-in as somebody sees it: without its score, unless they may see that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownSubmission {
    /// What is seen.
    pub view: SubmissionView,
    /// Whether who sees it may score it.
    pub gradable: bool,
}

/// A student who is to hand in, as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLine {
    /// Who.
    pub student: UserId,
    /// The name, given name first.
    pub student_name: String,
    /// The latest hand-in.
    pub submission: Option<ShownSubmission>,
}

/// Why hand-ins were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadSubmissionError {
    /// There is no such hand-in, or no such task.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TaskCases<'_> {
    /// A part of the list of hand-ins that the caller may see, across tasks.
    pub fn submissions(
        self,
        caller: &Caller,
        filter: &SubmissionFilter,
        sort: &Sort<SubmissionSort>,
        page: PageRequest,
    ) -> Result<Page<ShownSubmission>, ReadSubmissionError> {
        let scope = caller.scope(ActionKind::ReadSubmissions)?;
        let found = self.0.list(caller, |store| store.submissions(&scope, filter, sort, page))?;
        Ok(found.map(|view| for_eyes_of(caller.actor(), view)))
    }

    /// The same for one task.
    pub fn submissions_for(
        self,
        caller: &Caller,
        task: TaskId,
        filter: &SubmissionFilter,
        sort: &Sort<SubmissionSort>,
        page: PageRequest,
    ) -> Result<Page<ShownSubmission>, ReadSubmissionError> {
        let filter = SubmissionFilter { task: Some(task), ..*filter };
        let eyes = eyes_of(caller, None)?;
        let found = self.0.list_at_one_moment(caller, |store| {
            let view = store.task(task, &eyes)?.ok_or(ReadSubmissionError::NotFound)?;
            caller.may::<ReadTask>(view.task)?;
            let scope = caller.scope(ActionKind::ReadSubmissions)?;
            Ok::<_, ReadSubmissionError>(store.submissions(&scope, &filter, sort, page)?)
        })?;
        Ok(found.map(|view| for_eyes_of(caller.actor(), view)))
    }

    /// Those who are to hand in for a task, by name.
    pub fn roster(
        self,
        caller: &Caller,
        task: TaskId,
        filter: &RosterFilter,
        page: PageRequest,
    ) -> Result<Page<ShownLine>, ReadSubmissionError> {
        let eyes = eyes_of(caller, None)?;
        let found = self.0.list_at_one_moment(caller, |store| {
            let task = store.task(task, &eyes)?.ok_or(ReadSubmissionError::NotFound)?.task;
            caller.may::<ReadRoster>(task.clone())?;
            Ok::<_, ReadSubmissionError>(store.roster(&task, filter, page)?)
        })?;
        Ok(found.map(|RosterLine { student, student_name, submission }| ShownLine {
            student,
            student_name,
            submission: submission.map(|view| for_eyes_of(caller.actor(), view)),
        }))
    }

    /// One hand-in.
    pub fn submission(
        self,
        caller: &Caller,
        id: SubmissionId,
    ) -> Result<ShownSubmission, ReadSubmissionError> {
        let view = self.0.db.read(|store| store.submission(id))?.ok_or(ReadSubmissionError::NotFound)?;
        caller.may::<ReadSubmission>(view.submission.clone())?;
        Ok(for_eyes_of(caller.actor(), view))
    }
}

/// The hand-in without its score, unless the actor may see that.
pub(super) fn for_eyes_of(actor: &Actor, view: SubmissionView) -> ShownSubmission {
    let gradable = actor.may::<GradeSubmission>(view.submission.clone()).is_ok();
    if actor.may::<ReadScore>(view.submission.clone()).is_ok() {
        return ShownSubmission { view, gradable };
    }
    let submission = Submission { state: SubmissionState::HandedIn, ..view.submission };
    ShownSubmission { view: SubmissionView { submission, graded_by_name: None, ..view }, gradable }
}

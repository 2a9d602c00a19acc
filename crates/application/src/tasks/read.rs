use domain::{
    access::{ActionKind, Actor, Denied, ManageTask, Reach, ReadSectionTasks, ReadTask},
    identity::{Role, UserId},
    tasks::{SectionTasks, TaskId},
};
use serde::{Deserialize, Serialize};

use super::{TaskCases, TaskEyes, TaskFilter, TaskScopes, TaskSort, TaskView};
use crate::{Caller, Page, PageRequest, Sort, StoreError};

/// A task as somebody sees it at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownTask {
    /// What is seen.
    pub view: TaskView,
    /// Whether nothing is accepted any more.
    pub is_closed: bool,
    /// Whether who sees it may change it.
    pub manageable: bool,
}

/// Why tasks were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadTaskError {
    /// There is no such task, or no such section.
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
    /// A part of the list of tasks that the caller may see.
    pub fn list(
        self,
        caller: &Caller,
        filter: &TaskFilter,
        sort: &Sort<TaskSort>,
        page: PageRequest,
    ) -> Result<Page<ShownTask>, ReadTaskError> {
        let (scopes, eyes) = (scopes_of(caller)?, eyes_of(caller, filter.student)?);
        let now = self.0.clock.now();
        let found = self.0.list(caller, |store| store.tasks(&scopes, &eyes, filter, sort, page, now))?;
        Ok(found.map(|view| self.shown(caller, view)))
    }

    /// The same of one section.
    pub fn of_section(
        self,
        caller: &Caller,
        section: SectionTasks,
        filter: &TaskFilter,
        sort: &Sort<TaskSort>,
        page: PageRequest,
    ) -> Result<Page<ShownTask>, ReadTaskError> {
        caller.may::<ReadSectionTasks>(section)?;
        let (scopes, eyes) = (scopes_of(caller)?, eyes_of(caller, filter.student)?);
        let filter = TaskFilter { section: Some(section.0), ..filter.clone() };
        let now = self.0.clock.now();
        let found = self.0.list_at_one_moment(caller, |store| {
            store.section(section.0)?.ok_or(ReadTaskError::NotFound)?;
            Ok::<_, ReadTaskError>(store.tasks(&scopes, &eyes, &filter, sort, page, now)?)
        })?;
        Ok(found.map(|view| self.shown(caller, view)))
    }

    /// One task, and how far a student is with it: the caller, unless another is named.
    pub fn one(
        self,
        caller: &Caller,
        id: TaskId,
        student: Option<UserId>,
    ) -> Result<ShownTask, ReadTaskError> {
        let eyes = eyes_of(caller, student)?;
        let view = self.0.db.read(|store| store.task(id, &eyes))?.ok_or(ReadTaskError::NotFound)?;
        caller.may::<ReadTask>(view.task.clone())?;
        Ok(self.shown(caller, view))
    }

    pub(super) fn shown(self, caller: &Caller, view: TaskView) -> ShownTask {
        let is_closed = view.task.facts.closing.is_closed(self.0.clock.now());
        let manageable = caller.may::<ManageTask>(view.task.clone()).is_ok();
        ShownTask { view, is_closed, manageable }
    }
}

fn scopes_of(caller: &Caller) -> Result<TaskScopes, Denied> {
    Ok(TaskScopes {
        read: caller.scope(ActionKind::ReadTasks)?,
        drafts: caller.scope(ActionKind::ReadDraftTasks).ok(),
        grade: caller.scope(ActionKind::GradeSubmissions).ok(),
    })
}

/// What the caller is told of tasks besides. A student who is named must be one of whose work the caller may
/// know something; of which work, the store decides task by task.
pub(super) fn eyes_of(caller: &Caller, student: Option<UserId>) -> Result<TaskEyes, Denied> {
    let submissions = caller.scope(ActionKind::ReadSubmissions).ok();
    if let Some(student) = student {
        let reach =
            submissions.as_ref().map_or(Reach::NOTHING, |scope| scope.reach(ActionKind::ReadSubmissions));
        let may_know = match reach {
            Reach::Everything => true,
            Reach::Limited { people, sections, subjects, .. } => {
                people.contains(&student) || !sections.is_empty() || !subjects.is_empty()
            }
        };
        if !may_know {
            return Err(Denied::Hidden);
        }
    }
    Ok(TaskEyes {
        student: student.or_else(|| own_work(caller.actor())),
        submissions,
        scores: caller.scope(ActionKind::ReadUnreturnedScores).ok(),
    })
}

/// The actor, if it is somebody who hands in.
fn own_work(actor: &Actor) -> Option<UserId> {
    actor.id().filter(|_| actor.roles().contains(&Role::Student))
}

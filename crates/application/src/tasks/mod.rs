//! Tasks that teachers set, what students prepare and hand in for them, and how that is judged.

mod change;
mod drafts;
mod files;
mod grade;
mod hand_in;
mod later;
mod ports;
mod read;
mod submission_ports;
mod submissions;

pub use change::{ChangeTaskError, DeleteTaskError, SetTask, SetTaskError, TaskChange, TaskChanged};
pub use drafts::{DraftError, DraftView};
pub use files::TaskFileError;
pub use grade::{GradeError, GradeHandIn, ReturnScoresError};
pub use hand_in::{HandInError, HandInWork};
pub use ports::{Latest, Mine, TaskEyes, TaskFilter, TaskProgress, TaskScopes, TaskSort, TaskView, Tasks};
pub use read::{ReadTaskError, ShownTask};
pub use submission_ports::{
    Drafts, RosterFilter, RosterLine, RosterStatus, SubmissionFilter, SubmissionSort, SubmissionView,
    Submissions, ToReturn,
};
pub use submissions::{ReadSubmissionError, ShownLine, ShownSubmission};

use domain::tasks::{Submission, Task, TaskState};

use crate::{App, Event, SubmissionNews};

/// The use cases of tasks.
#[derive(Clone, Copy)]
pub struct TaskCases<'a>(pub(crate) &'a App);

impl TaskCases<'_> {
    /// Tells whoever watches that a task has changed; the section, if it sees the task or saw it before.
    fn announce(self, task: &Task, before: Option<TaskState>) {
        let is_published = |state: TaskState| state.published_at().is_some();
        self.0.events.publish(Event::TaskChanged {
            task: task.id,
            section: task.section,
            published: is_published(task.state) || before.is_some_and(is_published),
        });
    }

    /// Tells whoever watches what happened to a hand-in.
    fn announce_submission(self, submission: &Submission, news: SubmissionNews) {
        self.0.events.publish(Event::SubmissionChanged {
            submission: submission.id,
            task: submission.task,
            student: submission.student,
            section: submission.section,
            news,
        });
    }
}

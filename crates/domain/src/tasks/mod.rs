//! Tasks that teachers set, and what students hand in: from the draft to the returned score.

mod closing;
mod hand_in;
mod score;
mod submission;
mod task;

pub use closing::{Closing, ClosingRefused};
pub use hand_in::{Draft, DraftRefused, DraftSaved, HandIn, HandInRefused, NewSubmission};
pub use score::{Points, PointsRefused, Score, ScoreRefused};
pub use submission::{
    Comment, Grade, GradeRefused, ScoresReturned, Submission, SubmissionSaved, SubmissionState,
    SubmissionStatus,
};
pub use task::{
    NewTask, SectionTasks, Task, TaskDeleted, TaskFacts, TaskRefused, TaskSaved, TaskState, TaskStatus,
};

use crate::{Id, Lines};

/// Identifies a task.
pub type TaskId = Id<Task>;
/// Identifies one version of what a student handed in.
pub type SubmissionId = Id<Submission>;
/// What a student writes; a hand-in of files alone has none.
pub type Answer = Lines<50_000>;
/// What a teacher says about a task, in Markdown.
pub type Instructions = Lines<20_000>;

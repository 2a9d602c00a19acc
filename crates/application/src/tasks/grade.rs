use domain::{
    Stale, Version,
    access::{Denied, GradeSubmission, ReturnScores},
    tasks::{
        Comment, Grade, GradeRefused, Points, ScoreRefused, Submission, SubmissionId, SubmissionSaved, TaskId,
    },
};
use serde_json::{Value, json};

use super::{ShownSubmission, SubmissionView, TaskCases, ToReturn, read::eyes_of, submissions::for_eyes_of};
use crate::{AuditEntry, Caller, Constraint, Event, Store, StoreError, SubmissionNews};

/// Scores a hand-in.
#[derive(Clone, Debug)]
pub struct GradeHandIn {
    /// Which.
    pub submission: SubmissionId,
    /// The version that the caller has seen.
    pub expected: Version,
    /// What it was worth, in points.
    pub score: f64,
    /// What the caller says about it.
    pub comment: Option<Comment>,
}

/// Why a hand-in stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum GradeError {
    /// There is no such hand-in.
    #[error("there is no such hand-in")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody else was faster.
    #[error("somebody else has graded this in the meantime")]
    Stale {
        /// Which version there is.
        stale: Stale,
        /// How it is judged now.
        current: Box<SubmissionView>,
    },
    /// It is not worth so much.
    #[error(transparent)]
    Score(ScoreRefused),
    /// The points were lowered in the meantime.
    #[error("must not exceed the points of the task")]
    AbovePoints,
    /// The student has handed in a newer version.
    #[error("the student has handed in a newer version, number {newest}")]
    NotLatest {
        /// The number of the newest.
        newest: u32,
    },
    /// There is no score to return.
    #[error("the hand-in has no score yet")]
    NotGraded,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for GradeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::ScoreAbovePoints) => Self::AbovePoints,
            other => Self::Store(other),
        }
    }
}

impl GradeError {
    /// Tells whoever came too late how the hand-in is judged by now.
    fn of(refused: GradeRefused, current: SubmissionView) -> Self {
        match refused {
            GradeRefused::Stale(stale) => Self::Stale { stale, current: Box::new(current) },
            GradeRefused::Score(refused) => Self::Score(refused),
            GradeRefused::NotLatest { newest } => Self::NotLatest { newest },
            GradeRefused::NotGraded => Self::NotGraded,
        }
    }
}

/// Why the scores of a task were not returned.
#[derive(Debug, thiserror::Error)]
pub enum ReturnScoresError {
    /// There is no such task.
    #[error("there is no such task")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TaskCases<'_> {
    /// Scores a hand-in, or scores it anew.
    pub fn grade(self, caller: &Caller, command: &GradeHandIn) -> Result<ShownSubmission, GradeError> {
        let by = caller.id().ok_or(Denied::Forbidden)?;
        let (id, now) = (command.submission, self.0.clock.now());
        let shown = self.0.db.atomically(caller, |store| {
            let before = store.submission_for_update(id)?.ok_or(GradeError::NotFound)?;
            let Submission { task, student, .. } = before.submission;
            let permitted = caller.may::<GradeSubmission>(before.submission.clone())?;
            let newest = store.latest_number(task, student)?;
            let grade = (command.score, command.comment.clone());
            let graded = permitted
                .grade(grade, command.expected, newest, (by, now))
                .map_err(|refused| GradeError::of(refused, before.clone()))?;
            self.judge(store, caller, "submission.graded", &before.submission, &graded)?;
            let view = store.submission(id)?.ok_or(GradeError::NotFound)?;
            Ok::<_, GradeError>(for_eyes_of(caller.actor(), view))
        })?;
        let submission = &shown.view.submission;
        let is_seen = submission.state.returned_at().is_some();
        let news = if is_seen { SubmissionNews::Returned } else { SubmissionNews::Graded };
        self.announce_submission(submission, news);
        Ok(shown)
    }

    /// Lets the student see the score of a hand-in.
    pub fn give_back(
        self,
        caller: &Caller,
        id: SubmissionId,
        expected: Version,
    ) -> Result<ShownSubmission, GradeError> {
        let now = self.0.clock.now();
        let shown = self.0.db.atomically(caller, |store| {
            let before = store.submission_for_update(id)?.ok_or(GradeError::NotFound)?;
            let permitted = caller.may::<GradeSubmission>(before.submission.clone())?;
            let returned = permitted
                .give_back(expected, now)
                .map_err(|refused| GradeError::of(refused, before.clone()))?;
            if *returned.submission() != before.submission {
                self.judge(store, caller, "submission.returned", &before.submission, &returned)?;
                self.tell_of_returned(store, [id])?;
            }
            let view = store.submission(id)?.ok_or(GradeError::NotFound)?;
            Ok::<_, GradeError>(for_eyes_of(caller.actor(), view))
        })?;
        self.announce_submission(&shown.view.submission, SubmissionNews::Returned);
        Ok(shown)
    }

    /// Returns the scores of a task that were given and not returned yet, and says how many.
    pub fn give_back_all(
        self,
        caller: &Caller,
        id: TaskId,
        which: &ToReturn,
    ) -> Result<u32, ReturnScoresError> {
        let now = self.0.clock.now();
        let eyes = eyes_of(caller, None)?;
        let (section, returned) = self.0.db.atomically(caller, |store| {
            let task = store.task(id, &eyes)?.ok_or(ReturnScoresError::NotFound)?.task;
            let section = task.section;
            let permitted = caller.may::<ReturnScores>(task)?;
            let returned = store.return_scores(&permitted.give_back_all(now), which)?;
            if !returned.is_empty() {
                let ids: Vec<_> = returned.iter().map(|(submission, _)| *submission).collect();
                let entry = AuditEntry::new("task.scores_returned", "task", id.uuid());
                self.0.audit_to(store, caller, &entry.after(json!({ "submissions": ids })))?;
                self.tell_of_returned(store, ids)?;
            }
            Ok::<_, ReturnScoresError>((section, returned))
        })?;
        for (submission, student) in &returned {
            let (submission, student, news) = (*submission, *student, SubmissionNews::Returned);
            self.0.events.publish(Event::SubmissionChanged { submission, task: id, student, section, news });
        }
        Ok(u32::try_from(returned.len()).unwrap_or(u32::MAX))
    }

    fn judge(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        action: &'static str,
        before: &Submission,
        after: &SubmissionSaved,
    ) -> Result<(), StoreError> {
        store.save_submission(after)?;
        let after = after.submission();
        let entry = AuditEntry::new(action, "submission", after.id.uuid());
        let entry = entry.before(judgement(before)).after(judgement(after));
        self.0.audit_to(store, caller, &entry)
    }
}

/// What the audit trail remembers of how a hand-in is judged: the comment is between teacher and student.
fn judgement(submission: &Submission) -> Value {
    let state = &submission.state;
    json!({
        "task": submission.task,
        "student": submission.student,
        "number": submission.number,
        "status": state.status().code(),
        "score": state.grade().map(|grade: &Grade| grade.score.value()),
        "points": Points::number(submission.points),
        "returned_at": state.returned_at(),
    })
}

use domain::{
    access::{Actor, GradeSubmission},
    tasks::Submission,
};
use serde_json::json;

use super::{
    DemoError, Legal,
    carry_out::{School, entry},
    plan::Graded,
};

impl School<'_> {
    /// Grades the latest hand-in of a student in the name of the teacher.
    pub fn grade(
        &mut self,
        teacher: &Actor,
        submission: Submission,
        graded: &Graded,
    ) -> Result<(), DemoError> {
        let by = teacher.id().ok_or("a teacher is a person").legal()?;
        let (version, number) = (submission.version, submission.number);
        let permitted = teacher.may::<GradeSubmission>(submission).legal()?;
        let grade = (graded.score, graded.comment.clone());
        let saved = permitted.grade(grade, version, number, (by, graded.at)).legal()?;
        self.store.save_submission(&saved)?;
        let Submission { id, task, student, ref state, .. } = *saved.submission();
        let mut entry = entry("submission.graded", "submission", None);
        entry.record_id = Some(id.uuid());
        entry.after = Some(json!({
            "task": task, "student": student, "number": number, "score": graded.score,
            "status": state.status().code(),
        }));
        let caller = self.caller_of(by)?;
        self.note(&caller, graded.at, &entry)
    }
}

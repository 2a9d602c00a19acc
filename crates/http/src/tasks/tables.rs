//! Hand-ins as tables.

use super::submission_shapes::{RosterLineBody, RosterStatusBody, SubmissionBody};
use crate::shape::CsvRow;

fn cell(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl CsvRow for SubmissionBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "receipt_number",
        "task_title",
        "student_name",
        "number",
        "submitted_at",
        "late",
        "score",
        "points",
        "comment",
        "graded_by_name",
        "returned_at",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.receipt_number.to_string(),
            self.task_title.clone(),
            self.student_name.clone(),
            self.number.to_string(),
            self.submitted_at.to_rfc3339(),
            self.late.to_string(),
            cell(self.score),
            self.points.to_string(),
            cell(self.comment.as_ref()),
            cell(self.graded_by_name.as_ref()),
            cell(self.returned_at.map(|at| at.to_rfc3339())),
        ]
    }
}

impl CsvRow for RosterLineBody {
    const COLUMNS: &'static [&'static str] = &[
        "student_id",
        "student_name",
        "status",
        "late",
        "number",
        "submitted_at",
        "score",
        "points",
        "comment",
        "graded_by_name",
        "returned_at",
    ];

    fn cells(&self) -> Vec<String> {
        let status = match self.status {
            RosterStatusBody::Missing => "missing",
            RosterStatusBody::HandedIn => "handed_in",
            RosterStatusBody::Graded => "graded",
            RosterStatusBody::Returned => "returned",
        };
        let latest = self.submission.as_ref();
        vec![
            self.student_id.to_string(),
            self.student_name.clone(),
            status.to_owned(),
            self.late.to_string(),
            cell(latest.map(|latest| latest.number)),
            cell(latest.map(|latest| latest.submitted_at.to_rfc3339())),
            cell(latest.and_then(|latest| latest.score)),
            cell(latest.map(|latest| latest.points)),
            cell(latest.and_then(|latest| latest.comment.as_ref())),
            cell(latest.and_then(|latest| latest.graded_by_name.as_ref())),
            cell(latest.and_then(|latest| latest.returned_at).map(|at| at.to_rfc3339())),
        ]
    }
}

use application::{
    Direction, Sort,
    tasks::{
        DraftView, GradeHandIn, HandInWork, RosterFilter, RosterStatus, ShownLine, ShownSubmission,
        SubmissionFilter, SubmissionSort, ToReturn,
    },
};
use chrono::{DateTime, Utc};
use domain::{
    Version,
    tasks::{Answer, Draft, SubmissionId, TaskId},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    files::FileBody,
    problem::Problem,
    shape::{entries, parsed_lines, parses_lines, sort_of, words},
};

/// One version of what a student handed in for a task.
#[derive(Serialize, ToSchema)]
#[schema(as = Submission)]
pub struct SubmissionBody {
    pub id: Uuid,
    pub task_id: Uuid,
    pub task_title: String,
    pub section_id: Uuid,
    pub subject_id: Uuid,
    pub student_id: Uuid,
    pub student_name: String,
    /// Which version of the student's work it is, from 1.
    pub number: u32,
    #[schema(required)]
    pub text: Option<String>,
    pub files: Vec<FileBody>,
    pub submitted_at: DateTime<Utc>,
    pub late: bool,
    /// Null while there is none, and for students and parents until it is returned; so are the fields below.
    #[schema(required)]
    pub score: Option<f64>,
    #[schema(required)]
    pub comment: Option<String>,
    #[schema(required)]
    pub graded_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub graded_by_name: Option<String>,
    /// Since when the student sees the score.
    #[schema(required)]
    pub returned_at: Option<DateTime<Utc>>,
    /// What its receipt is called; no other of the school has the same number.
    pub receipt_number: i64,
    /// The most that the task gives.
    pub points: u32,
    /// Whether the caller may score it.
    pub gradable: bool,
    /// Whether the student has handed in nothing newer.
    pub is_latest: bool,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// A student who is to hand in.
#[derive(Serialize, ToSchema)]
#[schema(as = RosterLine)]
pub struct RosterLineBody {
    pub student_id: Uuid,
    pub student_name: String,
    pub status: RosterStatusBody,
    pub late: bool,
    /// The latest hand-in.
    #[schema(required)]
    pub submission: Option<SubmissionBody>,
}

/// How far a student is with a task.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RosterStatus)]
pub enum RosterStatusBody {
    Missing,
    HandedIn,
    Graded,
    Returned,
}

/// What a student has prepared and not handed in.
#[derive(Serialize, ToSchema)]
#[schema(as = SubmissionDraft)]
pub struct DraftBody {
    pub text: String,
    pub files: Vec<FileBody>,
    /// When the text was written.
    #[schema(required)]
    pub updated_at: Option<DateTime<Utc>>,
    /// Of the text. Goes into `If-Match`.
    pub version: u32,
}

/// What a student prepares.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SubmissionDraftText)]
#[garde(allow_unvalidated)]
pub struct DraftTextBody {
    #[garde(length(chars, max = Draft::LONGEST))]
    #[schema(max_length = 50000)]
    pub text: String,
}

/// What is handed in: a text, files, or both.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSubmission)]
#[garde(allow_unvalidated)]
pub struct NewSubmissionBody {
    /// A text of nothing but blanks is none.
    #[garde(inner(length(chars, max = Draft::LONGEST)))]
    #[schema(max_length = 50000)]
    text: Option<String>,
    /// Files that the caller has prepared, or handed in for the task before; in order.
    #[serde(default)]
    #[garde(custom(entries::<0, 50, _>))]
    #[schema(max_items = 50)]
    file_ids: Vec<Uuid>,
}

/// What a hand-in was worth.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGrade)]
#[garde(allow_unvalidated)]
pub struct GradeBody {
    /// From 0 to the points of the task, with at most two decimals.
    #[schema(minimum = 0, maximum = 1000)]
    score: f64,
    #[garde(inner(custom(parses_lines::<5_000>)))]
    #[schema(min_length = 1, max_length = 5000)]
    comment: Option<String>,
}

/// Which scores are to be returned.
#[derive(Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScoresToReturn)]
#[garde(allow_unvalidated)]
pub struct ScoresToReturnBody {
    /// Those of the latest hand-ins of all students when not given.
    #[garde(inner(custom(entries::<0, 500, _>)))]
    #[schema(max_items = 500)]
    submission_ids: Option<Vec<Uuid>>,
}

/// How many scores were returned.
#[derive(Serialize, ToSchema)]
#[schema(as = ScoresReturned)]
pub struct ScoresReturnedBody {
    pub returned: u32,
}

/// Which hand-ins are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SubmissionsQuery {
    /// Only hand-ins of this student.
    student_id: Option<Uuid>,
    /// Only hand-ins for tasks of this section.
    section_id: Option<Uuid>,
    /// Only hand-ins whose score the student sees, or only others.
    returned: Option<bool>,
    /// Also those that are not a student's latest.
    #[serde(default)]
    all: bool,
    /// `submitted_at`; `-` before it for the newest first, as when not given.
    #[param(pattern = "^-?submitted_at$")]
    sort: Option<String>,
}

/// Who is wanted of those who are to hand in.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RosterQuery {
    /// Words that must occur in the name.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `missing`, `handed_in` (waits for a score), `late`, `graded` (not returned) or `returned`.
    #[param(pattern = "^(missing|handed_in|late|graded|returned)$")]
    status: Option<String>,
}

impl SubmissionsQuery {
    pub fn filter(&self) -> SubmissionFilter {
        SubmissionFilter {
            task: None,
            student: self.student_id.map(Into::into),
            section: self.section_id.map(Into::into),
            returned: self.returned,
            earlier: self.all,
        }
    }

    pub fn sort(&self) -> Result<Sort<SubmissionSort>, Problem> {
        let field = |name: &str| (name == "submitted_at").then_some(SubmissionSort::SubmittedAt);
        sort_of(self.sort.as_deref(), field, &[(SubmissionSort::SubmittedAt, Direction::Descending)])
    }
}

impl RosterQuery {
    pub fn filter(&self) -> Result<RosterFilter, Problem> {
        let status = match self.status.as_deref() {
            None => None,
            Some("missing") => Some(RosterStatus::Missing),
            Some("handed_in") => Some(RosterStatus::HandedIn),
            Some("late") => Some(RosterStatus::Late),
            Some("graded") => Some(RosterStatus::Graded),
            Some("returned") => Some(RosterStatus::Returned),
            Some(_) => {
                let known = "must be missing, handed_in, late, graded or returned";
                return Err(Problem::field("status", "unknown", known));
            }
        };
        Ok(RosterFilter { query: words(self.q.as_deref())?, status })
    }
}

impl NewSubmissionBody {
    pub fn command(self, task: TaskId) -> Result<HandInWork, Problem> {
        let text = self.text.filter(|text| !text.trim().is_empty());
        let text: Option<Answer> = text.map(|text| parsed_lines("text", &text)).transpose()?;
        Ok(HandInWork { task, text, files: self.file_ids.into_iter().map(Into::into).collect() })
    }
}

impl GradeBody {
    pub fn command(&self, submission: SubmissionId, expected: Version) -> Result<GradeHandIn, Problem> {
        let comment = self.comment.as_deref().map(|typed| parsed_lines("comment", typed)).transpose()?;
        Ok(GradeHandIn { submission, expected, score: self.score, comment })
    }
}

impl ScoresToReturnBody {
    pub fn which(self) -> ToReturn {
        self.submission_ids
            .map_or(ToReturn::Latest, |ids| ToReturn::These(ids.into_iter().map(Into::into).collect()))
    }
}

impl From<DraftView> for DraftBody {
    fn from(DraftView { text, files, version, updated_at }: DraftView) -> Self {
        let files = files.into_iter().map(Into::into).collect();
        Self { text, files, updated_at, version: version.number() }
    }
}

impl From<ShownSubmission> for SubmissionBody {
    fn from(ShownSubmission { view, gradable }: ShownSubmission) -> Self {
        let submission = view.submission;
        let grade = submission.state.grade();
        Self {
            id: submission.id.uuid(),
            task_id: submission.task.uuid(),
            task_title: view.task_title,
            section_id: submission.section.uuid(),
            subject_id: submission.subject.uuid(),
            student_id: submission.student.uuid(),
            student_name: view.student_name,
            number: submission.number,
            text: submission.text.as_ref().map(ToString::to_string),
            files: view.files.into_iter().map(Into::into).collect(),
            submitted_at: submission.submitted_at,
            late: submission.late,
            score: grade.map(|grade| grade.score.value()),
            comment: grade.and_then(|grade| grade.comment.as_ref()).map(ToString::to_string),
            graded_at: grade.map(|grade| grade.graded_at),
            graded_by_name: view.graded_by_name,
            returned_at: submission.state.returned_at(),
            receipt_number: view.receipt_number,
            points: submission.points.number(),
            gradable,
            is_latest: view.is_latest,
            version: submission.version.number(),
        }
    }
}

impl From<ShownLine> for RosterLineBody {
    fn from(ShownLine { student, student_name, submission }: ShownLine) -> Self {
        let submission = submission.map(SubmissionBody::from);
        let status = submission.as_ref().map_or(RosterStatusBody::Missing, |submission| {
            match (submission.score, submission.returned_at) {
                (None, _) => RosterStatusBody::HandedIn,
                (Some(_), None) => RosterStatusBody::Graded,
                (Some(_), Some(_)) => RosterStatusBody::Returned,
            }
        });
        let late = submission.as_ref().is_some_and(|submission| submission.late);
        Self { student_id: student.uuid(), student_name, status, late, submission }
    }
}

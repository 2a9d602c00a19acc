use application::enrollment::{ProgressView, StatusCount, StepView};
use chrono::{DateTime, Utc};
use domain::{
    Version,
    enrollment::{EnrollmentStatus, Remarks, Stage},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{CsvRow, entries, parsed_lines, parses_lines},
};

/// How far a student's application for a school year has come.
#[derive(Serialize, ToSchema)]
#[schema(as = EnrollmentProgress)]
pub struct ProgressBody {
    pub student_id: Uuid,
    pub student_name: String,
    pub school_year_id: Uuid,
    pub grade_level_id: Uuid,
    pub grade_level: String,
    pub status: Status,
    #[schema(required)]
    pub remarks: Option<String>,
    /// The section, once enrolled.
    #[schema(required)]
    pub section_id: Option<Uuid>,
    #[schema(required)]
    pub section_name: Option<String>,
    pub submitted_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// Who moved it last; null for the system.
    #[schema(required)]
    pub changed_by: Option<Uuid>,
    #[schema(required)]
    pub changed_by_name: Option<String>,
    /// Where it may go from here; empty when it is final.
    pub allowed_next: Vec<Status>,
    /// Goes into `If-Match`.
    pub version: u32,
    /// Every step, oldest first, when asked for with `include=history`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub history: Option<Vec<StepBody>>,
}

/// One step of an application.
#[derive(Serialize, ToSchema)]
#[schema(as = EnrollmentStep)]
pub struct StepBody {
    /// Where it stood; null for the first step.
    #[schema(required)]
    pub from: Option<Status>,
    pub to: Status,
    #[schema(required)]
    pub remarks: Option<String>,
    #[schema(required)]
    pub changed_by: Option<Uuid>,
    #[schema(required)]
    pub changed_by_name: Option<String>,
    pub changed_at: DateTime<Utc>,
}

/// How many applications stand where.
#[derive(Serialize, ToSchema)]
#[schema(as = EnrollmentSummary)]
pub struct SummaryBody {
    /// The year that was asked for; null for the current one.
    #[schema(required)]
    pub school_year_id: Option<Uuid>,
    /// Every status, in the order in which an application meets them.
    pub by_status: Vec<StatusCountBody>,
}

/// How many applications have one status.
#[derive(Serialize, ToSchema)]
#[schema(as = EnrollmentStatusCount)]
pub struct StatusCountBody {
    pub status: Status,
    pub count: u32,
    /// Since when the one that has waited longest stands there.
    #[schema(required)]
    pub oldest_changed_at: Option<DateTime<Utc>>,
}

/// Many applications.
#[derive(Serialize, ToSchema)]
#[schema(as = EnrollmentProgressItems)]
pub struct ItemsBody {
    pub items: Vec<ProgressBody>,
}

/// An application to be made.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewEnrollment)]
#[garde(allow_unvalidated)]
pub struct SubmitBody {
    pub student_id: Uuid,
    pub school_year_id: Uuid,
    pub grade_level_id: Uuid,
    #[garde(inner(custom(parses_lines::<1000>)))]
    #[schema(min_length = 1, max_length = 1000)]
    pub remarks: Option<String>,
}

/// A move.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnrollmentMove)]
#[garde(allow_unvalidated)]
pub struct MoveBody {
    pub status: Status,
    /// What the family is told.
    #[garde(inner(custom(parses_lines::<1000>)))]
    #[schema(min_length = 1, max_length = 1000)]
    pub remarks: Option<String>,
    /// The section, for `enrolled` and for nothing else.
    pub section_id: Option<Uuid>,
}

/// A move of many applications: all, or none.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnrollmentBulkMove)]
#[garde(allow_unvalidated)]
pub struct BulkBody {
    /// The year; the current one when not given.
    pub school_year_id: Option<Uuid>,
    #[garde(custom(entries::<1, 200, _>))]
    #[schema(min_items = 1, max_items = 200)]
    pub moves: Vec<BulkItem>,
    pub status: Status,
    #[garde(inner(custom(parses_lines::<1000>)))]
    #[schema(min_length = 1, max_length = 1000)]
    pub remarks: Option<String>,
    pub section_id: Option<Uuid>,
}

/// One application of many.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnrollmentBulkItem)]
pub struct BulkItem {
    pub student_id: Uuid,
    /// The version that was read.
    #[schema(minimum = 1)]
    pub version: u32,
}

/// Where an application stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EnrollmentStatus)]
pub enum Status {
    Submitted,
    DocumentsPending,
    UnderReview,
    Assessment,
    Approved,
    Waitlisted,
    PaymentPending,
    Enrolled,
    Rejected,
    Withdrawn,
}

impl From<EnrollmentStatus> for Status {
    fn from(status: EnrollmentStatus) -> Self {
        match status {
            EnrollmentStatus::Submitted => Self::Submitted,
            EnrollmentStatus::DocumentsPending => Self::DocumentsPending,
            EnrollmentStatus::UnderReview => Self::UnderReview,
            EnrollmentStatus::Assessment => Self::Assessment,
            EnrollmentStatus::Approved => Self::Approved,
            EnrollmentStatus::Waitlisted => Self::Waitlisted,
            EnrollmentStatus::PaymentPending => Self::PaymentPending,
            EnrollmentStatus::Enrolled => Self::Enrolled,
            EnrollmentStatus::Rejected => Self::Rejected,
            EnrollmentStatus::Withdrawn => Self::Withdrawn,
        }
    }
}

impl From<Status> for EnrollmentStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Submitted => Self::Submitted,
            Status::DocumentsPending => Self::DocumentsPending,
            Status::UnderReview => Self::UnderReview,
            Status::Assessment => Self::Assessment,
            Status::Approved => Self::Approved,
            Status::Waitlisted => Self::Waitlisted,
            Status::PaymentPending => Self::PaymentPending,
            Status::Enrolled => Self::Enrolled,
            Status::Rejected => Self::Rejected,
            Status::Withdrawn => Self::Withdrawn,
        }
    }
}

/// What a body says about remarks.
pub fn remarks(typed: Option<&str>) -> Result<Option<Remarks>, Problem> {
    typed.map(|typed| parsed_lines("remarks", typed)).transpose()
}

/// The stage that a body names.
pub fn stage(status: Status, section_id: Option<Uuid>) -> Result<Stage, Problem> {
    Stage::try_new(status.into(), section_id.map(Into::into))
        .map_err(|refused| Problem::field("section_id", "invalid", refused.to_string()))
}

/// The version that a body names.
pub fn version(field: &str, number: u32) -> Result<Version, Problem> {
    Version::from_number(number).ok_or_else(|| Problem::field(field, "out_of_range", "must be at least 1"))
}

impl From<ProgressView> for ProgressBody {
    fn from(view: ProgressView) -> Self {
        let progress = view.progress;
        let status = progress.stage.status();
        Self {
            student_id: progress.student.uuid(),
            student_name: view.student_name,
            school_year_id: progress.school_year.uuid(),
            grade_level_id: progress.grade_level.uuid(),
            grade_level: view.grade_level_name,
            status: status.into(),
            remarks: progress.remarks.map(|remarks| remarks.to_string()),
            section_id: progress.stage.section().map(domain::Id::uuid),
            section_name: view.section_name,
            submitted_at: progress.submitted_at,
            changed_at: progress.changed_at,
            changed_by: progress.changed_by.map(domain::Id::uuid),
            changed_by_name: view.changed_by_name,
            allowed_next: status.allowed_next().iter().copied().map(Into::into).collect(),
            version: progress.version.number(),
            history: None,
        }
    }
}

impl From<StepView> for StepBody {
    fn from(view: StepView) -> Self {
        Self {
            from: view.step.from.map(Into::into),
            to: view.step.to.into(),
            remarks: view.step.remarks.map(|remarks| remarks.to_string()),
            changed_by: view.step.by.map(domain::Id::uuid),
            changed_by_name: view.by_name,
            changed_at: view.step.at,
        }
    }
}

impl From<StatusCount> for StatusCountBody {
    fn from(count: StatusCount) -> Self {
        Self { status: count.status.into(), count: count.count, oldest_changed_at: count.oldest_changed_at }
    }
}

impl CsvRow for ProgressBody {
    const COLUMNS: &'static [&'static str] = &[
        "student_id",
        "student_name",
        "grade_level",
        "status",
        "section_name",
        "submitted_at",
        "changed_at",
        "remarks",
    ];

    fn cells(&self) -> Vec<String> {
        let status: EnrollmentStatus = self.status.into();
        vec![
            self.student_id.to_string(),
            self.student_name.clone(),
            self.grade_level.clone(),
            status.code().to_owned(),
            self.section_name.clone().unwrap_or_default(),
            self.submitted_at.to_rfc3339(),
            self.changed_at.to_rfc3339(),
            self.remarks.clone().unwrap_or_default(),
        ]
    }
}

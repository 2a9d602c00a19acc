use domain::{
    access::{Denied, ManageEnrollment},
    enrollment::{Application, Remarks},
    identity::Role,
};

use super::{Enrollment, ProgressView};
use crate::{AuditEntry, Caller, Constraint, StoreError};

/// Makes an application.
#[derive(Clone, Debug)]
pub struct Submit {
    /// Who applies, for what.
    pub application: Application,
    /// What is said about it.
    pub remarks: Option<Remarks>,
}

/// Why no application was made.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no active student with this id.
    #[error("there is no such student")]
    NotAStudent,
    /// The year or the level does not exist.
    #[error("there is no such school year or grade level")]
    UnknownReference,
    /// The student already has an application for that year.
    #[error("the student already has an application for this school year")]
    AlreadyExists,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::ApplicationExists) => Self::AlreadyExists,
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownReference,
            other => Self::Store(other),
        }
    }
}

impl Enrollment<'_> {
    /// Makes an application and tells whoever watches.
    pub fn submit(self, caller: &Caller, command: &Submit) -> Result<ProgressView, SubmitError> {
        let application = command.application;
        let view = self.0.db.once(caller, |store| {
            let permitted = caller.may::<ManageEnrollment<Application>>(application)?;
            let student = store.account(application.student)?.ok_or(SubmitError::NotAStudent)?;
            if !student.serves_as(Role::Student) {
                return Err(SubmitError::NotAStudent);
            }
            let made = permitted.submit(command.remarks.clone(), self.0.clock.now());
            store.add_progress(&made)?;
            self.0.audit_to(store, caller, &moved_entry("enrollment.submitted", &made))?;
            let view = store.progress(application.student, Some(application.school_year))?;
            view.ok_or(SubmitError::UnknownReference)
        })?;
        self.announce(&view.progress);
        Ok(view)
    }
}

/// What the audit trail keeps of a step.
pub(super) fn moved_entry(action: &'static str, moved: &domain::enrollment::Moved) -> AuditEntry {
    let (progress, step) = (moved.progress(), moved.step());
    AuditEntry {
        action,
        record_kind: "enrollment_progress",
        record_id: Some(progress.student.uuid()),
        before: step
            .from
            .map(|from| serde_json::json!({ "status": from, "school_year_id": progress.school_year })),
        after: Some(serde_json::json!({
            "status": step.to,
            "school_year_id": progress.school_year,
            "section_id": progress.stage.section(),
            "remarks": step.remarks,
        })),
    }
}

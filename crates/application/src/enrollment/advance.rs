use domain::{
    Stale, Version,
    access::{Denied, ManageEnrollment},
    enrollment::{IllegalMove, Moved, Progress, Remarks, Stage},
    identity::UserId,
    structure::{PlacementRefused, SchoolYearId},
};

use super::{Enrollment, ProgressView, submit::moved_entry};
use crate::{Caller, Constraint, Event, Store, StoreError, structure::place_for_enrollment};

/// Moves one application.
#[derive(Clone, Debug)]
pub struct Advance {
    /// Whose application.
    pub student: UserId,
    /// Of which year; `None` for the newest.
    pub school_year: Option<SchoolYearId>,
    /// The version that the registrar was looking at.
    pub expected: Version,
    /// Where it is to go.
    pub to: Stage,
    /// What the family is told.
    pub remarks: Option<Remarks>,
}

/// Why an application did not move.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// There is no such application.
    #[error("there is no such application")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody else moved it first.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The school does not allow this move.
    #[error(transparent)]
    IllegalMove(#[from] IllegalMove),
    /// The section does not exist, or is of another year or level.
    #[error("there is no such section for this application")]
    UnknownSection,
    /// The student could not be placed.
    #[error(transparent)]
    Placement(#[from] PlacementRefused),
    /// Somebody else has placed the student just now.
    #[error("the student has just been placed in this school year")]
    PlacedMeanwhile,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AdvanceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::SectionFull) => Self::Placement(PlacementRefused::SectionFull),
            StoreError::Violated(Constraint::AlreadyPlaced) => Self::PlacedMeanwhile,
            other => Self::Store(other),
        }
    }
}

impl Enrollment<'_> {
    /// Moves an application to its next stage and tells whoever watches.
    ///
    /// Moving to `enrolled` places the student in the section in the same transaction.
    pub fn advance(self, caller: &Caller, command: &Advance) -> Result<ProgressView, AdvanceError> {
        let view = self.0.db.atomically(caller, |store| {
            let progress = store
                .progress_for_update(command.student, command.school_year)?
                .ok_or(AdvanceError::NotFound)?;
            let moved = self.step(store, caller, progress, command)?;
            let progress = moved.progress();
            store.progress(progress.student, Some(progress.school_year))?.ok_or(AdvanceError::NotFound)
        })?;
        self.announce(&view.progress);
        Ok(view)
    }

    /// One move within a unit of work.
    pub(super) fn step(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        progress: Progress,
        command: &Advance,
    ) -> Result<Moved, AdvanceError> {
        let version = progress.version;
        let permitted = caller.may::<ManageEnrollment>(progress)?;
        version.check(command.expected)?;
        let moved = permitted.advance(command.to, command.remarks.clone(), self.0.clock.now())?;
        if let Some(section) = moved.progress().stage.section() {
            place_for_enrollment(self.0, store, caller, moved.progress(), section)?;
        }
        store.record_move(&moved)?;
        self.0.audit_to(store, caller, &moved_entry("enrollment.moved", &moved))?;
        Ok(moved)
    }

    pub(super) fn announce(self, progress: &Progress) {
        let Progress { student, school_year, stage, version, .. } = *progress;
        let status = stage.status();
        self.0.events.publish(Event::EnrollmentChanged { student, school_year, status, version });
        if let Some(section) = stage.section() {
            self.0.events.publish(Event::SectionChanged { section });
            self.0.rights_changed(student);
        }
    }
}

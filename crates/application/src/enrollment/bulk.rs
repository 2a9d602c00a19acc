use domain::{
    Version,
    enrollment::{Remarks, Stage},
    identity::UserId,
    structure::SchoolYearId,
};

use super::{Advance, AdvanceError, Enrollment, ProgressView};
use crate::{Caller, Store, StoreError};

/// Moves many applications to one stage: all of them, or none.
#[derive(Clone, Debug)]
pub struct AdvanceMany {
    /// Of which year; `None` for the current one.
    pub school_year: Option<SchoolYearId>,
    /// Which applications.
    pub moves: Vec<BulkMove>,
    /// Where they are to go.
    pub to: Stage,
    /// What the families are told.
    pub remarks: Option<Remarks>,
}

/// One application of many, as the registrar was looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkMove {
    /// Whose application.
    pub student: UserId,
    /// The version that the registrar was looking at.
    pub expected: Version,
}

/// One application that kept all from moving.
#[derive(Debug)]
pub struct MoveProblem {
    /// Whose.
    pub student: UserId,
    /// Why.
    pub error: AdvanceError,
}

/// Why nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceManyError {
    /// Some could not move, each for a reason of its own.
    #[error("{} of the applications cannot move", .0.len())]
    Refused(Vec<MoveProblem>),
    /// An application was named twice.
    #[error("an application is named twice")]
    NamedTwice,
    /// The caller may not move applications at all.
    #[error(transparent)]
    Denied(#[from] domain::access::Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Enrollment<'_> {
    /// The most applications that move at once.
    pub const MOST_AT_ONCE: usize = 200;

    /// Moves many applications, all or none, and tells whoever watches.
    pub fn advance_many(
        self,
        caller: &Caller,
        command: &AdvanceMany,
    ) -> Result<Vec<ProgressView>, AdvanceManyError> {
        caller.scope(domain::access::ActionKind::ManageEnrollment)?;
        let mut students: Vec<_> = command.moves.iter().map(|one| one.student).collect();
        students.sort_unstable();
        students.dedup();
        if students.len() < command.moves.len() {
            return Err(AdvanceManyError::NamedTwice);
        }
        let views = self.0.db.once(caller, |store| {
            let mut locked = store.progresses_for_update(&students, command.school_year)?;
            let mut problems = Vec::new();
            for one in &command.moves {
                if let Err(error) = self.step_of_many(store, caller, &mut locked, one, command) {
                    if let AdvanceError::Store(failure) = error {
                        return Err(failure.into());
                    }
                    problems.push(MoveProblem { student: one.student, error });
                }
            }
            if !problems.is_empty() {
                return Err(AdvanceManyError::Refused(problems));
            }
            Ok(store.progress_of_many(&students, command.school_year)?)
        })?;
        for view in &views {
            self.announce(&view.progress);
        }
        Ok(views)
    }

    fn step_of_many(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        locked: &mut Vec<domain::enrollment::Progress>,
        one: &BulkMove,
        command: &AdvanceMany,
    ) -> Result<(), AdvanceError> {
        let index = locked
            .iter()
            .position(|progress| progress.student == one.student)
            .ok_or(AdvanceError::NotFound)?;
        let progress = locked.swap_remove(index);
        let advance = Advance {
            student: one.student,
            school_year: Some(progress.school_year),
            expected: one.expected,
            to: command.to,
            remarks: command.remarks.clone(),
        };
        self.step(store, caller, progress, &advance).map(drop)
    }
}

use domain::{Stale, access::Denied};

use super::Dependent;
use crate::{Constraint, Database, Store, StoreError};

/// Why a part of the structure was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The record was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// Something depends on it.
    #[error("other records depend on it")]
    InUse(Vec<Dependent>),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for DeleteError {
    fn from(error: StoreError) -> Self {
        match error {
            // What is deleted refers to nothing: it is referred to.
            StoreError::Violated(Constraint::InUse | Constraint::UnknownReference) => Self::InUse(Vec::new()),
            other => Self::Store(other),
        }
    }
}

/// Refuses to delete what something depends on.
pub(super) fn refuse_in_use(dependents: Vec<Dependent>) -> Result<(), DeleteError> {
    if dependents.is_empty() { Ok(()) } else { Err(DeleteError::InUse(dependents)) }
}

/// Names the dependents when only the database noticed them: they were added after the use case had
/// looked, and a unit of work that failed answers no more questions.
pub(super) fn name_dependents<T>(
    outcome: Result<T, DeleteError>,
    db: &dyn Database,
    dependents: impl Fn(&mut dyn Store) -> Result<Vec<Dependent>, StoreError>,
) -> Result<T, DeleteError> {
    match outcome {
        Err(DeleteError::InUse(unnamed)) if unnamed.is_empty() => {
            Err(DeleteError::InUse(db.read(|store| dependents(store))?))
        }
        other => other,
    }
}

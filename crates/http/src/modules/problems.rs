use application::modules::{BeginModuleError, ChangeModuleError, ReadModuleError, UploadModuleError};

use crate::problem::Problem;

impl From<ReadModuleError> for Problem {
    fn from(error: ReadModuleError) -> Self {
        match error {
            ReadModuleError::NotFound => Self::not_found(),
            ReadModuleError::Denied(denied) => denied.into(),
            ReadModuleError::Store(failure) => failure.into(),
        }
    }
}

impl From<BeginModuleError> for Problem {
    fn from(error: BeginModuleError) -> Self {
        match error {
            BeginModuleError::NotFound => Self::not_found(),
            BeginModuleError::Denied(denied) => denied.into(),
            BeginModuleError::Stale(stale) => stale.into(),
            BeginModuleError::Begin(refused) => refused.into(),
            BeginModuleError::Store(failure) => failure.into(),
        }
    }
}

impl From<UploadModuleError> for Problem {
    fn from(error: UploadModuleError) -> Self {
        match error {
            UploadModuleError::NotFound => Self::not_found(),
            UploadModuleError::Denied(denied) => denied.into(),
            UploadModuleError::Stale(stale) => stale.into(),
            UploadModuleError::Accept(refused) => refused.into(),
            UploadModuleError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangeModuleError> for Problem {
    fn from(error: ChangeModuleError) -> Self {
        let detail = error.to_string();
        match error {
            ChangeModuleError::NotFound => Self::not_found(),
            ChangeModuleError::Denied(denied) => denied.into(),
            ChangeModuleError::Stale(stale) => stale.into(),
            ChangeModuleError::UnknownNeighbour => Self::field("after_id", "unknown", detail),
            ChangeModuleError::Store(failure) => failure.into(),
        }
    }
}

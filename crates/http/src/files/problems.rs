use actix_web::http::StatusCode;
use application::files::{AcceptError, BeginError, LinkError, OpenError, ReceiveError, StorageError, Upload};

use crate::problem::Problem;

fn unprocessable(code: &'static str, detail: String) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).about("file")
}

fn no_room() -> Problem {
    let detail = "There is no room left for this file: the section or you have used all that you may.";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "quota_exceeded", detail).about("file")
}

/// Why a file was not taken in.
pub fn refused(error: &ReceiveError, upload: &Upload) -> Problem {
    match error {
        ReceiveError::Empty => unprocessable("empty_file", "The file is empty.".to_owned()),
        ReceiveError::TooLarge { .. } if upload.bounded_by_quota => no_room(),
        ReceiveError::TooLarge { most } => {
            let detail = format!("The file may have at most {most} bytes.");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
                .with("most_bytes", most)
                .about("file")
        }
        ReceiveError::Kind(refused) => {
            let detail = format!("This file is not taken: {refused}.");
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_file", detail).about("file")
        }
        ReceiveError::Harmful(reason) => {
            unprocessable("harmful_file", format!("This file is not taken: {reason}."))
        }
        ReceiveError::Infected { name } => {
            unprocessable("infected_file", format!("The scanner found {name} in this file."))
        }
        ReceiveError::ScannerAway(reason) => {
            tracing::error!(%reason, "the scanner does not answer");
            let detail = "Files cannot be checked just now, so none are taken.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "scanner_away", detail).retry_after(30)
        }
        ReceiveError::BrokenOff(reason) => {
            let detail = format!("The file did not arrive whole: {reason}.");
            Problem::new(StatusCode::BAD_REQUEST, "upload_broken_off", detail)
        }
        ReceiveError::Storage(failure) => failure.clone().into(),
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Missing => {
                tracing::error!("the bytes of a file are missing");
                Self::new(StatusCode::NOT_FOUND, "file_missing", "The file has been lost; tell the office.")
            }
            StorageError::Full => {
                tracing::error!("the store has no space left");
                let detail = "The server has no space left for files. What is there can still be read.";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "storage_full", detail)
            }
            StorageError::Away(reason) => {
                tracing::error!(%reason, "the store of files does not answer");
                let detail = "Files cannot be reached just now.";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "storage_away", detail).retry_after(10)
            }
        }
    }
}

impl From<BeginError> for Problem {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::NoRoom => no_room(),
            BeginError::Store(failure) => failure.into(),
        }
    }
}

impl From<AcceptError> for Problem {
    fn from(error: AcceptError) -> Self {
        match error {
            AcceptError::GivenUp => {
                Self::conflict("upload_given_up", "The upload took too long and was given up; send it again.")
            }
            AcceptError::NoRoom => no_room(),
            AcceptError::Store(failure) => failure.into(),
        }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::NotFound => Self::not_found(),
            LinkError::NoPreview => Self::field(
                "disposition",
                "no_preview",
                "files of this kind cannot be shown, only downloaded",
            ),
            LinkError::Denied(denied) => denied.into(),
            LinkError::Store(failure) => failure.into(),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound => Self::not_found(),
            OpenError::Store(failure) => failure.into(),
        }
    }
}

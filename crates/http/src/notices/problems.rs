use application::notices::{
    ChangeAnnouncementError, DeleteNoticeError, ReadEventError, ReadNoticeError, SaveEventError,
};
use domain::notices::{AnnouncementRefused, EventTimeRefused};

use crate::problem::Problem;

impl From<ReadNoticeError> for Problem {
    fn from(error: ReadNoticeError) -> Self {
        match error {
            ReadNoticeError::NotFound => Self::not_found(),
            ReadNoticeError::Denied(denied) => denied.into(),
            ReadNoticeError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangeAnnouncementError> for Problem {
    fn from(error: ChangeAnnouncementError) -> Self {
        let detail = error.to_string();
        match error {
            ChangeAnnouncementError::NotFound => Self::not_found(),
            ChangeAnnouncementError::Denied(denied) => denied.into(),
            ChangeAnnouncementError::Refused(AnnouncementRefused::Stale(stale)) => stale.into(),
            ChangeAnnouncementError::Refused(AnnouncementRefused::ExpiresTooEarly) => {
                Self::field("expires_at", "ends_before_start", detail)
            }
            ChangeAnnouncementError::UnknownSection => Self::field("audience.section_ids", "unknown", detail),
            ChangeAnnouncementError::Store(failure) => failure.into(),
        }
    }
}

impl From<DeleteNoticeError> for Problem {
    fn from(error: DeleteNoticeError) -> Self {
        match error {
            DeleteNoticeError::NotFound => Self::not_found(),
            DeleteNoticeError::Denied(denied) => denied.into(),
            DeleteNoticeError::Stale(stale) => stale.into(),
            DeleteNoticeError::Store(failure) => failure.into(),
        }
    }
}

impl From<ReadEventError> for Problem {
    fn from(error: ReadEventError) -> Self {
        match error {
            ReadEventError::NotFound => Self::not_found(),
            ReadEventError::Denied(denied) => denied.into(),
            ReadEventError::Store(failure) => failure.into(),
        }
    }
}

impl From<SaveEventError> for Problem {
    fn from(error: SaveEventError) -> Self {
        let detail = error.to_string();
        match error {
            SaveEventError::NotFound => Self::not_found(),
            SaveEventError::Denied(denied) => denied.into(),
            SaveEventError::Stale(stale) => stale.into(),
            SaveEventError::Time(refused) => no_time(refused, "ends_on"),
            SaveEventError::UnknownSection => Self::field("audience.section_ids", "unknown", detail),
            SaveEventError::Store(failure) => failure.into(),
        }
    }
}

/// Why nothing happens then, on the field of its end.
pub fn no_time(refused: EventTimeRefused, field: &str) -> Problem {
    let code = match refused {
        EventTimeRefused::EndsBeforeStart => "ends_before_start",
        EventTimeRefused::TooLong | EventTimeRefused::OutOfReach => "out_of_range",
    };
    Problem::field(field, code, refused.to_string())
}

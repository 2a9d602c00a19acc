use application::meetings::{Busy, MoveMeetingError, ReadMeetingError, SaveMeetingError};
use domain::meetings::{Meeting, MeetingRefused, MeetingTimeRefused};
use serde_json::json;

use crate::problem::Problem;

impl From<ReadMeetingError> for Problem {
    fn from(error: ReadMeetingError) -> Self {
        match error {
            ReadMeetingError::NotFound => Self::not_found(),
            ReadMeetingError::Denied(denied) => denied.into(),
            ReadMeetingError::Store(failure) => failure.into(),
        }
    }
}

impl From<SaveMeetingError> for Problem {
    fn from(error: SaveMeetingError) -> Self {
        let detail = error.to_string();
        match error {
            SaveMeetingError::NotFound => Self::not_found(),
            SaveMeetingError::Denied(denied) => denied.into(),
            SaveMeetingError::Refused(refused) => refused.into(),
            SaveMeetingError::Time(refused) => refused.into(),
            SaveMeetingError::DoubleBooked { busy, other, may_read } => {
                double_booked(detail, busy, other.as_deref(), may_read)
            }
            SaveMeetingError::Store(failure) => failure.into(),
        }
    }
}

/// Names the other meeting to whoever may read it; whoever may not learns only when it is.
fn double_booked(detail: String, busy: Busy, other: Option<&Meeting>, may_read: bool) -> Problem {
    let with = match busy {
        Busy::Host(_) => "host",
        Busy::Section(_) => "section",
    };
    let time = other.map(|other| other.facts.time);
    let named = other.filter(|_| may_read);
    let conflict = json!({
        "with": with,
        "starts_at": time.map(domain::meetings::MeetingTime::starts_at),
        "ends_at": time.map(domain::meetings::MeetingTime::ends_at),
        "meeting": named.map(|other| json!({ "id": other.id, "title": other.facts.title.as_str() })),
    });
    Problem::conflict("double_booked", detail).about("starts_at").with("conflict", conflict)
}

impl From<MeetingTimeRefused> for Problem {
    fn from(refused: MeetingTimeRefused) -> Self {
        let code = match refused {
            MeetingTimeRefused::EndsBeforeStart => "ends_before_start",
            MeetingTimeRefused::TooLong => "too_long",
            MeetingTimeRefused::OutOfReach => "out_of_range",
        };
        Self::field("ends_at", code, refused.to_string())
    }
}

impl From<MeetingRefused> for Problem {
    fn from(refused: MeetingRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            MeetingRefused::Stale(stale) => stale.into(),
            MeetingRefused::Over => Self::conflict("meeting_over", detail).about("ends_at"),
            MeetingRefused::Illegal { status: _, allowed } => {
                let allowed: Vec<_> = allowed.iter().map(|status| status.code()).collect();
                Self::conflict("illegal_move", detail).with("allowed_next", allowed)
            }
        }
    }
}

impl From<MoveMeetingError> for Problem {
    fn from(error: MoveMeetingError) -> Self {
        match error {
            MoveMeetingError::NotFound => Self::not_found(),
            MoveMeetingError::Denied(denied) => denied.into(),
            MoveMeetingError::Refused(refused) => refused.into(),
            MoveMeetingError::Store(failure) => failure.into(),
        }
    }
}

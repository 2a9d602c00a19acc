use application::calendar::{FeedError, ReadCalendarError, ReadFeedError};
use domain::calendar::SpanRefused;

use crate::problem::Problem;

impl From<ReadCalendarError> for Problem {
    fn from(error: ReadCalendarError) -> Self {
        match error {
            ReadCalendarError::Denied(denied) => denied.into(),
            ReadCalendarError::Store(failure) => failure.into(),
        }
    }
}

impl From<SpanRefused> for Problem {
    fn from(refused: SpanRefused) -> Self {
        let code = match refused {
            SpanRefused::EndsBeforeStart => "ends_before_start",
            SpanRefused::TooLong => "too_long",
        };
        Self::field("to", code, refused.to_string())
    }
}

impl From<FeedError> for Problem {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Denied(denied) => denied.into(),
            FeedError::Store(failure) => failure.into(),
        }
    }
}

impl From<ReadFeedError> for Problem {
    fn from(error: ReadFeedError) -> Self {
        match error {
            ReadFeedError::NotFound => Self::not_found(),
            ReadFeedError::Store(failure) => failure.into(),
        }
    }
}

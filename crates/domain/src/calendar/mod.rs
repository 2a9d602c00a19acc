//! The calendar: what a person may see of events and meetings, day by day.

use chrono::{NaiveDate, TimeDelta};

/// The days that somebody looks at in the calendar, the first and the last included; they are days of the
/// school's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    first: NaiveDate,
    last: NaiveDate,
}

/// Why nobody looks at these days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanRefused {
    /// The last day lies before the first.
    #[error("must not lie before the first day")]
    EndsBeforeStart,
    /// They are more than one looks at together.
    #[error("must be at most {} days after the first day", Span::LONGEST_DAYS)]
    TooLong,
}

impl Span {
    /// The most days after the first.
    pub const LONGEST_DAYS: i64 = 500;

    /// From a first day to a last one.
    pub fn try_new(first: NaiveDate, last: NaiveDate) -> Result<Self, SpanRefused> {
        if last < first {
            Err(SpanRefused::EndsBeforeStart)
        } else if last - first > TimeDelta::days(Self::LONGEST_DAYS) {
            Err(SpanRefused::TooLong)
        } else {
            Ok(Self { first, last })
        }
    }

    /// The first day.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day.
    pub const fn last(self) -> NaiveDate {
        self.last
    }
}

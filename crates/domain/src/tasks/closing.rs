use chrono::{DateTime, Datelike, Utc};

use crate::notices::EventTime;

/// Until when a task is due, and until when it is accepted.
///
/// A task that is closed at its due time accepts nothing late. One that is accepted until later marks what comes
/// after the due time as late, and never drops it silently.
///
/// ```
/// use chrono::{DateTime, TimeDelta};
/// use homeroom_domain::tasks::Closing;
/// let due = DateTime::UNIX_EPOCH;
/// let closing = Closing::try_new(due, due + TimeDelta::days(2))?;
/// assert!(!closing.is_late(due), "the due moment itself is in time");
/// assert!(closing.is_late(due + TimeDelta::seconds(1)));
/// assert!(!closing.is_closed(due + TimeDelta::days(2)));
/// assert!(closing.is_closed(due + TimeDelta::days(2) + TimeDelta::seconds(1)));
/// # Ok::<(), homeroom_domain::tasks::ClosingRefused>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Shape", into = "Shape")
)]
pub struct Closing {
    due_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
}

/// Why no task is due then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClosingRefused {
    /// It would close before it is due.
    #[error("must not lie before the due time")]
    ClosesBeforeDue,
    /// No school plans so far ahead.
    #[error("must lie between the years {} and {}", EventTime::FIRST_YEAR, EventTime::LAST_YEAR)]
    OutOfReach,
}

impl Closing {
    /// Due at a moment and accepted until the same moment or a later one.
    pub fn try_new(due_at: DateTime<Utc>, closes_at: DateTime<Utc>) -> Result<Self, ClosingRefused> {
        let years = EventTime::FIRST_YEAR..=EventTime::LAST_YEAR;
        if !years.contains(&due_at.year()) || !years.contains(&closes_at.year()) {
            Err(ClosingRefused::OutOfReach)
        } else if closes_at < due_at {
            Err(ClosingRefused::ClosesBeforeDue)
        } else {
            Ok(Self { due_at, closes_at })
        }
    }

    /// Until when it is in time.
    pub const fn due_at(self) -> DateTime<Utc> {
        self.due_at
    }

    /// Until when it is accepted.
    pub const fn closes_at(self) -> DateTime<Utc> {
        self.closes_at
    }

    /// Whether what is handed in at that moment is late.
    pub fn is_late(self, at: DateTime<Utc>) -> bool {
        at > self.due_at
    }

    /// Whether nothing is accepted any more at that moment.
    pub fn is_closed(self, at: DateTime<Utc>) -> bool {
        at > self.closes_at
    }
}

/// How it is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Shape {
    due_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
}
#[cfg(feature = "serde")]
impl TryFrom<Shape> for Closing {
    type Error = ClosingRefused;
    fn try_from(Shape { due_at, closes_at }: Shape) -> Result<Self, ClosingRefused> {
        Self::try_new(due_at, closes_at)
    }
}
#[cfg(feature = "serde")]
impl From<Closing> for Shape {
    fn from(closing: Closing) -> Self {
        Self { due_at: closing.due_at, closes_at: closing.closes_at }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_task_never_closes_before_it_is_due() {
        let due: DateTime<Utc> = "2028-02-29T15:59:59Z".parse().unwrap();
        assert!(Closing::try_new(due, due).is_ok());
        assert_eq!(Closing::try_new(due, due - TimeDelta::seconds(1)), Err(ClosingRefused::ClosesBeforeDue));
        let far = "2500-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(Closing::try_new(due, far), Err(ClosingRefused::OutOfReach));
    }
}

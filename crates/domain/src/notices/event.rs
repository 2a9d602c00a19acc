use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::{Audience, Body, EventId, Title};
use crate::{
    Stale, Text, Version,
    access::{ManageEvent, Permitted},
    identity::UserId,
};

/// Something that happens in the school, as its audience finds it in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SchoolEvent {
    /// Identifies the event.
    pub id: EventId,
    /// Who wrote it; `None` for the system.
    pub author: Option<UserId>,
    /// What people may change about it.
    pub content: EventContent,
    /// How often it has been written.
    pub version: Version,
}

/// What people may change about an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EventContent {
    /// What it is called.
    pub title: Title,
    /// What is said about it.
    pub body: Option<Body>,
    /// When it happens.
    pub time: EventTime,
    /// Where it happens.
    pub place: Option<Text<200>>,
    /// Whom it addresses.
    pub audience: Audience,
}

/// When something happens: on whole days, or from one moment to another.
///
/// A day is a day of the school's calendar. It is no moment, so that it stays the same day wherever somebody
/// looks at it and whatever clocks do that night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Shape", into = "Shape")
)]
pub enum EventTime {
    /// From the first day to the last, both included. Made by [`days`](Self::days).
    Days(Days),
    /// From one moment to another. Made by [`moments`](Self::moments).
    Moments(Moments),
}

/// Days that follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    first: NaiveDate,
    last: NaiveDate,
}

/// The time between two moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moments {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// Why nothing happens then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventTimeRefused {
    /// The end does not follow the start.
    #[error("must be later than the start")]
    EndsBeforeStart,
    /// It would last longer than a year.
    #[error("must be within a year of the start")]
    TooLong,
    /// No school plans so far ahead, or so far back.
    #[error("must lie between the years {} and {}", EventTime::FIRST_YEAR, EventTime::LAST_YEAR)]
    OutOfReach,
}

impl EventTime {
    /// The first year in which something may happen.
    pub const FIRST_YEAR: i32 = 1900;
    /// The last one.
    pub const LAST_YEAR: i32 = 2199;
    /// The longest that something lasts.
    const LONGEST: TimeDelta = TimeDelta::days(366);

    /// Whole days; the first and the last may be the same.
    pub fn days(first: NaiveDate, last: NaiveDate) -> Result<Self, EventTimeRefused> {
        check(first.year(), last.year(), last - first, last < first)?;
        Ok(Self::Days(Days { first, last }))
    }

    /// From a moment to a later one.
    pub fn moments(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Result<Self, EventTimeRefused> {
        check(starts_at.year(), ends_at.year(), ends_at - starts_at, ends_at <= starts_at)?;
        Ok(Self::Moments(Moments { starts_at, ends_at }))
    }
}

fn check(
    first_year: i32,
    last_year: i32,
    length: TimeDelta,
    backwards: bool,
) -> Result<(), EventTimeRefused> {
    let years = EventTime::FIRST_YEAR..=EventTime::LAST_YEAR;
    if !years.contains(&first_year) || !years.contains(&last_year) {
        Err(EventTimeRefused::OutOfReach)
    } else if backwards {
        Err(EventTimeRefused::EndsBeforeStart)
    } else if length > EventTime::LONGEST {
        Err(EventTimeRefused::TooLong)
    } else {
        Ok(())
    }
}

impl Days {
    /// The first day.
    pub const fn first(self) -> NaiveDate {
        self.first
    }
    /// The last day, on which it still happens.
    pub const fn last(self) -> NaiveDate {
        self.last
    }
}

impl Moments {
    /// When it starts.
    pub const fn starts_at(self) -> DateTime<Utc> {
        self.starts_at
    }
    /// When it is over.
    pub const fn ends_at(self) -> DateTime<Utc> {
        self.ends_at
    }
}

/// How a time is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Shape {
    Days { starts_on: NaiveDate, ends_on: NaiveDate },
    Moments { starts_at: DateTime<Utc>, ends_at: DateTime<Utc> },
}

#[cfg(feature = "serde")]
impl TryFrom<Shape> for EventTime {
    type Error = EventTimeRefused;
    fn try_from(shape: Shape) -> Result<Self, EventTimeRefused> {
        match shape {
            Shape::Days { starts_on, ends_on } => Self::days(starts_on, ends_on),
            Shape::Moments { starts_at, ends_at } => Self::moments(starts_at, ends_at),
        }
    }
}

#[cfg(feature = "serde")]
impl From<EventTime> for Shape {
    fn from(time: EventTime) -> Self {
        match time {
            EventTime::Days(Days { first, last }) => Self::Days { starts_on: first, ends_on: last },
            EventTime::Moments(Moments { starts_at, ends_at }) => Self::Moments { starts_at, ends_at },
        }
    }
}

/// An event as it must be stored.
#[derive(Clone, Debug)]
pub struct EventSaved(SchoolEvent);

/// An event that must be deleted.
#[derive(Clone, Debug)]
pub struct EventDeleted(SchoolEvent);

impl EventSaved {
    /// The event as it is now.
    pub const fn event(&self) -> &SchoolEvent {
        &self.0
    }
    /// The event as it is now, after it was stored.
    pub fn into_event(self) -> SchoolEvent {
        self.0
    }
}

impl EventDeleted {
    /// The event as it was.
    pub const fn event(&self) -> &SchoolEvent {
        &self.0
    }
}

impl Permitted<ManageEvent<EventContent>> {
    /// Puts a new event into the calendar, whose author is whoever may.
    pub fn schedule(self, id: EventId) -> EventSaved {
        let author = self.by();
        EventSaved(SchoolEvent { id, author, content: self.into_target(), version: Version::FIRST })
    }
}

impl Permitted<ManageEvent> {
    /// Changes it, from version `expected`. The author stays who wrote it first.
    pub fn change(self, content: EventContent, expected: Version) -> Result<EventSaved, Stale> {
        let before = self.into_target();
        before.version.check(expected)?;
        Ok(EventSaved(SchoolEvent { content, version: before.version.next(), ..before }))
    }

    /// Deletes it, from version `expected`.
    pub fn delete(self, expected: Version) -> Result<EventDeleted, Stale> {
        let before = self.into_target();
        before.version.check(expected)?;
        Ok(EventDeleted(before))
    }
}

//! The calendar: what a person may see of events, meetings and tasks, and the school's own days.

mod feed;
mod look;
mod ports;
mod zone;

pub use feed::{FeedError, NewFeed, ReadFeedError};
pub use look::{Calendar, CalendarQuestion, ReadCalendarError};
pub use ports::{CalendarEntries, CalendarFeeds, CalendarWish, Entry, EntrySubject, EntryTime, Feed};
pub use zone::{SchoolZone, day_bounds};

use crate::App;

/// The use cases of the calendar.
#[derive(Clone, Copy)]
pub struct CalendarCases<'a>(pub(crate) &'a App);

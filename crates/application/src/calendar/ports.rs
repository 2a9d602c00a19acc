use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::ReadScope,
    calendar::Span,
    identity::UserId,
    meetings::{MeetingId, MeetingStatus},
    notices::EventId,
    structure::SectionId,
    tasks::{TaskId, TaskStatus},
};

use crate::StoreError;

/// Something in the calendar, as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub subject: EntrySubject,
    /// What it is called.
    pub title: String,
    /// When it is.
    pub time: EntryTime,
    /// How often it has been written.
    pub version: u32,
    /// When it was last written.
    pub changed_at: DateTime<Utc>,
}

/// What stands in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntrySubject {
    /// Something that happens in the school.
    Event {
        /// Which.
        id: EventId,
        /// Where it happens.
        place: Option<String>,
    },
    /// A meeting of a section.
    Meeting {
        /// Which.
        id: MeetingId,
        /// For which section.
        section: SectionId,
        /// What the section is called.
        section_name: String,
        /// Who holds it, given name first.
        host_name: String,
        /// Where it is held.
        url: String,
        /// How far it has come.
        status: MeetingStatus,
    },
    /// A task of a section, when it is due.
    Task {
        /// Which.
        id: TaskId,
        /// For which section.
        section: SectionId,
        /// What the section is called.
        section_name: String,
        /// What the subject is called.
        subject_title: String,
        /// Whether the section sees it.
        status: TaskStatus,
    },
}

/// When something in the calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryTime {
    /// On whole days of the school, the first and the last included.
    Days {
        /// The first.
        first: NaiveDate,
        /// The last.
        last: NaiveDate,
    },
    /// From one moment to another.
    Moments {
        /// When it starts.
        starts_at: DateTime<Utc>,
        /// When it is over.
        ends_at: DateTime<Utc>,
    },
    /// At one moment.
    Moment(DateTime<Utc>),
}

/// What of the calendar is wanted.
#[derive(Clone, Debug)]
pub struct CalendarWish {
    /// Which days of the school.
    pub span: Span,
    /// Events within this scope, asked for [`ReadNotices`](domain::access::ActionKind::ReadNotices); `None` for none.
    pub events: Option<ReadScope>,
    /// Meetings within this scope, asked for [`ReadMeetings`](domain::access::ActionKind::ReadMeetings); `None` for none.
    pub meetings: Option<ReadScope>,
    /// Published tasks within this scope, asked for [`ReadTasks`](domain::access::ActionKind::ReadTasks); `None` for none.
    pub tasks: Option<ReadScope>,
    /// Tasks whether published or not within this scope, asked for
    /// [`ReadDraftTasks`](domain::access::ActionKind::ReadDraftTasks); `None` for none.
    pub draft_tasks: Option<ReadScope>,
    /// Only meetings and tasks of this section, and events that address it by name.
    pub section: Option<SectionId>,
    /// The most entries.
    pub most: u32,
}

/// Events, meetings and tasks together.
pub trait CalendarEntries {
    /// The name of the school's time zone, and what may touch these days wherever in the world the school is:
    /// the zone becomes known with the answer, and what lies outside must be left out by whoever asked.
    fn calendar(&mut self, wish: &CalendarWish) -> Result<(String, Vec<Entry>), StoreError>;
}

/// The address of a person's calendar feed, without the secret, which nobody knows but the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Whose.
    pub user: UserId,
    /// Since when it is this address.
    pub created_at: DateTime<Utc>,
    /// The last day of the school on which a program asked for it.
    pub last_used_on: Option<NaiveDate>,
}

/// The addresses of calendar feeds.
pub trait CalendarFeeds {
    /// A person's.
    fn feed(&mut self, user: UserId) -> Result<Option<Feed>, StoreError>;

    /// The one with this fingerprint.
    fn feed_with(&mut self, fingerprint: &[u8]) -> Result<Option<Feed>, StoreError>;

    /// Gives a person a new address in place of the one that there may be.
    fn save_feed(&mut self, user: UserId, fingerprint: &[u8], now: DateTime<Utc>) -> Result<(), StoreError>;

    /// Takes a person's address away; `false` when there was none.
    fn delete_feed(&mut self, user: UserId) -> Result<bool, StoreError>;

    /// Stores that a program asked for it on this day.
    fn note_feed_used(&mut self, user: UserId, day: NaiveDate) -> Result<(), StoreError>;
}

//! Announcements and events: what the school tells whom.
//!
//! Both address an [`Audience`]: everyone, roles, sections, in any mix. An announcement lives between two
//! moments, and outside of them only those who write announcements know of it. An event stands in the
//! calendar, on whole days or from one moment to another.

mod announcement;
mod audience;
mod event;

pub use announcement::{
    Announcement, AnnouncementAt, AnnouncementContent, AnnouncementDeleted, AnnouncementRefused,
    AnnouncementSaved, Life,
};
pub use audience::{Audience, AudienceRefused};
pub use event::{
    Days, EventContent, EventDeleted, EventSaved, EventTime, EventTimeRefused, Moments, SchoolEvent,
};

use crate::{Id, Lines, Text};

/// Identifies an announcement.
pub type AnnouncementId = Id<Announcement>;
/// Identifies an event.
pub type EventId = Id<SchoolEvent>;

/// What an announcement, an event or a meeting is called.
pub type Title = Text<200>;
/// What is said, in Markdown of several lines.
pub type Body = Lines<20_000>;

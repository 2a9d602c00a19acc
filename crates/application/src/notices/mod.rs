//! Announcements and events, whom they reach, and who has read them.

mod announce;
mod events;
mod later;
mod ports;
mod read;

pub use announce::{ChangeAnnouncementError, DeleteNoticeError};
pub use events::{AskedTime, EventDraft, ReadEventError, SaveEventError};
pub use ports::{
    AnnouncementFilter, AnnouncementSort, AnnouncementView, Announcements, Counts, EventFilter, EventView,
    NoticeScopes, Reader, SchoolEvents,
};
pub use read::ReadNoticeError;

use crate::App;

/// The use cases of announcements and events.
#[derive(Clone, Copy)]
pub struct NoticeCases<'a>(pub(crate) &'a App);

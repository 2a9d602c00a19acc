use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::ReadScope,
    identity::UserId,
    notices::{
        Announcement, AnnouncementDeleted, AnnouncementId, AnnouncementSaved, Audience, EventDeleted,
        EventId, EventSaved, Life, SchoolEvent,
    },
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError};

/// What a caller may see of announcements: by reading what is live, and by managing all of it.
#[derive(Clone, Debug)]
pub struct NoticeScopes {
    /// Which of the live ones.
    pub read: ReadScope,
    /// Which of all, for those who write them.
    pub manage: Option<ReadScope>,
}

/// How many people an announcement reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// How many have read it.
    pub read: u32,
    /// How many it addresses; not counted for lists.
    pub addressed: Option<u32>,
}

/// An announcement as somebody sees it at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementView {
    /// The announcement.
    pub announcement: Announcement,
    /// Who wrote it.
    pub author_name: Option<String>,
    /// Which part of its life it is in.
    pub life: Life,
    /// Whether who asks has read it.
    pub read: bool,
    /// For those who write announcements.
    pub counts: Option<Counts>,
}

/// Which announcements are wanted.
#[derive(Clone, Debug, Default)]
pub struct AnnouncementFilter {
    /// Whose title or text contains this.
    pub query: Option<String>,
    /// In this part of their life; `None` for every one that the caller may see.
    pub life: Option<Life>,
    /// Only pinned ones, or only others.
    pub pinned: Option<bool>,
    /// Only those that the caller has not read.
    pub unread: bool,
}

/// What a list of announcements may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnouncementSort {
    /// From when on it is live.
    PublishAt,
    /// The title.
    Title,
}

/// Who has read something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Who.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// When.
    pub read_at: DateTime<Utc>,
}

/// The announcements.
///
/// Storing one answers `Violated(UnknownReference)` when its audience names a section that does not exist.
#[expect(
    missing_docs,
    reason = "lookups give what there is; `add`, `save` and `delete` store what the domain made"
)]
pub trait Announcements {
    /// Pinned ones first and then the newest, unless `sort` says otherwise.
    fn announcements(
        &mut self,
        scopes: &NoticeScopes,
        reader: Option<UserId>,
        filter: &AnnouncementFilter,
        sort: &Sort<AnnouncementSort>,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<AnnouncementView>, StoreError>;
    /// With its counts when they are wanted: to count whom it addresses takes a look at everybody.
    fn announcement(
        &mut self,
        id: AnnouncementId,
        reader: Option<UserId>,
        with_counts: bool,
        now: DateTime<Utc>,
    ) -> Result<Option<AnnouncementView>, StoreError>;
    fn announcement_for_update(&mut self, id: AnnouncementId) -> Result<Option<Announcement>, StoreError>;
    fn add_announcement(&mut self, saved: &AnnouncementSaved) -> Result<(), StoreError>;
    fn save_announcement(&mut self, saved: &AnnouncementSaved) -> Result<(), StoreError>;
    fn delete_announcement(&mut self, deleted: &AnnouncementDeleted) -> Result<(), StoreError>;
    /// Remembers that it was read, once.
    fn mark_read(&mut self, id: AnnouncementId, reader: UserId, now: DateTime<Utc>)
    -> Result<(), StoreError>;
    /// Who has read it, the last first.
    fn readers(&mut self, id: AnnouncementId, page: PageRequest) -> Result<Page<Reader>, StoreError>;
    /// Whether its addressees are to be notified now, which is said once.
    fn begin_notifying_of_announcement(
        &mut self,
        id: AnnouncementId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError>;
    /// How many active people an audience addresses.
    fn count_addressed(&mut self, audience: &Audience) -> Result<u32, StoreError>;
}

/// An event with what is told of it besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// The event.
    pub event: SchoolEvent,
    /// Who wrote it.
    pub author_name: Option<String>,
    /// When it begins; an event on whole days, with the first of them in the school's zone.
    pub starts_at: DateTime<Utc>,
    /// When it is over; an event on whole days, as the day after the last begins.
    pub ends_at: DateTime<Utc>,
}

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Whose title or place contains this.
    pub query: Option<String>,
    /// That are not over before this day of the school.
    pub from: Option<NaiveDate>,
    /// That begin on this day of the school or before.
    pub to: Option<NaiveDate>,
}

/// The events. Storing one answers `Violated(UnknownReference)` when its audience names a section that does
/// not exist.
#[expect(missing_docs, reason = "as in `Announcements`")]
pub trait SchoolEvents {
    /// In order of time.
    fn events(
        &mut self,
        scope: &ReadScope,
        filter: &EventFilter,
        page: PageRequest,
    ) -> Result<Page<EventView>, StoreError>;
    fn event(&mut self, id: EventId) -> Result<Option<EventView>, StoreError>;
    fn event_for_update(&mut self, id: EventId) -> Result<Option<SchoolEvent>, StoreError>;
    fn add_event(&mut self, saved: &EventSaved) -> Result<(), StoreError>;
    fn save_event(&mut self, saved: &EventSaved) -> Result<(), StoreError>;
    fn delete_event(&mut self, deleted: &EventDeleted) -> Result<(), StoreError>;
    /// Whether its addressees are to be notified now, which is said once.
    fn begin_notifying_of_event(&mut self, id: EventId, now: DateTime<Utc>) -> Result<bool, StoreError>;
}

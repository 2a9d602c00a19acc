use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    identity::UserId,
    meetings::{Meeting, MeetingId, MeetingSaved, MeetingStatus, MeetingTime},
    notifications::MeetingNews,
    structure::SectionId,
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError};

/// A meeting with the names that a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingView {
    /// The meeting.
    pub meeting: Meeting,
    /// For which section.
    pub section_name: String,
    /// Who holds it, given name first.
    pub host_name: String,
}

/// Which meetings are wanted.
#[derive(Clone, Debug, Default)]
pub struct MeetingFilter {
    /// Whose title contains this.
    pub query: Option<String>,
    /// That end later than this.
    pub from: Option<DateTime<Utc>>,
    /// That start earlier than this.
    pub to: Option<DateTime<Utc>>,
    /// Of this section.
    pub section: Option<SectionId>,
    /// With one of these statuses; empty for any.
    pub statuses: Vec<MeetingStatus>,
}

/// What a list of meetings may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeetingSort {
    /// When they are to start.
    StartsAt,
    /// What they are called.
    Title,
}

/// Who cannot be in two meetings at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Who holds it.
    Host(UserId),
    /// For whom it is held.
    Section(SectionId),
}

/// What people are to be told of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeetingNotice {
    /// Of which meeting.
    pub meeting: MeetingId,
    /// Of which section: its people are told.
    pub section: SectionId,
    /// Who holds it, and knows already.
    pub host: UserId,
    /// What happened.
    pub news: MeetingNews,
    /// When it happened. Whoever was told the same before that is told again.
    pub since: DateTime<Utc>,
    /// When they are told.
    pub now: DateTime<Utc>,
}

/// The meetings that are kept.
pub trait Meetings {
    /// A part of the list within the scope, asked for [`ReadMeetings`](domain::access::ActionKind::ReadMeetings).
    fn meetings(
        &mut self,
        scope: &ReadScope,
        filter: &MeetingFilter,
        sort: &Sort<MeetingSort>,
        page: PageRequest,
    ) -> Result<Page<MeetingView>, StoreError>;

    /// One meeting.
    fn meeting(&mut self, id: MeetingId) -> Result<Option<MeetingView>, StoreError>;

    /// The same, locked until the unit of work ends.
    fn meeting_for_update(&mut self, id: MeetingId) -> Result<Option<Meeting>, StoreError>;

    /// Keeps everybody else from finding time for this person until the unit of work ends.
    fn lock_host(&mut self, host: UserId) -> Result<(), StoreError>;

    /// Stores a new meeting.
    fn add_meeting(&mut self, saved: &MeetingSaved) -> Result<(), StoreError>;

    /// Stores a changed one.
    fn save_meeting(&mut self, saved: &MeetingSaved) -> Result<(), StoreError>;

    /// The earliest other meeting, scheduled or live, that keeps somebody busy at that time.
    fn meeting_in_the_way(
        &mut self,
        busy: Busy,
        time: MeetingTime,
        except: MeetingId,
    ) -> Result<Option<Meeting>, StoreError>;

    /// Notifies everybody who belongs to the section, but not the host.
    fn notify_of_meeting(&mut self, notice: &MeetingNotice) -> Result<(), StoreError>;
}

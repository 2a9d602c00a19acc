use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    identity::UserId,
    meetings::{Meeting, MeetingId},
    modules::ModuleId,
    notices::{Announcement, AnnouncementId, Audience, EventId, SchoolEvent, Title},
    notifications::{Area, NotificationId, Subject},
    structure::SectionId,
    tasks::{SubmissionId, TaskId},
};

use crate::{Page, PageRequest, StoreError};

/// What a person may see of what notifications are about.
#[derive(Clone, Debug, Default)]
pub struct NotificationScopes {
    /// Live announcements, and events.
    pub notices: Option<ReadScope>,
    /// Announcements whether live or not.
    pub managed_notices: Option<ReadScope>,
    /// Meetings.
    pub meetings: Option<ReadScope>,
}

/// A notification with what its record says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationView {
    /// Identifies the notification.
    pub id: NotificationId,
    /// The code of what happened.
    pub kind: String,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Whether it was read.
    pub read: bool,
    /// What the record is called.
    pub title: String,
    /// The announcement that it is about.
    pub announcement: Option<AnnouncementId>,
    /// The event that it is about.
    pub event: Option<EventId>,
    /// The meeting that it is about.
    pub meeting: Option<MeetingId>,
    /// The section of the meeting.
    pub section: Option<SectionId>,
    /// When the event or the meeting starts.
    pub starts_at: Option<DateTime<Utc>>,
}

/// A notification that is to be mailed.
#[derive(Clone, Debug)]
pub struct ToMail {
    /// To whom.
    pub user: UserId,
    /// About what.
    pub subject: MailSubject,
}

/// The record that a mail is about, as it is now.
#[derive(Clone, Debug)]
pub enum MailSubject {
    /// An announcement.
    Announcement(Announcement),
    /// An event.
    Event(SchoolEvent),
    /// A meeting, and what happened to it.
    Meeting(Meeting, String),
}

impl MailSubject {
    /// What the record is called.
    pub const fn title(&self) -> &Title {
        match self {
            Self::Announcement(announcement) => &announcement.content.title,
            Self::Event(event) => &event.content.title,
            Self::Meeting(meeting, _) => &meeting.facts.title,
        }
    }
}

/// What the families of students are told. Whether it is still so, and whom it concerns, is decided where it is
/// stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyNews {
    /// Their section was given a task.
    TaskPublished(TaskId),
    /// A task that they have not handed in is due soon.
    TaskDueSoon {
        /// Which.
        task: TaskId,
        /// When it is due; of no task that is due at another moment.
        due_at: DateTime<Utc>,
    },
    /// What they handed in was returned.
    SubmissionReturned(SubmissionId),
    /// Their section was given a learning module.
    ModulePublished(ModuleId),
}

impl FamilyNews {
    /// What they are notified of.
    pub const fn subject(self) -> Subject {
        match self {
            Self::TaskPublished(task) => Subject::TaskPublished(task),
            Self::TaskDueSoon { task, due_at: _ } => Subject::TaskDueSoon(task),
            Self::SubmissionReturned(submission) => Subject::SubmissionReturned(submission),
            Self::ModulePublished(module) => Subject::ModulePublished(module),
        }
    }
}

/// The notifications that are kept.
pub trait Notifications {
    /// Notifies everybody whom the audience addresses, but for one, and adds a job for each of them who wants
    /// mail about this. Whoever was notified of the same before is not notified again.
    fn notify(
        &mut self,
        subject: Subject,
        audience: &Audience,
        except: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError>;

    /// Notifies the students whom this concerns, and their guardians who may know of their academics, unless it
    /// is no news any more, and adds a job for each of them who wants mail about it. Whoever was notified of the
    /// same before is not notified again. Says who was.
    fn notify_families(&mut self, news: FamilyNews, now: DateTime<Utc>) -> Result<Vec<UserId>, StoreError>;

    /// A person's notifications of records that they may see now, newest first.
    fn notifications(
        &mut self,
        user: UserId,
        scopes: &NotificationScopes,
        only_unread: bool,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<NotificationView>, StoreError>;

    /// How many of them are unread, counted up to one beyond [`PageRequest::FARTHEST`].
    fn count_unread(
        &mut self,
        user: UserId,
        scopes: &NotificationScopes,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError>;

    /// Marks a person's notifications as read, or all of them; says how many were not before.
    fn read_notifications(
        &mut self,
        user: UserId,
        which: Option<&[NotificationId]>,
        now: DateTime<Utc>,
    ) -> Result<u32, StoreError>;

    /// The areas of which the person wants mail.
    fn mail_wishes(&mut self, user: UserId) -> Result<Vec<Area>, StoreError>;

    /// Stores them.
    fn save_mail_wishes(&mut self, user: UserId, areas: &[Area]) -> Result<(), StoreError>;

    /// What a mail about a notification is about. `None` when the notification is gone, or its record.
    fn notification_to_mail(&mut self, id: NotificationId) -> Result<Option<ToMail>, StoreError>;
}

use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    identity::UserId,
    modules::ModuleId,
    notices::Audience,
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
    /// Published tasks.
    pub tasks: Option<ReadScope>,
    /// Tasks whether published or not.
    pub draft_tasks: Option<ReadScope>,
    /// Hand-ins that were returned.
    pub submissions: Option<ReadScope>,
    /// Learning modules.
    pub modules: Option<ReadScope>,
}

/// A notification with what its record says now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationView {
    /// Identifies the notification.
    pub id: NotificationId,
    /// What happened, and to what.
    pub subject: Subject,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Whether it was read.
    pub read: bool,
    /// What the record is called.
    pub title: String,
    /// The task that it is about, or that was handed in.
    pub task: Option<TaskId>,
    /// The section of the record, if it is one of a section.
    pub section: Option<SectionId>,
    /// When the event or the meeting starts, or the task is due.
    pub starts_at: Option<DateTime<Utc>>,
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

    /// Whose notification it is; `None` when it is gone.
    fn notified_person(&mut self, id: NotificationId) -> Result<Option<UserId>, StoreError>;

    /// One notification of a person, if it is of a record that they may see now.
    fn notification(
        &mut self,
        id: NotificationId,
        user: UserId,
        scopes: &NotificationScopes,
        now: DateTime<Utc>,
    ) -> Result<Option<NotificationView>, StoreError>;
}

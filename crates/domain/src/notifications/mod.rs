//! What people are told without asking, and what of it they want by mail.

use uuid::Uuid;

use crate::{
    Id,
    meetings::MeetingId,
    modules::ModuleId,
    notices::{AnnouncementId, EventId},
    tasks::{SubmissionId, TaskId},
};

/// Identifies a notification.
pub type NotificationId = Id<Notification>;

/// One thing that one person is told. Only what happened to which record: what the record says is looked up
/// with the rights of whoever reads, when they read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Identifies the notification.
    pub id: NotificationId,
    /// What happened, and to what.
    pub subject: Subject,
}

/// What happened, and to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An announcement went live.
    AnnouncementPublished(AnnouncementId),
    /// An event came into the calendar.
    EventAdded(EventId),
    /// Something happened to a meeting.
    Meeting(MeetingId, MeetingNews),
    /// A section was given a task.
    TaskPublished(TaskId),
    /// A task is due soon that the student has not handed in.
    TaskDueSoon(TaskId),
    /// A student got a score.
    SubmissionReturned(SubmissionId),
    /// A section was given a learning module.
    ModulePublished(ModuleId),
}

/// What happened to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum MeetingNews {
    /// It was scheduled.
    Scheduled,
    /// It begins soon.
    Reminder,
    /// It has started.
    Started,
    /// It will not be held.
    Cancelled,
}

/// The areas for each of which a person says whether they want mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Area {
    /// Announcements that address the person.
    Announcements,
    /// Events that address the person.
    Events,
    /// Meetings of the person's sections.
    Meetings,
    /// Tasks of the person's sections, or of the children's, and their scores.
    Tasks,
    /// Learning modules of the person's sections, or of the children's.
    Modules,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 5] =
        [Self::Announcements, Self::Events, Self::Meetings, Self::Tasks, Self::Modules];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Announcements => "announcements",
            Self::Events => "events",
            Self::Meetings => "meetings",
            Self::Tasks => "tasks",
            Self::Modules => "modules",
        }
    }

    /// The area with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.code() == code)
    }
}

impl MeetingNews {
    /// Every kind of news.
    pub const ALL: [Self; 4] = [Self::Scheduled, Self::Reminder, Self::Started, Self::Cancelled];
}

impl Subject {
    /// The area that it belongs to.
    pub const fn area(self) -> Area {
        match self {
            Self::AnnouncementPublished(_) => Area::Announcements,
            Self::EventAdded(_) => Area::Events,
            Self::Meeting(..) => Area::Meetings,
            Self::TaskPublished(_) | Self::TaskDueSoon(_) | Self::SubmissionReturned(_) => Area::Tasks,
            Self::ModulePublished(_) => Area::Modules,
        }
    }

    /// The code of what happened, as it is stored and told.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::AnnouncementPublished(_) => "announcement_published",
            Self::EventAdded(_) => "event_added",
            Self::Meeting(_, MeetingNews::Scheduled) => "meeting_scheduled",
            Self::Meeting(_, MeetingNews::Reminder) => "meeting_reminder",
            Self::Meeting(_, MeetingNews::Started) => "meeting_started",
            Self::Meeting(_, MeetingNews::Cancelled) => "meeting_cancelled",
            Self::TaskPublished(_) => "task_published",
            Self::TaskDueSoon(_) => "task_due_soon",
            Self::SubmissionReturned(_) => "submission_returned",
            Self::ModulePublished(_) => "module_published",
        }
    }

    /// What this code says of this record; `None` when no code is so.
    pub fn from_code(code: &str, record: Uuid) -> Option<Self> {
        let meetings = MeetingNews::ALL.map(|news| Self::Meeting(record.into(), news));
        let others = [
            Self::AnnouncementPublished(record.into()),
            Self::EventAdded(record.into()),
            Self::TaskPublished(record.into()),
            Self::TaskDueSoon(record.into()),
            Self::SubmissionReturned(record.into()),
            Self::ModulePublished(record.into()),
        ];
        meetings.into_iter().chain(others).find(|subject| subject.kind() == code)
    }

    /// The record, of whichever kind.
    pub const fn record(self) -> Uuid {
        match self {
            Self::AnnouncementPublished(id) => id.uuid(),
            Self::EventAdded(id) => id.uuid(),
            Self::Meeting(id, _) => id.uuid(),
            Self::TaskPublished(id) | Self::TaskDueSoon(id) => id.uuid(),
            Self::SubmissionReturned(id) => id.uuid(),
            Self::ModulePublished(id) => id.uuid(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_known_by_its_code_and_its_record() {
        let record = Uuid::from_u128(7);
        let codes = [
            "announcement_published",
            "event_added",
            "meeting_scheduled",
            "meeting_reminder",
            "meeting_started",
            "meeting_cancelled",
            "task_published",
            "task_due_soon",
            "submission_returned",
            "module_published",
        ];
        for code in codes {
            let subject = Subject::from_code(code, record);
            assert_eq!(subject.map(|subject| (subject.kind(), subject.record())), Some((code, record)));
        }
        assert_eq!(Subject::from_code("task_lost", record), None);
    }
}

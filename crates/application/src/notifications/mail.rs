//! Notifications by mail, for those who want them.

use domain::{
    identity::Activity,
    notifications::{MeetingNews, NotificationId, Subject},
};

use super::{NotificationCases, NotificationView, own::scopes};
use crate::{StoreError, jobs::Message};

impl NotificationCases<'_> {
    /// The mail about a notification; `None` when its person may not see the record any more, or is gone.
    pub(crate) fn letter(self, id: NotificationId) -> Result<Option<Message>, StoreError> {
        let (limits, now) = (self.0.session_limits, self.0.clock.now());
        self.0.db.snapshot(|store| {
            let Some(user) = store.notified_person(id)? else { return Ok(None) };
            let Some(person) = store.person(user, limits, now)? else { return Ok(None) };
            if person.account.activity != Activity::Active {
                return Ok(None);
            }
            let Some(told) = store.notification(id, user, &scopes(&person.actor), now)? else {
                return Ok(None);
            };
            let school = store.settings()?.values.school_name;
            let (title, first_name) = (&told.title, &person.account.first_name);
            let (what, page) = (what_happened(told.subject), page_of(&told));
            let url = format!("{}{page}", self.0.public_url);
            Ok(Some(Message {
                to: person.account.email.clone(),
                subject: format!("{school}: {title}"),
                body: format!(
                    "Hello {first_name},\n\n{what}: {title}\n\n{url}\n\nYou get this mail because you asked for it; your notifications say what comes by mail.\n"
                ),
                id: Some(format!("notification-{id}")),
            }))
        })
    }
}

const fn what_happened(subject: Subject) -> &'static str {
    match subject {
        Subject::AnnouncementPublished(_) => "There is a new announcement",
        Subject::EventAdded(_) => "There is a new event",
        Subject::Meeting(_, MeetingNews::Scheduled) => "There is a new meeting",
        Subject::Meeting(_, MeetingNews::Reminder) => "A meeting begins soon",
        Subject::Meeting(_, MeetingNews::Started) => "A meeting has started",
        Subject::Meeting(_, MeetingNews::Cancelled) => "A meeting was cancelled",
        Subject::TaskPublished(_) => "There is a new task",
        Subject::TaskDueSoon(_) => "A task is due soon",
        Subject::SubmissionReturned(_) => "A task was graded and returned",
        Subject::ModulePublished(_) => "There is a new learning module",
    }
}

/// On which page it is shown.
fn page_of(told: &NotificationView) -> String {
    match told.subject {
        Subject::AnnouncementPublished(id) => format!("/announcements/{id}"),
        Subject::EventAdded(id) => format!("/events/{id}"),
        Subject::Meeting(id, _) => format!("/meetings/{id}"),
        Subject::TaskPublished(id) | Subject::TaskDueSoon(id) => format!("/tasks/{id}"),
        Subject::SubmissionReturned(_) => {
            told.task.map_or_else(|| "/tasks".to_owned(), |task| format!("/tasks/{task}"))
        }
        Subject::ModulePublished(id) => format!("/modules/{id}"),
    }
}

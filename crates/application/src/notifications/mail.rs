//! Notifications by mail, for those who want them.

use domain::{
    access::{Actor, ReadAnnouncement, ReadEvent, ReadMeeting},
    identity::Activity,
    notifications::NotificationId,
};

use super::{MailSubject, NotificationCases};
use crate::{StoreError, jobs::Message};

impl NotificationCases<'_> {
    /// The mail about a notification; `None` when its person may not see the record any more, or is gone.
    pub(crate) fn letter(self, id: NotificationId) -> Result<Option<Message>, StoreError> {
        let (limits, now) = (self.0.session_limits, self.0.clock.now());
        self.0.db.snapshot(|store| {
            let Some(to_mail) = store.notification_to_mail(id)? else { return Ok(None) };
            let Some(person) = store.person(to_mail.user, limits, now)? else { return Ok(None) };
            let may_see = match to_mail.subject.clone() {
                MailSubject::Announcement(announcement) => {
                    person.actor.may::<ReadAnnouncement>(announcement.at(now)).is_ok()
                }
                MailSubject::Event(event) => person.actor.may::<ReadEvent>(event).is_ok(),
                MailSubject::Meeting(meeting, _) => may_join(&person.actor, meeting),
            };
            if !may_see || person.account.activity != Activity::Active {
                return Ok(None);
            }
            let school = store.settings()?.values.school_name;
            let (title, first_name) = (to_mail.subject.title(), &person.account.first_name);
            let (what, page) = told(&to_mail.subject);
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

fn may_join(actor: &Actor, meeting: domain::meetings::Meeting) -> bool {
    actor.may::<ReadMeeting>(meeting).is_ok()
}

/// What happened, and on which page it is shown.
fn told(subject: &MailSubject) -> (&'static str, String) {
    match subject {
        MailSubject::Announcement(announcement) => {
            ("There is a new announcement", format!("/announcements/{}", announcement.id))
        }
        MailSubject::Event(event) => ("There is a new event", format!("/events/{}", event.id)),
        MailSubject::Meeting(meeting, kind) => {
            let what = match kind.as_str() {
                "meeting_reminder" => "A meeting begins soon",
                "meeting_started" => "A meeting has started",
                "meeting_cancelled" => "A meeting was cancelled",
                _ => "There is a new meeting",
            };
            (what, format!("/meetings/{}", meeting.id))
        }
    }
}

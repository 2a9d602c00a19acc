use application::{AuditEntry, jobs::Job};
use chrono::{DateTime, Utc};
use domain::{
    access::{ManageAnnouncement, ManageEvent},
    notices::{AnnouncementContent, EventContent, Life},
    notifications::Subject,
};
use serde_json::json;

use super::{
    DemoError, Legal,
    carry_out::{School, entry},
    plan::{Announcement, Event},
};

impl School<'_> {
    /// Announces something in the name of whoever wrote it, and notifies whom a pinned one addresses. What is
    /// past needs no jobs.
    pub fn announce(&mut self, planned: &Announcement, now: DateTime<Utc>) -> Result<(), DemoError> {
        let caller = self.caller_of(planned.by)?;
        let content = planned.content.clone();
        let permitted = caller.may::<ManageAnnouncement<AnnouncementContent>>(content).legal()?;
        let saved = permitted.announce(planned.id).legal()?;
        self.store.add_announcement(&saved)?;
        let AnnouncementContent { publish_at, expires_at, ref audience, pinned, .. } = planned.content;
        // Nobody is told of it anew when somebody corrects it.
        let is_past =
            publish_at <= now && self.store.begin_notifying_of_announcement(planned.id, publish_at)?;
        if is_past && pinned && planned.content.life(now) == Life::Live {
            let subject = Subject::AnnouncementPublished(planned.id);
            self.store.notify(subject, audience, Some(planned.by), publish_at)?;
        }
        for due in [Some(publish_at), expires_at].into_iter().flatten().filter(|due| *due > now) {
            let job = Job::AnnouncementDue { announcement: planned.id };
            self.store.add_job(self.ids.at(now), &job, due, None)?;
        }
        let entry = AuditEntry {
            record_id: Some(planned.id.uuid()),
            after: Some(json!(planned.content)),
            ..entry("announcement.created", "announcement", None)
        };
        self.note(&caller, planned.since, &entry)
    }

    /// Puts an event into the calendar in the name of whoever wrote it.
    pub fn add_event(&mut self, planned: &Event) -> Result<(), DemoError> {
        let caller = self.caller_of(planned.by)?;
        let permitted = caller.may::<ManageEvent<EventContent>>(planned.content.clone()).legal()?;
        self.store.add_event(&permitted.schedule(planned.id))?;
        self.store.begin_notifying_of_event(planned.id, planned.since)?;
        let entry = AuditEntry {
            record_id: Some(planned.id.uuid()),
            after: Some(json!(planned.content)),
            ..entry("event.created", "event", None)
        };
        self.note(&caller, planned.since, &entry)
    }
}

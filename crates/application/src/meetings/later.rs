use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    meetings::{Meeting, MeetingId, MeetingStatus},
    notices::Audience,
    notifications::MeetingNews,
};
use serde_json::json;

use super::{MeetingCases, MeetingNotice};
use crate::{AuditEntry, Caller, Event, Store, StoreError, jobs::Job};

/// How long before its start people are reminded of a meeting.
const REMINDER: TimeDelta = TimeDelta::minutes(10);

impl MeetingCases<'_> {
    /// Adds the job that notifies the section of what has just happened.
    pub(super) fn tell_later(
        self,
        store: &mut dyn Store,
        meeting: &Meeting,
        news: MeetingNews,
        since: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let job = Job::NotifyMeeting { meeting: meeting.id, news, since };
        store.add_job(self.0.ids.next(), &job, since, None)
    }

    /// Adds the job that reminds the section shortly before the start, unless that is now.
    pub(super) fn remind_later(
        self,
        store: &mut dyn Store,
        meeting: &Meeting,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let since = reminder_of(meeting);
        if since <= now {
            return Ok(());
        }
        let job = Job::NotifyMeeting { meeting: meeting.id, news: MeetingNews::Reminder, since };
        // A meeting that is moved away and back has its reminder already.
        let key = format!("meeting reminder:{}:{}", meeting.id, since.timestamp());
        store.add_job(self.0.ids.next(), &job, since, Some(&key))
    }

    /// Adds the job that ends the meeting if nobody does.
    pub(super) fn run_out_later(self, store: &mut dyn Store, meeting: &Meeting) -> Result<(), StoreError> {
        let job = Job::MeetingOvertime { meeting: meeting.id };
        let key = format!("meeting overtime:{}", meeting.id);
        let due = meeting.facts.time.ends_at() + Meeting::OVERTIME;
        store.add_job(self.0.ids.next(), &job, due, Some(&key))
    }

    /// Notifies a section of its meeting, unless that is no news any more.
    pub(crate) fn notify(
        self,
        id: MeetingId,
        news: MeetingNews,
        since: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let told = self.0.db.atomically(&Caller::system("meetings"), |store| {
            let meeting = store.meeting_for_update(id)?.filter(|meeting| is_news(meeting, news, since));
            let Some(Meeting { host, section, .. }) = meeting else { return Ok::<_, StoreError>(None) };
            store.notify_of_meeting(&MeetingNotice { meeting: id, section, host, news, since, now })?;
            Ok(Some(section))
        })?;
        let audience = told.and_then(|section| Audience::try_new(false, [], [section]).ok());
        if let Some(audience) = audience {
            self.0.events.publish(Event::Notified { audience: Arc::new(audience) });
        }
        Ok(())
    }

    /// Ends a meeting that has run far beyond its time.
    pub(crate) fn run_out(self, id: MeetingId) -> Result<(), StoreError> {
        let (caller, now) = (Caller::system("meetings"), self.0.clock.now());
        let ended = self.0.db.atomically(&caller, |store| {
            let Some(before) = store.meeting_for_update(id)? else { return Ok::<_, StoreError>(None) };
            let Some(ended) = before.clone().run_out(now) else { return Ok(None) };
            store.save_meeting(&ended)?;
            let entry = AuditEntry::new("meeting.ended", "meeting", id.uuid());
            let entry = entry.before(json!(before.state)).after(json!(ended.meeting().state));
            self.0.audit_to(store, &caller, &entry)?;
            Ok(Some(ended.into_meeting()))
        })?;
        if let Some(meeting) = ended {
            self.announce(&meeting);
        }
        Ok(())
    }
}

fn reminder_of(meeting: &Meeting) -> DateTime<Utc> {
    meeting.facts.time.starts_at() - REMINDER
}

/// Whether it is still so that this has happened.
fn is_news(meeting: &Meeting, news: MeetingNews, since: DateTime<Utc>) -> bool {
    let status = meeting.state.status();
    match news {
        MeetingNews::Scheduled => status == MeetingStatus::Scheduled,
        MeetingNews::Reminder => status == MeetingStatus::Scheduled && reminder_of(meeting) == since,
        MeetingNews::Started => status == MeetingStatus::Live,
        MeetingNews::Cancelled => status == MeetingStatus::Cancelled,
    }
}

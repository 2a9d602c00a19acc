use application::{Caller, jobs::Job};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Lines,
    access::{Actor, ManageMeeting, Standing, Teaching},
    identity::UserId,
    meetings::{Meeting, NewMeeting},
    notifications::MeetingNews,
    structure::SectionId,
};
use serde_json::json;

use super::{
    DemoError, Legal,
    carry_out::{School, entry},
    plan::{Fate, Meeting as Planned},
};

impl School<'_> {
    /// Schedules a meeting in the name of its host, and takes it as far as it has come.
    pub fn meet(&mut self, planned: &Planned, now: DateTime<Utc>) -> Result<(), DemoError> {
        let NewMeeting { host, section, .. } = planned.new;
        let actor = self.teacher(host, section)?;
        let permitted = actor.may::<ManageMeeting<NewMeeting>>(planned.new.clone()).legal()?;
        let scheduled = permitted.schedule(planned.id, planned.since).legal()?;
        self.store.add_meeting(&scheduled)?;
        let meeting = scheduled.into_meeting();
        let caller = self.caller_of(host)?;
        self.note_meeting(&caller, "meeting.scheduled", &meeting, planned.since)?;
        let permitted = actor.may::<ManageMeeting>(meeting.clone()).legal()?;
        let (saved, at, action) = match planned.fate {
            Fate::Scheduled => return self.remind(&meeting, now),
            Fate::Live { since } => {
                (permitted.start(meeting.version, since).legal()?, since, "meeting.started")
            }
            Fate::Ended { from, to } => {
                let started = permitted.start(meeting.version, from).legal()?.into_meeting();
                let permitted = actor.may::<ManageMeeting>(started.clone()).legal()?;
                (permitted.end(started.version, to).legal()?, to, "meeting.ended")
            }
            Fate::Cancelled { at, reason } => {
                let reason = Some(Lines::try_new(reason).legal()?);
                (permitted.cancel(reason, meeting.version, at).legal()?, at, "meeting.cancelled")
            }
        };
        self.store.save_meeting(&saved)?;
        if matches!(planned.fate, Fate::Live { .. }) {
            let due = meeting.facts.time.ends_at() + Meeting::OVERTIME;
            let job = Job::MeetingOvertime { meeting: meeting.id };
            let id = self.ids.at(now);
            self.store.add_job(id, &job, due, Some(&format!("meeting overtime:{}", meeting.id)))?;
        }
        self.note_meeting(&caller, action, saved.meeting(), at)
    }

    fn remind(&mut self, meeting: &Meeting, now: DateTime<Utc>) -> Result<(), DemoError> {
        let since = meeting.facts.time.starts_at() - TimeDelta::minutes(10);
        let job = Job::NotifyMeeting { meeting: meeting.id, news: MeetingNews::Reminder, since };
        let (id, key) = (self.ids.at(now), format!("meeting reminder:{}:{}", meeting.id, since.timestamp()));
        Ok(self.store.add_job(id, &job, since, Some(&key))?)
    }

    /// The host, who teaches the section.
    fn teacher(&self, host: UserId, section: SectionId) -> Result<Actor, DemoError> {
        let roles = self.account(host)?.roles.all().to_vec();
        let teaches = vec![Teaching { section, subject: None }];
        Ok(Actor::person(host, roles, Standing { teaches, ..Standing::default() }))
    }

    fn note_meeting(
        &mut self,
        caller: &Caller,
        action: &'static str,
        meeting: &Meeting,
        at: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        let mut entry = entry(action, "meeting", None);
        (entry.record_id, entry.after) = (Some(meeting.id.uuid()), Some(json!(meeting.state)));
        self.note(caller, at, &entry)
    }
}

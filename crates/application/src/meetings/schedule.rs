use domain::{
    Version,
    access::{ActionKind, Denied, ManageMeeting, ReadMeeting},
    meetings::{
        Meeting, MeetingFacts, MeetingId, MeetingRefused, MeetingState, MeetingTimeRefused, NewMeeting,
    },
    notifications::MeetingNews,
    structure::SectionId,
};
use serde_json::json;

use super::{Busy, MeetingCases, MeetingView};
use crate::{AuditEntry, Caller, Constraint, Store, StoreError};

/// Schedules a meeting that the caller holds.
#[derive(Clone, Debug)]
pub struct ScheduleMeeting {
    /// For whom.
    pub section: SectionId,
    /// Title, time and link.
    pub facts: MeetingFacts,
}

/// Why a meeting was not scheduled, or stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveMeetingError {
    /// There is no such meeting, or no such section.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] MeetingRefused),
    /// Nobody meets then.
    #[error(transparent)]
    Time(#[from] MeetingTimeRefused),
    /// Host or section are in another meeting at that time.
    #[error("{}", told(.other.as_deref(), *.busy))]
    DoubleBooked {
        /// Who cannot be in two meetings at a time.
        busy: Busy,
        /// The other meeting; `None` when it is out of the way by now.
        other: Option<Box<Meeting>>,
        /// Whether the caller may read it. Its time is told in any case.
        may_read: bool,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn told(other: Option<&Meeting>, busy: Busy) -> String {
    let who = match busy {
        Busy::Host(_) => "you hold",
        Busy::Section(_) => "the section has",
    };
    other.map_or_else(
        || format!("{who} another meeting at that time"),
        |other| {
            let time = other.facts.time;
            let clock = "%Y-%m-%d %H:%M UTC";
            format!(
                "{who} another meeting from {} to {}",
                time.starts_at().format(clock),
                time.ends_at().format(clock)
            )
        },
    )
}

impl MeetingCases<'_> {
    /// Schedules a meeting, tells its section, and sees to it that everybody is reminded.
    pub fn schedule(
        self,
        caller: &Caller,
        command: &ScheduleMeeting,
    ) -> Result<MeetingView, SaveMeetingError> {
        // What does not exist yet is no secret, whatever is said of a section that one may not see.
        caller.scope(ActionKind::ManageMeetings)?;
        let host = caller.id().ok_or(Denied::Forbidden)?;
        let id: MeetingId = self.0.ids.next().into();
        let now = self.0.clock.now();
        let new = NewMeeting { host, section: command.section, facts: command.facts.clone() };
        let outcome = self.0.db.once(caller, |store| {
            store.section_for_update(new.section)?.ok_or(SaveMeetingError::NotFound)?;
            let scheduled = caller.may::<ManageMeeting<NewMeeting>>(new.clone())?.schedule(id, now)?;
            store.lock_host(host)?;
            store.add_meeting(&scheduled)?;
            let entry = AuditEntry::new("meeting.scheduled", "meeting", id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(scheduled.meeting())))?;
            self.tell_later(store, scheduled.meeting(), MeetingNews::Scheduled, now)?;
            self.remind_later(store, scheduled.meeting(), now)?;
            store.meeting(id)?.ok_or(SaveMeetingError::NotFound)
        });
        let meeting = Meeting {
            id,
            host,
            section: new.section,
            facts: new.facts,
            state: MeetingState::Scheduled,
            version: Version::FIRST,
        };
        let view = self.name_conflict(caller, outcome, &meeting)?;
        self.announce(&view.meeting);
        Ok(view)
    }

    /// Changes a meeting that is scheduled: `change` makes the new facts of those that there are.
    pub fn change(
        self,
        caller: &Caller,
        id: MeetingId,
        expected: Version,
        change: impl Fn(MeetingFacts) -> Result<MeetingFacts, SaveMeetingError>,
    ) -> Result<MeetingView, SaveMeetingError> {
        let now = self.0.clock.now();
        let mut wanted = None;
        let outcome = self.0.db.atomically(caller, |store| {
            let before = store.meeting_for_update(id)?.ok_or(SaveMeetingError::NotFound)?;
            let permitted = caller.may::<ManageMeeting>(before.clone())?;
            before.version.check(expected).map_err(MeetingRefused::from)?;
            let changed = permitted.change(change(before.facts.clone())?, expected, now)?;
            let after = changed.meeting();
            wanted = Some(after.clone());
            store.lock_host(after.host)?;
            store.save_meeting(&changed)?;
            let entry = AuditEntry::new("meeting.changed", "meeting", id.uuid());
            let entry = entry.before(json!(before.facts)).after(json!(after.facts));
            self.0.audit_to(store, caller, &entry)?;
            if after.facts.time != before.facts.time {
                self.tell_later(store, after, MeetingNews::Scheduled, now)?;
                self.remind_later(store, after, now)?;
            }
            store.meeting(id)?.ok_or(SaveMeetingError::NotFound)
        });
        let view = match wanted {
            Some(wanted) => self.name_conflict(caller, outcome, &wanted)?,
            None => outcome?,
        };
        self.announce(&view.meeting);
        Ok(view)
    }

    /// Says which meeting is in the way: only the database noticed it, and a unit of work that failed answers
    /// no more questions.
    fn name_conflict<T>(
        self,
        caller: &Caller,
        outcome: Result<T, SaveMeetingError>,
        wanted: &Meeting,
    ) -> Result<T, SaveMeetingError> {
        let busy = match &outcome {
            Err(SaveMeetingError::Store(StoreError::Violated(Constraint::HostBusy))) => {
                Busy::Host(wanted.host)
            }
            Err(SaveMeetingError::Store(StoreError::Violated(Constraint::SectionBusy))) => {
                Busy::Section(wanted.section)
            }
            _ => return outcome,
        };
        let find = |store: &mut dyn Store| store.meeting_in_the_way(busy, wanted.facts.time, wanted.id);
        let other: Option<Meeting> = self.0.db.read(find)?;
        let may_read = other.clone().is_some_and(|other| caller.may::<ReadMeeting>(other).is_ok());
        Err(SaveMeetingError::DoubleBooked { busy, other: other.map(Box::new), may_read })
    }
}

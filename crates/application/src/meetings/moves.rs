use chrono::{DateTime, Utc};
use domain::{
    Version,
    access::{Denied, ManageMeeting, Permitted},
    meetings::{CancelReason, Meeting, MeetingId, MeetingRefused, MeetingSaved},
    notifications::MeetingNews,
};
use serde_json::json;

use super::{MeetingCases, MeetingView};
use crate::{AuditEntry, Caller, StoreError};

/// Cancels a meeting.
#[derive(Clone, Debug)]
pub struct CancelMeeting {
    /// Which.
    pub meeting: MeetingId,
    /// The version that the caller has seen.
    pub expected: Version,
    /// What the section is told.
    pub reason: Option<CancelReason>,
}

/// Why a meeting did not move on.
#[derive(Debug, thiserror::Error)]
pub enum MoveMeetingError {
    /// There is no such meeting.
    #[error("there is no such meeting")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] MeetingRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A verb of the domain, at a moment.
type Verb<'a> = &'a dyn Fn(Permitted<ManageMeeting>, DateTime<Utc>) -> Result<MeetingSaved, MeetingRefused>;

impl MeetingCases<'_> {
    /// Starts a meeting: its section sees at once that it can join.
    pub fn start(
        self,
        caller: &Caller,
        id: MeetingId,
        expected: Version,
    ) -> Result<MeetingView, MoveMeetingError> {
        let start = |permitted: Permitted<ManageMeeting>, now| permitted.start(expected, now);
        self.move_on(caller, id, "meeting.started", Some(MeetingNews::Started), &start)
    }

    /// Ends a meeting.
    pub fn end(
        self,
        caller: &Caller,
        id: MeetingId,
        expected: Version,
    ) -> Result<MeetingView, MoveMeetingError> {
        let end = |permitted: Permitted<ManageMeeting>, now| permitted.end(expected, now);
        self.move_on(caller, id, "meeting.ended", None, &end)
    }

    /// Cancels a meeting before it is held.
    pub fn cancel(self, caller: &Caller, command: &CancelMeeting) -> Result<MeetingView, MoveMeetingError> {
        let cancel = |permitted: Permitted<ManageMeeting>, now| {
            permitted.cancel(command.reason.clone(), command.expected, now)
        };
        self.move_on(caller, command.meeting, "meeting.cancelled", Some(MeetingNews::Cancelled), &cancel)
    }

    fn move_on(
        self,
        caller: &Caller,
        id: MeetingId,
        action: &'static str,
        news: Option<MeetingNews>,
        verb: Verb<'_>,
    ) -> Result<MeetingView, MoveMeetingError> {
        let now = self.0.clock.now();
        let view = self.0.db.atomically(caller, |store| {
            let before = store.meeting_for_update(id)?.ok_or(MoveMeetingError::NotFound)?;
            let moved = verb(caller.may::<ManageMeeting>(before.clone())?, now)?;
            let after: &Meeting = moved.meeting();
            store.save_meeting(&moved)?;
            let entry = AuditEntry::new(action, "meeting", id.uuid());
            let entry = entry.before(json!(before.state)).after(json!(after.state));
            self.0.audit_to(store, caller, &entry)?;
            if let Some(news) = news {
                self.tell_later(store, after, news, now)?;
            }
            if news == Some(MeetingNews::Started) {
                self.run_out_later(store, after)?;
            }
            store.meeting(id)?.ok_or(MoveMeetingError::NotFound)
        })?;
        self.announce(&view.meeting);
        Ok(view)
    }
}

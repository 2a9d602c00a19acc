use domain::{
    access::{ActionKind, Denied, ReadMeeting},
    meetings::MeetingId,
};

use super::{MeetingCases, MeetingFilter, MeetingSort, MeetingView};
use crate::{Caller, Page, PageRequest, Sort, StoreError};

/// Why meetings were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadMeetingError {
    /// There is no such meeting.
    #[error("there is no such meeting")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MeetingCases<'_> {
    /// A part of the list of meetings that the caller may see.
    pub fn list(
        self,
        caller: &Caller,
        filter: &MeetingFilter,
        sort: &Sort<MeetingSort>,
        page: PageRequest,
    ) -> Result<Page<MeetingView>, ReadMeetingError> {
        let scope = caller.scope(ActionKind::ReadMeetings)?;
        Ok(self.0.list(caller, |store| store.meetings(&scope, filter, sort, page))?)
    }

    /// One meeting.
    pub fn one(self, caller: &Caller, id: MeetingId) -> Result<MeetingView, ReadMeetingError> {
        let view = self.0.db.read(|store| store.meeting(id))?.ok_or(ReadMeetingError::NotFound)?;
        caller.may::<ReadMeeting>(view.meeting.clone())?;
        Ok(view)
    }
}

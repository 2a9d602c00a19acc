//! Meetings of sections: scheduled, started, ended, cancelled, and what people are told of them.

mod later;
mod moves;
mod ports;
mod read;
mod schedule;

pub use moves::{CancelMeeting, MoveMeetingError};
pub use ports::{Busy, MeetingFilter, MeetingNotice, MeetingSort, MeetingView, Meetings};
pub use read::ReadMeetingError;
pub use schedule::{SaveMeetingError, ScheduleMeeting};

use domain::meetings::Meeting;

use crate::{App, Event};

/// The use cases of meetings.
#[derive(Clone, Copy)]
pub struct MeetingCases<'a>(pub(crate) &'a App);

impl MeetingCases<'_> {
    /// Tells whoever watches.
    fn announce(self, meeting: &Meeting) {
        self.0.events.publish(Event::MeetingChanged {
            meeting: meeting.id,
            section: meeting.section,
            host: meeting.host,
            status: meeting.state.status(),
        });
    }
}

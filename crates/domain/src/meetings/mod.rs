//! Meetings of a section, held elsewhere: a host, a time, a link.
//!
//! A meeting is scheduled, goes live when its host starts it, and has ended when the host says so or when it
//! has run far beyond its time. It can be cancelled for as long as it is scheduled.

mod link;
mod meeting;

pub use link::{LinkRefused, MeetingLink};
pub use meeting::{
    CancelReason, Meeting, MeetingFacts, MeetingRefused, MeetingSaved, MeetingState, MeetingStatus,
    MeetingTime, MeetingTimeRefused, NewMeeting,
};

use crate::Id;

/// Identifies a meeting.
pub type MeetingId = Id<Meeting>;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::{MeetingId, MeetingLink};
use crate::{
    Lines, Stale, Version,
    access::{ManageMeeting, Permitted},
    identity::UserId,
    notices::{EventTime, Title},
    structure::SectionId,
};

/// Why a meeting does not take place.
pub type CancelReason = Lines<500>;

/// A meeting that is about to be scheduled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeeting {
    /// Who holds it.
    pub host: UserId,
    /// For whom.
    pub section: SectionId,
    /// What people may change about it.
    pub facts: MeetingFacts,
}

/// A meeting of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Meeting {
    /// Identifies the meeting.
    pub id: MeetingId,
    /// Who holds it.
    pub host: UserId,
    /// For whom.
    pub section: SectionId,
    /// What people may change about it.
    pub facts: MeetingFacts,
    /// How far it has come.
    pub state: MeetingState,
    /// How often it has been written.
    pub version: Version,
}

/// What people may change about a meeting, for as long as it is scheduled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MeetingFacts {
    /// What it is called.
    pub title: Title,
    /// When it is to be held.
    pub time: MeetingTime,
    /// Where it is held.
    pub url: MeetingLink,
}

/// From when to when a meeting is to be held: at most a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Shape", into = "Shape")
)]
pub struct MeetingTime {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// Why no meeting is held then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeetingTimeRefused {
    /// The end does not follow the start.
    #[error("must be later than the start")]
    EndsBeforeStart,
    /// Nobody meets for longer than a day.
    #[error("must be within 24 hours of the start")]
    TooLong,
    /// No school plans so far ahead.
    #[error("must lie between the years {} and {}", EventTime::FIRST_YEAR, EventTime::LAST_YEAR)]
    OutOfReach,
}

/// How far a meeting has come, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum MeetingState {
    /// It is to be held.
    Scheduled,
    /// It is being held.
    Live {
        /// Since when.
        started_at: DateTime<Utc>,
    },
    /// It was held.
    Ended {
        /// From when.
        started_at: DateTime<Utc>,
        /// To when.
        ended_at: DateTime<Utc>,
    },
    /// It will not be held.
    Cancelled {
        /// Since when that is known.
        cancelled_at: DateTime<Utc>,
        /// Why.
        reason: Option<CancelReason>,
    },
}

/// How far a meeting has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum MeetingStatus {
    /// It is to be held.
    Scheduled,
    /// It is being held.
    Live,
    /// It was held.
    Ended,
    /// It will not be held.
    Cancelled,
}

/// Why a meeting stayed as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeetingRefused {
    /// It was changed by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// Its time is over already.
    #[error("the time of the meeting is over")]
    Over,
    /// This cannot be done with a meeting that has come so far.
    #[error("this cannot be done with a meeting that is {}", .status.code())]
    Illegal {
        /// How far it has come.
        status: MeetingStatus,
        /// How far it may go from there.
        allowed: &'static [MeetingStatus],
    },
}

/// A meeting as it must be stored.
#[derive(Clone, Debug)]
pub struct MeetingSaved(Meeting);

impl MeetingTime {
    const LONGEST: TimeDelta = TimeDelta::hours(24);

    /// From a moment to a later one.
    pub fn try_new(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Result<Self, MeetingTimeRefused> {
        let years = EventTime::FIRST_YEAR..=EventTime::LAST_YEAR;
        if !years.contains(&starts_at.year()) || !years.contains(&ends_at.year()) {
            Err(MeetingTimeRefused::OutOfReach)
        } else if ends_at <= starts_at {
            Err(MeetingTimeRefused::EndsBeforeStart)
        } else if ends_at - starts_at > Self::LONGEST {
            Err(MeetingTimeRefused::TooLong)
        } else {
            Ok(Self { starts_at, ends_at })
        }
    }

    /// When it is to start.
    pub const fn starts_at(self) -> DateTime<Utc> {
        self.starts_at
    }

    /// When it is to end.
    pub const fn ends_at(self) -> DateTime<Utc> {
        self.ends_at
    }
}

impl MeetingStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Scheduled, Self::Live, Self::Ended, Self::Cancelled];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }

    /// How far a meeting may go from here.
    pub const fn allowed_next(self) -> &'static [Self] {
        match self {
            Self::Scheduled => &[Self::Live, Self::Cancelled],
            Self::Live => &[Self::Ended],
            Self::Ended | Self::Cancelled => &[],
        }
    }
}

impl MeetingState {
    /// The status, without what belongs to it.
    pub const fn status(&self) -> MeetingStatus {
        match self {
            Self::Scheduled => MeetingStatus::Scheduled,
            Self::Live { .. } => MeetingStatus::Live,
            Self::Ended { .. } => MeetingStatus::Ended,
            Self::Cancelled { .. } => MeetingStatus::Cancelled,
        }
    }
}

impl Meeting {
    /// How long a meeting that nobody ends stays live beyond its time.
    pub const OVERTIME: TimeDelta = TimeDelta::hours(1);

    const fn illegal(&self) -> MeetingRefused {
        let status = self.state.status();
        MeetingRefused::Illegal { status, allowed: status.allowed_next() }
    }

    fn moved(self, state: MeetingState) -> MeetingSaved {
        MeetingSaved(Self { state, version: self.version.next(), ..self })
    }

    /// Ends a live meeting that has run [beyond its time](Self::OVERTIME); nobody needs permission for what
    /// time does. `None` when that is not so.
    pub fn run_out(self, now: DateTime<Utc>) -> Option<MeetingSaved> {
        match self.state {
            MeetingState::Live { started_at } if self.facts.time.ends_at + Self::OVERTIME <= now => {
                Some(self.moved(MeetingState::Ended { started_at, ended_at: now }))
            }
            _ => None,
        }
    }
}

impl MeetingSaved {
    /// The meeting as it is now.
    pub const fn meeting(&self) -> &Meeting {
        &self.0
    }
    /// The meeting as it is now, after it was stored.
    pub fn into_meeting(self) -> Meeting {
        self.0
    }
}

impl Permitted<ManageMeeting<NewMeeting>> {
    /// Schedules the meeting, whose time must not be over at `now`.
    pub fn schedule(self, id: MeetingId, now: DateTime<Utc>) -> Result<MeetingSaved, MeetingRefused> {
        let NewMeeting { host, section, facts } = self.into_target();
        if facts.time.ends_at <= now {
            return Err(MeetingRefused::Over);
        }
        let state = MeetingState::Scheduled;
        Ok(MeetingSaved(Meeting { id, host, section, facts, state, version: Version::FIRST }))
    }
}

impl Permitted<ManageMeeting> {
    /// Changes a meeting that is scheduled, from version `expected`.
    pub fn change(
        self,
        facts: MeetingFacts,
        expected: Version,
        now: DateTime<Utc>,
    ) -> Result<MeetingSaved, MeetingRefused> {
        let meeting = self.at(expected)?;
        if meeting.state != MeetingState::Scheduled {
            return Err(meeting.illegal());
        }
        if facts.time.ends_at <= now {
            return Err(MeetingRefused::Over);
        }
        Ok(MeetingSaved(Meeting { facts, version: meeting.version.next(), ..meeting }))
    }

    /// Starts it; a host may be early, but not when its time is over.
    pub fn start(self, expected: Version, now: DateTime<Utc>) -> Result<MeetingSaved, MeetingRefused> {
        let meeting = self.at(expected)?;
        if meeting.state != MeetingState::Scheduled {
            return Err(meeting.illegal());
        }
        if meeting.facts.time.ends_at <= now {
            return Err(MeetingRefused::Over);
        }
        Ok(meeting.moved(MeetingState::Live { started_at: now }))
    }

    /// Ends it.
    pub fn end(self, expected: Version, now: DateTime<Utc>) -> Result<MeetingSaved, MeetingRefused> {
        let meeting = self.at(expected)?;
        match meeting.state {
            MeetingState::Live { started_at } => {
                Ok(meeting.moved(MeetingState::Ended { started_at, ended_at: now }))
            }
            _ => Err(meeting.illegal()),
        }
    }

    /// Cancels it before it is held.
    pub fn cancel(
        self,
        reason: Option<CancelReason>,
        expected: Version,
        now: DateTime<Utc>,
    ) -> Result<MeetingSaved, MeetingRefused> {
        let meeting = self.at(expected)?;
        if meeting.state != MeetingState::Scheduled {
            return Err(meeting.illegal());
        }
        Ok(meeting.moved(MeetingState::Cancelled { cancelled_at: now, reason }))
    }

    fn at(self, expected: Version) -> Result<Meeting, Stale> {
        let meeting = self.into_target();
        meeting.version.check(expected)?;
        Ok(meeting)
    }
}

/// How a time is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Shape {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

#[cfg(feature = "serde")]
impl TryFrom<Shape> for MeetingTime {
    type Error = MeetingTimeRefused;
    fn try_from(shape: Shape) -> Result<Self, MeetingTimeRefused> {
        Self::try_new(shape.starts_at, shape.ends_at)
    }
}

#[cfg(feature = "serde")]
impl From<MeetingTime> for Shape {
    fn from(time: MeetingTime) -> Self {
        Self { starts_at: time.starts_at, ends_at: time.ends_at }
    }
}

use application::calendar::{
    Calendar, CalendarQuestion, Entry, EntrySubject, EntryTime, Feed, NewFeed, SchoolZone,
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{calendar::Span, meetings::MeetingStatus, notices::EventTime, tasks::TaskStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::problem::Problem;

/// Which part of the calendar is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// The first day, a day of the school.
    from: NaiveDate,
    /// The last day, at most 500 days later.
    to: NaiveDate,
    /// `event`, `meeting`, `task`, or several with commas between them; all of them when not given.
    #[param(pattern = "^(event|meeting|task)(,(event|meeting|task))*$")]
    kinds: Option<String>,
    /// Only meetings and tasks of this section, and events that address it by name.
    section_id: Option<Uuid>,
}

impl CalendarQuery {
    pub fn question(&self) -> Result<CalendarQuestion, Problem> {
        for (field, day) in [("from", self.from), ("to", self.to)] {
            if !(EventTime::FIRST_YEAR..=EventTime::LAST_YEAR).contains(&day.year()) {
                let (first, last) = (EventTime::FIRST_YEAR, EventTime::LAST_YEAR);
                let message = format!("must lie between the years {first} and {last}");
                return Err(Problem::field(field, "out_of_range", message));
            }
        }
        let all = self.kinds.is_none();
        let (mut events, mut meetings, mut tasks) = (all, all, all);
        for kind in self.kinds.as_deref().unwrap_or_default().split(',').filter(|kind| !kind.is_empty()) {
            match kind {
                "event" => events = true,
                "meeting" => meetings = true,
                "task" => tasks = true,
                _ => return Err(Problem::field("kinds", "unknown", "must be event, meeting or task")),
            }
        }
        let span = Span::try_new(self.from, self.to)?;
        Ok(CalendarQuestion { span, events, meetings, tasks, section: self.section_id.map(Into::into) })
    }
}

/// A part of the calendar.
#[derive(Serialize, ToSchema)]
#[schema(as = Calendar)]
pub struct CalendarBody {
    /// The zone of the school's clocks, by IANA name: days are days of that zone.
    pub time_zone: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// In the order of time, at most 5000.
    pub items: Vec<EntryBody>,
    /// Whether there are more.
    pub truncated: bool,
}

/// What stands in the calendar.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CalendarEntryKind)]
pub enum KindBody {
    Event,
    Meeting,
    Task,
}

/// How far a meeting has come, or whether the section sees a task.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CalendarEntryStatus)]
pub enum StatusBody {
    Scheduled,
    Live,
    Ended,
    Cancelled,
    Draft,
    Published,
}

impl From<MeetingStatus> for StatusBody {
    fn from(status: MeetingStatus) -> Self {
        match status {
            MeetingStatus::Scheduled => Self::Scheduled,
            MeetingStatus::Live => Self::Live,
            MeetingStatus::Ended => Self::Ended,
            MeetingStatus::Cancelled => Self::Cancelled,
        }
    }
}

impl From<TaskStatus> for StatusBody {
    fn from(status: TaskStatus) -> Self {
        match status {
            TaskStatus::Draft => Self::Draft,
            TaskStatus::Published => Self::Published,
        }
    }
}

/// An event, a meeting, or a task when it is due.
#[derive(Serialize, ToSchema)]
#[schema(as = CalendarEntry)]
pub struct EntryBody {
    pub kind: KindBody,
    pub id: Uuid,
    pub title: String,
    /// Whether it lasts whole days; then `starts_on` and `ends_on` tell when, wherever one looks at it.
    pub all_day: bool,
    /// For whole days, when the first begins in the school; for a task, when it is due.
    pub starts_at: DateTime<Utc>,
    /// For whole days, when the last has ended in the school; for a task, when it is due.
    pub ends_at: DateTime<Utc>,
    #[schema(required)]
    pub starts_on: Option<NaiveDate>,
    /// The last day, on which it still happens.
    #[schema(required)]
    pub ends_on: Option<NaiveDate>,
    #[schema(required)]
    pub place: Option<String>,
    /// The section of a meeting or a task.
    #[schema(required)]
    pub section_id: Option<Uuid>,
    #[schema(required)]
    pub section_name: Option<String>,
    /// The subject of a task.
    #[schema(required)]
    pub subject_title: Option<String>,
    #[schema(required)]
    pub status: Option<StatusBody>,
    /// Where a meeting is held.
    #[schema(required)]
    pub url: Option<String>,
    /// Who holds a meeting.
    #[schema(required)]
    pub host_name: Option<String>,
}

impl CalendarBody {
    pub fn of(calendar: Calendar, span: Span) -> Self {
        let Calendar { zone, entries, truncated } = calendar;
        Self {
            time_zone: zone.name().to_owned(),
            from: span.first(),
            to: span.last(),
            items: entries.into_iter().map(|entry| EntryBody::of(entry, zone)).collect(),
            truncated,
        }
    }
}

impl EntryBody {
    fn of(entry: Entry, zone: SchoolZone) -> Self {
        let (starts_at, ends_at, days) = match entry.time {
            EntryTime::Days { first, last } => {
                (zone.day_bounds(first).0, zone.day_bounds(last).1, Some((first, last)))
            }
            EntryTime::Moments { starts_at, ends_at } => (starts_at, ends_at, None),
            EntryTime::Moment(at) => (at, at, None),
        };
        let blank = Self {
            kind: KindBody::Event,
            id: Uuid::nil(),
            title: entry.title,
            all_day: days.is_some(),
            starts_at,
            ends_at,
            starts_on: days.map(|(first, _)| first),
            ends_on: days.map(|(_, last)| last),
            place: None,
            section_id: None,
            section_name: None,
            subject_title: None,
            status: None,
            url: None,
            host_name: None,
        };
        match entry.subject {
            EntrySubject::Event { id, place } => Self { id: id.uuid(), place, ..blank },
            EntrySubject::Meeting { id, section, section_name, host_name, url, status } => Self {
                kind: KindBody::Meeting,
                id: id.uuid(),
                section_id: Some(section.uuid()),
                section_name: Some(section_name),
                status: Some(status.into()),
                url: Some(url),
                host_name: Some(host_name),
                ..blank
            },
            EntrySubject::Task { id, section, section_name, subject_title, status } => Self {
                kind: KindBody::Task,
                id: id.uuid(),
                section_id: Some(section.uuid()),
                section_name: Some(section_name),
                subject_title: Some(subject_title),
                status: Some(status.into()),
                ..blank
            },
        }
    }
}

/// Whether there is an address at which a person's calendar program finds their calendar.
#[derive(Serialize, ToSchema)]
#[schema(as = CalendarFeed)]
pub struct FeedBody {
    pub active: bool,
    /// Since when it is this address.
    #[schema(required)]
    pub created_at: Option<DateTime<Utc>>,
    /// The last day of the school on which a program asked for it.
    #[schema(required)]
    pub last_used_on: Option<NaiveDate>,
}

impl From<Option<Feed>> for FeedBody {
    fn from(feed: Option<Feed>) -> Self {
        Self {
            active: feed.is_some(),
            created_at: feed.map(|feed| feed.created_at),
            last_used_on: feed.and_then(|feed| feed.last_used_on),
        }
    }
}

/// The address of a calendar feed. It is told this once: whoever knows it reads the calendar.
#[derive(Serialize, ToSchema)]
#[schema(as = NewCalendarFeed)]
pub struct NewFeedBody {
    pub url: String,
    pub created_at: DateTime<Utc>,
}

impl NewFeedBody {
    pub fn of(feed: &NewFeed, origin: &str) -> Self {
        let url = format!("{origin}/api/v1/calendar/feeds/{}.ics", feed.secret);
        Self { url, created_at: feed.created_at }
    }
}

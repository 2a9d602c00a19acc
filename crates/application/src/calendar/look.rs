use chrono::{DateTime, Utc};
use domain::{
    access::{ActionKind, Actor, Denied},
    calendar::Span,
    structure::SectionId,
};

use super::{CalendarCases, CalendarWish, Entry, EntrySubject, EntryTime, SchoolZone};
use crate::{Caller, Store, StoreError};

/// What somebody wants to see of the calendar.
#[derive(Clone, Copy, Debug)]
pub struct CalendarQuestion {
    /// Which days of the school.
    pub span: Span,
    /// Whether with events.
    pub events: bool,
    /// Whether with meetings.
    pub meetings: bool,
    /// Whether with tasks.
    pub tasks: bool,
    /// Only what is for this section.
    pub section: Option<SectionId>,
}

/// A part of the calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The clocks of the school.
    pub zone: SchoolZone,
    /// In the order of time; on one day, what lasts the whole day comes first.
    pub entries: Vec<Entry>,
    /// Whether there is more than one looks at together.
    pub truncated: bool,
}

/// Why the calendar was not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadCalendarError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Calendar {
    /// The most entries that one looks at together.
    pub const MOST: usize = 5_000;
    /// As many more may lie outside the days that are wanted, where the database cannot tell.
    const MARGIN: usize = 1_000;
}

impl CalendarCases<'_> {
    /// What the caller may see of these days, in one question to the database.
    pub fn look(self, caller: &Caller, question: &CalendarQuestion) -> Result<Calendar, ReadCalendarError> {
        let wish = wish(caller.actor(), question)?;
        Ok(self.0.db.read(|store| look(store, &wish))?)
    }
}

/// What an actor may be shown. Refused to whom no part of the calendar is for.
pub(super) fn wish(actor: &Actor, question: &CalendarQuestion) -> Result<CalendarWish, Denied> {
    let (events, meetings) = (actor.scope(ActionKind::ReadNotices), actor.scope(ActionKind::ReadMeetings));
    let (tasks, drafts) = (actor.scope(ActionKind::ReadTasks), actor.scope(ActionKind::ReadDraftTasks));
    if let (Err(denied), Err(_), Err(_)) = (&events, &meetings, &tasks) {
        return Err(*denied);
    }
    Ok(CalendarWish {
        span: question.span,
        events: events.ok().filter(|_| question.events),
        meetings: meetings.ok().filter(|_| question.meetings),
        tasks: tasks.ok().filter(|_| question.tasks),
        draft_tasks: drafts.ok().filter(|_| question.tasks),
        section: question.section,
        most: u32::try_from(Calendar::MOST + Calendar::MARGIN).unwrap_or(u32::MAX),
    })
}

pub(super) fn look(store: &mut dyn Store, wish: &CalendarWish) -> Result<Calendar, StoreError> {
    let (name, mut entries) = store.calendar(wish)?;
    let zone = SchoolZone::named(&name)?;
    let is_cut_off = entries.len() >= wish.most as usize;
    let (begin, _) = zone.day_bounds(wish.span.first());
    let (_, end) = zone.day_bounds(wish.span.last());
    entries.retain(|entry| match entry.time {
        EntryTime::Days { .. } => true,
        EntryTime::Moments { starts_at, ends_at } => starts_at < end && ends_at > begin,
        EntryTime::Moment(at) => (begin..end).contains(&at),
    });
    entries.sort_by_cached_key(|entry| position(zone, entry));
    let truncated = is_cut_off || entries.len() > Calendar::MOST;
    entries.truncate(Calendar::MOST);
    Ok(Calendar { zone, entries, truncated })
}

fn position(zone: SchoolZone, entry: &Entry) -> (DateTime<Utc>, bool, uuid::Uuid) {
    let (starts_at, is_timed) = match entry.time {
        EntryTime::Days { first, .. } => (zone.day_bounds(first).0, false),
        EntryTime::Moments { starts_at, .. } | EntryTime::Moment(starts_at) => (starts_at, true),
    };
    let id = match entry.subject {
        EntrySubject::Event { id, .. } => id.uuid(),
        EntrySubject::Meeting { id, .. } => id.uuid(),
        EntrySubject::Task { id, .. } => id.uuid(),
    };
    (starts_at, is_timed, id)
}

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Stale, Text, Version,
    access::{ActionKind, Denied, ManageEvent, ReadEvent},
    notices::{Audience, Body, EventContent, EventId, EventTime, EventTimeRefused, Title},
};
use serde_json::json;

use super::{DeleteNoticeError, EventFilter, EventView, NoticeCases};
use crate::{
    AuditEntry, Caller, Constraint, Event, Page, PageRequest, Store, StoreError, calendar::SchoolZone,
    jobs::Job,
};

/// An event as somebody asks for it.
#[derive(Clone, Debug)]
pub struct EventDraft {
    /// What it is called.
    pub title: Title,
    /// What is said about it.
    pub body: Option<Body>,
    /// When it happens.
    pub time: AskedTime,
    /// Where it happens.
    pub place: Option<Text<200>>,
    /// Whom it addresses.
    pub audience: Audience,
}

/// When an event happens, as somebody asks for it.
#[derive(Clone, Copy, Debug)]
pub enum AskedTime {
    /// Then.
    Given(EventTime),
    /// On the days of the school on which it is between these moments.
    DaysBetween {
        /// On the first day.
        starts_at: DateTime<Utc>,
        /// On the last day, or when the day after begins.
        ends_at: DateTime<Utc>,
    },
}

impl AskedTime {
    fn in_school(self, store: &mut dyn Store) -> Result<EventTime, SaveEventError> {
        match self {
            Self::Given(time) => Ok(time),
            Self::DaysBetween { starts_at, ends_at } => {
                let zone = SchoolZone::of(&store.settings()?)?;
                // Midnight ends the day before it.
                let last = if ends_at > starts_at { ends_at - TimeDelta::microseconds(1) } else { ends_at };
                Ok(EventTime::days(zone.day_of(starts_at), zone.day_of(last))?)
            }
        }
    }
}

/// Why events were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadEventError {
    /// There is no such event.
    #[error("there is no such event")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an event was not added, or stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveEventError {
    /// There is no such event.
    #[error("there is no such event")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// Nothing happens then.
    #[error(transparent)]
    Time(#[from] EventTimeRefused),
    /// A section of the audience does not exist.
    #[error("names a section that does not exist")]
    UnknownSection,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for SaveEventError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownSection,
            other => Self::Store(other),
        }
    }
}

impl NoticeCases<'_> {
    /// A part of the list of events that the caller may see.
    pub fn events(
        self,
        caller: &Caller,
        filter: &EventFilter,
        page: PageRequest,
    ) -> Result<Page<EventView>, ReadEventError> {
        let scope = caller.scope(ActionKind::ReadNotices)?;
        Ok(self.0.list(caller, |store| store.events(&scope, filter, page))?)
    }

    /// One event.
    pub fn event(self, caller: &Caller, id: EventId) -> Result<EventView, ReadEventError> {
        let view = self.0.db.read(|store| store.event(id))?.ok_or(ReadEventError::NotFound)?;
        caller.may::<ReadEvent>(view.event.clone())?;
        Ok(view)
    }

    /// Puts an event into the calendar.
    pub fn add_event(self, caller: &Caller, draft: &EventDraft) -> Result<EventView, SaveEventError> {
        caller.scope(ActionKind::ManageNotices)?;
        let id = EventId::from(self.0.ids.next());
        let view = self.0.db.once(caller, |store| {
            let EventDraft { title, body, time, place, audience } = draft.clone();
            let content = EventContent { title, body, time: time.in_school(store)?, place, audience };
            let saved = caller.may::<ManageEvent<EventContent>>(content)?.schedule(id);
            store.add_event(&saved)?;
            let job = Job::NotifyEvent { event: id };
            store.add_job(self.0.ids.next(), &job, self.0.clock.now(), None)?;
            let entry = AuditEntry::new("event.created", "event", id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(saved.event().content)))?;
            store.event(id)?.ok_or(SaveEventError::NotFound)
        })?;
        self.tell_of_event(view.event.id, view.event.content.audience.clone());
        Ok(view)
    }

    /// Changes an event: `change` makes the new draft of the content that there is.
    pub fn change_event(
        self,
        caller: &Caller,
        id: EventId,
        expected: Version,
        change: impl Fn(EventContent) -> EventDraft,
    ) -> Result<EventView, SaveEventError> {
        let (before, view) = self.0.db.atomically(caller, |store| {
            let before = store.event_for_update(id)?.ok_or(SaveEventError::NotFound)?;
            let permitted = caller.may::<ManageEvent>(before.clone())?;
            let EventDraft { title, body, time, place, audience } = change(before.content.clone());
            let content = EventContent { title, body, time: time.in_school(store)?, place, audience };
            let saved = permitted.change(content, expected)?;
            store.save_event(&saved)?;
            let entry = AuditEntry::new("event.changed", "event", id.uuid());
            let entry = entry.before(json!(before.content)).after(json!(saved.event().content));
            self.0.audit_to(store, caller, &entry)?;
            Ok::<_, SaveEventError>((before, store.event(id)?.ok_or(SaveEventError::NotFound)?))
        })?;
        self.tell_of_event(id, before.content.audience.or(&view.event.content.audience));
        Ok(view)
    }

    /// Takes an event out of the calendar, with its notifications.
    pub fn delete_event(
        self,
        caller: &Caller,
        id: EventId,
        expected: Version,
    ) -> Result<(), DeleteNoticeError> {
        let before = self.0.db.atomically(caller, |store| {
            let before = store.event_for_update(id)?.ok_or(DeleteNoticeError::NotFound)?;
            let deleted = caller.may::<ManageEvent>(before.clone())?.delete(expected)?;
            store.delete_event(&deleted)?;
            let entry = AuditEntry::new("event.deleted", "event", id.uuid());
            self.0.audit_to(store, caller, &entry.before(json!(before.content)))?;
            Ok::<_, DeleteNoticeError>(before)
        })?;
        self.tell_of_event(id, before.content.audience);
        Ok(())
    }

    fn tell_of_event(self, event: EventId, audience: Audience) {
        self.0.events.publish(Event::EventChanged { event, audience: Arc::new(audience) });
    }
}

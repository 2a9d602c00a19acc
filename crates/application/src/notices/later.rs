//! What becomes of announcements and events without anybody asking.

use std::sync::Arc;

use domain::{
    notices::{Announcement, AnnouncementId, Audience, EventId, Life},
    notifications::Subject,
};

use super::NoticeCases;
use crate::{Caller, Event, StoreError};

impl NoticeCases<'_> {
    /// An announcement goes live or expires about now, unless it was changed since that was planned.
    pub(crate) fn announcement_due(self, id: AnnouncementId) -> Result<(), StoreError> {
        let Some(announcement) = self.notify_of_announcement(id)? else { return Ok(()) };
        if announcement.content.life(self.0.clock.now()) != Life::Scheduled {
            self.tell_of_announcement(id, Some(announcement.content.audience));
        }
        Ok(())
    }

    /// Notifies those whom a live announcement addresses, if that was not done before.
    pub(crate) fn notify_of_announcement(
        self,
        id: AnnouncementId,
    ) -> Result<Option<Announcement>, StoreError> {
        let now = self.0.clock.now();
        let (announcement, notified) = self.0.db.atomically(&Caller::system("notices"), |store| {
            let Some(announcement) = store.announcement_for_update(id)? else { return Ok((None, false)) };
            let begins = store.begin_notifying_of_announcement(id, now)?;
            if begins {
                let audience = &announcement.content.audience;
                let subject = Subject::AnnouncementPublished(id);
                store.notify(subject, audience, announcement.author, now)?;
            }
            Ok::<_, StoreError>((Some(announcement), begins))
        })?;
        if let Some(announcement) = announcement.as_ref().filter(|_| notified) {
            self.tell_notified(&announcement.content.audience);
        }
        Ok(announcement)
    }

    /// Notifies those whom an event addresses, if that was not done before.
    pub(crate) fn notify_of_event(self, id: EventId) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let notified = self.0.db.atomically(&Caller::system("notices"), |store| {
            let Some(event) = store.event_for_update(id)? else { return Ok(None) };
            if !store.begin_notifying_of_event(id, now)? {
                return Ok(None);
            }
            store.notify(Subject::EventAdded(id), &event.content.audience, event.author, now)?;
            Ok::<_, StoreError>(Some(event))
        })?;
        if let Some(event) = notified {
            self.tell_notified(&event.content.audience);
        }
        Ok(())
    }

    fn tell_notified(self, audience: &Audience) {
        self.0.events.publish(Event::Notified { audience: Arc::new(audience.clone()) });
    }
}

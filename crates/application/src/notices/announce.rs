use std::sync::Arc;

use domain::{
    Stale, Version,
    access::{ActionKind, Denied, ManageAnnouncement},
    notices::{Announcement, AnnouncementContent, AnnouncementId, AnnouncementRefused, Audience},
};
use serde_json::json;

use super::{
    AnnouncementView, NoticeCases,
    read::{for_eyes_of, hearers},
};
use crate::{AuditEntry, Caller, Constraint, Event, Store, StoreError, jobs::Job};

/// Why an announcement was not written, or stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeAnnouncementError {
    /// There is no such announcement.
    #[error("there is no such announcement")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] AnnouncementRefused),
    /// A section of the audience does not exist.
    #[error("names a section that does not exist")]
    UnknownSection,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ChangeAnnouncementError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownSection,
            other => Self::Store(other),
        }
    }
}

/// Why an announcement or an event was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteNoticeError {
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The record was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NoticeCases<'_> {
    /// Writes an announcement. It is live from its time of publishing on.
    pub fn announce(
        self,
        caller: &Caller,
        content: &AnnouncementContent,
    ) -> Result<AnnouncementView, ChangeAnnouncementError> {
        caller.scope(ActionKind::ManageNotices)?;
        let id = AnnouncementId::from(self.0.ids.next());
        let now = self.0.clock.now();
        let view = self.0.db.once(caller, |store| {
            let permitted = caller.may::<ManageAnnouncement<AnnouncementContent>>(content.clone())?;
            let saved = permitted.announce(id)?;
            store.add_announcement(&saved)?;
            self.plan(store, saved.announcement())?;
            let entry = AuditEntry::new("announcement.created", "announcement", id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(saved.announcement().content)))?;
            let view = store.announcement(id, caller.id(), true, now)?;
            view.ok_or(ChangeAnnouncementError::NotFound)
        })?;
        let announcement = &view.announcement;
        self.tell_of_announcement(announcement.id, hearers(None, Some(announcement), now));
        Ok(for_eyes_of(caller.actor(), view))
    }

    /// Changes an announcement: `change` makes the new content of the one that there is.
    pub fn change_announcement(
        self,
        caller: &Caller,
        id: AnnouncementId,
        expected: Version,
        change: impl Fn(AnnouncementContent) -> AnnouncementContent,
    ) -> Result<AnnouncementView, ChangeAnnouncementError> {
        let now = self.0.clock.now();
        let (before, view) = self.0.db.atomically(caller, |store| {
            let before = store.announcement_for_update(id)?.ok_or(ChangeAnnouncementError::NotFound)?;
            let permitted = caller.may::<ManageAnnouncement>(before.clone().at(now))?;
            let saved = permitted.change(change(before.content.clone()), expected)?;
            store.save_announcement(&saved)?;
            self.plan(store, saved.announcement())?;
            let entry = AuditEntry::new("announcement.changed", "announcement", id.uuid());
            let entry = entry.before(json!(before.content)).after(json!(saved.announcement().content));
            self.0.audit_to(store, caller, &entry)?;
            let view = store.announcement(id, caller.id(), true, now)?;
            Ok::<_, ChangeAnnouncementError>((before, view.ok_or(ChangeAnnouncementError::NotFound)?))
        })?;
        self.tell_of_announcement(id, hearers(Some(&before), Some(&view.announcement), now));
        Ok(for_eyes_of(caller.actor(), view))
    }

    /// Deletes an announcement, with its read marks and notifications.
    pub fn delete_announcement(
        self,
        caller: &Caller,
        id: AnnouncementId,
        expected: Version,
    ) -> Result<(), DeleteNoticeError> {
        let now = self.0.clock.now();
        let before = self.0.db.atomically(caller, |store| {
            let before = store.announcement_for_update(id)?.ok_or(DeleteNoticeError::NotFound)?;
            let deleted = caller.may::<ManageAnnouncement>(before.clone().at(now))?.delete(expected)?;
            store.delete_announcement(&deleted)?;
            let entry = AuditEntry::new("announcement.deleted", "announcement", id.uuid());
            self.0.audit_to(store, caller, &entry.before(json!(before.content)))?;
            Ok::<_, DeleteNoticeError>(before)
        })?;
        self.tell_of_announcement(id, hearers(Some(&before), None, now));
        Ok(())
    }

    /// Plans what happens by itself: it goes live, its addressees are notified, it expires.
    fn plan(self, store: &mut dyn Store, announcement: &Announcement) -> Result<(), StoreError> {
        let (id, now) = (announcement.id, self.0.clock.now());
        let AnnouncementContent { publish_at, expires_at, .. } = &announcement.content;
        let (first, at) = if *publish_at > now {
            (Job::AnnouncementDue { announcement: id }, *publish_at)
        } else {
            (Job::NotifyAnnouncement { announcement: id }, now)
        };
        store.add_job(self.0.ids.next(), &first, at, None)?;
        if let Some(end) = expires_at.filter(|end| *end > now) {
            let due = Job::AnnouncementDue { announcement: id };
            store.add_job(self.0.ids.next(), &due, end, None)?;
        }
        Ok(())
    }

    /// Tells whoever watches that an announcement has changed; those whom it addresses only if they see it.
    pub(super) fn tell_of_announcement(self, announcement: AnnouncementId, audience: Option<Audience>) {
        self.0.events.publish(Event::AnnouncementChanged { announcement, audience: audience.map(Arc::new) });
    }
}

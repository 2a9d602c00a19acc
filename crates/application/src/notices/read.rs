use domain::{
    access::{ActionKind, Actor, Denied, ManageAnnouncement, ReadAnnouncement},
    notices::{Announcement, AnnouncementId, Audience},
};

use super::{AnnouncementFilter, AnnouncementSort, AnnouncementView, NoticeCases, NoticeScopes, Reader};
use crate::{Caller, Page, PageRequest, Sort, StoreError};

/// Why announcements, or what belongs to them, were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadNoticeError {
    /// There is no such announcement.
    #[error("there is no such announcement")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NoticeCases<'_> {
    /// A part of the list of announcements that the caller may see.
    pub fn announcements(
        self,
        caller: &Caller,
        filter: &AnnouncementFilter,
        sort: &Sort<AnnouncementSort>,
        page: PageRequest,
    ) -> Result<Page<AnnouncementView>, ReadNoticeError> {
        let scopes = NoticeScopes {
            read: caller.scope(ActionKind::ReadNotices)?,
            manage: caller.scope(ActionKind::ManageNotices).ok(),
        };
        let now = self.0.clock.now();
        Ok(self.0.list(caller, |store| store.announcements(&scopes, caller.id(), filter, sort, page, now))?)
    }

    /// One announcement.
    pub fn announcement(
        self,
        caller: &Caller,
        id: AnnouncementId,
    ) -> Result<AnnouncementView, ReadNoticeError> {
        let now = self.0.clock.now();
        let writes = caller.scope(ActionKind::ManageNotices).is_ok();
        let view = self.0.db.read(|store| store.announcement(id, caller.id(), writes, now))?;
        let view = view.ok_or(ReadNoticeError::NotFound)?;
        caller.may::<ReadAnnouncement>(view.announcement.clone().at(now))?;
        Ok(for_eyes_of(caller.actor(), view))
    }

    /// Remembers that the caller has read it.
    pub fn mark_read(self, caller: &Caller, id: AnnouncementId) -> Result<(), ReadNoticeError> {
        let now = self.0.clock.now();
        self.0.db.atomically(caller, |store| {
            let reader = caller.id().ok_or(Denied::Forbidden)?;
            let view = store.announcement(id, Some(reader), false, now)?.ok_or(ReadNoticeError::NotFound)?;
            caller.may::<ReadAnnouncement>(view.announcement.at(now))?;
            Ok(store.mark_read(id, reader, now)?)
        })
    }

    /// Who has read it; for those who write announcements.
    pub fn readers(
        self,
        caller: &Caller,
        id: AnnouncementId,
        page: PageRequest,
    ) -> Result<Page<Reader>, ReadNoticeError> {
        let now = self.0.clock.now();
        self.0.list_at_one_moment(caller, |store| {
            let view = store.announcement(id, None, false, now)?.ok_or(ReadNoticeError::NotFound)?;
            caller.may::<ManageAnnouncement>(view.announcement.at(now))?;
            Ok(store.readers(id, page)?)
        })
    }

    /// How many people an audience addresses; for those who write announcements.
    pub fn count_addressed(
        self,
        caller: &Caller,
        audience: Option<&Audience>,
    ) -> Result<Option<u32>, ReadNoticeError> {
        caller.scope(ActionKind::ManageNotices)?;
        let Some(audience) = audience else { return Ok(None) };
        Ok(Some(self.0.db.read(|store| store.count_addressed(audience))?))
    }
}

/// The view without what only those may see who write announcements, unless the actor is one of them.
pub(super) fn for_eyes_of(actor: &Actor, view: AnnouncementView) -> AnnouncementView {
    let content = view.announcement.content.clone();
    let writes = actor.may::<ManageAnnouncement<_>>(content).is_ok();
    AnnouncementView { counts: view.counts.filter(|_| writes), ..view }
}

/// The part of the audience that hears of a change: those who see it, or saw it before.
pub(super) fn hearers(
    before: Option<&Announcement>,
    after: Option<&Announcement>,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<Audience> {
    let is_live = |one: &&Announcement| one.content.life(now) == domain::notices::Life::Live;
    let audience = |one: &Announcement| one.content.audience.clone();
    match (before.filter(is_live).map(audience), after.filter(is_live).map(audience)) {
        (Some(before), Some(after)) => Some(before.or(&after)),
        (before, after) => before.or(after),
    }
}

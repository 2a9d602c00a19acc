use domain::{
    access::{ActionKind, Actor, Denied},
    identity::UserId,
    notifications::{Area, NotificationId},
};

use super::{NotificationCases, NotificationScopes, NotificationView};
use crate::{Caller, Event, Page, PageRequest, StoreError};

/// Why a person's notifications were not shown, or stayed as they were.
#[derive(Debug, thiserror::Error)]
pub enum NotificationsError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NotificationCases<'_> {
    /// The caller's notifications, newest first.
    pub fn list(
        self,
        caller: &Caller,
        only_unread: bool,
        page: PageRequest,
    ) -> Result<Page<NotificationView>, NotificationsError> {
        let (user, scopes, now) = (own(caller)?, scopes(caller.actor()), self.0.clock.now());
        Ok(self.0.list(caller, |store| store.notifications(user, &scopes, only_unread, page, now))?)
    }

    /// How many of them are unread.
    pub fn unread(self, caller: &Caller) -> Result<u32, NotificationsError> {
        let (user, scopes, now) = (own(caller)?, scopes(caller.actor()), self.0.clock.now());
        Ok(self.0.db.read(|store| store.count_unread(user, &scopes, now))?)
    }

    /// Marks some of them, or all, as read.
    pub fn read(self, caller: &Caller, which: Option<&[NotificationId]>) -> Result<(), NotificationsError> {
        let (user, now) = (own(caller)?, self.0.clock.now());
        let marked = self.0.db.atomically(caller, |store| store.read_notifications(user, which, now))?;
        if marked > 0 {
            self.0.events.publish(Event::NotificationsRead { user });
        }
        Ok(())
    }

    /// Of which areas the caller wants mail.
    pub fn mail_wishes(self, caller: &Caller) -> Result<Vec<Area>, NotificationsError> {
        let user = own(caller)?;
        Ok(self.0.db.read(|store| store.mail_wishes(user))?)
    }

    /// Changes that.
    pub fn wish_for_mail(self, caller: &Caller, areas: &[Area]) -> Result<(), NotificationsError> {
        let user = own(caller)?;
        Ok(self.0.db.atomically(caller, |store| store.save_mail_wishes(user, areas))?)
    }
}

/// The caller, who may look after their own notifications.
fn own(caller: &Caller) -> Result<UserId, Denied> {
    caller.scope(ActionKind::ManageOwnNotifications)?;
    caller.id().ok_or(Denied::Forbidden)
}

/// What the actor may see of what notifications are about.
pub(super) fn scopes(actor: &Actor) -> NotificationScopes {
    NotificationScopes {
        notices: actor.scope(ActionKind::ReadNotices).ok(),
        managed_notices: actor.scope(ActionKind::ManageNotices).ok(),
        meetings: actor.scope(ActionKind::ReadMeetings).ok(),
        tasks: actor.scope(ActionKind::ReadTasks).ok(),
        draft_tasks: actor.scope(ActionKind::ReadDraftTasks).ok(),
        submissions: actor.scope(ActionKind::ReadSubmissions).ok(),
        modules: actor.scope(ActionKind::ReadModules).ok(),
    }
}

use std::fmt::Write;

use chrono::{DateTime, Days, Utc};
use domain::{
    access::{ActionKind, Denied},
    calendar::{Span, SpanRefused},
    identity::{Activity, UserId},
};

use super::{Calendar, CalendarCases, CalendarQuestion, Feed, look};
use crate::{AuditEntry, Caller, StoreError};

/// How many days back a feed goes.
const BACK: Days = Days::new(60);
/// How many days ahead a feed goes.
const AHEAD: Days = Days::new(400);

/// A feed that was just made: the only time that its secret is told.
#[derive(Clone, Debug)]
pub struct NewFeed {
    /// What makes the address.
    pub secret: String,
    /// Since when it is the address.
    pub created_at: DateTime<Utc>,
}

/// Why a person's feed was not shown, made or taken away.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why there is no such feed.
#[derive(Debug, thiserror::Error)]
pub enum ReadFeedError {
    /// Nobody has this address, or nobody has it any longer.
    #[error("there is no such calendar")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SpanRefused> for ReadFeedError {
    fn from(_: SpanRefused) -> Self {
        Self::NotFound
    }
}

impl CalendarCases<'_> {
    /// The caller's feed, if there is one.
    pub fn feed(self, caller: &Caller) -> Result<Option<Feed>, FeedError> {
        let user = owner(caller)?;
        Ok(self.0.db.read(|store| store.feed(user))?)
    }

    /// Gives the caller an address for the feed. A former one ends.
    pub fn make_feed(self, caller: &Caller) -> Result<NewFeed, FeedError> {
        let (user, created_at) = (owner(caller)?, self.0.clock.now());
        let secret = self.0.ids.secret().iter().fold(String::with_capacity(32), |mut text, byte| {
            // Writing to a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let fingerprint = self.0.tokens.fingerprint(secret.as_bytes());
        self.0.db.atomically(caller, |store| {
            store.save_feed(user, &fingerprint, created_at)?;
            let entry = AuditEntry::new("calendar_feed.made", "calendar_feed", user.uuid());
            self.0.audit_to(store, caller, &entry)?;
            Ok::<_, FeedError>(())
        })?;
        Ok(NewFeed { secret, created_at })
    }

    /// Takes the caller's address away.
    pub fn revoke_feed(self, caller: &Caller) -> Result<(), FeedError> {
        let user = owner(caller)?;
        self.0.db.atomically(caller, |store| {
            if store.delete_feed(user)? {
                let entry = AuditEntry::new("calendar_feed.revoked", "calendar_feed", user.uuid());
                self.0.audit_to(store, caller, &entry)?;
            }
            Ok(())
        })
    }

    /// The calendar behind a secret, with the rights that its person has at this moment.
    pub fn read_feed(self, secret: &str) -> Result<Calendar, ReadFeedError> {
        let fingerprint = self.0.tokens.fingerprint(secret.as_bytes());
        let (limits, now) = (self.0.session_limits, self.0.clock.now());
        let today = now.date_naive();
        let (feed, calendar) = self.0.db.snapshot(|store| {
            let feed = store.feed_with(&fingerprint)?.ok_or(ReadFeedError::NotFound)?;
            let person = store.person(feed.user, limits, now)?.ok_or(ReadFeedError::NotFound)?;
            if person.account.activity != Activity::Active {
                return Err(ReadFeedError::NotFound);
            }
            let first = today.checked_sub_days(BACK).unwrap_or(today);
            let last = today.checked_add_days(AHEAD).unwrap_or(today);
            let span = Span::try_new(first, last)?;
            let question =
                CalendarQuestion { span, events: true, meetings: true, tasks: true, section: None };
            let wish = look::wish(&person.actor, &question).map_err(|_| ReadFeedError::NotFound)?;
            Ok((feed, look::look(store, &wish)?))
        })?;
        let today = calendar.zone.day_of(now);
        if feed.last_used_on != Some(today) {
            self.0.db.atomically(&Caller::system("calendar feeds"), |store| {
                store.note_feed_used(feed.user, today)
            })?;
        }
        Ok(calendar)
    }
}

/// Who owns a feed: whoever sees a part of the calendar.
fn owner(caller: &Caller) -> Result<UserId, Denied> {
    caller
        .scope(ActionKind::ReadNotices)
        .or_else(|_| caller.scope(ActionKind::ReadMeetings))
        .or_else(|_| caller.scope(ActionKind::ReadTasks))?;
    caller.id().ok_or(Denied::Forbidden)
}

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use domain::identity::UserId;

use super::{ChatCases, ReadConversationError, seats::member, start::contacts_of};
use crate::{Caller, Event, StoreError};

/// How somebody is there. Whoever is not there has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// At one device at least.
    Online,
    /// Devices are open, and nobody is at any of them.
    Away,
}

/// Who is there, on this instance and on others.
///
/// Each instance holds a *lease* for everybody who has a socket with it, and renews it while they have. A lease ends
/// by itself: an instance that dies leaves nobody behind for longer than that. Nothing here fails or blocks for
/// long; when other instances cannot be asked, the answer is what this one knows.
pub trait PresenceBoard: Send + Sync {
    /// Holds a lease of this instance for each of these people for `life`, in place of what it held for them.
    fn renew(&self, leases: &[(UserId, Availability)], life: Duration);

    /// Gives up what this instance holds for them.
    fn release(&self, people: &[UserId]);

    /// Who of these is there, by every instance's leases that have not run out. Online wins over away.
    fn present(&self, people: &[UserId]) -> HashMap<UserId, Availability>;
}

/// Whether somebody is there, and since when not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceView {
    /// Who.
    pub person: UserId,
    /// How they are there; `None` when they are not.
    pub availability: Option<Availability>,
    /// When they last came or went; `None` for whoever never was there.
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl ChatCases<'_> {
    /// The most people who can be asked about at once.
    pub const MOST_WATCHED: usize = 100;

    /// Those of these people whom the caller may see come and go: whom they may write to, and whom they share a
    /// conversation with.
    pub fn watchable(self, caller: &Caller, people: &[UserId]) -> Result<Vec<UserId>, ReadConversationError> {
        let person = member(caller)?;
        self.0.db.snapshot(|store| {
            let scope = contacts_of(store, caller)?;
            Ok(store.known_to(person, &scope, people)?)
        })
    }

    /// Which of these people are there, as far as the caller may see them.
    pub fn presence(
        self,
        caller: &Caller,
        people: &[UserId],
    ) -> Result<Vec<PresenceView>, ReadConversationError> {
        let seen = self.watchable(caller, people)?;
        Ok(self.presence_of(&seen)?)
    }

    /// Whether these people are there, for somebody who may see them.
    pub fn presence_of(self, people: &[UserId]) -> Result<Vec<PresenceView>, StoreError> {
        let there = self.0.presence.present(people);
        let last_seen = self.0.db.read(|store| store.last_seen(people))?;
        let view = |person: &UserId| PresenceView {
            person: *person,
            availability: there.get(person).copied(),
            last_seen_at: last_seen.get(person).copied(),
        };
        Ok(people.iter().map(view).collect())
    }

    /// Notes that people came or went, and tells whoever watches them.
    pub fn note_presence(self, changes: &[(UserId, Option<Availability>)]) -> Result<(), StoreError> {
        let (people, at): (Vec<_>, _) =
            (changes.iter().map(|(person, _)| *person).collect(), self.0.clock.now());
        let noted = self.0.db.atomically(&Caller::system("presence"), |store| store.note_seen(&people, at));
        for (user, availability) in changes {
            self.0.events.publish(Event::PresenceChanged { user: *user, availability: *availability, at });
        }
        noted
    }
}

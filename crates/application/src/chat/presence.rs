use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use domain::identity::UserId;
use serde::{Deserialize, Serialize};

use super::{ChatCases, ReadConversationError, seats::member, start::contacts_of};
use crate::{Caller, Event, StoreError};

/// How somebody is there. Whoever is absent from an answer is offline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// A page is open, and nobody looks at it.
    Away,
    /// Somebody is using a page.
    Online,
}

/// Who is there, on any instance.
///
/// Each instance knows its own sockets. It *leases* what it knows of a person: it says it for a short while, and
/// again before that has passed. An instance that dies says nothing more, and what it said runs out by itself, so
/// nobody stays online for ever. A person may be on several instances at once, each of which has a lease of its
/// own.
///
/// ```
/// # use std::time::Duration;
/// # use domain::identity::UserId;
/// # use homeroom_application::chat::{Availability, PresenceBoard};
/// # fn example(board: &dyn PresenceBoard, ana: UserId) {
/// // While Ana's page is open, every eight seconds:
/// board.renew(&[(ana, Availability::Online)], Duration::from_secs(20));
/// // When the last of her pages on this instance was closed:
/// board.release(&[ana]);
/// // She is offline now, unless another instance holds a lease for her.
/// let is_there = board.present(&[ana]).contains_key(&ana);
/// # }
/// ```
///
/// No method fails, and none blocks for long. While what the instances share is away, `present` answers from what
/// this instance itself holds, and leases are renewed with the others once it is back. So an answer may be wrong
/// for a while: it is for showing, never for deciding what somebody may do.
pub trait PresenceBoard: Send + Sync {
    /// Holds a lease of this instance for each of these people for `life`, in place of what this instance held for
    /// them.
    fn renew(&self, leases: &[(UserId, Availability)], life: Duration);

    /// Gives up what this instance holds for them. What other instances hold stays.
    fn release(&self, people: &[UserId]);

    /// Who of these is there by every instance's leases that have not run out; online wins over away.
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

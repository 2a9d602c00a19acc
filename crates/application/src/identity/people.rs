use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use domain::{
    access::Actor,
    identity::{Account, Activity, GuardianRights, SessionId, UserId},
};
use quick_cache::sync::Cache;

/// A person with everything that decides their rights, as it was at one epoch.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    /// The account.
    pub account: Account,
    /// What the rules judge.
    pub actor: Arc<Actor>,
    /// The epoch of the rights.
    pub rights_epoch: i64,
    /// The children whose guardian the person is, by links in force.
    pub children: Vec<ChildName>,
    /// Until when this holds at most: links begin and end with the school's day.
    pub valid_until: DateTime<Utc>,
    /// The logins that are open.
    pub sessions: HashSet<SessionId>,
}

/// A child as a guardian's pages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildName {
    /// The student.
    pub id: UserId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// What the guardian may know.
    pub rights: GuardianRights,
}

impl KnownPerson {
    /// Whether this login of the person still gives access.
    pub fn admits(&self, session: SessionId) -> bool {
        self.account.activity == Activity::Active && self.sessions.contains(&session)
    }
}

/// People who were seen of late, so that a request need not ask the database who is asking.
///
/// An entry is right as of its epoch. Whoever learns of a newer epoch drops the entry: the use case that
/// changes rights at once, every instance by asking for recent changes every two seconds.
pub struct PeopleCache {
    people: Cache<UserId, Arc<KnownPerson>>,
    /// When changed rights were last asked for, in milliseconds since 1970; 0 for never.
    asked_at: AtomicI64,
    /// Whether the last question got no answer.
    was_away: AtomicBool,
}

impl PeopleCache {
    /// Enough for the largest school at its busiest hour.
    const MOST: usize = 50_000;

    /// The person, if they were seen of late.
    pub fn get(&self, user: UserId) -> Option<Arc<KnownPerson>> {
        self.people.get(&user)
    }

    /// Remembers a person who was just read.
    pub fn put(&self, person: &Arc<KnownPerson>) {
        self.people.insert(person.account.id, Arc::clone(person));
    }

    /// Forgets a person.
    pub fn forget(&self, user: UserId) {
        self.people.remove(&user);
    }

    /// Forgets everyone.
    pub fn clear(&self) {
        self.people.clear();
    }

    /// Changed rights have just been asked for. Says whether the database was away before that.
    pub fn in_touch(&self, now: DateTime<Utc>) -> bool {
        self.asked_at.store(now.timestamp_millis(), Ordering::Relaxed);
        self.was_away.swap(false, Ordering::Relaxed)
    }

    /// Changed rights were asked for in vain.
    pub fn out_of_touch(&self) {
        self.was_away.store(true, Ordering::Relaxed);
    }

    /// Whether changed rights were last asked for so long ago that some may have been missed: they are told
    /// for half a minute.
    pub fn has_lost_touch(&self, now: DateTime<Utc>) -> bool {
        let asked_at = self.asked_at.load(Ordering::Relaxed);
        asked_at != 0 && now.timestamp_millis() - asked_at > 20_000
    }
}

impl Default for PeopleCache {
    fn default() -> Self {
        Self { people: Cache::new(Self::MOST), asked_at: AtomicI64::new(0), was_away: AtomicBool::new(false) }
    }
}

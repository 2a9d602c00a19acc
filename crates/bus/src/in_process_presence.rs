use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use application::chat::{Availability, PresenceBoard};
use domain::identity::UserId;

/// How often leases that have run out are thrown away; until then they only take room.
const TIDY: Duration = Duration::from_mins(1);

/// Who is there, as long as there is one instance.
#[derive(Default)]
pub struct InProcessPresence {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    leases: HashMap<UserId, Lease>,
    tidied: Option<Instant>,
}

#[derive(Clone, Copy)]
struct Lease {
    availability: Availability,
    until: Instant,
}

impl InProcessPresence {
    /// A board on which nobody is there yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every lease that has not run out, with what is left of it.
    pub(crate) fn leases(&self) -> Vec<(UserId, Availability, Duration)> {
        let now = Instant::now();
        let held = self.held();
        let left = held
            .leases
            .iter()
            .map(|(user, lease)| (*user, lease.availability, lease.until.saturating_duration_since(now)));
        left.filter(|(_, _, left)| !left.is_zero()).collect()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PresenceBoard for InProcessPresence {
    fn renew(&self, leases: &[(UserId, Availability)], life: Duration) {
        let now = Instant::now();
        let mut held = self.held();
        for (user, availability) in leases {
            held.leases.insert(*user, Lease { availability: *availability, until: now + life });
        }
        if held.tidied.is_none_or(|tidied| now.duration_since(tidied) >= TIDY) {
            held.leases.retain(|_, lease| lease.until > now);
            held.tidied = Some(now);
        }
    }

    fn release(&self, people: &[UserId]) {
        let mut held = self.held();
        for user in people {
            held.leases.remove(user);
        }
    }

    fn present(&self, people: &[UserId]) -> HashMap<UserId, Availability> {
        let now = Instant::now();
        let held = self.held();
        let lease_of = |user: &UserId| held.leases.get(user).filter(|lease| lease.until > now).copied();
        people.iter().filter_map(|user| Some((*user, lease_of(user)?.availability))).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::contract;

    #[test]
    fn keeps_the_contract() {
        contract::presence::all(&|| Arc::new(InProcessPresence::new()));
    }
}

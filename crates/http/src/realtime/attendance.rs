//! Who is there: sockets counted, leases held for their people, and others told when somebody comes or goes.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

use application::{App, chat::Availability};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use domain::identity::UserId;

use super::{Hub, Rhythm};
use crate::lanes::LaneNotStarted;

/// The people who have sockets here, each with how many and how many of them are away from.
pub struct Attendance {
    state: Mutex<HashMap<UserId, Count>>,
    changes: Sender<UserId>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    online: u32,
    away: u32,
}

impl Count {
    const fn availability(self) -> Option<Availability> {
        match (self.online, self.away) {
            (0, 0) => None,
            (0, _) => Some(Availability::Away),
            _ => Some(Availability::Online),
        }
    }

    const fn of(&mut self, availability: Availability) -> &mut u32 {
        match availability {
            Availability::Online => &mut self.online,
            Availability::Away => &mut self.away,
        }
    }
}

/// That a socket is open; its person is there while it lives.
pub struct Present<'a> {
    attendance: &'a Attendance,
    user: UserId,
    availability: Availability,
}

impl Attendance {
    /// Begins to count, and starts the thread that tells.
    pub fn start(app: &Arc<App>, hub: &Arc<Hub>, rhythm: Rhythm) -> Result<Arc<Self>, LaneNotStarted> {
        let (changes, news) = unbounded();
        let attendance = Arc::new(Self { state: Mutex::default(), changes });
        let mut teller = Teller {
            app: Arc::clone(app),
            hub: Arc::clone(hub),
            attendance: Arc::downgrade(&attendance),
            told: HashMap::new(),
            rhythm,
            renewed_at: Instant::now(),
        };
        thread::Builder::new().name("presence".to_owned()).spawn(move || while teller.work(&news) {})?;
        Ok(attendance)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Count>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A socket of this person has opened.
    pub fn arrive(&self, user: UserId) -> Present<'_> {
        self.count(user, |count| count.online += 1);
        Present { attendance: self, user, availability: Availability::Online }
    }

    fn count(&self, user: UserId, change: impl FnOnce(&mut Count)) {
        let mut state = self.lock();
        let count = state.entry(user).or_default();
        let before = count.availability();
        change(count);
        let after = count.availability();
        if after.is_none() {
            state.remove(&user);
        }
        if before != after {
            // The thread that listens ends only with the server.
            let _ = self.changes.send(user);
        }
    }
}

impl Present<'_> {
    /// Whether somebody is at the device.
    pub fn set(&mut self, availability: Availability) {
        let before = std::mem::replace(&mut self.availability, availability);
        self.attendance.count(self.user, |count| {
            *count.of(before) -= 1;
            *count.of(availability) += 1;
        });
    }
}

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.attendance.count(self.user, |count| *count.of(self.availability) -= 1);
    }
}

/// The thread that holds the leases and tells of changes.
struct Teller {
    app: Arc<App>,
    hub: Arc<Hub>,
    attendance: std::sync::Weak<Attendance>,
    /// What was told last of whoever is here or is watched from here.
    told: HashMap<UserId, Option<Availability>>,
    rhythm: Rhythm,
    renewed_at: Instant,
}

impl Teller {
    /// `false` when the server has stopped.
    fn work(&mut self, news: &Receiver<UserId>) -> bool {
        let mut people: HashSet<UserId> =
            match news.recv_timeout(self.rhythm.presence.saturating_sub(self.renewed_at.elapsed())) {
                Ok(first) => news.try_iter().chain([first]).collect(),
                Err(RecvTimeoutError::Timeout) => HashSet::new(),
                Err(RecvTimeoutError::Disconnected) => return false,
            };
        let Some(attendance) = self.attendance.upgrade() else { return false };
        let here: HashMap<UserId, Availability> = {
            let state = attendance.lock();
            let there = |(user, count): (&UserId, &Count)| Some((*user, count.availability()?));
            state.iter().filter_map(there).collect()
        };
        drop(attendance);
        let is_due = self.renewed_at.elapsed() >= self.rhythm.presence;
        self.hold_leases(&people, &here, is_due);
        if is_due {
            self.renewed_at = Instant::now();
            // Somebody whose instance died is missed by those who watch.
            people.extend(self.hub.watched());
            self.told.retain(|user, _| here.contains_key(user) || people.contains(user));
        }
        self.tell(&people);
        true
    }

    fn hold_leases(&self, people: &HashSet<UserId>, here: &HashMap<UserId, Availability>, all: bool) {
        let board = self.app.presence();
        let held: Vec<_> = here
            .iter()
            .filter(|(user, _)| all || people.contains(user))
            .map(|(user, availability)| (*user, *availability))
            .collect();
        let gone: Vec<_> = people.iter().filter(|user| !here.contains_key(user)).copied().collect();
        if !held.is_empty() {
            board.renew(&held, self.rhythm.lease);
        }
        if !gone.is_empty() {
            board.release(&gone);
        }
    }

    fn tell(&mut self, people: &HashSet<UserId>) {
        if people.is_empty() {
            return;
        }
        let asked: Vec<_> = people.iter().copied().collect();
        let present = self.app.presence().present(&asked);
        let now = |user: &UserId| present.get(user).copied();
        let changes: Vec<_> = asked
            .iter()
            .map(|user| (*user, now(user)))
            .filter(|(user, availability)| self.told.get(user).copied().flatten() != *availability)
            .collect();
        self.told.extend(changes.iter().copied());
        if !changes.is_empty()
            && let Err(error) = self.app.chat().note_presence(&changes)
        {
            tracing::warn!(%error, "when people were last there was not noted");
        }
    }
}

//! Who is there: sockets counted, leases held for their people, and others told when somebody comes or goes.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

use application::{App, Event, EventBus, chat::Availability};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use domain::identity::UserId;

use super::{Hub, Rhythm};
use crate::lanes::LaneNotStarted;

/// The people who have sockets here, each with how many and how many of them are away from.
pub struct Attendance {
    state: Mutex<HashMap<UserId, Count>>,
    news: Sender<News>,
}

/// What the thread that tells is told.
enum News {
    /// The sockets of this person here are others now.
    Here(UserId),
    /// Somebody here watches these people from now on.
    Watched(Vec<UserId>),
    /// Somebody told how this person is there.
    Told(UserId, Option<Availability>),
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
        let (outlet, news) = unbounded();
        let attendance = Arc::new(Self { state: Mutex::default(), news: outlet });
        attendance.follow(app.events().as_ref());
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

    /// Hears what any instance tells.
    fn follow(self: &Arc<Self>, bus: &dyn EventBus) {
        let attendance = Arc::downgrade(self);
        bus.subscribe(Box::new(move |event| {
            if let Event::PresenceChanged { user, availability, .. } = event
                && let Some(attendance) = attendance.upgrade()
            {
                let _ = attendance.news.send(News::Told(user, availability));
            }
        }));
    }

    /// Somebody here watches these people from now on.
    pub(super) fn watch(&self, people: Vec<UserId>) {
        let _ = self.news.send(News::Watched(people));
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
            let _ = self.news.send(News::Here(user));
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
///
/// A change is told once: by the instance on which it happened, or, when that one has died, by whoever watches and
/// finds its lease ended; somebody who looks between a leaving and the word of it tells it too. That somebody has been
/// there all along is no change, so whoever is seen here for the first time is looked at before anything is compared.
struct Teller {
    app: Arc<App>,
    hub: Arc<Hub>,
    attendance: std::sync::Weak<Attendance>,
    /// What was told last, here or elsewhere, of whoever is here or is watched from here.
    told: HashMap<UserId, Option<Availability>>,
    rhythm: Rhythm,
    renewed_at: Instant,
}

impl Teller {
    /// `false` when the server has stopped.
    fn work(&mut self, news: &Receiver<News>) -> bool {
        let first = match news.recv_timeout(self.rhythm.presence.saturating_sub(self.renewed_at.elapsed())) {
            Ok(first) => Some(first),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        let Some(attendance) = self.attendance.upgrade() else { return false };
        let is_due = self.renewed_at.elapsed() >= self.rhythm.presence;
        let mut people = self.take(first.into_iter().chain(news.try_iter()), &attendance);
        if people.is_empty() && !is_due {
            return true;
        }
        let here: HashMap<UserId, Availability> = {
            let state = attendance.lock();
            let there = |(user, count): (&UserId, &Count)| Some((*user, count.availability()?));
            state.iter().filter_map(there).collect()
        };
        drop(attendance);
        self.hold_leases(&people, &here, is_due);
        if is_due {
            self.renewed_at = Instant::now();
            // Somebody whose instance died is missed by those who watch.
            let watched = self.hub.watched();
            self.look_first(&watched);
            people.extend(watched);
            self.told.retain(|user, _| here.contains_key(user) || people.contains(user));
        }
        self.tell(&people);
        true
    }

    /// Learns what is new, and answers of whom there may be something to tell: whose sockets here are others now, and
    /// who is said to have left elsewhere and is here.
    fn take(&mut self, news: impl Iterator<Item = News>, attendance: &Attendance) -> HashSet<UserId> {
        let (mut people, mut watched) = (HashSet::new(), Vec::new());
        for item in news {
            match item {
                News::Here(user) => _ = people.insert(user),
                News::Watched(users) => watched.extend(users),
                News::Told(user, availability) => {
                    if let Some(told) = self.told.get_mut(&user) {
                        *told = availability;
                    }
                    if availability.is_none() && attendance.lock().contains_key(&user) {
                        people.insert(user);
                    }
                }
            }
        }
        watched.extend(&people);
        self.look_first(&watched);
        people
    }

    /// Remembers how those are there of whom nothing is known yet.
    fn look_first(&mut self, people: &[UserId]) {
        let strangers: Vec<_> = people.iter().filter(|user| !self.told.contains_key(user)).copied().collect();
        if !strangers.is_empty() {
            let present = self.app.presence().present(&strangers);
            self.told.extend(strangers.into_iter().map(|user| (user, present.get(&user).copied())));
        }
    }

    fn hold_leases(&self, people: &HashSet<UserId>, here: &HashMap<UserId, Availability>, all: bool) {
        let board = self.app.presence();
        let held: Vec<_> = here
            .iter()
            // Whoever has come this very moment is looked at first, in the next round.
            .filter(|(user, _)| people.contains(user) || all && self.told.contains_key(user))
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

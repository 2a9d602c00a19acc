use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use application::Event;

/// The most events that wait; a second's worth of a very busy school.
const ROOM: usize = 4096;
/// The most events that go out together.
const BATCH: usize = 256;

/// What is to be told to other instances, and what else the threads of a bus tell each other.
#[derive(Default)]
pub(super) struct Outbox {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    events: VecDeque<Event>,
    wants_beat: bool,
    is_closed: bool,
}

/// What is to be done now.
pub(super) struct Work {
    pub(super) events: Vec<Event>,
    pub(super) wants_beat: bool,
    pub(super) is_over: bool,
}

impl Outbox {
    /// Adds an event, unless there is no room, which it says. Waits for nobody.
    pub(super) fn put(&self, event: Event) -> bool {
        let mut waiting = self.waiting();
        let has_room = waiting.events.len() < ROOM;
        if has_room {
            waiting.events.push_back(event);
            self.changed.notify_all();
        }
        has_room
    }

    /// Has the publisher send a beat now.
    pub(super) fn ask_for_beat(&self) {
        self.waiting().wants_beat = true;
        self.changed.notify_all();
    }

    /// Nothing comes any more. What waits still goes out.
    pub(super) fn close(&self) {
        self.waiting().is_closed = true;
        self.changed.notify_all();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.waiting().is_closed
    }

    /// Waits until there is something to do, but no longer than this.
    pub(super) fn take(&self, patience: Duration) -> Work {
        let idle =
            |waiting: &mut Waiting| waiting.events.is_empty() && !waiting.wants_beat && !waiting.is_closed;
        let (mut waiting, _) = self
            .changed
            .wait_timeout_while(self.waiting(), patience, idle)
            .unwrap_or_else(PoisonError::into_inner);
        let count = waiting.events.len().min(BATCH);
        Work {
            events: waiting.events.drain(..count).collect(),
            wants_beat: std::mem::take(&mut waiting.wants_beat),
            is_over: waiting.is_closed && waiting.events.is_empty(),
        }
    }

    /// Waits for this long, or until the outbox is closed.
    pub(super) fn rest(&self, pause: Duration) {
        let open = |waiting: &mut Waiting| !waiting.is_closed;
        let _woken = self
            .changed
            .wait_timeout_while(self.waiting(), pause, open)
            .unwrap_or_else(PoisonError::into_inner);
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_room_is_refused_and_what_waits_still_goes_out() {
        let outbox = Outbox::default();
        assert!((0..ROOM).all(|_| outbox.put(Event::SettingsChanged)));
        assert!(!outbox.put(Event::SettingsChanged));
        outbox.close();
        let mut taken = 0;
        loop {
            let work = outbox.take(Duration::ZERO);
            taken += work.events.len();
            if work.is_over {
                break;
            }
        }
        assert_eq!(taken, ROOM);
    }
}

use std::{
    collections::{HashMap, HashSet},
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use application::{Event, EventBus};
use domain::identity::UserId;
use tokio::sync::mpsc::{self, error::TrySendError};

use super::{
    frames::event_frame,
    topics::{Topic, topics_for},
};

/// How many frames may wait for a reader before it counts as one that cannot keep up.
const MOST_WAITING: usize = 256;

/// What a socket is told by the hub.
#[derive(Clone, Debug)]
pub enum Note {
    /// Send this frame.
    Frame(std::sync::Arc<str>),
    /// The person's rights may be others now: look again.
    Recheck,
    /// The server is stopping.
    Restarting,
}

type SocketId = u64;

/// Every open socket of this instance, and what each hears.
#[derive(Default)]
pub struct Hub {
    next: AtomicU64,
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    sockets: HashMap<SocketId, Socket>,
    topics: HashMap<Topic, HashSet<SocketId>>,
    people: HashMap<UserId, HashSet<SocketId>>,
}

struct Socket {
    user: UserId,
    topics: Vec<Topic>,
    outlet: mpsc::Sender<Note>,
}

/// A socket's place in the hub; giving it up takes the socket out.
pub struct Seat<'a> {
    hub: &'a Hub,
    id: SocketId,
}

impl Hub {
    /// Hears every event of the bus from now on.
    pub fn listen(self: &std::sync::Arc<Self>, bus: &dyn EventBus) {
        let hub = std::sync::Arc::clone(self);
        bus.subscribe(Box::new(move |event| hub.deliver(&event)));
    }

    /// Gives a socket a place, unless its person has as many as they may. It hears nothing before it is
    /// tuned.
    pub(super) fn join(&self, user: UserId, most: usize) -> Option<(Seat<'_>, mpsc::Receiver<Note>)> {
        let (outlet, notes) = mpsc::channel(MOST_WAITING);
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let of_person = state.people.entry(user).or_default();
        if of_person.len() >= most {
            return None;
        }
        of_person.insert(id);
        state.sockets.insert(id, Socket { user, topics: Vec::new(), outlet });
        Some((Seat { hub: self, id }, notes))
    }

    /// How many sockets are open.
    pub fn len(&self) -> usize {
        self.state.read().unwrap_or_else(PoisonError::into_inner).sockets.len()
    }

    /// Whether no socket is open.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells every socket that the server is stopping.
    pub fn close_all(&self) {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        for socket in state.sockets.values() {
            let _ = socket.outlet.try_send(Note::Restarting);
        }
    }

    /// Tells whoever an event concerns. Readers that cannot keep up lose their place: their channel closes,
    /// and they are told to come back.
    fn deliver(&self, event: &Event) {
        let mut too_slow = Vec::new();
        {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            if let Event::RightsChanged { user } | Event::SessionEnded { user, .. } = event {
                for id in state.people.get(user).into_iter().flatten() {
                    send(&state, *id, Note::Recheck, &mut too_slow);
                }
            }
            if let Some(frame) = event_frame(event) {
                let frame: std::sync::Arc<str> = frame.into();
                let concerned: HashSet<_> = topics_for(event)
                    .iter()
                    .filter_map(|topic| state.topics.get(topic))
                    .flatten()
                    .copied()
                    .collect();
                for id in concerned {
                    send(&state, id, Note::Frame(frame.clone()), &mut too_slow);
                }
            }
        }
        for id in too_slow {
            self.leave(id);
        }
    }

    fn leave(&self, id: SocketId) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let Some(socket) = state.sockets.remove(&id) else { return };
        remove_from(&mut state.people, &socket.user, id);
        for topic in &socket.topics {
            remove_from(&mut state.topics, topic, id);
        }
    }
}

fn send(state: &State, id: SocketId, note: Note, too_slow: &mut Vec<SocketId>) {
    if let Some(socket) = state.sockets.get(&id)
        && let Err(TrySendError::Full(_)) = socket.outlet.try_send(note)
    {
        too_slow.push(id);
    }
}

fn remove_from<K: std::hash::Hash + Eq>(sets: &mut HashMap<K, HashSet<SocketId>>, key: &K, id: SocketId) {
    if let Some(set) = sets.get_mut(key) {
        set.remove(&id);
        if set.is_empty() {
            sets.remove(key);
        }
    }
}

impl Seat<'_> {
    /// Gives the socket other topics.
    pub(super) fn retune(&self, topics: Vec<Topic>) {
        let mut state = self.hub.state.write().unwrap_or_else(PoisonError::into_inner);
        let Some(socket) = state.sockets.get_mut(&self.id) else { return };
        let before = std::mem::replace(&mut socket.topics, topics.clone());
        for topic in &before {
            remove_from(&mut state.topics, topic, self.id);
        }
        for topic in topics {
            state.topics.entry(topic).or_default().insert(self.id);
        }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.hub.leave(self.id);
    }
}

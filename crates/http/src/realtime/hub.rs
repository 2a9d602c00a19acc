use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use application::{
    Event, EventBus,
    chat::{MessageView, SeatMark},
};
use domain::{
    chat::{ClientMessageId, ConversationId, MessageNumber},
    identity::UserId,
};

use super::{
    frames,
    heads::Heads,
    mailbox::{Inlet, Outlet, mailbox},
    topics::{Topic, topics_for},
};

/// What a socket is told by the hub.
#[derive(Clone, Debug)]
pub enum Note {
    /// Send this frame.
    Frame(Arc<str>),
    /// Send the frame of this message, unless it was sent through this very socket.
    Message(Arc<Told>),
    /// The person's rights may be others now: look again.
    Recheck,
    /// The person may be in other conversations now: look again.
    Reseat,
    /// The server is stopping.
    Restarting,
}

/// A message as sockets are told of it.
#[derive(Debug)]
pub struct Told {
    /// The frame.
    pub frame: String,
    /// Who wrote it.
    pub sender: UserId,
    /// The sender's own name for it.
    pub client_message_id: ClientMessageId,
}

type SocketId = u64;

/// Why a socket hears of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strand {
    /// Through its person's rights.
    Rights,
    /// Through its person's places in conversations.
    Seats,
    /// Because it asked whether people are there.
    Watch,
}

/// Every open socket of this instance, and what each hears.
#[derive(Default)]
pub struct Hub {
    next: AtomicU64,
    state: RwLock<State>,
    heads: Arc<Heads>,
}

#[derive(Default)]
struct State {
    sockets: HashMap<SocketId, Socket>,
    topics: HashMap<Topic, HashSet<SocketId>>,
    people: HashMap<UserId, HashSet<SocketId>>,
}

struct Socket {
    user: UserId,
    /// By strand.
    topics: [Vec<Topic>; 3],
    outlet: Outlet,
}

/// A socket's place in the hub; giving it up takes the socket out.
pub struct Seat<'a> {
    hub: &'a Hub,
    id: SocketId,
}

impl Hub {
    /// Hears every event of the bus from now on.
    pub fn listen(self: &Arc<Self>, bus: &dyn EventBus) {
        let hub = Arc::clone(self);
        bus.subscribe(Box::new(move |event| hub.hear(&event)));
    }

    /// Gives a socket a place, unless its person has as many as they may. It hears nothing before it is
    /// tuned.
    pub(super) fn join(&self, user: UserId, most: usize) -> Option<(Seat<'_>, Inlet)> {
        let (outlet, notes) = mailbox();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let of_person = state.people.entry(user).or_default();
        if of_person.len() >= most {
            return None;
        }
        of_person.insert(id);
        state.sockets.insert(id, Socket { user, topics: Default::default(), outlet });
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
            let _ = socket.outlet.post(Note::Restarting);
        }
    }

    /// The numbers up to which messages were told here.
    pub(super) const fn heads(&self) -> &Arc<Heads> {
        &self.heads
    }

    /// The people whom somebody here watches come and go.
    pub(super) fn watched(&self) -> Vec<UserId> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let person = |topic: &Topic| match topic {
            Topic::Presence(user) => Some(*user),
            _ => None,
        };
        state.topics.keys().filter_map(person).collect()
    }

    /// Something happened, here or elsewhere.
    pub(super) fn hear(&self, event: &Event) {
        match event {
            Event::MessageSent { conversation, number, message } => match message.get() {
                Some(view) => self.tell_message(view),
                None => self.heads.hint(*conversation, *number),
            },
            Event::RightsChanged { user } | Event::SessionEnded { user, .. } => {
                self.note(&[*user], &Note::Recheck);
            }
            Event::ConversationChanged { people, .. } => self.note(people, &Note::Reseat),
            _ => {}
        }
        if let Some(frame) = frames::event_frame(event) {
            self.deliver(&topics_for(event), &Note::Frame(frame.into()));
        }
    }

    /// A message that was stored here: whoever is in the conversation is told, unless others came before it of which
    /// nothing is known here. Those are read first, so that everybody is told in the order of the numbers.
    fn tell_message(&self, view: &Arc<MessageView>) {
        let (conversation, number) = (view.message.conversation, view.message.number);
        if self.heads.follows(conversation, number) {
            self.send_message(view);
        } else {
            self.heads.hint(conversation, number);
        }
    }

    /// Tells messages that were read from the database, in the order of their numbers.
    pub(super) fn tell_messages(&self, messages: &[MessageView]) {
        for view in messages {
            if self.heads.reaches(view.message.conversation, view.message.number) {
                self.send_message(view);
            }
        }
    }

    fn send_message(&self, view: &MessageView) {
        let topics = [Topic::Conversation(view.message.conversation)];
        let (sender, client_message_id) = (view.message.sender, view.client_message_id);
        self.deliver_with(&topics, || {
            let frame = frames::message_created(view);
            Note::Message(Arc::new(Told { frame, sender, client_message_id }))
        });
    }

    /// Tells these people's sockets.
    pub(super) fn note(&self, people: &[UserId], note: &Note) {
        let mut too_slow = Vec::new();
        {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            for id in people.iter().filter_map(|person| state.people.get(person)).flatten() {
                send(&state, *id, note.clone(), &mut too_slow);
            }
        }
        self.drop_all(too_slow);
    }

    /// Tells whoever hears of one of these topics, each once.
    fn deliver(&self, topics: &[Topic], note: &Note) {
        self.deliver_with(topics, || note.clone());
    }

    /// Readers that cannot keep up lose their place: their box closes, and they are told to come back.
    fn deliver_with(&self, topics: &[Topic], make: impl FnOnce() -> Note) {
        let mut too_slow = Vec::new();
        {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            let sockets = || topics.iter().filter_map(|topic| state.topics.get(topic)).flatten().copied();
            if sockets().next().is_none() {
                return;
            }
            let note = make();
            if topics.len() == 1 {
                sockets().for_each(|id| send(&state, id, note.clone(), &mut too_slow));
            } else {
                let concerned: HashSet<_> = sockets().collect();
                for id in concerned {
                    send(&state, id, note.clone(), &mut too_slow);
                }
            }
        }
        self.drop_all(too_slow);
    }

    fn drop_all(&self, too_slow: Vec<SocketId>) {
        for id in too_slow {
            metrics::counter!("homeroom_slow_readers_total").increment(1);
            self.leave(id);
        }
    }

    fn leave(&self, id: SocketId) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let Some(socket) = state.sockets.remove(&id) else { return };
        remove_from(&mut state.people, &socket.user, id);
        for topic in socket.topics.iter().flatten() {
            if remove_from(&mut state.topics, topic, id)
                && let Topic::Conversation(conversation) = topic
            {
                self.heads.forget(*conversation);
            }
        }
    }
}

fn send(state: &State, id: SocketId, note: Note, too_slow: &mut Vec<SocketId>) {
    if let Some(socket) = state.sockets.get(&id)
        && socket.outlet.post(note).is_err()
    {
        too_slow.push(id);
    }
}

/// Says whether nobody is left.
fn remove_from<K: std::hash::Hash + Eq>(
    sets: &mut HashMap<K, HashSet<SocketId>>,
    key: &K,
    id: SocketId,
) -> bool {
    let Some(set) = sets.get_mut(key) else { return false };
    set.remove(&id);
    let is_empty = set.is_empty();
    if is_empty {
        sets.remove(key);
    }
    is_empty
}

impl Seat<'_> {
    /// Gives the socket other topics of this strand.
    pub(super) fn retune(&self, strand: Strand, topics: Vec<Topic>) {
        let mut state = self.hub.state.write().unwrap_or_else(PoisonError::into_inner);
        let Some(socket) = state.sockets.get_mut(&self.id) else { return };
        let before = std::mem::replace(&mut socket.topics[strand as usize], topics);
        let now = socket.topics.clone();
        let now: HashSet<_> = now.iter().flatten().copied().collect();
        for topic in before.iter().filter(|topic| !now.contains(topic)) {
            if remove_from(&mut state.topics, topic, self.id)
                && let Topic::Conversation(conversation) = topic
            {
                self.hub.heads.forget(*conversation);
            }
        }
        for topic in now {
            state.topics.entry(topic).or_default().insert(self.id);
        }
    }

    /// Gives the socket the conversations in which its person is.
    pub(super) fn reseat(&self, marks: &[SeatMark]) {
        self.retune(Strand::Seats, marks.iter().map(|mark| Topic::Conversation(mark.conversation)).collect());
        for SeatMark { conversation, last_number, .. } in marks {
            if self.hub.heads.begin(*conversation, *last_number) {
                // Somebody may have written between the reading of that number and now.
                self.hub.heads.hint(*conversation, last_number + 1);
            }
        }
    }

    /// The newest numbers of these conversations, as far as they are known here.
    pub(super) fn heads_of(
        &self,
        conversations: &HashSet<ConversationId>,
    ) -> HashMap<ConversationId, MessageNumber> {
        self.hub.heads.of(conversations)
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.heads.close();
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.hub.leave(self.id);
    }
}

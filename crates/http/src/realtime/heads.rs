use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::chat::{ConversationId, MessageNumber};

/// Up to which number messages were told on this instance, for each conversation that somebody here is in; and of
/// which there may be more.
///
/// Hints come from other instances, doubled, in any order, or not at all. What matters is only that a conversation
/// has reached a number: the messages up to it are read from the database, in order, by whoever waits for
/// [`hinted`](Heads::hinted).
#[derive(Default)]
pub struct Heads {
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Default)]
struct State {
    told: HashMap<ConversationId, MessageNumber>,
    hinted: HashMap<ConversationId, MessageNumber>,
    is_closed: bool,
}

impl Heads {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody here is in the conversation, whose newest message has this number. What is known already counts: it
    /// may be newer. Says whether nobody was.
    pub fn begin(&self, conversation: ConversationId, newest: MessageNumber) -> bool {
        match self.lock().told.entry(conversation) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(newest);
                true
            }
        }
    }

    /// Nobody here is in it any more.
    pub fn forget(&self, conversation: ConversationId) {
        let mut state = self.lock();
        state.told.remove(&conversation);
        state.hinted.remove(&conversation);
    }

    /// Whether the message is the next to be told; then it counts as told.
    pub fn follows(&self, conversation: ConversationId, number: MessageNumber) -> bool {
        let mut state = self.lock();
        match state.told.get_mut(&conversation) {
            Some(told) if *told + 1 == number => {
                *told = number;
                true
            }
            _ => false,
        }
    }

    /// Whether the message was not told yet; then it counts as told.
    pub fn reaches(&self, conversation: ConversationId, number: MessageNumber) -> bool {
        let mut state = self.lock();
        match state.told.get_mut(&conversation) {
            Some(told) if *told < number => {
                *told = number;
                true
            }
            _ => false,
        }
    }

    /// The conversation is said to have reached this number.
    pub fn hint(&self, conversation: ConversationId, number: MessageNumber) {
        let mut state = self.lock();
        if state.told.get(&conversation).is_some_and(|told| *told < number) {
            let hinted = state.hinted.entry(conversation).or_default();
            *hinted = number.max(*hinted);
            self.told.notify_one();
        }
    }

    /// Waits until there is something to read, but no longer than this: conversations, each with the number up to
    /// which its messages were told.
    pub fn hinted(&self, patience: Duration) -> Vec<(ConversationId, MessageNumber)> {
        let state = self.lock();
        let idle = |state: &mut State| state.hinted.is_empty() && !state.is_closed;
        let (mut state, _) =
            self.told.wait_timeout_while(state, patience, idle).unwrap_or_else(PoisonError::into_inner);
        let hinted = std::mem::take(&mut state.hinted);
        let behind = hinted.into_iter().filter_map(|(conversation, number)| {
            let told = *state.told.get(&conversation)?;
            (told < number).then_some((conversation, told))
        });
        behind.collect()
    }

    /// Lets whoever waits go.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.told.notify_all();
    }

    /// The numbers of these conversations, as far as they are known.
    pub fn of(&self, conversations: &HashSet<ConversationId>) -> HashMap<ConversationId, MessageNumber> {
        let state = self.lock();
        let known = conversations.iter().filter_map(|id| Some((*id, *state.told.get(id)?)));
        known.collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::Id;
    use uuid::Uuid;

    use super::*;

    const AT_ONCE: Duration = Duration::ZERO;

    fn conversation() -> ConversationId {
        Id::new(Uuid::from_u128(1))
    }

    #[test]
    fn messages_are_told_in_the_order_of_their_numbers() {
        let heads = Heads::default();
        heads.begin(conversation(), 3);
        assert!(!heads.follows(conversation(), 5), "4 comes first");
        assert!(heads.follows(conversation(), 4));
        assert!(!heads.follows(conversation(), 4), "told once");
        assert!(heads.follows(conversation(), 5));
    }

    #[test]
    fn c8_hints_that_are_doubled_late_or_in_another_order_ask_once_for_what_is_missing() {
        let heads = Heads::default();
        heads.begin(conversation(), 3);
        for number in [5, 4, 5, 2, 5] {
            heads.hint(conversation(), number);
        }
        assert_eq!(heads.hinted(AT_ONCE), [(conversation(), 3)]);
        assert!(heads.hinted(AT_ONCE).is_empty(), "asked once");
        assert!(heads.reaches(conversation(), 4) && heads.reaches(conversation(), 5));
        assert!(!heads.reaches(conversation(), 4), "read again, and told once");
        heads.hint(conversation(), 5);
        assert!(heads.hinted(AT_ONCE).is_empty(), "nothing is missing");
    }

    #[test]
    fn nobody_is_told_of_conversations_in_which_nobody_here_is() {
        let heads = Heads::default();
        heads.hint(conversation(), 5);
        assert!(heads.hinted(AT_ONCE).is_empty());
        heads.begin(conversation(), 5);
        heads.forget(conversation());
        assert!(!heads.reaches(conversation(), 6));
    }
}

use std::collections::HashMap;

use domain::{
    access::Denied,
    chat::{ConversationId, MessageNumber, Seat},
};

use super::{
    ChatCases, MessageView, ReadConversationError, Recent,
    seats::{member, seat_of},
};
use crate::{Caller, StoreError};

/// In which direction a conversation is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The newest messages before this number; without one, the newest of all.
    Before(Option<MessageNumber>),
    /// The oldest messages after this number.
    After(MessageNumber),
}

/// Which messages of a conversation are wanted: so many, in one direction, of those after `since`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageWindow {
    /// Nothing up to this number.
    pub since: MessageNumber,
    /// In which direction.
    pub direction: Direction,
    /// The most of them.
    pub limit: u32,
}

/// A part of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagePage {
    /// The messages, in the order of their numbers.
    pub messages: Vec<MessageView>,
    /// The number from which to read on in the same direction; `None` at the end.
    pub next: Option<MessageNumber>,
}

/// Why no messages were shown.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// There is no such conversation, or the caller is no member.
    #[error("there is no such conversation")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The cursor names a message that nobody has written yet: it comes from elsewhere.
    #[error("no message has this number yet; the newest has {newest}")]
    FromTheFuture {
        /// The number of the newest.
        newest: MessageNumber,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ReadConversationError> for HistoryError {
    fn from(error: ReadConversationError) -> Self {
        match error {
            ReadConversationError::NotFound => Self::NotFound,
            ReadConversationError::Denied(denied) => Self::Denied(denied),
            ReadConversationError::Store(failure) => Self::Store(failure),
        }
    }
}

/// What a socket missed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// The messages, each conversation's in the order of their numbers.
    pub messages: Vec<MessageView>,
    /// The newest number of each conversation that was asked for and is the caller's.
    pub heads: HashMap<ConversationId, MessageNumber>,
}

impl ChatCases<'_> {
    /// The most messages of one conversation that a socket is sent when it comes back.
    pub const MOST_RESUMED: u32 = 200;

    /// A part of a conversation.
    pub fn history(
        self,
        caller: &Caller,
        id: ConversationId,
        direction: Direction,
        limit: u32,
    ) -> Result<MessagePage, HistoryError> {
        self.0.db.snapshot(|store| {
            let seat = seat_of(store, caller, id)?.ok_or(HistoryError::NotFound)?;
            check(&seat, direction)?;
            // One more than is wanted tells whether that was the end.
            let window = MessageWindow { since: seat.since, direction, limit: limit.saturating_add(1) };
            Ok(page(store.messages(id, &window)?, direction, limit))
        })
    }

    /// What came after the numbers that a socket has. What is not the caller's is left out.
    pub fn missed(
        self,
        caller: &Caller,
        cursors: &HashMap<ConversationId, MessageNumber>,
    ) -> Result<Missed, HistoryError> {
        let person = member(caller)?;
        self.0.db.snapshot(|store| {
            let (mut heads, mut wanted) = (HashMap::new(), Vec::new());
            for seat in store.seats_of(person)? {
                let Some(cursor) = cursors.get(&seat.conversation) else { continue };
                if *cursor > seat.last_number {
                    return Err(HistoryError::FromTheFuture { newest: seat.last_number });
                }
                heads.insert(seat.conversation, seat.last_number);
                if *cursor < seat.last_number {
                    wanted.push((seat.conversation, (*cursor).max(seat.since)));
                }
            }
            let messages = if wanted.is_empty() {
                Vec::new()
            } else {
                store.messages_after(&wanted, Self::MOST_RESUMED)?
            };
            Ok(Missed { messages, heads })
        })
    }

    /// What came after these numbers, for an instance whose sockets are told: whom a message is for was settled
    /// when the sockets took their topics.
    pub fn messages_after(
        self,
        cursors: &[(ConversationId, MessageNumber)],
    ) -> Result<Vec<MessageView>, StoreError> {
        self.0.db.read(|store| store.messages_after(cursors, Self::MOST_RESUMED))
    }

    /// What happened in the last half minute, for an instance that may have missed it.
    pub fn recent(self) -> Result<Recent, StoreError> {
        self.0.db.snapshot(|store| store.recent_chat())
    }
}

const fn check(seat: &Seat, direction: Direction) -> Result<(), HistoryError> {
    let newest = seat.conversation.last_number;
    match direction {
        Direction::After(number) if number > newest => Err(HistoryError::FromTheFuture { newest }),
        Direction::After(_) | Direction::Before(_) => Ok(()),
    }
}

fn page(mut messages: Vec<MessageView>, direction: Direction, limit: u32) -> MessagePage {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let goes_on = messages.len() > limit;
    match direction {
        Direction::Before(_) => {
            if goes_on {
                messages.drain(..messages.len() - limit);
            }
            let next = messages.first().filter(|_| goes_on).map(|view| view.message.number);
            MessagePage { messages, next }
        }
        Direction::After(_) => {
            messages.truncate(limit);
            let next = messages.last().filter(|_| goes_on).map(|view| view.message.number);
            MessagePage { messages, next }
        }
    }
}

//! Conversations: begun, joined, written in, read, searched; and who is there.
//!
//! A message is stored before its sender is told so, with a number that its conversation gives it in the very
//! transaction that stores it. [`ChatCases::send_all`] takes many messages at once, whoever sends them, because
//! messages that wait for each other's disk writes are slow: each is answered on its own. Whoever was away asks
//! from the last number that they have ([`ChatCases::messages_after`]); events are only hints that it is worth
//! asking.

mod change;
mod files;
mod find;
mod history;
mod members;
mod ports;
mod presence;
mod seats;
mod send;
mod start;

pub use change::{ChangeMessageError, DeletedView, DiscloseError, Revision};
pub use files::MessageFileError;
pub(crate) use files::may_read_file;
pub use find::{ContactFilter, ContactView, FoundMessage, MessageQuery};
pub use history::{Direction, HistoryError, MessagePage, MessageWindow, Missed};
pub use members::{ChangeMembersError, LeaveError, RenameError};
pub use ports::{
    ConversationFilter, ConversationView, Conversations, KnownContact, MemberView, MessageView, Messages,
    Post, PostOutcome, Presences, Recent, SeatMark, UnreadSummary,
};
pub use presence::{Availability, PresenceBoard, PresenceView};
pub use seats::ReadConversationError;
pub use send::{SendError, SendMessage, Sent};
pub use start::{StartConversation, StartError, Started};

use crate::App;

/// The use cases of conversations.
#[derive(Clone, Copy)]
pub struct ChatCases<'a>(pub(crate) &'a App);

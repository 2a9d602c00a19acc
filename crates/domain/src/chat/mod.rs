//! Conversations, their messages, and who may begin one with whom.
//!
//! Whom somebody may write to is one readable table, [`Tie::opens`], and one value made from it: a
//! [`ContactScope`] judges a single [`Contact`] and bounds a list of them alike. The rules govern beginning a
//! conversation and bringing people into one; whoever is a member may always answer.
//!
//! ```
//! use homeroom_domain::{Id, access::{Actor, Standing}, chat::{Contact, Tie}, identity::Role, structure::SectionId};
//! use uuid::Uuid;
//!
//! let id = |number| Uuid::from_u128(number);
//! let maple: SectionId = Id::new(id(1));
//! let standing = Standing { placed_in: vec![maple], ..Standing::default() };
//! let pupil = Actor::person(Id::new(id(2)), vec![Role::Student], standing);
//! let teacher = Contact { id: Id::new(id(3)), roles: vec![Role::Teacher], teaches: vec![maple], placed_in: vec![] };
//! let classmate = Contact { id: Id::new(id(4)), roles: vec![Role::Student], teaches: vec![], placed_in: vec![maple] };
//!
//! assert_eq!(pupil.contacts(false).tie_to(&teacher), Some(Tie::OwnTeacher));
//! assert_eq!(pupil.contacts(false).tie_to(&classmate), None);
//! assert_eq!(pupil.contacts(true).tie_to(&classmate), Some(Tie::Classmate));
//! ```

mod contact;
mod conversation;
mod message;
mod outgoing;

pub use contact::{Contact, ContactReach, ContactScope, Tie};
pub use conversation::{
    AddRefused, Conversation, ConversationForm, ConversationId, ConversationKind, ConversationStarted,
    ConversationTitle, DirectRefused, LeaveRefused, MOST_MEMBERS, MembersAdded, NewDirect, NewGroup,
    NewSectionConversation, Pair, RenameRefused, Renamed, Seat,
};
pub use message::{
    DeleteRefused, DeletedMessage, Disclosed, DisclosureReason, EDIT_WINDOW, EditRefused, Message,
    MessageDeleted, MessageEdited, MessageId, MessageState,
};
pub use outgoing::{
    ClientMessageId, ContentRefused, MOST_FILES, MOST_MENTIONS, MessageBody, MessageContent, Outgoing, Posted,
};

/// The place of a message in its conversation: 1 for the first, and no number is left out.
pub type MessageNumber = u64;

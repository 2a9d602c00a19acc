//! What goes in and out of the routes of conversations.

mod conversations;
mod deleted;
mod messages;
mod people;

pub use conversations::{
    ConversationBody, ConversationChangeBody, ConversationsQuery, KindBody, MemberBody, NewConversationBody,
    NewMembersBody, ReadMarkBody, SummaryBody,
};
pub use deleted::{DeletedMessageBody, DisclosureBody, RevisionsBody};
pub use messages::{
    FoundMessageBody, HistoryQuery, MessageBody, MessageChangeBody, MessagePageBody, NewMessageBody,
};
pub use people::{AvailabilityBody, ContactBody, PresenceBody};

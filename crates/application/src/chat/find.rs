use domain::{
    chat::{ConversationId, Tie},
    identity::UserId,
};

use super::{
    ChatCases, KnownContact, MessageView, ReadConversationError,
    seats::{member, seat_of},
    start::contacts_of,
};
use crate::{Caller, Page, PageRequest};

/// Which contacts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactFilter {
    /// Words that must occur in the name.
    pub query: Option<String>,
}

/// Somebody to whom the caller may begin to write, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactView {
    /// Who.
    pub person: UserId,
    /// The contact.
    pub known: KnownContact,
    /// Why.
    pub why: Tie,
}

/// Which messages are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageQuery {
    /// Words that must all occur, or begin words that do.
    pub words: String,
    /// Only in this conversation.
    pub conversation: Option<ConversationId>,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMessage {
    /// The message.
    pub view: MessageView,
    /// What its conversation is called: its title, its section, or the other of two.
    pub conversation_title: String,
}

impl ChatCases<'_> {
    /// A part of the list of people to whom the caller may begin to write.
    pub fn contacts(
        self,
        caller: &Caller,
        filter: &ContactFilter,
        page: PageRequest,
    ) -> Result<Page<ContactView>, ReadConversationError> {
        member(caller)?;
        self.0.list_at_one_moment(caller, |store| {
            let scope = contacts_of(store, caller)?;
            let page = store.contacts(&scope, filter, page)?;
            // Who is listed is admitted; that there is a tie is what admitted them.
            let tied = |known: KnownContact| ContactView {
                person: known.contact.id,
                why: scope.tie_to(&known.contact).unwrap_or(Tie::Anyone),
                known,
            };
            Ok(page.map(tied))
        })
    }

    /// Messages in the caller's own conversations that have all of the words.
    pub fn find(
        self,
        caller: &Caller,
        query: &MessageQuery,
        page: PageRequest,
    ) -> Result<Page<FoundMessage>, ReadConversationError> {
        let person = member(caller)?;
        let Some(id) = query.conversation else {
            return Ok(self.0.list(caller, |store| store.find_messages(person, query, page))?);
        };
        self.0.list_at_one_moment(caller, |store| {
            seat_of(store, caller, id)?.ok_or(ReadConversationError::NotFound)?;
            Ok(store.find_messages(person, query, page)?)
        })
    }
}

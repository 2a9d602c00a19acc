use domain::{
    access::{ActionKind, Converse, Denied, ManageGroup},
    chat::{ConversationId, ConversationKind, MessageNumber, Seat},
    identity::UserId,
};

use super::{ChatCases, ConversationFilter, ConversationView, MemberView, SeatMark, UnreadSummary};
use crate::{Caller, Event, Page, PageRequest, Store, StoreError};

/// Why a conversation was not shown, or nothing was noted about it.
#[derive(Debug, thiserror::Error)]
pub enum ReadConversationError {
    /// There is no such conversation, or the caller is no member.
    #[error("there is no such conversation")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The caller's place in a conversation.
pub(super) fn seat_of(
    store: &mut dyn Store,
    caller: &Caller,
    id: ConversationId,
) -> Result<Option<Seat>, ReadConversationError> {
    let person = member(caller)?;
    let Some(seat) = store.seat(id, person)? else { return Ok(None) };
    Ok(Some(caller.may::<Converse>(seat)?.into_target()))
}

/// Who takes part.
pub(super) fn member(caller: &Caller) -> Result<UserId, Denied> {
    caller.scope(ActionKind::Converse)?;
    caller.id().ok_or(Denied::Forbidden)
}

/// Whether the caller leads the conversation.
pub(super) fn leads(caller: &Caller, seat: &Seat) -> bool {
    seat.conversation.form.kind() != ConversationKind::Direct
        && caller.may::<ManageGroup>(seat.clone()).is_ok()
}

pub(super) fn for_eyes_of(caller: &Caller, view: ConversationView) -> ConversationView {
    ConversationView { manageable: leads(caller, &view.seat), ..view }
}

impl ChatCases<'_> {
    /// A part of the list of conversations in which the caller is, the one with the latest message first.
    pub fn list(
        self,
        caller: &Caller,
        filter: &ConversationFilter,
        page: PageRequest,
    ) -> Result<Page<ConversationView>, ReadConversationError> {
        let person = member(caller)?;
        let page = self.0.list(caller, |store| store.conversations(person, filter, page))?;
        Ok(page.map(|view| for_eyes_of(caller, view)))
    }

    /// What waits for the caller in all of them.
    pub fn unread(self, caller: &Caller) -> Result<UnreadSummary, ReadConversationError> {
        let person = member(caller)?;
        Ok(self.0.db.read(|store| store.unread(person))?)
    }

    /// One of them.
    pub fn one(self, caller: &Caller, id: ConversationId) -> Result<ConversationView, ReadConversationError> {
        let person = member(caller)?;
        let view = self.0.db.read(|store| store.conversation(id, person))?;
        let view = view.ok_or(ReadConversationError::NotFound)?;
        caller.may::<Converse>(view.seat.clone())?;
        Ok(for_eyes_of(caller, view))
    }

    /// Who is in it now.
    pub fn members(
        self,
        caller: &Caller,
        id: ConversationId,
        query: Option<&str>,
        page: PageRequest,
    ) -> Result<Page<MemberView>, ReadConversationError> {
        self.0.list_at_one_moment(caller, |store| {
            seat_of(store, caller, id)?.ok_or(ReadConversationError::NotFound)?;
            Ok(store.members(id, query, page)?)
        })
    }

    /// Every place of the caller: what a socket is told about.
    pub fn seats(self, caller: &Caller) -> Result<Vec<SeatMark>, ReadConversationError> {
        let person = member(caller)?;
        Ok(self.0.db.read(|store| store.seats_of(person))?)
    }

    /// Notes how far the caller has read, and tells the others.
    pub fn mark_read(
        self,
        caller: &Caller,
        id: ConversationId,
        number: MessageNumber,
    ) -> Result<(), ReadConversationError> {
        let user = member(caller)?;
        let moved = self.0.db.atomically(caller, |store| {
            let seat = seat_of(store, caller, id)?.ok_or(ReadConversationError::NotFound)?;
            let number = number.min(seat.conversation.last_number);
            let moved = number > seat.read && store.mark_read_to(id, user, number)?;
            Ok::<_, ReadConversationError>(moved.then_some(number))
        })?;
        if let Some(number) = moved {
            self.0.events.publish(Event::MessageRead { conversation: id, user, number });
        }
        Ok(())
    }

    /// Tells the others that the caller is writing. Nothing of it is kept.
    pub fn tell_typing(self, caller: &Caller, id: ConversationId) -> Result<(), ReadConversationError> {
        self.0.db.read(|store| seat_of(store, caller, id))?.ok_or(ReadConversationError::NotFound)?;
        self.typing(id, member(caller)?);
        Ok(())
    }

    /// The same for somebody of whom it is known that they are a member.
    pub fn typing(self, conversation: ConversationId, user: UserId) {
        self.0.events.publish(Event::Typing { conversation, user });
    }
}

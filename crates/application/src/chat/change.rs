use chrono::{DateTime, Utc};
use domain::{
    Stale, Version,
    access::{ActionKind, Denied, EditMessage, ManageGroup, ReadDeletedMessage},
    chat::{
        ConversationId, ConversationKind, DeleteRefused, DeletedMessage, DisclosureReason, EditRefused,
        Message, MessageBody, MessageId, MessageNumber, Seat,
    },
    identity::UserId,
};
use serde_json::json;

use super::{ChatCases, MessageView, ReadConversationError, seats::seat_of};
use crate::{AuditEntry, Caller, Event, Page, PageRequest, Store, StoreError};

/// A message that was deleted, without what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedView {
    /// Which message.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Of which kind that is.
    pub kind: ConversationKind,
    /// Its place there.
    pub number: MessageNumber,
    /// Who wrote it.
    pub sender: UserId,
    /// The name of whoever wrote it.
    pub sender_name: String,
    /// Who deleted it.
    pub deleted_by: Option<UserId>,
    /// The name of whoever deleted it.
    pub deleted_by_name: Option<String>,
    /// When.
    pub deleted_at: DateTime<Utc>,
    /// How often it was edited before.
    pub edits: u32,
}

/// What a message said before it was edited or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Which version of the message said so, from 1.
    pub revision: u32,
    /// The words.
    pub body: String,
    /// Whether they ended by being deleted; else others took their place.
    pub deleted: bool,
    /// Who did that.
    pub replaced_by: Option<UserId>,
    /// The name of whoever did.
    pub replaced_by_name: Option<String>,
    /// When.
    pub replaced_at: DateTime<Utc>,
}

/// Why a message stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeMessageError {
    /// There is no such message that the caller sees.
    #[error("there is no such message")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is deleted.
    #[error("the message is deleted")]
    Deleted,
    /// It was sent too long ago.
    #[error("a message may be edited for 15 minutes after it was sent")]
    WindowOver,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why nobody was shown what a message said.
#[derive(Debug, thiserror::Error)]
pub enum DiscloseError {
    /// There is no such message, or it is not deleted.
    #[error("there is no such message")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ReadConversationError> for ChangeMessageError {
    fn from(error: ReadConversationError) -> Self {
        match error {
            ReadConversationError::NotFound => Self::NotFound,
            ReadConversationError::Denied(denied) => Self::Denied(denied),
            ReadConversationError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<EditRefused> for ChangeMessageError {
    fn from(refused: EditRefused) -> Self {
        match refused {
            EditRefused::Stale(stale) => Self::Stale(stale),
            EditRefused::Deleted => Self::Deleted,
            EditRefused::WindowOver => Self::WindowOver,
        }
    }
}

impl From<DeleteRefused> for ChangeMessageError {
    fn from(refused: DeleteRefused) -> Self {
        match refused {
            DeleteRefused::Stale(stale) => Self::Stale(stale),
            DeleteRefused::Deleted => Self::Deleted,
            DeleteRefused::NotYours => Self::Denied(Denied::Forbidden),
        }
    }
}

impl ChatCases<'_> {
    /// Gives one's own message other words.
    pub fn edit(
        self,
        caller: &Caller,
        conversation: ConversationId,
        number: MessageNumber,
        body: &MessageBody,
        expected: Version,
    ) -> Result<MessageView, ChangeMessageError> {
        let now = self.0.clock.now();
        let view = self.0.db.atomically(caller, |store| {
            let (_, message) = seen(store, caller, conversation, number)?;
            let id = message.id;
            store.save_edited(&caller.may::<EditMessage>(message)?.edit(body.clone(), expected, now)?)?;
            store.messages_by_id(&[id])?.pop().ok_or(ChangeMessageError::NotFound)
        })?;
        self.tell_changed(&view.message);
        Ok(view)
    }

    /// Deletes one's own message, or any in a conversation that one leads. What it said is kept apart.
    pub fn delete(
        self,
        caller: &Caller,
        conversation: ConversationId,
        number: MessageNumber,
        expected: Version,
    ) -> Result<(), ChangeMessageError> {
        let now = self.0.clock.now();
        let message = self.0.db.atomically(caller, |store| {
            let (seat, message) = seen(store, caller, conversation, number)?;
            let deleted = if Some(message.sender) == caller.id() {
                caller.may::<EditMessage>(message)?.delete(expected, now)?
            } else {
                caller.may::<ManageGroup>(seat)?.delete_message(message, expected, now)?
            };
            store.save_deleted(&deleted)?;
            let message = deleted.message().clone();
            let entry = AuditEntry::new("message.deleted", "message", message.id.uuid())
                .after(json!({ "conversation": conversation, "number": number, "sender": message.sender }));
            self.0.audit_to(store, caller, &entry)?;
            Ok::<_, ChangeMessageError>(message)
        })?;
        self.tell_changed(&message);
        Ok(())
    }

    fn tell_changed(self, message: &Message) {
        let Message { conversation, number, version, .. } = *message;
        self.0.events.publish(Event::MessageChanged { conversation, number, version });
    }

    /// A part of the list of messages that were deleted, without what they said.
    pub fn deleted(
        self,
        caller: &Caller,
        sender: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<DeletedView>, DiscloseError> {
        caller.scope(ActionKind::ReadDeletedMessages)?;
        self.0.list(caller, |store| Ok(store.deleted_messages(sender, page)?))
    }

    /// What a deleted message said. That it was looked at, by whom and why, stands in the audit trail.
    pub fn disclose(
        self,
        caller: &Caller,
        id: MessageId,
        reason: &DisclosureReason,
    ) -> Result<Vec<Revision>, DiscloseError> {
        self.0.db.atomically(caller, |store| {
            let permitted = caller.may::<ReadDeletedMessage>(DeletedMessage(id))?;
            if !store.is_deleted_message(id)? {
                return Err(DiscloseError::NotFound);
            }
            let revisions = store.revisions(&permitted.disclose(reason.clone()))?;
            let entry =
                AuditEntry::new("message.disclosed", "message", id.uuid()).after(json!({ "reason": reason }));
            self.0.audit_to(store, caller, &entry)?;
            Ok(revisions)
        })
    }
}

/// A message that the caller sees from their place, locked.
fn seen(
    store: &mut dyn Store,
    caller: &Caller,
    conversation: ConversationId,
    number: MessageNumber,
) -> Result<(Seat, Message), ChangeMessageError> {
    let seat = seat_of(store, caller, conversation)?.ok_or(ChangeMessageError::NotFound)?;
    if !seat.sees(number) {
        return Err(ChangeMessageError::NotFound);
    }
    let message = store.message_for_update(conversation, number)?.ok_or(ChangeMessageError::NotFound)?;
    Ok((seat, message))
}

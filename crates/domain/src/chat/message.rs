use chrono::{DateTime, TimeDelta, Utc};

use super::{ConversationId, MessageBody, MessageNumber};
use crate::{
    Id, Stale, Text, Version,
    access::{EditMessage, Permitted, ReadDeletedMessage},
    identity::UserId,
};

/// Identifies a message.
pub type MessageId = Id<Message>;

/// Why somebody looks at what was deleted.
pub type DisclosureReason = Text<500>;

/// How long after it was sent a message may be edited.
pub const EDIT_WINDOW: TimeDelta = TimeDelta::minutes(15);

/// A message as the rules know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Identifies the message.
    pub id: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Its place there.
    pub number: MessageNumber,
    /// Who wrote it.
    pub sender: UserId,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
    /// Whether it still says something.
    pub state: MessageState,
    /// How often it has been written.
    pub version: Version,
}

/// Whether a message still says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// It does.
    Standing {
        /// When its sender last changed it.
        edited_at: Option<DateTime<Utc>>,
    },
    /// Nobody reads it any more; what it said is kept apart, for those who protect the pupils.
    Deleted {
        /// When.
        deleted_at: DateTime<Utc>,
    },
}

/// A message with other words, as it must be stored. The store keeps the former ones.
#[derive(Clone, Debug)]
pub struct MessageEdited {
    message: Message,
    body: MessageBody,
}

/// A message that is deleted, as it must be stored. The store keeps what it said.
#[derive(Clone, Debug)]
pub struct MessageDeleted {
    message: Message,
    deleted_by: Option<UserId>,
}

/// Why a message keeps its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// It was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is deleted.
    #[error("the message is deleted")]
    Deleted,
    /// It was sent too long ago.
    #[error("a message may be edited for 15 minutes after it was sent")]
    WindowOver,
}

/// Why a message stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeleteRefused {
    /// It was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is deleted already.
    #[error("the message is deleted")]
    Deleted,
    /// It is somebody else's, in a conversation that the caller does not lead.
    #[error("your role does not allow this")]
    NotYours,
}

impl Message {
    /// Whether its sender may still change it.
    pub fn is_editable_at(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state, MessageState::Standing { .. }) && now < self.created_at + EDIT_WINDOW
    }
}

impl MessageEdited {
    /// The message as it is now.
    pub const fn message(&self) -> &Message {
        &self.message
    }
    /// What it says now.
    pub const fn body(&self) -> &MessageBody {
        &self.body
    }
}

impl MessageDeleted {
    /// The message as it is now.
    pub const fn message(&self) -> &Message {
        &self.message
    }
    /// Who deleted it.
    pub const fn deleted_by(&self) -> Option<UserId> {
        self.deleted_by
    }
}

impl Permitted<EditMessage> {
    /// Changes what it says, from version `expected`.
    pub fn edit(
        self,
        body: MessageBody,
        expected: Version,
        now: DateTime<Utc>,
    ) -> Result<MessageEdited, EditRefused> {
        let message = self.into_target();
        message.version.check(expected)?;
        if matches!(message.state, MessageState::Deleted { .. }) {
            return Err(EditRefused::Deleted);
        }
        if !message.is_editable_at(now) {
            return Err(EditRefused::WindowOver);
        }
        let (state, version) = (MessageState::Standing { edited_at: Some(now) }, message.version.next());
        Ok(MessageEdited { message: Message { state, version, ..message }, body })
    }

    /// Deletes it, from version `expected`.
    pub fn delete(self, expected: Version, now: DateTime<Utc>) -> Result<MessageDeleted, DeleteRefused> {
        let by = self.by();
        delete(self.into_target(), by, expected, now)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what is deleted is given up")]
pub(super) fn delete(
    message: Message,
    deleted_by: Option<UserId>,
    expected: Version,
    now: DateTime<Utc>,
) -> Result<MessageDeleted, DeleteRefused> {
    message.version.check(expected)?;
    if matches!(message.state, MessageState::Deleted { .. }) {
        return Err(DeleteRefused::Deleted);
    }
    let (state, version) = (MessageState::Deleted { deleted_at: now }, message.version.next());
    Ok(MessageDeleted { message: Message { state, version, ..message }, deleted_by })
}

/// A deleted message, for those who protect the pupils.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletedMessage(pub MessageId);

/// That what a deleted message said is shown to somebody, for a reason that is written down.
#[derive(Clone, Debug)]
pub struct Disclosed {
    message: MessageId,
    reason: DisclosureReason,
}

impl Permitted<ReadDeletedMessage> {
    /// Shows what it said, for this reason.
    pub fn disclose(self, reason: DisclosureReason) -> Disclosed {
        Disclosed { message: self.into_target().0, reason }
    }
}

impl Disclosed {
    /// Which message.
    pub const fn message(&self) -> MessageId {
        self.message
    }
    /// Why.
    pub const fn reason(&self) -> &DisclosureReason {
        &self.reason
    }
}

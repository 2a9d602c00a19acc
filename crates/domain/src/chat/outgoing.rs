use uuid::Uuid;

use super::{ConversationId, MessageId};
use crate::{
    Lines,
    access::{Permitted, SendMessage},
    files::FileId,
    identity::UserId,
};

/// The sender's own name for a message. The same name again, from the same sender in the same conversation, is
/// the same message, for ever.
pub type ClientMessageId = Uuid;

/// What a message says: at most 4,000 characters.
pub type MessageBody = Lines<4_000>;

/// The most files of one message.
pub const MOST_FILES: usize = 10;

/// The most people whom one message names.
pub const MOST_MENTIONS: usize = 50;

/// What a message consists of. There is always something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageContent {
    body: Option<MessageBody>,
    files: Vec<FileId>,
    mentions: Vec<UserId>,
}

/// Why it is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentRefused {
    /// It has neither words nor files.
    #[error("must not be empty")]
    Empty,
    /// It has too many files.
    #[error("at most {MOST_FILES} files")]
    TooManyFiles,
    /// It names too many people.
    #[error("at most {MOST_MENTIONS} people")]
    TooManyMentions,
}

impl MessageContent {
    /// Words, files, and the people whom the words name. What is named twice counts once.
    pub fn try_new(
        body: Option<MessageBody>,
        mut files: Vec<FileId>,
        mut mentions: Vec<UserId>,
    ) -> Result<Self, ContentRefused> {
        files.sort_unstable();
        files.dedup();
        mentions.sort_unstable();
        mentions.dedup();
        match (&body, files.len(), mentions.len()) {
            (None, 0, _) => Err(ContentRefused::Empty),
            (_, files, _) if files > MOST_FILES => Err(ContentRefused::TooManyFiles),
            (_, _, mentions) if mentions > MOST_MENTIONS => Err(ContentRefused::TooManyMentions),
            _ => Ok(Self { body, files, mentions }),
        }
    }

    /// The words; empty when there are only files.
    pub fn body(&self) -> &str {
        self.body.as_ref().map_or("", MessageBody::as_str)
    }

    /// The files.
    pub fn files(&self) -> &[FileId] {
        &self.files
    }

    /// The people whom the words name. Only members of the conversation are told.
    pub fn mentions(&self) -> &[UserId] {
        &self.mentions
    }
}

/// A message on its way into a conversation. Whether its sender is a member is for the store to say, in the
/// transaction that stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// What identifies it, if it is new.
    pub id: MessageId,
    /// Into which conversation.
    pub conversation: ConversationId,
    /// Who sends it.
    pub sender: UserId,
    /// The sender's own name for it.
    pub client_message_id: ClientMessageId,
    /// What it consists of.
    pub content: MessageContent,
}

/// A message as it must be stored.
#[derive(Clone, Debug)]
pub struct Posted(Outgoing);

impl Permitted<SendMessage> {
    /// Sends it.
    pub fn post(self) -> Posted {
        Posted(self.into_target())
    }
}

impl Posted {
    /// The message.
    pub const fn message(&self) -> &Outgoing {
        &self.0
    }
}

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    chat::{
        ClientMessageId, Contact, ContactScope, Conversation, ConversationId, ConversationKind,
        ConversationStarted, Disclosed, MembersAdded, Message, MessageDeleted, MessageEdited, MessageId,
        MessageNumber, Pair, Posted, Renamed, Seat,
    },
    files::FileId,
    identity::{Role, UserId},
    structure::SectionId,
};

use super::{ContactFilter, DeletedView, FoundMessage, MessageQuery, MessageWindow, Revision};
use crate::{Page, PageRequest, StoreError, files::FileView};

/// A message as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// The sender's own name for it.
    pub client_message_id: ClientMessageId,
    /// The sender's name, given name first.
    pub sender_name: String,
    /// What it says; empty once it is deleted.
    pub body: String,
    /// The members whom it names.
    pub mentions: Vec<UserId>,
    /// Its files; none once it is deleted.
    pub files: Vec<FileView>,
}

/// Somebody who is in a conversation now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberView {
    /// Who.
    pub person: UserId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// In which role they are mostly met.
    pub primary_role: Role,
    /// How far they have read.
    pub read: MessageNumber,
    /// Since when they are in it.
    pub joined_at: DateTime<Utc>,
}

/// A conversation as one of its members sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationView {
    /// The member's place in it.
    pub seat: Seat,
    /// The name of the section, for the conversation of one.
    pub section_name: Option<String>,
    /// The other of two.
    pub other: Option<MemberView>,
    /// How many are in it.
    pub member_count: u32,
    /// Whether a message that the member has not read names them.
    pub mentioned: bool,
    /// The newest message that the member sees.
    pub last_message: Option<MessageView>,
    /// When somebody last wrote, or when it began.
    pub active_at: DateTime<Utc>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// Whether the member may rename it, add and remove people, and delete what others wrote.
    pub manageable: bool,
}

/// Which conversations are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Words that must occur in the title, or in the name of another member.
    pub query: Option<String>,
    /// Only of this kind.
    pub kind: Option<ConversationKind>,
    /// Only those with messages that the member has not read.
    pub unread: bool,
}

/// What waits for somebody in all of their conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnreadSummary {
    /// In how many conversations.
    pub conversations: u32,
    /// How many messages.
    pub messages: u64,
    /// Whether one of them names the person.
    pub mentioned: bool,
}

/// Somebody who may be written to, with their name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownContact {
    /// What the rules look at.
    pub contact: Contact,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// In which role they are mostly met.
    pub primary_role: Role,
}

/// What of a seat a socket needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatMark {
    /// The conversation.
    pub conversation: ConversationId,
    /// The member sees what came after this number.
    pub since: MessageNumber,
    /// The number of its newest message.
    pub last_number: MessageNumber,
}

/// A message to be stored, with the epoch of the rights through which its sender sends it.
#[derive(Clone, Debug)]
pub struct Post {
    /// The message.
    pub posted: Posted,
    /// The epoch.
    pub rights_epoch: i64,
}

/// What became of a message that was to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostOutcome {
    /// It is stored.
    Stored {
        /// Its place in the conversation.
        number: MessageNumber,
        /// The sender's name.
        sender_name: String,
        /// The members whom it names.
        mentions: Vec<UserId>,
    },
    /// It was stored before, under this id.
    Known(MessageId),
    /// Another message has this name already.
    Reused,
    /// The sender is no member, or there is no such conversation.
    NotAMember,
    /// One of the files is not the sender's to send here.
    UnknownFile,
    /// The sender's rights are others by now.
    RightsChanged,
    /// Somebody else held the conversation, and nobody waited for them.
    Busy,
}

/// What happened of late, by the database's own clock: for instances that may have missed what others told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// The newest number of each conversation in which somebody wrote.
    pub heads: HashMap<ConversationId, MessageNumber>,
    /// Messages that were edited or deleted, with their version.
    pub changed: Vec<(ConversationId, MessageNumber, u32)>,
    /// People who joined a conversation.
    pub joined: Vec<(ConversationId, UserId)>,
}

/// Conversations, and who is in them.
pub trait Conversations {
    /// The person's place in a conversation; `None` when they are no member now.
    fn seat(&mut self, id: ConversationId, person: UserId) -> Result<Option<Seat>, StoreError>;

    /// The same, with the conversation locked until the unit of work ends.
    fn seat_for_update(&mut self, id: ConversationId, person: UserId) -> Result<Option<Seat>, StoreError>;

    /// Every place that the person has.
    fn seats_of(&mut self, person: UserId) -> Result<Vec<SeatMark>, StoreError>;

    /// The conversations in which the person is, the one with the latest message first.
    fn conversations(
        &mut self,
        person: UserId,
        filter: &ConversationFilter,
        page: PageRequest,
    ) -> Result<Page<ConversationView>, StoreError>;

    /// What waits for the person in all of them.
    fn unread(&mut self, person: UserId) -> Result<UnreadSummary, StoreError>;

    /// One of them.
    fn conversation(
        &mut self,
        id: ConversationId,
        person: UserId,
    ) -> Result<Option<ConversationView>, StoreError>;

    /// The conversation of two people, if they have one.
    fn direct_of(&mut self, pair: Pair) -> Result<Option<ConversationId>, StoreError>;

    /// The conversation of a section, if it has one.
    fn conversation_of_section(&mut self, section: SectionId) -> Result<Option<ConversationId>, StoreError>;

    /// Stores a conversation with its first members; those of a section are found here. `false` when there is one
    /// of these two people, or of this section, already.
    fn add_conversation(&mut self, started: &ConversationStarted) -> Result<bool, StoreError>;

    /// Stores a new title.
    fn rename_conversation(&mut self, renamed: &Renamed) -> Result<(), StoreError>;

    /// Who is in it, by name.
    fn members(
        &mut self,
        id: ConversationId,
        query: Option<&str>,
        page: PageRequest,
    ) -> Result<Page<MemberView>, StoreError>;

    /// Everybody who is in it.
    fn member_ids(&mut self, id: ConversationId) -> Result<Vec<UserId>, StoreError>;

    /// Stores that people join; says who of them was not a member already.
    fn add_members(&mut self, added: &MembersAdded) -> Result<Vec<UserId>, StoreError>;

    /// Stores that somebody leaves; `false` when they were no member.
    fn remove_member(&mut self, conversation: &Conversation, person: UserId) -> Result<bool, StoreError>;

    /// Stores how far somebody has read; `false` when they had read as far already.
    fn mark_read_to(
        &mut self,
        id: ConversationId,
        person: UserId,
        number: MessageNumber,
    ) -> Result<bool, StoreError>;

    /// These people, as far as there are such and they are active.
    fn contacts_by_id(&mut self, people: &[UserId]) -> Result<Vec<Contact>, StoreError>;

    /// The active people whom the scope admits, by name.
    fn contacts(
        &mut self,
        scope: &ContactScope,
        filter: &ContactFilter,
        page: PageRequest,
    ) -> Result<Page<KnownContact>, StoreError>;

    /// Those of these people whom the scope admits, or with whom the person shares a conversation.
    fn known_to(
        &mut self,
        person: UserId,
        scope: &ContactScope,
        people: &[UserId],
    ) -> Result<Vec<UserId>, StoreError>;

    /// What happened in the last half minute.
    fn recent_chat(&mut self) -> Result<Recent, StoreError>;
}

/// Messages of conversations.
pub trait Messages {
    /// Stores many messages, and answers each on its own, in the order in which they are given: one that is not
    /// stored harms none of the others. Numbers are given without a gap, conversation by conversation.
    ///
    /// Who is `patient` waits a moment for conversations that others hold, and all messages fail together with
    /// [`StoreError::Contention`] when that is not enough; else messages into such a conversation are
    /// [`Busy`](PostOutcome::Busy).
    fn post_messages(
        &mut self,
        posts: &[Post],
        now: DateTime<Utc>,
        patient: bool,
    ) -> Result<Vec<PostOutcome>, StoreError>;

    /// These messages.
    fn messages_by_id(&mut self, ids: &[MessageId]) -> Result<Vec<MessageView>, StoreError>;

    /// A part of a conversation, in the order of its numbers.
    fn messages(
        &mut self,
        conversation: ConversationId,
        window: &MessageWindow,
    ) -> Result<Vec<MessageView>, StoreError>;

    /// What came after a number in each of these conversations, at most so many messages of each, in the order of
    /// their numbers.
    fn messages_after(
        &mut self,
        cursors: &[(ConversationId, MessageNumber)],
        most_of_each: u32,
    ) -> Result<Vec<MessageView>, StoreError>;

    /// A message, locked until the unit of work ends.
    fn message_for_update(
        &mut self,
        conversation: ConversationId,
        number: MessageNumber,
    ) -> Result<Option<Message>, StoreError>;

    /// Stores what a message says now.
    fn save_edited(&mut self, edited: &MessageEdited) -> Result<(), StoreError>;

    /// Stores that a message is deleted.
    fn save_deleted(&mut self, deleted: &MessageDeleted) -> Result<(), StoreError>;

    /// Messages in conversations of the person that have all of the words, the newest first.
    fn find_messages(
        &mut self,
        person: UserId,
        query: &MessageQuery,
        page: PageRequest,
    ) -> Result<Page<FoundMessage>, StoreError>;

    /// Messages that were deleted, the latest first, without what they said.
    fn deleted_messages(
        &mut self,
        sender: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<DeletedView>, StoreError>;

    /// Whether this message was deleted.
    fn is_deleted_message(&mut self, id: MessageId) -> Result<bool, StoreError>;

    /// What a deleted message said, from the first words to the last.
    fn revisions(&mut self, disclosed: &Disclosed) -> Result<Vec<Revision>, StoreError>;

    /// Adds a file to those that somebody is about to send.
    fn add_message_file(
        &mut self,
        conversation: ConversationId,
        person: UserId,
        file: FileId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Takes a file away that was not sent yet; `false` when there is no such file of the person.
    fn remove_message_file(
        &mut self,
        conversation: ConversationId,
        person: UserId,
        file: FileId,
    ) -> Result<bool, StoreError>;

    /// How many files of the person in this conversation are not sent yet.
    fn unsent_files(&mut self, conversation: ConversationId, person: UserId) -> Result<usize, StoreError>;

    /// Gives up files that were uploaded before this and never sent, at most so many; says how many.
    fn give_up_unsent_files(&mut self, before: DateTime<Utc>, most: u32) -> Result<u32, StoreError>;
}

/// When people were last there.
pub trait Presences {
    /// Stores that these people were there at this moment.
    fn note_seen(&mut self, people: &[UserId], at: DateTime<Utc>) -> Result<(), StoreError>;

    /// When these people were last there; whoever never was is left out.
    fn last_seen(&mut self, people: &[UserId]) -> Result<HashMap<UserId, DateTime<Utc>>, StoreError>;
}

//! Conversations, messages, and when people were last there.

mod contacts;
mod conversations;
mod members;
mod messages;
mod post;
mod rows;
mod safeguarding;
mod upkeep;

use std::collections::HashMap;

use application::{
    Page, PageRequest, StoreError,
    chat::{
        ContactFilter, ConversationFilter, ConversationView, Conversations, DeletedView, FoundMessage,
        KnownContact, MemberView, MessageQuery, MessageView, MessageWindow, Messages, Post, PostOutcome,
        Presences, Recent, Revision, SeatMark, UnreadSummary,
    },
};
use chrono::{DateTime, Utc};
use domain::{
    chat::{
        Contact, ContactScope, Conversation, ConversationId, ConversationStarted, Disclosed, MembersAdded,
        Message, MessageDeleted, MessageEdited, MessageId, MessageNumber, Pair, Renamed, Seat,
    },
    files::FileId,
    identity::UserId,
    structure::SectionId,
};

use crate::store::PgStore;

impl Conversations for PgStore<'_> {
    fn seat(&mut self, id: ConversationId, person: UserId) -> Result<Option<Seat>, StoreError> {
        self.read_seat(id, person, "")
    }

    fn seat_for_update(&mut self, id: ConversationId, person: UserId) -> Result<Option<Seat>, StoreError> {
        self.read_seat(id, person, " FOR NO KEY UPDATE OF c")
    }

    fn seats_of(&mut self, person: UserId) -> Result<Vec<SeatMark>, StoreError> {
        self.every_seat(person)
    }

    fn conversations(
        &mut self,
        person: UserId,
        filter: &ConversationFilter,
        page: PageRequest,
    ) -> Result<Page<ConversationView>, StoreError> {
        self.conversation_list(person, filter, page)
    }

    fn unread(&mut self, person: UserId) -> Result<UnreadSummary, StoreError> {
        self.unread_of(person)
    }

    fn conversation(
        &mut self,
        id: ConversationId,
        person: UserId,
    ) -> Result<Option<ConversationView>, StoreError> {
        self.one_conversation(id, person)
    }

    fn direct_of(&mut self, pair: Pair) -> Result<Option<ConversationId>, StoreError> {
        self.between(pair)
    }

    fn conversation_of_section(&mut self, section: SectionId) -> Result<Option<ConversationId>, StoreError> {
        self.of_section(section)
    }

    fn add_conversation(&mut self, started: &ConversationStarted) -> Result<bool, StoreError> {
        self.insert_conversation(started)
    }

    fn rename_conversation(&mut self, renamed: &Renamed) -> Result<(), StoreError> {
        self.update_title(renamed.conversation())
    }

    fn members(
        &mut self,
        id: ConversationId,
        query: Option<&str>,
        page: PageRequest,
    ) -> Result<Page<MemberView>, StoreError> {
        self.member_list(id, query, page)
    }

    fn member_ids(&mut self, id: ConversationId) -> Result<Vec<UserId>, StoreError> {
        self.every_member(id)
    }

    fn add_members(&mut self, added: &MembersAdded) -> Result<Vec<UserId>, StoreError> {
        self.insert_members(added.conversation(), added.members(), added.added_by())
    }

    fn remove_member(&mut self, conversation: &Conversation, person: UserId) -> Result<bool, StoreError> {
        self.end_membership(conversation, person)
    }

    fn mark_read_to(
        &mut self,
        id: ConversationId,
        person: UserId,
        number: MessageNumber,
    ) -> Result<bool, StoreError> {
        self.update_read(id, person, number)
    }

    fn contacts_by_id(&mut self, people: &[UserId]) -> Result<Vec<Contact>, StoreError> {
        self.active_contacts(people)
    }

    fn contacts(
        &mut self,
        scope: &ContactScope,
        filter: &ContactFilter,
        page: PageRequest,
    ) -> Result<Page<KnownContact>, StoreError> {
        self.contact_list(scope, filter, page)
    }

    fn known_to(
        &mut self,
        person: UserId,
        scope: &ContactScope,
        people: &[UserId],
    ) -> Result<Vec<UserId>, StoreError> {
        self.known_people(person, scope, people)
    }

    fn recent_chat(&mut self) -> Result<Recent, StoreError> {
        self.what_happened()
    }
}

impl Messages for PgStore<'_> {
    fn post_messages(
        &mut self,
        posts: &[Post],
        now: DateTime<Utc>,
        patient: bool,
    ) -> Result<Vec<PostOutcome>, StoreError> {
        self.post(posts, now, patient)
    }

    fn messages_by_id(&mut self, ids: &[MessageId]) -> Result<Vec<MessageView>, StoreError> {
        self.these_messages(ids)
    }

    fn messages(
        &mut self,
        conversation: ConversationId,
        window: &MessageWindow,
    ) -> Result<Vec<MessageView>, StoreError> {
        self.message_window(conversation, window)
    }

    fn messages_after(
        &mut self,
        cursors: &[(ConversationId, MessageNumber)],
        most_of_each: u32,
    ) -> Result<Vec<MessageView>, StoreError> {
        self.later_messages(cursors, most_of_each)
    }

    fn message_for_update(
        &mut self,
        conversation: ConversationId,
        number: MessageNumber,
    ) -> Result<Option<Message>, StoreError> {
        self.locked_message(conversation, number)
    }

    fn save_edited(&mut self, edited: &MessageEdited) -> Result<(), StoreError> {
        self.update_edited(edited)
    }

    fn save_deleted(&mut self, deleted: &MessageDeleted) -> Result<(), StoreError> {
        self.update_deleted(deleted)
    }

    fn find_messages(
        &mut self,
        person: UserId,
        query: &MessageQuery,
        page: PageRequest,
    ) -> Result<Page<FoundMessage>, StoreError> {
        self.search_messages(person, query, page)
    }

    fn deleted_messages(
        &mut self,
        sender: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<DeletedView>, StoreError> {
        self.deleted_list(sender, page)
    }

    fn is_deleted_message(&mut self, id: MessageId) -> Result<bool, StoreError> {
        self.was_deleted(id)
    }

    fn revisions(&mut self, disclosed: &Disclosed) -> Result<Vec<Revision>, StoreError> {
        self.revisions_of(disclosed.message())
    }

    fn add_message_file(
        &mut self,
        conversation: ConversationId,
        person: UserId,
        file: FileId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.insert_file(conversation, person, file, now)
    }

    fn remove_message_file(
        &mut self,
        conversation: ConversationId,
        person: UserId,
        file: FileId,
    ) -> Result<bool, StoreError> {
        self.delete_unsent(conversation, person, file)
    }

    fn unsent_files(&mut self, conversation: ConversationId, person: UserId) -> Result<usize, StoreError> {
        self.count_unsent(conversation, person)
    }

    fn give_up_unsent_files(&mut self, before: DateTime<Utc>, most: u32) -> Result<u32, StoreError> {
        self.give_up_unsent(before, most)
    }
}

impl Presences for PgStore<'_> {
    fn note_seen(&mut self, people: &[UserId], at: DateTime<Utc>) -> Result<(), StoreError> {
        self.upsert_seen(people, at)
    }

    fn last_seen(&mut self, people: &[UserId]) -> Result<HashMap<UserId, DateTime<Utc>>, StoreError> {
        self.seen(people)
    }
}

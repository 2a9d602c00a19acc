//! Rows of conversations and messages, made into what the rules know.

use application::{
    StoreError,
    chat::{ConversationView, MemberView, MessageView},
};
use chrono::{DateTime, Utc};
use diesel::{QueryableByName, sql_types};
use domain::{
    chat::{Conversation, ConversationForm, Message, MessageState, Pair, Seat},
    identity::Role,
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{files::into_files, rows::Row};

/// What is read of the message `w` whose sender is `u`.
macro_rules! message_columns {
    () => {
        concat!(
            "w.id, w.conversation_id, w.number, w.sender_id, w.client_message_id, w.body, w.created_at,
                w.edited_at, w.deleted_at, w.version, u.first_name || ' ' || u.last_name AS sender_name,
                ARRAY(SELECT named.user_id FROM message_mentions AS named
                    WHERE named.conversation_id = w.conversation_id AND named.number = w.number ORDER BY 1)
                    AS mentions,
                CASE WHEN w.deleted_at IS NULL THEN ",
            $crate::files::files_of!(
                "message_files AS sent ON sent.file_id = files.id
                    AND sent.conversation_id = w.conversation_id AND sent.number = w.number",
                "files.created_at, files.id"
            ),
            " ELSE '[]' END AS files"
        )
    };
}
pub(super) use message_columns;

#[derive(QueryableByName, Deserialize)]
pub struct MessageRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Uuid)]
    conversation_id: Uuid,
    #[diesel(sql_type = sql_types::BigInt)]
    number: i64,
    #[diesel(sql_type = sql_types::Uuid)]
    sender_id: Uuid,
    #[diesel(sql_type = sql_types::Uuid)]
    client_message_id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    body: String,
    #[diesel(sql_type = sql_types::Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    edited_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    deleted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = sql_types::Integer)]
    version: i32,
    #[diesel(sql_type = sql_types::Text)]
    sender_name: String,
    #[diesel(sql_type = sql_types::Array<sql_types::Uuid>)]
    mentions: Vec<Uuid>,
    #[diesel(sql_type = sql_types::Jsonb)]
    files: Value,
}

impl MessageRow {
    pub fn message(&self) -> Result<Message, StoreError> {
        let at = Row { table: "messages", id: self.id };
        let state = match (self.deleted_at, self.edited_at) {
            (Some(deleted_at), _) => MessageState::Deleted { deleted_at },
            (None, edited_at) => MessageState::Standing { edited_at },
        };
        Ok(Message {
            id: self.id.into(),
            conversation: self.conversation_id.into(),
            number: at.legal(u64::try_from(self.number))?,
            sender: self.sender_id.into(),
            created_at: self.created_at,
            state,
            version: at.version(self.version)?,
        })
    }

    pub fn view(self) -> Result<MessageView, StoreError> {
        Ok(MessageView {
            message: self.message()?,
            client_message_id: self.client_message_id,
            sender_name: self.sender_name,
            body: self.body,
            mentions: self.mentions.into_iter().map(Into::into).collect(),
            files: into_files(self.files)?,
        })
    }
}

/// A conversation `c` with the place `m` that somebody has in it.
pub const SEAT_COLUMNS: &str = "c.id, c.kind, c.title, c.section_id, c.first_id, c.second_id, c.last_number,
    c.version, m.user_id AS member_id, m.since_number, m.read_number";

#[derive(QueryableByName)]
pub struct SeatRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    kind: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    title: Option<String>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    section_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    first_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    second_id: Option<Uuid>,
    #[diesel(sql_type = sql_types::BigInt)]
    last_number: i64,
    #[diesel(sql_type = sql_types::Integer)]
    version: i32,
    #[diesel(sql_type = sql_types::Uuid)]
    member_id: Uuid,
    #[diesel(sql_type = sql_types::BigInt)]
    since_number: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    read_number: i64,
}

impl SeatRow {
    pub fn seat(&self) -> Result<Seat, StoreError> {
        let at = Row { table: "conversations", id: self.id };
        let form = match (self.kind.as_str(), &self.title, self.section_id, self.first_id.zip(self.second_id))
        {
            ("direct", _, _, Some((first, second))) => {
                let pair = Pair::of(first.into(), second.into());
                ConversationForm::Direct(at.legal(pair.ok_or("it is with oneself"))?)
            }
            ("group", Some(title), ..) => ConversationForm::Group { title: at.text(title)? },
            ("section", _, Some(section), _) => ConversationForm::Section(section.into()),
            _ => return at.legal(Err("it lacks what its kind has")),
        };
        let conversation = Conversation {
            id: self.id.into(),
            form,
            last_number: at.legal(u64::try_from(self.last_number))?,
            version: at.version(self.version)?,
        };
        Ok(Seat {
            conversation,
            member: self.member_id.into(),
            since: at.legal(u64::try_from(self.since_number))?,
            read: at.legal(u64::try_from(self.read_number))?,
        })
    }
}

#[derive(QueryableByName, Deserialize)]
pub struct MemberRow {
    #[diesel(sql_type = sql_types::Uuid)]
    user_id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    first_name: String,
    #[diesel(sql_type = sql_types::Text)]
    last_name: String,
    #[diesel(sql_type = sql_types::Text)]
    primary_role: String,
    #[diesel(sql_type = sql_types::BigInt)]
    read_number: i64,
    #[diesel(sql_type = sql_types::Timestamptz)]
    joined_at: DateTime<Utc>,
}

impl MemberRow {
    pub fn view(self) -> Result<MemberView, StoreError> {
        let at = Row { table: "conversation_members", id: self.user_id };
        Ok(MemberView {
            person: self.user_id.into(),
            first_name: self.first_name,
            last_name: self.last_name,
            primary_role: role(self.user_id, &self.primary_role)?,
            read: at.legal(u64::try_from(self.read_number))?,
            joined_at: self.joined_at,
        })
    }
}

pub fn role(user: Uuid, code: &str) -> Result<Role, StoreError> {
    let at = Row { table: "users", id: user };
    at.legal(Role::ALL.into_iter().find(|role| role.code() == code).ok_or("it has an unknown role"))
}

/// A conversation as its member sees it.
#[derive(QueryableByName)]
pub struct ConversationRow {
    #[diesel(embed)]
    seat: SeatRow,
    #[diesel(sql_type = sql_types::Timestamptz)]
    active_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    section_name: Option<String>,
    #[diesel(sql_type = sql_types::BigInt)]
    member_count: i64,
    #[diesel(sql_type = sql_types::Bool)]
    mentioned: bool,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Jsonb>)]
    other: Option<Value>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Jsonb>)]
    last_message: Option<Value>,
}

impl ConversationRow {
    pub fn view(self) -> Result<ConversationView, StoreError> {
        let at = Row { table: "conversations", id: self.seat.id };
        let other: Option<MemberRow> =
            self.other.map(|other| at.legal(serde_json::from_value(other))).transpose()?;
        let last: Option<MessageRow> =
            self.last_message.map(|last| at.legal(serde_json::from_value(last))).transpose()?;
        Ok(ConversationView {
            seat: self.seat.seat()?,
            section_name: self.section_name,
            other: other.map(MemberRow::view).transpose()?,
            member_count: u32::try_from(self.member_count).unwrap_or(u32::MAX),
            mentioned: self.mentioned,
            last_message: last.map(MessageRow::view).transpose()?,
            active_at: self.active_at,
            created_at: self.created_at,
            manageable: false,
        })
    }
}

/// A number as it is stored.
pub fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

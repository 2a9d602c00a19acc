use application::chat::{FoundMessage, MessagePage, MessageView};
use chrono::{DateTime, Utc};
use domain::chat::{ClientMessageId, ContentRefused, MessageBody as Words, MessageContent, MessageState};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    files::FileBody,
    problem::Problem,
    shape::{CsvRow, parsed_lines},
};

/// A message of a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = Message)]
pub struct MessageBody {
    pub id: Uuid,
    pub conversation_id: Uuid,
    /// Its place in the conversation: 1 for the first, and no number is left out.
    pub number: u64,
    pub sender_id: Uuid,
    /// Given name first.
    pub sender_name: String,
    /// The sender's own name for it.
    pub client_message_id: Uuid,
    /// Empty once it is deleted.
    pub body: String,
    /// The members whom it names.
    pub mentions: Vec<Uuid>,
    pub files: Vec<FileBody>,
    pub created_at: DateTime<Utc>,
    #[schema(required)]
    pub edited_at: Option<DateTime<Utc>>,
    pub deleted: bool,
    #[schema(required)]
    pub deleted_at: Option<DateTime<Utc>>,
    /// Goes into `If-Match`.
    pub version: u32,
}

impl From<MessageView> for MessageBody {
    fn from(view: MessageView) -> Self {
        let (edited_at, deleted_at) = match view.message.state {
            MessageState::Standing { edited_at } => (edited_at, None),
            MessageState::Deleted { deleted_at } => (None, Some(deleted_at)),
        };
        Self {
            id: view.message.id.uuid(),
            conversation_id: view.message.conversation.uuid(),
            number: view.message.number,
            sender_id: view.message.sender.uuid(),
            sender_name: view.sender_name,
            client_message_id: view.client_message_id,
            body: view.body,
            mentions: view.mentions.into_iter().map(domain::Id::uuid).collect(),
            files: view.files.into_iter().map(Into::into).collect(),
            created_at: view.message.created_at,
            edited_at,
            deleted: deleted_at.is_some(),
            deleted_at,
            version: view.message.version.number(),
        }
    }
}

/// A part of a conversation, in the order of its numbers.
#[derive(Serialize, ToSchema)]
#[schema(as = MessagePage)]
pub struct MessagePageBody {
    pub items: Vec<MessageBody>,
    /// The number to pass on as `before` or `after`, as it was asked; null at the end.
    #[schema(required)]
    pub next: Option<u64>,
}

impl From<MessagePage> for MessagePageBody {
    fn from(page: MessagePage) -> Self {
        Self { items: page.messages.into_iter().map(Into::into).collect(), next: page.next }
    }
}

/// Which part of a conversation is wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The newest messages before this number; without it and without `after`, the newest of all.
    #[param(minimum = 1)]
    pub before: Option<u64>,
    /// The oldest messages after this number.
    #[param(minimum = 0)]
    pub after: Option<u64>,
    /// How many: 1 to 100, 50 when not given.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<u32>,
}

/// A message to be sent.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMessage)]
#[garde(allow_unvalidated)]
pub struct NewMessageBody {
    /// The sender's own name for it: sent again under this name, it is the same message.
    pub client_message_id: Uuid,
    /// At most 4000 characters; may be empty when there are files.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub body: String,
    /// Files that the sender uploaded into this conversation.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub file_ids: Vec<Uuid>,
    /// Members whom the words name.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub mentions: Vec<Uuid>,
}

impl NewMessageBody {
    pub fn content(self) -> Result<(ClientMessageId, MessageContent), Problem> {
        let body: Option<Words> = match self.body.trim() {
            "" => None,
            body => Some(parsed_lines("body", body)?),
        };
        let files = self.file_ids.into_iter().map(Into::into).collect();
        let mentions = self.mentions.into_iter().map(Into::into).collect();
        let content = MessageContent::try_new(body, files, mentions).map_err(|refused| {
            let field = match refused {
                ContentRefused::Empty => "body",
                ContentRefused::TooManyFiles => "file_ids",
                ContentRefused::TooManyMentions => "mentions",
            };
            Problem::field(field, "invalid", refused.to_string())
        })?;
        Ok((self.client_message_id, content))
    }
}

/// Other words for a message.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MessageChange)]
#[garde(allow_unvalidated)]
pub struct MessageChangeBody {
    #[schema(min_length = 1, max_length = 4000)]
    body: String,
}

impl MessageChangeBody {
    pub fn body(&self) -> Result<Words, Problem> {
        parsed_lines("body", &self.body)
    }
}

/// A message that was found.
#[derive(Serialize, ToSchema)]
#[schema(as = FoundMessage)]
pub struct FoundMessageBody {
    #[serde(flatten)]
    pub message: MessageBody,
    /// The title of the group, the name of the section, or the name of the other of two.
    pub conversation_title: String,
}

impl From<FoundMessage> for FoundMessageBody {
    fn from(found: FoundMessage) -> Self {
        Self { message: found.view.into(), conversation_title: found.conversation_title }
    }
}

impl CsvRow for FoundMessageBody {
    const COLUMNS: &'static [&'static str] =
        &["conversation_id", "conversation_title", "number", "sender_name", "created_at", "body"];
    fn cells(&self) -> Vec<String> {
        vec![
            self.message.conversation_id.to_string(),
            self.conversation_title.clone(),
            self.message.number.to_string(),
            self.message.sender_name.clone(),
            self.message.created_at.to_rfc3339(),
            self.message.body.clone(),
        ]
    }
}

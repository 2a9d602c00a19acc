use application::chat::{
    Availability, ContactView, ConversationFilter, ConversationView, DeletedView, FoundMessage, MemberView,
    MessagePage, MessageView, PresenceView, Revision, StartConversation,
};
use chrono::{DateTime, Utc};
use domain::{
    chat::{
        ClientMessageId, ContentRefused, ConversationForm, ConversationTitle, DisclosureReason, MOST_MEMBERS,
        MessageBody as Words, MessageContent, MessageState,
    },
    identity::Role,
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    files::FileBody,
    problem::Problem,
    shape::{CsvRow, parsed, parsed_lines, words},
};

/// Between whom a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConversationKind)]
pub enum KindBody {
    Direct,
    Group,
    Section,
}

impl From<domain::chat::ConversationKind> for KindBody {
    fn from(kind: domain::chat::ConversationKind) -> Self {
        match kind {
            domain::chat::ConversationKind::Direct => Self::Direct,
            domain::chat::ConversationKind::Group => Self::Group,
            domain::chat::ConversationKind::Section => Self::Section,
        }
    }
}

impl From<KindBody> for domain::chat::ConversationKind {
    fn from(kind: KindBody) -> Self {
        match kind {
            KindBody::Direct => Self::Direct,
            KindBody::Group => Self::Group,
            KindBody::Section => Self::Section,
        }
    }
}

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

/// Somebody who is in a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationMember)]
pub struct MemberBody {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    #[schema(value_type = String)]
    pub primary_role: Role,
    /// How far they have read.
    pub read_number: u64,
    pub joined_at: DateTime<Utc>,
}

impl From<MemberView> for MemberBody {
    fn from(view: MemberView) -> Self {
        Self {
            id: view.person.uuid(),
            first_name: view.first_name,
            last_name: view.last_name,
            primary_role: view.primary_role,
            read_number: view.read,
            joined_at: view.joined_at,
        }
    }
}

impl CsvRow for MemberBody {
    const COLUMNS: &'static [&'static str] = &["id", "first_name", "last_name", "primary_role", "joined_at"];
    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.first_name.clone(),
            self.last_name.clone(),
            self.primary_role.code().to_owned(),
            self.joined_at.to_rfc3339(),
        ]
    }
}

/// A conversation, as the caller sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = Conversation)]
pub struct ConversationBody {
    pub id: Uuid,
    pub kind: KindBody,
    /// Of a group its own, of a section that of the section; null between two.
    #[schema(required)]
    pub title: Option<String>,
    #[schema(required)]
    pub section_id: Option<Uuid>,
    /// The other of two.
    #[schema(required)]
    pub other: Option<MemberBody>,
    pub member_count: u32,
    /// The number of the newest message; 0 when nobody has written yet.
    pub last_number: u64,
    /// The first number that the caller sees.
    pub first_number: u64,
    /// How far the caller has read.
    pub read_number: u64,
    /// How many messages wait for the caller.
    pub unread: u64,
    /// Whether one of them names the caller.
    pub mentioned: bool,
    #[schema(required)]
    pub last_message: Option<MessageBody>,
    /// When somebody last wrote, or when it began.
    pub active_at: DateTime<Utc>,
    /// Whether the caller may rename it, add and remove people, and delete what others wrote.
    pub manageable: bool,
    pub created_at: DateTime<Utc>,
    /// Goes into `If-Match`.
    pub version: u32,
}

impl From<ConversationView> for ConversationBody {
    fn from(view: ConversationView) -> Self {
        let (unread, seat) = (view.seat.unread(), view.seat);
        let kind = seat.conversation.form.kind().into();
        let (title, section_id) = match seat.conversation.form {
            ConversationForm::Direct(_) => (None, None),
            ConversationForm::Group { title } => (Some(title.to_string()), None),
            ConversationForm::Section(section) => (view.section_name, Some(section.uuid())),
        };
        Self {
            id: seat.conversation.id.uuid(),
            kind,
            title,
            section_id,
            other: view.other.map(Into::into),
            member_count: view.member_count,
            last_number: seat.conversation.last_number,
            first_number: seat.since + 1,
            read_number: seat.read,
            unread,
            mentioned: view.mentioned,
            last_message: view.last_message.map(Into::into),
            active_at: view.active_at,
            manageable: view.manageable,
            created_at: view.created_at,
            version: seat.conversation.version.number(),
        }
    }
}

impl CsvRow for ConversationBody {
    const COLUMNS: &'static [&'static str] =
        &["id", "kind", "title", "with", "member_count", "last_number", "unread", "active_at"];
    fn cells(&self) -> Vec<String> {
        let with = self.other.as_ref().map(|other| format!("{} {}", other.first_name, other.last_name));
        vec![
            self.id.to_string(),
            domain::chat::ConversationKind::from(self.kind).code().to_owned(),
            self.title.clone().unwrap_or_default(),
            with.unwrap_or_default(),
            self.member_count.to_string(),
            self.last_number.to_string(),
            self.unread.to_string(),
            self.active_at.to_rfc3339(),
        ]
    }
}

/// Which conversations are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConversationsQuery {
    /// Words that must occur in the title, or in the name of another member.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only of this kind.
    kind: Option<KindBody>,
    /// Only those with messages that the caller has not read.
    unread: Option<bool>,
}

impl ConversationsQuery {
    pub fn filter(&self) -> Result<ConversationFilter, Problem> {
        Ok(ConversationFilter {
            query: words(self.q.as_deref())?,
            kind: self.kind.map(Into::into),
            unread: self.unread.unwrap_or(false),
        })
    }
}

/// A conversation that begins.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConversation)]
#[garde(allow_unvalidated)]
pub struct NewConversationBody {
    kind: KindBody,
    /// Of a direct one the other person, of a group all others.
    #[garde(inner(length(max = MOST_MEMBERS)))]
    #[schema(max_items = 500)]
    member_ids: Option<Vec<Uuid>>,
    /// Of which section.
    section_id: Option<Uuid>,
    /// What a group is called.
    #[schema(min_length = 1, max_length = 100)]
    title: Option<String>,
}

impl NewConversationBody {
    pub fn command(self) -> Result<StartConversation, Problem> {
        let missing = |field: &str| Problem::field(field, "required", "is needed for this kind");
        let needless = |field: &str| Problem::field(field, "invalid", "does not belong to this kind");
        let Self { kind, member_ids, section_id, title } = self;
        match kind {
            KindBody::Direct | KindBody::Section if title.is_some() => Err(needless("title")),
            KindBody::Direct | KindBody::Group if section_id.is_some() => Err(needless("section_id")),
            KindBody::Section if member_ids.is_some() => Err(needless("member_ids")),
            KindBody::Direct => match member_ids.as_deref() {
                Some([other]) => Ok(StartConversation::Direct((*other).into())),
                Some(_) => Err(Problem::field("member_ids", "invalid", "must name one person")),
                None => Err(missing("member_ids")),
            },
            KindBody::Group => {
                let others = member_ids.filter(|ids| !ids.is_empty()).ok_or_else(|| missing("member_ids"))?;
                let title = title.ok_or_else(|| missing("title"))?;
                let title: ConversationTitle = parsed("title", &title)?;
                Ok(StartConversation::Group { title, others: others.into_iter().map(Into::into).collect() })
            }
            KindBody::Section => {
                Ok(StartConversation::Section(section_id.ok_or_else(|| missing("section_id"))?.into()))
            }
        }
    }
}

/// What changes about a group.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConversationChange)]
#[garde(allow_unvalidated)]
pub struct ConversationChangeBody {
    #[schema(min_length = 1, max_length = 100)]
    title: String,
}

impl ConversationChangeBody {
    pub fn title(&self) -> Result<ConversationTitle, Problem> {
        parsed("title", &self.title)
    }
}

/// People who join a group.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConversationMembers)]
pub struct NewMembersBody {
    #[garde(length(min = 1, max = MOST_MEMBERS))]
    #[schema(min_items = 1, max_items = 500)]
    pub member_ids: Vec<Uuid>,
}

/// How far the caller has read.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReadMark)]
#[garde(allow_unvalidated)]
pub struct ReadMarkBody {
    pub number: u64,
}

/// What a message consists of, as it comes over a socket and over REST alike.
pub struct ContentFields {
    pub client_message_id: ClientMessageId,
    pub body: String,
    pub file_ids: Vec<Uuid>,
    pub mentions: Vec<Uuid>,
}

impl ContentFields {
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

/// A message to be sent.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMessage)]
#[garde(allow_unvalidated)]
pub struct NewMessageBody {
    /// The sender's own name for it: sent again under this name, it is the same message.
    client_message_id: Uuid,
    /// At most 4000 characters; may be empty when there are files.
    #[serde(default)]
    #[schema(max_length = 4000)]
    body: String,
    /// Files that the sender uploaded into this conversation.
    #[serde(default)]
    #[schema(max_items = 10)]
    file_ids: Vec<Uuid>,
    /// Members whom the words name.
    #[serde(default)]
    #[schema(max_items = 50)]
    mentions: Vec<Uuid>,
}

impl NewMessageBody {
    pub fn fields(self) -> ContentFields {
        let Self { client_message_id, body, file_ids, mentions } = self;
        ContentFields { client_message_id, body, file_ids, mentions }
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

/// Somebody to whom the caller may begin to write.
#[derive(Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactBody {
    id: Uuid,
    first_name: String,
    last_name: String,
    #[schema(value_type = String)]
    primary_role: Role,
    /// Why: `own_child`, `own_teacher`, `childs_teacher`, `classmate`, `office` or `anyone`.
    why: &'static str,
}

impl From<ContactView> for ContactBody {
    fn from(view: ContactView) -> Self {
        Self {
            id: view.person.uuid(),
            first_name: view.known.first_name,
            last_name: view.known.last_name,
            primary_role: view.known.primary_role,
            why: view.why.code(),
        }
    }
}

impl CsvRow for ContactBody {
    const COLUMNS: &'static [&'static str] = &["id", "first_name", "last_name", "primary_role", "why"];
    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.first_name.clone(),
            self.last_name.clone(),
            self.primary_role.code().to_owned(),
            self.why.to_owned(),
        ]
    }
}

/// How somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Availability)]
pub enum AvailabilityBody {
    /// At one device at least.
    Online,
    /// Devices are open, and nobody is at any of them.
    Away,
    /// Not there.
    Offline,
}

impl From<Option<Availability>> for AvailabilityBody {
    fn from(availability: Option<Availability>) -> Self {
        match availability {
            Some(Availability::Online) => Self::Online,
            Some(Availability::Away) => Self::Away,
            None => Self::Offline,
        }
    }
}

/// Whether somebody is there, and since when not.
#[derive(Serialize, ToSchema)]
#[schema(as = Presence)]
pub struct PresenceBody {
    pub user_id: Uuid,
    pub status: AvailabilityBody,
    /// When they last came or went; null for whoever never was there.
    #[schema(required)]
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl From<PresenceView> for PresenceBody {
    fn from(view: PresenceView) -> Self {
        Self {
            user_id: view.person.uuid(),
            status: view.availability.into(),
            last_seen_at: view.last_seen_at,
        }
    }
}

/// A message that was deleted, without what it said.
#[derive(Serialize, ToSchema)]
#[schema(as = DeletedMessage)]
pub struct DeletedMessageBody {
    id: Uuid,
    conversation_id: Uuid,
    kind: KindBody,
    number: u64,
    sender_id: Uuid,
    sender_name: String,
    #[schema(required)]
    deleted_by: Option<Uuid>,
    #[schema(required)]
    deleted_by_name: Option<String>,
    deleted_at: DateTime<Utc>,
    /// How often it was edited before.
    edits: u32,
}

impl From<DeletedView> for DeletedMessageBody {
    fn from(view: DeletedView) -> Self {
        Self {
            id: view.id.uuid(),
            conversation_id: view.conversation.uuid(),
            kind: view.kind.into(),
            number: view.number,
            sender_id: view.sender.uuid(),
            sender_name: view.sender_name,
            deleted_by: view.deleted_by.map(domain::Id::uuid),
            deleted_by_name: view.deleted_by_name,
            deleted_at: view.deleted_at,
            edits: view.edits,
        }
    }
}

impl CsvRow for DeletedMessageBody {
    const COLUMNS: &'static [&'static str] =
        &["id", "conversation_id", "number", "sender_name", "deleted_by_name", "deleted_at", "edits"];
    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.conversation_id.to_string(),
            self.number.to_string(),
            self.sender_name.clone(),
            self.deleted_by_name.clone().unwrap_or_default(),
            self.deleted_at.to_rfc3339(),
            self.edits.to_string(),
        ]
    }
}

/// Why somebody looks at what was deleted.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DisclosureRequest)]
pub struct DisclosureBody {
    /// Stands in the audit trail.
    #[garde(length(chars, min = 10, max = 500))]
    #[schema(min_length = 10, max_length = 500)]
    reason: String,
}

impl DisclosureBody {
    pub fn reason(&self) -> Result<DisclosureReason, Problem> {
        parsed("reason", &self.reason)
    }
}

/// What a deleted message said.
#[derive(Serialize, ToSchema)]
#[schema(as = Disclosure)]
pub struct RevisionsBody {
    pub revisions: Vec<RevisionBody>,
}

/// How words ended.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MessageRevisionEnd)]
pub enum RevisionEndBody {
    /// Others took their place.
    Edited,
    /// The message was deleted.
    Deleted,
}

/// What a message said before it was edited or deleted.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageRevision)]
pub struct RevisionBody {
    revision: u32,
    body: String,
    how: RevisionEndBody,
    #[schema(required)]
    replaced_by: Option<Uuid>,
    #[schema(required)]
    replaced_by_name: Option<String>,
    replaced_at: DateTime<Utc>,
}

impl From<Revision> for RevisionBody {
    fn from(revision: Revision) -> Self {
        Self {
            revision: revision.revision,
            body: revision.body,
            how: if revision.deleted { RevisionEndBody::Deleted } else { RevisionEndBody::Edited },
            replaced_by: revision.replaced_by.map(domain::Id::uuid),
            replaced_by_name: revision.replaced_by_name,
            replaced_at: revision.replaced_at,
        }
    }
}

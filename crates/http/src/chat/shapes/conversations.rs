use application::chat::{ConversationFilter, ConversationView, MemberView, StartConversation, UnreadSummary};
use chrono::{DateTime, Utc};
use domain::{
    chat::{ConversationForm, ConversationTitle, MOST_MEMBERS},
    identity::Role,
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::MessageBody;
use crate::{
    problem::Problem,
    shape::{CsvRow, parsed, words},
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

/// What waits for the caller in all of their conversations.
#[derive(Serialize, ToSchema)]
#[schema(as = ConversationSummary)]
pub struct SummaryBody {
    /// In how many conversations something waits.
    unread_conversations: u32,
    /// How many messages.
    unread_messages: u64,
    /// Whether one of them names the caller.
    mentioned: bool,
}

impl From<UnreadSummary> for SummaryBody {
    fn from(summary: UnreadSummary) -> Self {
        Self {
            unread_conversations: summary.conversations,
            unread_messages: summary.messages,
            mentioned: summary.mentioned,
        }
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

use application::chat::{DeletedView, Revision};
use chrono::{DateTime, Utc};
use domain::chat::DisclosureReason;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::KindBody;
use crate::{
    problem::Problem,
    shape::{CsvRow, parsed},
};

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
    #[garde(custom(is_a_reason))]
    #[schema(min_length = 10, max_length = 500)]
    reason: String,
}

/// What is around the words is no part of them.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "garde passes its context so")]
fn is_a_reason(typed: &str, _: &()) -> garde::Result {
    match typed.trim().chars().count() {
        10..=500 => Ok(()),
        _ => Err(garde::Error::new("must have 10 to 500 characters")),
    }
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

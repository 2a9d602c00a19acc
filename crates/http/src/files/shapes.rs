use application::files::{Disposition, FileView, Link};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A file that was uploaded.
#[derive(Serialize, ToSchema)]
#[schema(as = File)]
pub struct FileBody {
    pub id: Uuid,
    /// What whoever uploaded it called it.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// What it is, judged by its bytes.
    pub media_type: String,
    /// The hash of its bytes in 64 hexadecimal digits.
    pub sha256: String,
    /// Whether it can be shown in a page: whether a link to it may be asked for as `inline`.
    pub previewable: bool,
}

impl From<FileView> for FileBody {
    fn from(file: FileView) -> Self {
        Self {
            id: file.id.uuid(),
            name: file.name.into(),
            size: file.stored.size,
            media_type: file.stored.kind.media_type().to_owned(),
            sha256: file.stored.sha256.to_string(),
            previewable: file.previewable,
        }
    }
}

/// What the browser is to do with a file.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FileDisposition)]
pub enum DispositionBody {
    /// Save it.
    Attachment,
    /// Show it.
    Inline,
}

/// A wish for an address.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FileLinkRequest)]
#[garde(allow_unvalidated)]
pub struct LinkBody {
    disposition: DispositionBody,
}

impl LinkBody {
    pub const fn disposition(&self) -> Disposition {
        match self.disposition {
            DispositionBody::Attachment => Disposition::Attachment,
            DispositionBody::Inline => Disposition::Inline,
        }
    }
}

/// An address from which a browser may fetch a file.
#[derive(Serialize, ToSchema)]
#[schema(as = FileLink)]
pub struct FileLinkBody {
    /// Below the origin of this server.
    url: String,
    /// Until when it must be followed. Once it was, the same person may go on reading for as long as the login
    /// lasts.
    expires_at: DateTime<Utc>,
}

impl From<Link> for FileLinkBody {
    fn from(link: Link) -> Self {
        Self { url: format!("/api/v1/files/{}", link.ticket), expires_at: link.expires_at }
    }
}

/// A file to be uploaded.
#[derive(ToSchema)]
#[schema(as = NewFile)]
#[expect(dead_code, reason = "it describes a form, which is read field by field")]
pub struct FileForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

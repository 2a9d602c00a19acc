use application::files::FileView;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A file that was uploaded.
#[derive(Serialize, ToSchema)]
#[schema(as = File)]
pub struct FileBody {
    pub id: Uuid,
    pub name: String,
    /// In bytes.
    pub size: u64,
    pub media_type: String,
    /// The hash of its bytes, in 64 hexadecimal digits.
    pub sha256: String,
    /// Whether it can be shown in a page.
    pub previewable: bool,
}

impl From<FileView> for FileBody {
    fn from(file: FileView) -> Self {
        Self {
            id: file.id.uuid(),
            name: String::from(file.name),
            size: file.stored.size,
            media_type: file.stored.kind.media_type().to_owned(),
            sha256: file.stored.sha256.to_string(),
            previewable: file.previewable,
        }
    }
}

use domain::files::{FileId, FileName, StoredFile};
use serde::{Deserialize, Serialize};

/// A file as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    /// Identifies the file.
    pub id: FileId,
    /// What it is called.
    pub name: FileName,
    /// What it is, how long, and the hash of its bytes.
    pub stored: StoredFile,
    /// Whether it can be shown in a page.
    pub previewable: bool,
}

//! Files that people upload: what they may be, what they may be called, and how far each has come.

mod file;
mod kind;
mod name;

pub use file::{Feature, File, FileRefused, FileState, FileStatus, Sha256, Sha256Refused, StoredFile};
pub use kind::{FileKind, KindRefused};
pub use name::{FileName, NameRefused};

use crate::Id;

/// Identifies an uploaded file.
pub type FileId = Id<File>;

use domain::files::FileId;

use crate::StoreError;

/// The records of files.
pub trait Files {
    /// Marks a file that nothing refers to any more: a sweeper removes its bytes, and then its record.
    fn give_up_file(&mut self, file: FileId) -> Result<(), StoreError>;
}

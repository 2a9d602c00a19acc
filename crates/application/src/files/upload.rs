use domain::{
    files::{Feature, File, FileId, FileName, FileRefused, FileState, StoredFile},
    structure::SectionId,
};

use super::{FileCases, Incoming, NewFile, Received, Room, StorageKey};
use crate::{App, Caller, Constraint, Store, StoreError};

/// What is said of a file before its bytes come.
#[derive(Clone, Debug)]
pub struct Declared {
    /// What it is called.
    pub name: FileName,
    /// What whoever sends it says that it is.
    pub media_type: Option<String>,
}

/// A file whose bytes may come now.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Identifies the file.
    pub file: FileId,
    /// What is to be received.
    pub incoming: Incoming,
    /// Whether it is the room of section or person that bounds it, and not the school's bound for one file.
    pub bounded_by_quota: bool,
}

/// A file whose bytes were received and looked at, and which is not part of a record yet.
#[derive(Clone, Copy, Debug)]
pub struct Landed {
    /// Which file.
    pub file: FileId,
    /// What was received.
    pub received: Received,
}

/// Why no upload was begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// Section or person have no room left.
    #[error("there is no room left")]
    NoRoom,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an upload was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// It was given up in the meantime.
    #[error("the upload was given up in the meantime")]
    GivenUp,
    /// Others took the room in the meantime.
    #[error("there is no room left")]
    NoRoom,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<FileRefused> for AcceptError {
    fn from(refused: FileRefused) -> Self {
        match refused {
            FileRefused::NotPending => Self::GivenUp,
        }
    }
}

impl From<StoreError> for AcceptError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::SectionQuota | Constraint::PersonQuota) => Self::NoRoom,
            other => Self::Store(other),
        }
    }
}

impl Room {
    /// The most bytes that a file may have now.
    fn most(self) -> u64 {
        self.most_of_a_file.min(self.of_section.unwrap_or(u64::MAX)).min(self.of_person)
    }
}

impl App {
    /// Stores the pending record of a file whose uploading was permitted, and says what is to be received.
    pub(crate) fn begin_upload(
        &self,
        store: &mut dyn Store,
        caller: &Caller,
        feature: Feature,
        section: impl Into<Option<SectionId>>,
        declared: &Declared,
    ) -> Result<Upload, BeginError> {
        let section = section.into();
        let uploaded_by = caller.id().ok_or(StoreError::RightsChanged)?;
        let room = store.room(section, uploaded_by)?;
        if room.most() == 0 {
            return Err(BeginError::NoRoom);
        }
        let file = File {
            id: self.ids.next().into(),
            feature,
            uploaded_by,
            section,
            name: declared.name.clone(),
            state: FileState::Pending,
            created_at: self.clock.now(),
        };
        let key = || StorageKey::new(self.ids.secret());
        let new = NewFile { file, key: key(), preview_key: key() };
        store.add_file(&new)?;
        let incoming = new.incoming(declared.media_type.clone(), room.most());
        let bounded_by_quota = room.most() < room.most_of_a_file;
        Ok(Upload { file: new.file.id, incoming, bounded_by_quota })
    }
}

/// Accepts a file that landed, as part of the caller's unit of work. Whoever began the upload completes it.
pub(crate) fn accept_upload(
    store: &mut dyn Store,
    caller: &Caller,
    feature: Feature,
    landed: &Landed,
) -> Result<(FileId, StoredFile), AcceptError> {
    let file = store.file_for_update(landed.file)?.ok_or(AcceptError::GivenUp)?;
    if file.feature != feature || Some(file.uploaded_by) != caller.id() {
        return Err(AcceptError::GivenUp);
    }
    let Received { stored, preview_size } = landed.received;
    store.accept_file(&file.accept(stored)?, preview_size)?;
    Ok((landed.file, stored))
}

impl FileCases<'_> {
    /// Gives up an upload whose bytes did not come, or were not accepted; what of it lies in the store is to be
    /// removed before [`forget`](Self::forget). One that was accepted stays.
    pub fn give_up(self, file: FileId) -> Result<(), StoreError> {
        self.0.db.atomically(&Caller::system("uploads"), |store| match store.file_for_update(file)? {
            Some(File { state: FileState::Pending, .. }) => store.give_up_file(file),
            _ => Ok(()),
        })
    }

    /// Forgets a file that was given up and whose bytes are gone.
    pub fn forget(self, file: FileId) -> Result<(), StoreError> {
        self.0.db.atomically(&Caller::system("uploads"), |store| store.forget_file(file))
    }
}

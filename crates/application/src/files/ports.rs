use chrono::{DateTime, Utc};
use domain::{
    chat::{ConversationId, MessageNumber},
    files::{File, FileId},
    identity::{SessionId, UserId},
    modules::ModuleId,
    structure::SectionId,
    tasks::{SubmissionId, TaskId},
};

use super::{FileView, StorageKey};
use crate::StoreError;

/// A file of which a record is about to be made.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The record, pending.
    pub file: File,
    /// Where its bytes are to lie.
    pub key: StorageKey,
    /// Where a picture of it is to lie.
    pub preview_key: StorageKey,
}

/// A file with where its bytes lie and what it belongs to.
#[derive(Clone, Debug)]
pub struct KeptFile {
    /// The record.
    pub file: File,
    /// Where its bytes lie.
    pub key: StorageKey,
    /// Where a picture of it lies, if there is one.
    pub preview_key: StorageKey,
    /// The length of that picture in bytes, if there is one.
    pub preview_size: Option<u64>,
    /// What it belongs to; `None` for what belongs to nothing yet, or to nothing any more.
    pub place: Option<FilePlace>,
}

/// What a file belongs to: the record that decides who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePlace {
    /// It is the file of a learning module.
    Module(ModuleId),
    /// It goes with a task.
    Attachment(TaskId),
    /// It waits in the draft of a student for a task.
    Draft(TaskId, UserId),
    /// It was handed in; the newest hand-in that has it.
    Submission(SubmissionId),
    /// It goes with a message, or waits to be sent.
    Message {
        /// In which conversation.
        conversation: ConversationId,
        /// Who uploaded it.
        uploaded_by: UserId,
        /// With which message; `None` while it waits.
        number: Option<MessageNumber>,
    },
}

/// How much more room there is, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The most that one file may have.
    pub most_of_a_file: u64,
    /// What the section has left, for what belongs to one.
    pub of_section: Option<u64>,
    /// What the person has left.
    pub of_person: u64,
}

/// A key under which a file's bytes lie, or a picture of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyOfFile {
    /// The key.
    pub key: StorageKey,
    /// Whose.
    pub file: FileId,
    /// Whether bytes must lie there: whether the file is clean.
    pub must_exist: bool,
    /// Whether they were found missing before.
    pub is_missing: bool,
}

/// The records of files.
pub trait Files {
    /// How much more room the section, if there is one, and the person have.
    fn room(&mut self, section: Option<SectionId>, person: UserId) -> Result<Room, StoreError>;

    /// Stores the record of a file that is on its way.
    fn add_file(&mut self, new: &NewFile) -> Result<(), StoreError>;

    /// A file, locked until the unit of work ends.
    fn file_for_update(&mut self, id: FileId) -> Result<Option<File>, StoreError>;

    /// Stores that a file was accepted.
    fn accept_file(&mut self, file: &File, preview_size: Option<u64>) -> Result<(), StoreError>;

    /// Stores that a file is not wanted any more, unless a record still refers to it; its bytes are removed later.
    fn give_up_file(&mut self, id: FileId) -> Result<(), StoreError>;

    /// Forgets a file that was given up, after its bytes were removed.
    fn forget_file(&mut self, id: FileId) -> Result<(), StoreError>;

    /// A file that may be given out, with where its bytes lie and what it belongs to.
    fn kept_file(&mut self, id: FileId) -> Result<Option<KeptFile>, StoreError>;

    /// Gives up every file that has been on its way since before this; says how many.
    fn give_up_abandoned(&mut self, begun_before: DateTime<Utc>) -> Result<u32, StoreError>;

    /// Some of the files that were given up, with both keys.
    fn given_up_files(&mut self, most: u32) -> Result<Vec<(FileId, StorageKey, StorageKey)>, StoreError>;

    /// Every key of a file after `after` and up to `until`, in order; without a bound where there is none.
    fn keys_between(
        &mut self,
        after: Option<StorageKey>,
        until: Option<StorageKey>,
    ) -> Result<Vec<KeyOfFile>, StoreError>;

    /// Stores that the bytes of these files are missing, or that they are there again.
    fn note_missing(&mut self, files: &[FileId], since: Option<DateTime<Utc>>) -> Result<(), StoreError>;

    /// Stores that a ticket was begun in time.
    fn begin_ticket(
        &mut self,
        fingerprint: &[u8],
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Whether it was.
    fn has_begun(&mut self, fingerprint: &[u8]) -> Result<bool, StoreError>;
}

/// What a browser is to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Save it.
    Attachment,
    /// Show it, in a page that runs nothing.
    Inline,
}

/// What the address of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TicketFacts {
    /// Which file.
    pub file: FileId,
    /// Who may fetch it.
    pub user: UserId,
    /// Through which login.
    pub session: SessionId,
    /// What the browser is to do with it.
    pub disposition: Disposition,
    /// When it was given out, to the second.
    pub issued_at: DateTime<Utc>,
}

/// Seals the addresses of files, so that nobody else can make one.
pub trait TicketSeal: Send + Sync {
    /// The ticket that says this.
    fn seal(&self, facts: &TicketFacts) -> String;

    /// What a ticket says; `None` for one that was not sealed here.
    fn open(&self, ticket: &str) -> Option<TicketFacts>;
}

impl NewFile {
    /// What is about to be received for it, at most so many bytes.
    pub fn incoming(&self, declared: Option<String>, most_bytes: u64) -> super::Incoming {
        super::Incoming {
            key: self.key,
            preview_key: self.preview_key,
            feature: self.file.feature,
            name: self.file.name.clone(),
            declared,
            most_bytes,
        }
    }
}

impl KeptFile {
    /// The file as a person sees it; `None` when it may not be given out.
    pub fn view(&self) -> Option<FileView> {
        let stored = *self.file.stored()?;
        let previewable = self.file.feature.shows(stored.kind, self.preview_size.is_some());
        Some(FileView { id: self.file.id, name: self.file.name.clone(), stored, previewable })
    }
}

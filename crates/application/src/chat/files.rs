use domain::{
    access::Denied,
    chat::{ConversationId, MOST_FILES},
    files::{Feature, FileId},
};

use super::{
    ChatCases, ReadConversationError,
    seats::{member, seat_of},
};
use crate::{
    Caller, Store, StoreError,
    files::{
        AcceptError, BeginError, Declared, Disposition, FilePlace, FileView, Landed, Link, LinkError, Upload,
        accept_upload,
    },
};

/// Why a file was not taken, or not taken away.
#[derive(Debug, thiserror::Error)]
pub enum MessageFileError {
    /// There is no such conversation of the caller, or no such file of theirs in it.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There are as many files waiting to be sent as a message may have.
    #[error("at most {MOST_FILES} files can be sent with a message")]
    TooMany,
    /// There is no room for it.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The file was not accepted.
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for MessageFileError {
    /// The room that a file takes is counted by the database, whichever statement makes it notice.
    fn from(error: StoreError) -> Self {
        match AcceptError::from(error) {
            AcceptError::Store(other) => Self::Store(other),
            refused => Self::Accept(refused),
        }
    }
}

impl From<ReadConversationError> for MessageFileError {
    fn from(error: ReadConversationError) -> Self {
        match error {
            ReadConversationError::NotFound => Self::NotFound,
            ReadConversationError::Denied(denied) => Self::Denied(denied),
            ReadConversationError::Store(failure) => failure.into(),
        }
    }
}

impl ChatCases<'_> {
    /// Lets the bytes of a file come that is to go with a message.
    pub fn begin_file(
        self,
        caller: &Caller,
        id: ConversationId,
        declared: &Declared,
    ) -> Result<Upload, MessageFileError> {
        let person = member(caller)?;
        self.0.db.atomically(caller, |store| {
            seat_of(store, caller, id)?.ok_or(MessageFileError::NotFound)?;
            if store.unsent_files(id, person)? >= MOST_FILES {
                return Err(MessageFileError::TooMany);
            }
            Ok(self.0.begin_upload(store, caller, Feature::Message, None, declared)?)
        })
    }

    /// Keeps a file that landed until it is sent.
    pub fn add_file(
        self,
        caller: &Caller,
        id: ConversationId,
        landed: &Landed,
    ) -> Result<FileView, MessageFileError> {
        let (person, now) = (member(caller)?, self.0.clock.now());
        self.0.db.atomically(caller, |store| {
            seat_of(store, caller, id)?.ok_or(MessageFileError::NotFound)?;
            let (file, _) = accept_upload(store, caller, Feature::Message, landed)?;
            store.add_message_file(id, person, file, now)?;
            let kept = store.kept_file(file)?.ok_or(MessageFileError::NotFound)?;
            kept.view().ok_or(MessageFileError::NotFound)
        })
    }

    /// Takes a file away that was not sent yet.
    pub fn remove_file(
        self,
        caller: &Caller,
        id: ConversationId,
        file: FileId,
    ) -> Result<(), MessageFileError> {
        let person = member(caller)?;
        self.0.db.atomically(caller, |store| {
            seat_of(store, caller, id)?.ok_or(MessageFileError::NotFound)?;
            if store.remove_message_file(id, person, file)? {
                Ok(())
            } else {
                Err(MessageFileError::NotFound)
            }
        })
    }

    /// An address of a file of a conversation.
    pub fn link_file(
        self,
        caller: &Caller,
        id: ConversationId,
        file: FileId,
        disposition: Disposition,
    ) -> Result<Link, LinkError> {
        let belongs = |place| matches!(place, FilePlace::Message { conversation, .. } if conversation == id);
        self.0.db.snapshot(|store| self.0.link(store, caller, file, belongs, disposition))
    }
}

/// Whether the caller may read a file of a conversation: their own that waits, or one that was sent and that they
/// see from their place.
pub(crate) fn may_read_file(
    store: &mut dyn Store,
    caller: &Caller,
    place: FilePlace,
) -> Result<bool, StoreError> {
    let FilePlace::Message { conversation, uploaded_by, number } = place else { return Ok(false) };
    let seat = match seat_of(store, caller, conversation) {
        Ok(seat) => seat,
        Err(ReadConversationError::Store(failure)) => return Err(failure),
        Err(ReadConversationError::NotFound | ReadConversationError::Denied(_)) => None,
    };
    Ok(seat.is_some_and(|seat| match number {
        Some(number) => seat.sees(number),
        None => caller.id() == Some(uploaded_by),
    }))
}

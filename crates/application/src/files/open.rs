use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Denied, HandIn, ReadModule, ReadSubmission, ReadTask},
    files::{FileId, FileKind, FileName, Sha256},
    tasks::{self, Task, TaskId},
};

use super::{Disposition, FileCases, FilePlace, KeptFile, StorageKey, TicketFacts};
use crate::{
    App, Caller, Origin, Store, StoreError,
    chat::may_read_file,
    identity::{AccessClaims, AuthenticateError},
    tasks::TaskEyes,
};

/// How long an address may wait before it is used: for the server's own and for those of the store.
const LIFETIME: TimeDelta = TimeDelta::seconds(60);

/// An address from which a browser may fetch a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What follows the base address of files.
    pub ticket: String,
    /// Until when it must be used.
    pub expires_at: DateTime<Utc>,
}

/// Why nobody was given an address.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// There is no such file, or it belongs to another record.
    #[error("there is no such file")]
    NotFound,
    /// It cannot be shown in a page.
    #[error("files of this kind cannot be shown, only downloaded")]
    NoPreview,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a file was not given out. All but the store's failure look the same from outside.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address was not made here, was not used in time, or its login or its right has ended; or the file
    /// is gone.
    #[error("there is no such file")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is to be sent to a browser.
#[derive(Clone, Debug)]
pub struct OpenFile {
    /// Where the bytes lie.
    pub key: StorageKey,
    /// How many there are.
    pub size: u64,
    /// What they are.
    pub kind: FileKind,
    /// What the file is called.
    pub name: FileName,
    /// The hash of the bytes; `None` for a picture of the file.
    pub sha256: Option<Sha256>,
    /// What the browser is to do with it.
    pub disposition: Disposition,
    /// How long an address of the store may live.
    pub lifetime: TimeDelta,
}

impl OpenFile {
    /// The whole of it.
    pub const fn whole(&self) -> Range<u64> {
        0..self.size
    }
}

impl FileCases<'_> {
    /// What a ticket opens, for whoever still may. The first use must come in time; later ones, such as the next
    /// piece of a film, as long as the login lasts.
    pub fn open(self, ticket: &str, origin: Origin) -> Result<OpenFile, OpenError> {
        let now = self.0.clock.now();
        let facts = self.0.tickets.open(ticket).ok_or(OpenError::NotFound)?;
        let caller = self.caller(&facts, origin)?;
        let fingerprint = self.0.tokens.fingerprint(ticket.as_bytes());
        let in_time = now < facts.issued_at + LIFETIME;
        let kept = self.0.db.snapshot(|store| {
            if !in_time && !store.has_begun(&fingerprint)? {
                return Ok(None);
            }
            readable(store, &caller, facts.file)
        })?;
        let kept = kept.ok_or(OpenError::NotFound)?;
        if in_time {
            self.0.db.atomically(&Caller::system("files"), |store| {
                store.begin_ticket(&fingerprint, facts.session, now)
            })?;
        }
        opened(&kept, facts.disposition).ok_or(OpenError::NotFound)
    }

    /// The login of the ticket, if it is still open.
    fn caller(self, facts: &TicketFacts, origin: Origin) -> Result<Caller, OpenError> {
        let claims = AccessClaims { user: facts.user, session: facts.session, expires_at: facts.issued_at };
        let identity = self.0.identity();
        let person = match identity.recognise(&claims) {
            Some(person) => person,
            None => identity.authenticate(&claims).map_err(|error| match error {
                AuthenticateError::Refused(_) => OpenError::NotFound,
                AuthenticateError::Store(failure) => failure.into(),
            })?,
        };
        Ok(identity.caller(&person, &claims, origin))
    }
}

impl App {
    /// An address of a file of this place, for a caller who may read it.
    pub(crate) fn link(
        &self,
        store: &mut dyn Store,
        caller: &Caller,
        file: FileId,
        belongs: impl Fn(FilePlace) -> bool,
        disposition: Disposition,
    ) -> Result<Link, LinkError> {
        let kept = readable(store, caller, file)?.ok_or(LinkError::NotFound)?;
        if !kept.place.is_some_and(belongs) {
            return Err(LinkError::NotFound);
        }
        let can_be_shown = kept.view().is_some_and(|view| view.previewable);
        if disposition == Disposition::Inline && !can_be_shown {
            return Err(LinkError::NoPreview);
        }
        let (Some(user), Some(session)) = (caller.id(), caller.session()) else {
            return Err(Denied::Forbidden.into());
        };
        let issued_at = self.clock.now();
        let ticket = self.tickets.seal(&TicketFacts { file, user, session, disposition, issued_at });
        Ok(Link { ticket, expires_at: issued_at + LIFETIME })
    }
}

/// The file, if the caller may read it now: judged by the record that it belongs to, and by nothing else.
pub(super) fn readable(
    store: &mut dyn Store,
    caller: &Caller,
    file: FileId,
) -> Result<Option<KeptFile>, StoreError> {
    let Some(kept) = store.kept_file(file)? else { return Ok(None) };
    let may_read = match kept.place {
        None => false,
        Some(FilePlace::Module(id)) => {
            store.module(id, None)?.is_some_and(|view| caller.may::<ReadModule>(view.module).is_ok())
        }
        Some(FilePlace::Attachment(id)) => {
            task(store, id)?.is_some_and(|task| caller.may::<ReadTask>(task).is_ok())
        }
        Some(FilePlace::Draft(id, student)) => {
            task(store, id)?.is_some_and(|task| caller.may::<HandIn>(tasks::HandIn { task, student }).is_ok())
        }
        Some(FilePlace::Submission(id)) => {
            store.submission(id)?.is_some_and(|view| caller.may::<ReadSubmission>(view.submission).is_ok())
        }
        Some(place @ FilePlace::Message { .. }) => may_read_file(store, caller, place)?,
    };
    Ok(Some(kept).filter(|_| may_read))
}

fn task(store: &mut dyn Store, id: TaskId) -> Result<Option<Task>, StoreError> {
    Ok(store.task(id, &TaskEyes::default())?.map(|view| view.task))
}

/// What is sent of it. A picture is shown from what holds nothing that a camera noted.
pub(crate) fn opened(kept: &KeptFile, disposition: Disposition) -> Option<OpenFile> {
    let stored = kept.file.stored()?;
    let whole = OpenFile {
        key: kept.key,
        size: stored.size,
        kind: stored.kind,
        name: kept.file.name.clone(),
        sha256: Some(stored.sha256),
        disposition,
        lifetime: LIFETIME,
    };
    match (disposition, kept.preview_size) {
        (Disposition::Inline, Some(size)) => {
            Some(OpenFile { key: kept.preview_key, size, kind: FileKind::Jpeg, sha256: None, ..whole })
        }
        _ => Some(whole),
    }
}

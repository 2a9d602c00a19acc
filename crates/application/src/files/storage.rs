//! The port to where the bytes of files lie. It is asynchronous, and used outside every unit of work: begin a
//! file, let its bytes stream, complete it.

use std::{fmt, ops::Range, pin::Pin};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::{Feature, FileName, KindRefused, StoredFile};
use futures_core::Stream;

/// Work that goes on for a while, on the thread that began it.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Bytes as they come.
pub type ByteStream<'a> = Pin<Box<dyn Stream<Item = Result<Bytes, BrokenOff>> + 'a>>;

/// The bytes ended before they were all there: whoever sent them went away, or the store did.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes broke off: {0}")]
pub struct BrokenOff(pub String);

/// Where the bytes of a file lie: 128 bits that nobody can guess, and nothing that a person wrote.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StorageKey([u8; 16]);

impl StorageKey {
    /// A key of random bits.
    pub const fn new(bits: [u8; 16]) -> Self {
        Self(bits)
    }

    /// The key that is written so; `None` when none is.
    pub fn parse(written: &str) -> Option<Self> {
        let is_written_so = written.len() == 32
            && written.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit));
        is_written_so
            .then(|| u128::from_str_radix(written, 16).ok().map(|bits| Self(bits.to_be_bytes())))
            .flatten()
    }
}

impl fmt::Display for StorageKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", u128::from_be_bytes(self.0))
    }
}
impl fmt::Debug for StorageKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A file that is about to be received.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Where its bytes are to lie.
    pub key: StorageKey,
    /// Where a picture of it is to lie, if it gets one: small, and without what a camera noted.
    pub preview_key: StorageKey,
    /// What it is for.
    pub feature: Feature,
    /// What it is called.
    pub name: FileName,
    /// What whoever sends it says that it is.
    pub declared: Option<String>,
    /// The most bytes that are taken.
    pub most_bytes: u64,
}

/// A file that was received and looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// What was stored.
    pub stored: StoredFile,
    /// The length in bytes of the picture of it under the other key, if there is one.
    pub preview_size: Option<u64>,
}

/// Why a file was not received. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiveError {
    /// It holds not a single byte.
    #[error("the file is empty")]
    Empty,
    /// It has more bytes than are taken.
    #[error("the file has more than {most} bytes")]
    TooLarge {
        /// The most that are taken.
        most: u64,
    },
    /// It is not of a kind that is taken, or not what it says.
    #[error(transparent)]
    Kind(#[from] KindRefused),
    /// It is damaged, or made to harm whoever opens it; the reason is for people.
    #[error("{0}")]
    Harmful(&'static str),
    /// The scanner found something in it.
    #[error("the scanner found {name} in it")]
    Infected {
        /// What it is called by the scanner.
        name: String,
    },
    /// The scanner cannot be asked, so nothing is accepted.
    #[error("the scanner does not answer: {0}")]
    ScannerAway(String),
    /// Whoever sent it went away.
    #[error(transparent)]
    BrokenOff(#[from] BrokenOff),
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why the store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// Nothing lies under this key.
    #[error("nothing lies under this key")]
    Missing,
    /// There is no space left.
    #[error("there is no space left")]
    Full,
    /// It cannot be reached, or fails; the text is for the log.
    #[error("the store is away: {0}")]
    Away(String),
}

/// An object that lies in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredObject {
    /// Under which key.
    pub key: StorageKey,
    /// Its length in bytes.
    pub size: u64,
    /// When it was stored.
    pub stored_at: DateTime<Utc>,
}

/// Keeps the bytes of files, and looks at them before they are trusted.
pub trait FileStorage: Send + Sync {
    /// Takes the bytes in as they come, without ever holding a whole file in memory (but a picture, which
    /// is bounded): counts, hashes and recognises them while they pass, looks at archives and pictures
    /// once they have landed, and lets the scanner look last. Whatever refuses, and when the future is
    /// dropped half-way, nothing stays under either key.
    fn receive<'a>(
        &'a self,
        file: &'a Incoming,
        bytes: ByteStream<'a>,
    ) -> Work<'a, Result<Received, ReceiveError>>;

    /// Reads a part of what lies under the key; `range` lies within its length.
    fn read(&self, key: StorageKey, range: Range<u64>)
    -> Work<'_, Result<ByteStream<'static>, StorageError>>;

    /// An address from which whoever holds it may fetch the object for so long, as a download under this
    /// name; `None` when the store gives out none, and the bytes must go through the server.
    fn address<'a>(
        &'a self,
        key: StorageKey,
        name: &'a FileName,
        lifetime: TimeDelta,
    ) -> Work<'a, Result<Option<String>, StorageError>>;

    /// Removes what lies under the key; nothing may lie there.
    fn delete(&self, key: StorageKey) -> Work<'_, Result<(), StorageError>>;

    /// The objects whose keys follow `after`, at most so many, in the order of their keys. What is still
    /// on its way is none.
    fn list(
        &self,
        after: Option<StorageKey>,
        most: usize,
    ) -> Work<'_, Result<Vec<StoredObject>, StorageError>>;

    /// Removes what uploads left behind that were begun before this and never ended: unfinished objects,
    /// which `list` does not show. Says how many there were.
    fn sweep(&self, begun_before: DateTime<Utc>) -> Work<'_, Result<u32, StorageError>>;

    /// Whether it can be reached and written to.
    fn check(&self) -> Work<'_, Result<(), StorageError>>;
}

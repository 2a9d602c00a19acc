use std::ops::Range;

use application::files::{ByteStream, StorageError, StorageKey, StoredObject, Work};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::{FileKind, FileName};
use futures_util::TryStreamExt;

/// What an object is called and what it is, for stores that give objects out by themselves.
#[derive(Clone, Copy)]
pub(crate) struct Label<'a> {
    pub(crate) name: &'a FileName,
    pub(crate) kind: FileKind,
}

/// Where objects lie. It judges none of them.
pub(crate) trait Shelf: Send + Sync {
    /// Begins an object. It can be seen once it has landed; until then, and when it never does, nothing is there.
    fn begin<'a>(
        &'a self,
        key: StorageKey,
        label: Label<'a>,
    ) -> Work<'a, Result<Box<dyn Landing>, StorageError>>;

    fn read(&self, key: StorageKey, range: Range<u64>)
    -> Work<'_, Result<ByteStream<'static>, StorageError>>;

    fn address<'a>(
        &'a self,
        key: StorageKey,
        name: &'a FileName,
        lifetime: TimeDelta,
    ) -> Work<'a, Result<Option<String>, StorageError>>;

    fn delete(&self, key: StorageKey) -> Work<'_, Result<(), StorageError>>;

    /// Removes what lies under the key while nobody waits for it: the future that would have was dropped.
    fn discard(&self, key: StorageKey);

    fn list(
        &self,
        after: Option<StorageKey>,
        most: usize,
    ) -> Work<'_, Result<Vec<StoredObject>, StorageError>>;

    fn sweep(&self, begun_before: DateTime<Utc>) -> Work<'_, Result<u32, StorageError>>;

    fn check(&self) -> Work<'_, Result<(), StorageError>>;
}

/// An object on its way to a shelf. Dropped before it has landed, it leaves nothing behind.
pub(crate) trait Landing {
    fn write(&mut self, bytes: Bytes) -> Work<'_, Result<(), StorageError>>;

    /// Lets it land: afterwards it lies under its key, whole, also when the power fails.
    fn finish(self: Box<Self>) -> Work<'static, Result<(), StorageError>>;
}

/// One object on a shelf, to be read here and there.
pub(crate) struct Source<'a> {
    pub(crate) shelf: &'a dyn Shelf,
    pub(crate) key: StorageKey,
    pub(crate) size: u64,
}

impl Source<'_> {
    /// All of its bytes as they come.
    pub(crate) async fn stream(&self) -> Result<ByteStream<'static>, StorageError> {
        self.shelf.read(self.key, 0..self.size).await
    }

    /// A part of it, which must be small.
    pub(crate) async fn part(&self, range: Range<u64>) -> Result<Vec<u8>, StorageError> {
        let length = usize::try_from(range.end.saturating_sub(range.start))
            .map_err(|_| StorageError::Away("a part is too long for memory".to_owned()))?;
        let mut whole = Vec::with_capacity(length);
        let mut stream = self.shelf.read(self.key, range).await?;
        while let Some(part) =
            stream.try_next().await.map_err(|broken| StorageError::Away(broken.to_string()))?
        {
            whole.extend_from_slice(&part);
        }
        if whole.len() == length {
            Ok(whole)
        } else {
            Err(StorageError::Away(format!("{} of {length} bytes came", whole.len())))
        }
    }
}

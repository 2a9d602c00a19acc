use std::{ops::Range, path::Path, sync::Arc};

use application::files::{
    ByteStream, FileStorage, Incoming, ReceiveError, Received, StorageError, StorageKey, StoredObject, Work,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::FileName;

use crate::{
    clamd::Clamd,
    disk::Disk,
    intake,
    objects::{GoogleCloudOptions, Objects, S3Options},
    shelf::Shelf,
    workbench::Workbench,
};

/// Keeps the bytes of files, and looks at each before it is trusted.
pub struct Storage {
    pub(crate) shelf: Arc<dyn Shelf>,
    pub(crate) scanner: Option<Clamd>,
    pub(crate) workbench: Workbench,
}

/// Why there is no store.
#[derive(Debug, thiserror::Error)]
pub enum StorageRefused {
    /// The directory cannot be made or is not ours.
    #[error("the directory for files cannot be used: {0}")]
    Directory(#[source] std::io::Error),
    /// The options of an object store make no sense; the text names the option and never a secret.
    #[error("the object store cannot be used: {0}")]
    Options(String),
    /// The threads of the store could not be started.
    #[error("a thread of the store cannot be started: {0}")]
    Thread(#[source] std::io::Error),
}

impl Storage {
    /// A store in a directory of this machine, which is made when it is missing.
    pub fn on_disk(directory: &Path) -> Result<Self, StorageRefused> {
        let disk = Disk::open(directory).map_err(StorageRefused::Directory)?;
        Self::upon(Arc::new(disk))
    }

    /// A store in a bucket of S3, or of a server that speaks like it. The bucket is not asked for yet.
    pub fn in_s3(options: &S3Options) -> Result<Self, StorageRefused> {
        Self::upon(Arc::new(Objects::in_s3(options)?))
    }

    /// A store in a bucket of Google Cloud. The bucket is not asked for yet.
    pub fn in_google_cloud(options: &GoogleCloudOptions) -> Result<Self, StorageRefused> {
        Self::upon(Arc::new(Objects::in_google_cloud(options)?))
    }

    /// The same store, in which nothing is accepted that this scanner has not looked at.
    #[must_use]
    pub fn with_scanner(self, scanner: Clamd) -> Self {
        Self { scanner: Some(scanner), ..self }
    }

    fn upon(shelf: Arc<dyn Shelf>) -> Result<Self, StorageRefused> {
        Ok(Self { shelf, scanner: None, workbench: Workbench::open().map_err(StorageRefused::Thread)? })
    }
}

impl FileStorage for Storage {
    fn receive<'a>(
        &'a self,
        file: &'a Incoming,
        bytes: ByteStream<'a>,
    ) -> Work<'a, Result<Received, ReceiveError>> {
        Box::pin(intake::receive(self, file, bytes))
    }

    fn read(
        &self,
        key: StorageKey,
        range: Range<u64>,
    ) -> Work<'_, Result<ByteStream<'static>, StorageError>> {
        self.shelf.read(key, range)
    }

    fn address<'a>(
        &'a self,
        key: StorageKey,
        name: &'a FileName,
        lifetime: TimeDelta,
    ) -> Work<'a, Result<Option<String>, StorageError>> {
        self.shelf.address(key, name, lifetime)
    }

    fn delete(&self, key: StorageKey) -> Work<'_, Result<(), StorageError>> {
        self.shelf.delete(key)
    }

    fn list(
        &self,
        after: Option<StorageKey>,
        most: usize,
    ) -> Work<'_, Result<Vec<StoredObject>, StorageError>> {
        self.shelf.list(after, most)
    }

    fn sweep(&self, begun_before: DateTime<Utc>) -> Work<'_, Result<u32, StorageError>> {
        self.shelf.sweep(begun_before)
    }

    fn check(&self) -> Work<'_, Result<(), StorageError>> {
        self.shelf.check()
    }
}

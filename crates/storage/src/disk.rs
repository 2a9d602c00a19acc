use std::{
    fs::{self, DirBuilder, OpenOptions},
    io,
    ops::Range,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::SystemTime,
};

use application::files::{BrokenOff, ByteStream, StorageError, StorageKey, StoredObject, Work};
use bytes::{Bytes, BytesMut};
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::FileName;
use futures_util::stream;
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt},
};

use crate::{
    intake::PART_BYTES,
    shelf::{Label, Landing, Shelf},
};

/// Where files lie until all their bytes are there.
const INCOMING: &str = "incoming";

/// A directory of this machine. An object lies at `ab/cd/<key>`, where `abcd` is how its key begins, so that no
/// folder ever holds too many.
pub(crate) struct Disk {
    root: PathBuf,
    incoming: PathBuf,
}

impl Disk {
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        let incoming = root.join(INCOMING);
        private_directory(&incoming)?;
        Ok(Self { root: root.to_owned(), incoming })
    }

    fn place(&self, key: StorageKey) -> PathBuf {
        let written = key.to_string();
        let (first, rest) = written.split_at(2);
        let (second, _) = rest.split_at(2);
        self.root.join(first).join(second).join(written)
    }

    fn temporary(&self, key: StorageKey) -> PathBuf {
        self.incoming.join(key.to_string())
    }
}

fn private_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

impl Shelf for Disk {
    fn begin<'a>(
        &'a self,
        key: StorageKey,
        _: Label<'a>,
    ) -> Work<'a, Result<Box<dyn Landing>, StorageError>> {
        Box::pin(async move {
            let temporary = Temporary(self.temporary(key));
            let file = create(&temporary.0).map_err(|error| failed(&error))?;
            let landing = DiskLanding { file, temporary, root: self.root.clone(), place: self.place(key) };
            Ok(Box::new(landing) as Box<dyn Landing>)
        })
    }

    fn read(
        &self,
        key: StorageKey,
        range: Range<u64>,
    ) -> Work<'_, Result<ByteStream<'static>, StorageError>> {
        Box::pin(async move {
            let mut file = File::open(self.place(key)).await.map_err(|error| missing_or_failed(&error))?;
            let length = file.metadata().await.map_err(|error| failed(&error))?.len();
            if range.end > length {
                return Err(StorageError::Away(format!("{key} has only {length} bytes")));
            }
            file.seek(io::SeekFrom::Start(range.start)).await.map_err(|error| failed(&error))?;
            let left = range.end.saturating_sub(range.start);
            Ok(Box::pin(stream::try_unfold((file, left), next_part)) as ByteStream<'static>)
        })
    }

    fn address<'a>(
        &'a self,
        _: StorageKey,
        _: &'a FileName,
        _: TimeDelta,
    ) -> Work<'a, Result<Option<String>, StorageError>> {
        Box::pin(async { Ok(None) })
    }

    fn delete(&self, key: StorageKey) -> Work<'_, Result<(), StorageError>> {
        Box::pin(async move {
            let place = self.place(key);
            if is_removed(tokio::fs::remove_file(&place).await)? {
                sync_directory(place.parent().unwrap_or(&self.root)).await?;
            }
            Ok(())
        })
    }

    fn discard(&self, key: StorageKey) {
        if let Err(error) = is_removed(fs::remove_file(self.place(key))) {
            tracing::warn!(%key, %error, "what nobody waits for lies there until it is found");
        }
    }

    fn list(
        &self,
        after: Option<StorageKey>,
        most: usize,
    ) -> Work<'_, Result<Vec<StoredObject>, StorageError>> {
        Box::pin(self.list_objects(after, most))
    }

    fn sweep(&self, begun_before: DateTime<Utc>) -> Work<'_, Result<u32, StorageError>> {
        Box::pin(async move {
            let mut swept = 0;
            for name in names(&self.incoming).await? {
                let path = self.incoming.join(name);
                let Some((_, touched_at)) = facts(&path).await? else { continue };
                if touched_at < begun_before && is_removed(tokio::fs::remove_file(&path).await)? {
                    swept += 1;
                }
            }
            Ok(swept)
        })
    }

    fn check(&self) -> Work<'_, Result<(), StorageError>> {
        Box::pin(async move {
            let temporary = Temporary(self.incoming.join("check"));
            let mut file = create(&temporary.0).map_err(|error| failed(&error))?;
            let written = async {
                file.write_all(b"is there space?").await?;
                file.flush().await?;
                file.sync_all().await
            };
            written.await.map_err(|error| failed(&error))
        })
    }
}

impl Disk {
    async fn list_objects(
        &self,
        after: Option<StorageKey>,
        most: usize,
    ) -> Result<Vec<StoredObject>, StorageError> {
        let after = after.map(|key| key.to_string()).unwrap_or_default();
        let from = |length: usize| after.get(..length).unwrap_or_default().to_owned();
        let mut found = Vec::new();
        for first in names(&self.root).await?.into_iter().filter(|name| is_folder(name) && *name >= from(2)) {
            let folder = self.root.join(&first);
            for second in names(&folder).await?.into_iter().filter(|name| is_folder(name)) {
                if format!("{first}{second}") < from(4) {
                    continue;
                }
                let folder = folder.join(&second);
                for name in names(&folder).await?.into_iter().filter(|name| *name > after) {
                    if found.len() >= most {
                        return Ok(found);
                    }
                    found.extend(object(&folder.join(&name), &name).await?);
                }
            }
        }
        Ok(found)
    }
}

async fn object(path: &Path, name: &str) -> Result<Option<StoredObject>, StorageError> {
    let (Some(key), Some((size, stored_at))) = (StorageKey::parse(name), facts(path).await?) else {
        return Ok(None);
    };
    Ok(Some(StoredObject { key, size, stored_at }))
}

/// Size and time of what lies there, or nothing when it went away in the meantime.
async fn facts(path: &Path) -> Result<Option<(u64, DateTime<Utc>)>, StorageError> {
    match tokio::fs::metadata(path).await {
        Ok(facts) => {
            let touched_at = facts.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            Ok(Some((facts.len(), touched_at.into())))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(&error)),
    }
}

/// The names in a folder, in their order.
async fn names(folder: &Path) -> Result<Vec<String>, StorageError> {
    let mut entries = tokio::fs::read_dir(folder).await.map_err(|error| failed(&error))?;
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await.map_err(|error| failed(&error))? {
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

fn is_folder(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
}

/// A file that is removed when this is dropped, wherever the work on it ended.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = is_removed(fs::remove_file(&self.0)) {
            tracing::warn!(path = %self.0.display(), %error, "an unfinished file lies there until it is swept");
        }
    }
}

struct DiskLanding {
    file: File,
    temporary: Temporary,
    root: PathBuf,
    place: PathBuf,
}

impl Landing for DiskLanding {
    fn write(&mut self, bytes: Bytes) -> Work<'_, Result<(), StorageError>> {
        Box::pin(async move { self.file.write_all(&bytes).await.map_err(|error| failed(&error)) })
    }

    fn finish(self: Box<Self>) -> Work<'static, Result<(), StorageError>> {
        Box::pin(async move {
            let Self { mut file, temporary, root, place } = *self;
            let landed = async {
                file.flush().await?;
                file.sync_all().await?;
                let folder = place.parent().unwrap_or(&root);
                make_folders(&root, folder).await?;
                tokio::fs::rename(&temporary.0, &place).await?;
                sync(folder).await
            };
            landed.await.map_err(|error| failed(&error))
        })
    }
}

/// Makes the folders of an object, and what they lie in remember them.
async fn make_folders(root: &Path, folder: &Path) -> io::Result<()> {
    if tokio::fs::try_exists(folder).await? {
        return Ok(());
    }
    tokio::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).await?;
    for above in folder.ancestors().skip(1).take_while(|above| above.starts_with(root)) {
        sync(above).await?;
    }
    Ok(())
}

/// Makes a file at once, so that nobody can go away between its making and what would remove it.
fn create(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    Ok(File::from_std(file))
}

async fn sync(directory: &Path) -> io::Result<()> {
    File::open(directory).await?.sync_all().await
}

async fn sync_directory(directory: &Path) -> Result<(), StorageError> {
    sync(directory).await.map_err(|error| failed(&error))
}

async fn next_part((mut file, left): (File, u64)) -> Result<Option<(Bytes, (File, u64))>, BrokenOff> {
    if left == 0 {
        return Ok(None);
    }
    let most = usize::try_from(left).unwrap_or(PART_BYTES).min(PART_BYTES);
    let mut part = BytesMut::with_capacity(most);
    let read = (&mut file).take(most as u64).read_buf(&mut part).await;
    match read {
        Ok(0) => Err(BrokenOff(format!("{left} bytes are missing"))),
        Ok(length) => Ok(Some((part.freeze(), (file, left.saturating_sub(length as u64))))),
        Err(error) => Err(BrokenOff(error.to_string())),
    }
}

/// Whether something was removed; that nothing was there is no failure.
fn is_removed(outcome: io::Result<()>) -> Result<bool, StorageError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed(&error)),
    }
}

fn missing_or_failed(error: &io::Error) -> StorageError {
    if error.kind() == io::ErrorKind::NotFound { StorageError::Missing } else { failed(error) }
}

fn failed(error: &io::Error) -> StorageError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StorageError::Full,
        _ => StorageError::Away(error.to_string()),
    }
}

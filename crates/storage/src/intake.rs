//! The way of a file from its first byte until it is trusted.

use std::mem;

use application::files::{ByteStream, Incoming, ReceiveError, Received, StorageError, StorageKey};
use bytes::{Bytes, BytesMut};
use domain::files::{FileKind, Sha256, StoredFile};
use futures_util::StreamExt;
use sha2::Digest;

use crate::{
    archive,
    gauge::{Gauge, Measured},
    kind::Looks,
    picture::{self, Order},
    shelf::{Label, Landing, Shelf, Source},
    storage::Storage,
};

/// How many bytes are written at a time.
pub(crate) const PART_BYTES: usize = 256 * 1024;

pub(crate) async fn receive(
    store: &Storage,
    file: &Incoming,
    bytes: ByteStream<'_>,
) -> Result<Received, ReceiveError> {
    let mut leftovers = Leftovers { shelf: &*store.shelf, keys: Vec::new() };
    let outcome = take_in(store, file, bytes, &mut leftovers).await;
    match &outcome {
        Ok(_) => leftovers.keep(),
        // To ask a store that is away once more would only let people wait.
        Err(ReceiveError::Storage(StorageError::Away(_))) => {}
        Err(_) => leftovers.remove().await,
    }
    outcome
}

async fn take_in(
    store: &Storage,
    file: &Incoming,
    bytes: ByteStream<'_>,
    leftovers: &mut Leftovers<'_>,
) -> Result<Received, ReceiveError> {
    let measured = land(&*store.shelf, file, bytes, leftovers).await?;
    let received = look(store, file, &measured, leftovers).await?;
    if let Some(scanner) = &store.scanner {
        let source = Source { shelf: &*store.shelf, key: file.key, size: received.stored.size };
        scanner.scan(source.stream().await?).await?;
    }
    Ok(received)
}

/// Lets the bytes pass the gauge and land on the shelf.
async fn land(
    shelf: &dyn Shelf,
    file: &Incoming,
    mut bytes: ByteStream<'_>,
    leftovers: &mut Leftovers<'_>,
) -> Result<Measured, ReceiveError> {
    let mut gauge = Gauge::new(file);
    let mut waiting = BytesMut::new();
    let mut landing = None;
    while let Some(part) = bytes.next().await {
        let part = part?;
        gauge.take(&part)?;
        waiting.extend_from_slice(&part);
        if let Some(looks) = gauge.looks()
            && waiting.len() >= PART_BYTES
        {
            let landing = match &mut landing {
                Some(landing) => landing,
                none => none.insert(begin(shelf, file, looks, leftovers).await?),
            };
            write(landing, waiting.split().freeze()).await?;
        }
    }
    let measured = gauge.finish()?;
    let mut landing = match landing {
        Some(landing) => landing,
        None => begin(shelf, file, measured.looks, leftovers).await?,
    };
    write(&mut landing, waiting.freeze()).await?;
    landing.finish().await?;
    Ok(measured)
}

async fn begin(
    shelf: &dyn Shelf,
    file: &Incoming,
    looks: Looks,
    leftovers: &mut Leftovers<'_>,
) -> Result<Box<dyn Landing>, StorageError> {
    let kind = match looks {
        Looks::Like(kind) => kind,
        Looks::Packed => FileKind::Zip,
    };
    leftovers.expect(file.key);
    shelf.begin(file.key, Label { name: &file.name, kind }).await
}

async fn write(landing: &mut Box<dyn Landing>, mut bytes: Bytes) -> Result<(), StorageError> {
    while !bytes.is_empty() {
        let part = bytes.split_to(bytes.len().min(PART_BYTES));
        landing.write(part).await?;
    }
    Ok(())
}

/// Looks at what has landed.
async fn look(
    store: &Storage,
    file: &Incoming,
    measured: &Measured,
    leftovers: &mut Leftovers<'_>,
) -> Result<Received, ReceiveError> {
    let source = Source { shelf: &*store.shelf, key: file.key, size: measured.size };
    let kind = match measured.looks {
        Looks::Like(kind) if kind.is_image() => {
            return develop(store, file, kind, measured, leftovers).await;
        }
        Looks::Like(kind) => kind,
        Looks::Packed => archive::look(&source, &store.workbench, &measured.tail).await?,
    };
    kind.check(file.feature, &file.name, file.declared.as_deref())?;
    let stored = StoredFile { kind, size: measured.size, sha256: measured.sha256 };
    Ok(Received { stored, preview_size: None })
}

/// Looks at a picture, and keeps it as it is with a small print beside it, or keeps only a print.
async fn develop(
    store: &Storage,
    file: &Incoming,
    kind: FileKind,
    measured: &Measured,
    leftovers: &mut Leftovers<'_>,
) -> Result<Received, ReceiveError> {
    let shelf = &*store.shelf;
    let order = if file.feature.rewrites_images() { Order::Anew } else { Order::Preview };
    let source = Source { shelf, key: file.key, size: measured.size };
    let original = StoredFile { kind, size: measured.size, sha256: measured.sha256 };
    // Its turn comes first: who waits holds no picture in memory.
    let turn = store.workbench.turn().await?;
    let bytes = source.part(0..source.size).await?;
    let print = turn.run(move || picture::draw(bytes, kind, order)).await?;
    let size = print.len() as u64;
    match order {
        Order::Anew if size > file.most_bytes => Err(ReceiveError::TooLarge { most: file.most_bytes }),
        Order::Anew => {
            let stored = StoredFile { size, sha256: Sha256(sha2::Sha256::digest(&print).into()), ..original };
            put(shelf, file.key, Label { name: &file.name, kind }, print).await?;
            Ok(Received { stored, preview_size: None })
        }
        Order::Preview => {
            leftovers.expect(file.preview_key);
            let label = Label { name: &file.name, kind: FileKind::Jpeg };
            put(shelf, file.preview_key, label, print).await?;
            Ok(Received { stored: original, preview_size: Some(size) })
        }
    }
}

async fn put(shelf: &dyn Shelf, key: StorageKey, label: Label<'_>, bytes: Bytes) -> Result<(), StorageError> {
    let mut landing = shelf.begin(key, label).await?;
    write(&mut landing, bytes).await?;
    landing.finish().await
}

/// What may lie on the shelf while nobody has accepted it. It goes when this is dropped.
struct Leftovers<'a> {
    shelf: &'a dyn Shelf,
    keys: Vec<StorageKey>,
}

impl Leftovers<'_> {
    fn expect(&mut self, key: StorageKey) {
        self.keys.push(key);
    }

    fn keep(&mut self) {
        self.keys.clear();
    }

    async fn remove(&mut self) {
        for key in &self.keys {
            if let Err(error) = self.shelf.delete(*key).await {
                tracing::warn!(%key, %error, "what was refused lies there until it is found");
            }
        }
        self.keys.clear();
    }
}

impl Drop for Leftovers<'_> {
    fn drop(&mut self) {
        for key in mem::take(&mut self.keys) {
            self.shelf.discard(key);
        }
    }
}

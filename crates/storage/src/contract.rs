//! What every store must do, as functions that any store's tests can call. Each wants a store that holds nothing,
//! has no scanner, and leaves nothing in it.

#![expect(clippy::missing_panics_doc, reason = "each function is the body of a test")]

use std::{
    fmt::Debug,
    io::Cursor,
    sync::atomic::{AtomicU8, Ordering},
};

use application::files::{
    BrokenOff, ByteStream, FileStorage, Incoming, ReceiveError, Received, StorageError, StorageKey,
};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta};
use domain::files::{Feature, FileKind, KindRefused, Sha256};
use futures_util::{
    StreamExt, TryStreamExt,
    future::{Either, select},
    stream,
};
use sha2::Digest;
use tokio::sync::oneshot;

/// Large enough that a store sends it in several requests.
const LARGE: usize = 17 * 1024 * 1024 + 7;

/// How many bytes come at a time.
const PART: usize = 64 * 1024;

/// Runs the whole contract.
pub async fn all(store: &dyn FileStorage) {
    what_was_received_is_read_back(store).await;
    any_part_can_be_read(store).await;
    what_is_not_there_is_missing(store).await;
    what_is_refused_leaves_nothing(store).await;
    what_is_dropped_half_way_leaves_nothing(store).await;
    what_is_on_its_way_is_not_listed(store).await;
    objects_are_listed_page_by_page(store).await;
    a_picture_gets_a_preview_or_is_drawn_anew(store).await;
    assert_eq!(fine(store.check().await), ());
}

/// All bytes come back, of any size, with their hash.
pub async fn what_was_received_is_read_back(store: &dyn FileStorage) {
    for size in [1, 1023, 1024, 300_000, 8 * 1024 * 1024, LARGE] {
        let text = text(size);
        let file = incoming("notes.txt");
        let received = fine(store.receive(&file, parts(&text)).await);
        assert_eq!((received.stored.kind, received.preview_size), (FileKind::Text, None));
        assert_eq!(received.stored.size, size as u64);
        assert_eq!(received.stored.sha256, Sha256(sha2::Sha256::digest(&text).into()));
        assert!(read(store, file.key, 0, size).await == text, "{size} bytes are others");
        remove(store, &file).await;
    }
}

/// Any part can be read, also an empty one, and not one that is not there.
pub async fn any_part_can_be_read(store: &dyn FileStorage) {
    let text = text(5 * 1024 * 1024);
    let file = incoming("notes.md");
    fine(store.receive(&file, parts(&text)).await);
    for (from, to) in [(0, 1), (0, 0), (7, 7), (2_000_000, 4_500_000), (5_242_879, 5_242_880), (1_000, 1_001)]
    {
        let part = read(store, file.key, from, to).await;
        assert!(text.get(from..to) == Some(&*part), "{from} to {to} are others");
    }
    let end = text.len() as u64;
    let past =
        async { store.read(file.key, end - 1..end + 1).await?.try_collect::<Vec<_>>().await.map_err(away) };
    assert!(matches!(past.await, Err(StorageError::Away(_))), "a part that is not there is no success");
    remove(store, &file).await;
}

/// What was never there and what is there no more are one.
pub async fn what_is_not_there_is_missing(store: &dyn FileStorage) {
    let file = incoming("notes.txt");
    assert!(is_missing(store, file.key).await);
    fine(store.delete(file.key).await);
    fine(store.receive(&file, parts(b"some notes")).await);
    assert!(!is_missing(store, file.key).await);
    fine(store.delete(file.key).await);
    assert!(is_missing(store, file.key).await);
}

/// Whatever refuses a file, early or late, and when its bytes break off.
pub async fn what_is_refused_leaves_nothing(store: &dyn FileStorage) {
    let long = text(LARGE);
    let most_bytes = LARGE as u64 - 1;
    let small = Incoming { most_bytes, ..incoming("notes.txt") };
    refuses(store, &small, parts(&long), &ReceiveError::TooLarge { most: most_bytes }).await;
    refuses(store, &incoming("notes.txt"), parts(b""), &ReceiveError::Empty).await;

    let not_taken = ReceiveError::Kind(KindRefused::NotTaken);
    refuses(store, &incoming("notes.txt"), parts(b"<html><script>alert(1)</script>"), &not_taken).await;
    let mut late = long.clone();
    late.push(0);
    refuses(store, &incoming("notes.txt"), parts(&late), &not_taken).await;
    let declared = Some("image/png".to_owned());
    let declared = Incoming { declared, ..incoming("notes.txt") };
    let other = ReceiveError::Kind(KindRefused::OtherDeclaration);
    refuses(store, &declared, parts(b"some notes"), &other).await;

    let gone = BrokenOff("they went away".to_owned());
    let broken = parts(&long).chain(stream::iter([Err(gone.clone())]));
    refuses(store, &incoming("notes.txt"), Box::pin(broken), &ReceiveError::BrokenOff(gone)).await;
    nothing_is_left(store).await;
}

/// Whoever waits for a file is gone, before its first bytes and after many.
pub async fn what_is_dropped_half_way_leaves_nothing(store: &dyn FileStorage) {
    for size in [0, 10, 300_000, LARGE] {
        let file = incoming("notes.txt");
        begin_and(store, &file, size, async || {}).await;
        assert!(is_missing(store, file.key).await, "{size} bytes are left");
    }
    nothing_is_left(store).await;
}

/// What has not landed is not listed, and a sweep of what is older leaves it alone.
pub async fn what_is_on_its_way_is_not_listed(store: &dyn FileStorage) {
    let file = incoming("notes.txt");
    begin_and(store, &file, LARGE, async || {
        assert_eq!(fine(store.list(None, 10).await), []);
        assert!(is_missing(store, file.key).await);
        assert_eq!(fine(store.sweep(DateTime::UNIX_EPOCH).await), 0);
    })
    .await;
}

/// Pages follow one another in the order of the keys, with the size of each object.
pub async fn objects_are_listed_page_by_page(store: &dyn FileStorage) {
    let mut files: Vec<_> = (0..7).map(|_| incoming("notes.txt")).collect();
    for (file, size) in files.iter().zip(1_usize..) {
        fine(store.receive(file, parts(&text(size))).await);
    }
    let mut sizes: Vec<_> = files.iter().map(|file| file.key).zip(1_u64..).collect();
    sizes.sort_unstable();
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = fine(store.list(after, 3).await);
        assert!(page.len() <= 3, "{page:?}");
        let Some(last) = page.last() else { break };
        after = Some(last.key);
        assert!(page.iter().all(|one| one.stored_at > DateTime::UNIX_EPOCH + TimeDelta::days(365)));
        listed.extend(page.iter().map(|one| (one.key, one.size)));
    }
    assert_eq!(listed, sizes);
    for file in files.drain(..) {
        remove(store, &file).await;
    }
}

/// What is handed in keeps its bytes and has a preview beside it; learning material is drawn anew.
pub async fn a_picture_gets_a_preview_or_is_drawn_anew(store: &dyn FileStorage) {
    let picture = picture();
    let file = Incoming { feature: Feature::Submission, ..incoming("cells.png") };
    let received = fine(store.receive(&file, parts(&picture)).await);
    assert!(read(store, file.key, 0, picture.len()).await == picture, "its bytes are others");
    let length = usize::try_from(received.preview_size.unwrap_or_default()).unwrap_or_default();
    let preview = read(store, file.preview_key, 0, length).await;
    assert!(preview.starts_with(b"\xff\xd8\xff") && preview.ends_with(b"\xff\xd9"), "it is no photograph");
    remove(store, &file).await;

    let file = Incoming { feature: Feature::Module, ..incoming("cells.png") };
    let Received { stored, preview_size } = fine(store.receive(&file, parts(&picture)).await);
    assert_eq!(preview_size, None);
    let drawn = read(store, file.key, 0, usize::try_from(stored.size).unwrap_or_default()).await;
    assert_eq!(stored.sha256, Sha256(sha2::Sha256::digest(&drawn).into()));
    assert!(is_missing(store, file.preview_key).await);
    remove(store, &file).await;
}

/// A file called so, under keys that no other has.
pub fn incoming(name: &str) -> Incoming {
    static NEXT: AtomicU8 = AtomicU8::new(0);
    // Spread over all folders, and not in the order in which they are made.
    let number = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(101);
    Incoming {
        key: StorageKey::new([number; 16]),
        preview_key: StorageKey::new([number; 16].map(|byte| byte ^ 0x55)),
        feature: Feature::Submission,
        name: fine(name.parse()),
        declared: None,
        most_bytes: 1 << 40,
    }
}

/// These bytes, as they come from a network.
pub fn parts(bytes: &[u8]) -> ByteStream<'static> {
    let parts: Vec<_> = bytes.chunks(PART).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    Box::pin(stream::iter(parts))
}

/// A text of so many bytes.
pub fn text(size: usize) -> Vec<u8> {
    // Where it begins anew is no place where anything else does.
    let lines: Vec<_> = (0..4099).map(|number| format!("{number:07} mga tala\n")).collect();
    let lines = lines.concat().into_bytes();
    let mut text = lines.repeat(size / lines.len() + 1);
    text.truncate(size);
    text
}

/// All bytes of a part.
pub async fn read(store: &dyn FileStorage, key: StorageKey, from: usize, to: usize) -> Vec<u8> {
    let stream = fine(store.read(key, from as u64..to as u64).await);
    let parts: Vec<_> = fine(stream.try_collect().await);
    parts.concat()
}

/// Whether nothing lies under the key.
pub async fn is_missing(store: &dyn FileStorage, key: StorageKey) -> bool {
    match store.read(key, 0..1).await {
        Ok(_) => false,
        Err(StorageError::Missing) => true,
        Err(error) => panic!("{error}"),
    }
}

/// Begins a file, does something once so many bytes were taken and no more come, and goes away.
pub async fn begin_and(store: &dyn FileStorage, file: &Incoming, size: usize, then: impl AsyncFnOnce()) {
    let (told, reached) = oneshot::channel();
    let bytes = parts(&text(size)).chain(stream::once(async move {
        // It listens for as long as bytes are wanted.
        told.send(()).unwrap_or_default();
        std::future::pending().await
    }));
    let receiving = store.receive(file, Box::pin(bytes));
    match select(receiving, reached).await {
        Either::Left((outcome, _)) => panic!("{outcome:?}"),
        Either::Right((reached, receiving)) => {
            fine(reached);
            then().await;
            drop(receiving);
        }
    }
}

async fn refuses(store: &dyn FileStorage, file: &Incoming, bytes: ByteStream<'_>, expected: &ReceiveError) {
    assert_eq!(store.receive(file, bytes).await.as_ref(), Err(expected));
    assert!(is_missing(store, file.key).await && is_missing(store, file.preview_key).await);
}

async fn nothing_is_left(store: &dyn FileStorage) {
    assert_eq!(fine(store.list(None, 10).await), []);
}

async fn remove(store: &dyn FileStorage, file: &Incoming) {
    fine(store.delete(file.key).await);
    fine(store.delete(file.preview_key).await);
    assert!(is_missing(store, file.key).await && is_missing(store, file.preview_key).await);
}

fn picture() -> Vec<u8> {
    let mut written = Cursor::new(Vec::new());
    let picture =
        image::RgbImage::from_fn(60, 40, |x, y| image::Rgb([x, y, x ^ y].map(|part| part.to_le_bytes()[0])));
    fine(picture.write_to(&mut written, image::ImageFormat::Png));
    written.into_inner()
}

fn away(error: BrokenOff) -> StorageError {
    StorageError::Away(error.0)
}

fn fine<T, E: Debug>(outcome: Result<T, E>) -> T {
    outcome.unwrap_or_else(|error| panic!("{error:?}"))
}

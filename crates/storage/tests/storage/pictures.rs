//! What becomes of pictures.

use application::files::FileStorage;
use domain::files::{Feature, FileKind};
use homeroom_storage::{Storage, contract};
use image::{DynamicImage, ImageFormat};

use crate::{
    corpus::{checkered, photograph_with_notes, picture},
    support::{TestResult, on_disk, receive},
};

/// What a camera noted, as it stands in the file.
const NOTES: [&[u8]; 5] = [b"Exif", b"GPS", b"xmpmeta", b"Ana Reyes", b"14.5995N"];

fn notes_in(bytes: &[u8]) -> Vec<&'static [u8]> {
    NOTES.into_iter().filter(|note| bytes.windows(note.len()).any(|window| window == *note)).collect()
}

async fn sent(store: &Storage, feature: Feature, name: &str, bytes: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    let (file, outcome) = receive(store, feature, name, bytes).await;
    let received = outcome.unwrap();
    let length = |size: u64| usize::try_from(size).unwrap();
    let stored = contract::read(store, file.key, 0, length(received.stored.size)).await;
    assert!(store.read(file.key, 0..received.stored.size + 1).await.is_err(), "there is no more");
    let preview = match received.preview_size {
        Some(size) => Some(contract::read(store, file.preview_key, 0, length(size)).await),
        None => None,
    };
    (stored, preview)
}

/// Whether the red corner is where it is after a turn by 90 degrees: on the upper right.
fn is_turned(picture: &DynamicImage) -> bool {
    let picture = picture.to_rgb8();
    let is_red = |x, y| picture.get_pixel(x, y).0[0] > 200 && picture.get_pixel(x, y).0[2] < 60;
    picture.dimensions() == (32, 48) && is_red(28, 4) && !is_red(4, 4) && !is_red(28, 44)
}

#[tokio::test]
async fn learning_material_tells_nothing_of_where_it_was_taken() {
    let (store, _directory) = on_disk();
    let photograph = photograph_with_notes();
    assert_eq!(notes_in(&photograph).len(), NOTES.len());
    for feature in [Feature::Module, Feature::TaskAttachment] {
        let (stored, preview) = sent(&store, feature, "photo.jpg", &photograph).await;
        assert_eq!(notes_in(&stored), [b""; 0]);
        assert!(is_turned(&image::load_from_memory(&stored).unwrap()), "it is turned as it was held");
        assert_eq!(preview, None);
    }
}

#[tokio::test]
async fn what_is_handed_in_keeps_its_bytes_and_its_preview_tells_nothing() {
    let (store, _directory) = on_disk();
    let photograph = photograph_with_notes();
    let (stored, preview) = sent(&store, Feature::Submission, "photo.jpg", &photograph).await;
    assert!(stored == photograph);
    let preview = preview.unwrap();
    assert_eq!(notes_in(&preview), [b""; 0]);
    assert!(is_turned(&image::load_from_memory(&preview).unwrap()));
}

#[tokio::test]
async fn a_picture_that_is_drawn_anew_keeps_its_format_and_its_points() -> TestResult {
    let (store, _directory) = on_disk();
    for (name, format) in
        [("a.png", ImageFormat::Png), ("a.webp", ImageFormat::WebP), ("a.jpg", ImageFormat::Jpeg)]
    {
        let (stored, _) = sent(&store, Feature::Module, name, &picture(format)).await;
        assert_eq!(image::guess_format(&stored)?, format);
        let drawn = image::load_from_memory(&stored)?.to_rgb8();
        assert_eq!(drawn.dimensions(), (48, 32));
        let is_near = |(one, other): (&u8, &u8)| one.abs_diff(*other) < 24;
        assert!(drawn.iter().zip(checkered(48, 32).iter()).all(is_near), "{name} is another picture");
    }
    Ok(())
}

#[tokio::test]
async fn a_preview_of_a_large_picture_is_small() -> TestResult {
    let (store, _directory) = on_disk();
    let mut written = std::io::Cursor::new(Vec::new());
    checkered(4000, 1000).write_to(&mut written, ImageFormat::Png)?;
    let (file, outcome) = receive(&store, Feature::Submission, "screen.png", &written.into_inner()).await;
    let received = outcome?;
    assert_eq!(received.stored.kind, FileKind::Png);
    let length = usize::try_from(received.preview_size.unwrap_or_default())?;
    let preview = image::load_from_memory(&contract::read(&store, file.preview_key, 0, length).await)?;
    assert_eq!((preview.width(), preview.height()), (1600, 400));
    Ok(())
}

#[tokio::test]
async fn pictures_that_come_at_once_are_all_drawn() {
    let (store, _directory) = on_disk();
    let photograph = photograph_with_notes();
    let all = (0..8).map(|_| receive(&store, Feature::Module, "photo.jpg", &photograph));
    for (_, outcome) in futures_util::future::join_all(all).await {
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}

//! Reading pictures that nobody trusts, and drawing them anew.

use std::io::Cursor;

use bytes::Bytes;
use domain::files::FileKind;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, Limits, RgbImage,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::PngDecoder,
        webp::WebPDecoder,
    },
};

/// What is wanted of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The same picture, with nothing in its file but the picture.
    Anew,
    /// A small picture of it.
    Preview,
}

/// The most points of a picture: more than any camera of a phone takes in its usual setting.
const MOST_POINTS: u64 = 40_000_000;

/// The most bytes of the points, which are four to a point in most pictures.
const MOST_BYTES: u64 = MOST_POINTS * 4;

/// How wide or high a preview is at most, in points.
const PREVIEW_SIDE: u32 = 1600;

/// How well pictures are drawn that lose something by it, of 100.
const QUALITY: u8 = 90;
const PREVIEW_QUALITY: u8 = 80;

/// The end of every drawing in PNG.
const PNG_END: &[u8] = b"\0\0\0\0IEND\xaeB`\x82";

const DAMAGED: &str = "The picture is damaged.";
const BOMB: &str = "The picture has too many points.";
const MORE_BEHIND: &str = "Something follows the end of the picture.";

/// Reads the picture and draws what is wanted, or says what is wrong with it.
pub(crate) fn draw(picture: Vec<u8>, kind: FileKind, order: Order) -> Result<Bytes, &'static str> {
    check_end(&picture, kind)?;
    let image = read(&picture, kind)?;
    drop(picture);
    match order {
        Order::Anew => write_anew(&image, kind),
        Order::Preview => write_preview(&image),
    }
}

fn read(picture: &[u8], kind: FileKind) -> Result<DynamicImage, &'static str> {
    let reader = Cursor::new(picture);
    let limits = limits();
    match kind {
        FileKind::Jpeg => decode(JpegDecoder::new(reader), limits),
        FileKind::Png => decode(PngDecoder::with_limits(reader, limits.clone()), limits),
        FileKind::Webp => decode(WebPDecoder::new(reader), limits),
        _ => Err(DAMAGED),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    // Twice the points: some formats draw into a second buffer.
    limits.max_alloc = Some(MOST_BYTES * 2);
    limits
}

fn decode(
    decoder: image::ImageResult<impl ImageDecoder>,
    limits: Limits,
) -> Result<DynamicImage, &'static str> {
    let refused = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => BOMB,
        _ => DAMAGED,
    };
    let mut decoder = decoder.map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS || decoder.total_bytes() > MOST_BYTES {
        return Err(BOMB);
    }
    decoder.set_limits(limits).map_err(refused)?;
    let orientation = decoder.orientation().map_err(refused)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn write_anew(image: &DynamicImage, kind: FileKind) -> Result<Bytes, &'static str> {
    let mut written = Cursor::new(Vec::new());
    let outcome = match kind {
        FileKind::Jpeg => image.write_with_encoder(JpegEncoder::new_with_quality(&mut written, QUALITY)),
        FileKind::Png => image.write_to(&mut written, ImageFormat::Png),
        _ => image.write_to(&mut written, ImageFormat::WebP),
    };
    outcome.map_err(|_| DAMAGED)?;
    Ok(written.into_inner().into())
}

fn write_preview(image: &DynamicImage) -> Result<Bytes, &'static str> {
    let is_small = image.width() <= PREVIEW_SIDE && image.height() <= PREVIEW_SIDE;
    let small =
        if is_small { on_paper(image) } else { on_paper(&image.thumbnail(PREVIEW_SIDE, PREVIEW_SIDE)) };
    let mut written = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut written, PREVIEW_QUALITY);
    small.write_with_encoder(encoder).map_err(|_| DAMAGED)?;
    Ok(written.into_inner().into())
}

/// The picture on white: a photograph knows no transparency.
fn on_paper(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let see_through = image.to_rgba8();
    RgbImage::from_fn(see_through.width(), see_through.height(), |x, y| {
        let [red, green, blue, alpha] = see_through.get_pixel(x, y).0.map(u16::from);
        let mix = |part: u16| u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        image::Rgb([mix(red), mix(green), mix(blue)])
    })
}

/// A picture must be all there, and nothing may hide behind it. Behind a photograph cameras put films and
/// thumbnails of their own, so there the end must only exist: readers would fill what is missing with grey.
fn check_end(picture: &[u8], kind: FileKind) -> Result<(), &'static str> {
    match kind {
        FileKind::Png if !picture.ends_with(PNG_END) => Err(MORE_BEHIND),
        FileKind::Webp => {
            let length =
                picture.get(4..8).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
            let told = u64::from(length) + 8;
            match (picture.len() as u64).cmp(&told) {
                std::cmp::Ordering::Less => Err(DAMAGED),
                std::cmp::Ordering::Equal => Ok(()),
                std::cmp::Ordering::Greater => Err(MORE_BEHIND),
            }
        }
        FileKind::Jpeg if !has_end_of_photograph(picture) => Err(DAMAGED),
        _ => Ok(()),
    }
}

/// Walks from marker to marker. Within the light itself, 0xFF stands before 0 or a restart, and a marker ends it.
fn has_end_of_photograph(picture: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[first, marker]) = picture.get(at..at + 2).and_then(|two| two.first_chunk()) {
        let length =
            || picture.get(at + 2..at + 4).and_then(|two| two.try_into().ok()).map_or(2, u16::from_be_bytes);
        at = match (first, marker) {
            (0xff, 0xd9) => return true,
            (0xff, 0xff) => at + 1,
            (0xff, 0x00..=0x01 | 0xd0..=0xd8) => at + 2,
            (0xff, _) => at + 2 + usize::from(length().max(2)),
            _ => match picture.iter().skip(at).position(|&byte| byte == 0xff) {
                Some(next) => at + next,
                None => return false,
            },
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photograph(width: u32, height: u32) -> Vec<u8> {
        let image = RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([x * 7, y * 5, x * y].map(|part| part.to_le_bytes()[0]))
        });
        let mut written = Cursor::new(Vec::new());
        image.write_with_encoder(JpegEncoder::new_with_quality(&mut written, 80)).unwrap();
        written.into_inner()
    }

    #[test]
    fn a_photograph_ends_or_is_damaged_wherever_it_is_cut() {
        let whole = photograph(64, 48);
        assert!(draw(whole.clone(), FileKind::Jpeg, Order::Anew).is_ok());
        for cut in 3..whole.len() {
            let cut_off = draw(whole[..cut].to_vec(), FileKind::Jpeg, Order::Preview);
            assert!(cut_off.is_err(), "{cut} of {}", whole.len());
        }
    }

    #[test]
    fn a_preview_is_small_and_on_white() {
        let clear = DynamicImage::ImageRgba8(image::RgbaImage::new(3200, 100));
        let print = write_preview(&clear).unwrap();
        let seen = image::load_from_memory(&print).unwrap().to_rgb8();
        assert_eq!((seen.width(), seen.height()), (1600, 50));
        assert!(seen.pixels().all(|point| point.0.iter().all(|part| *part > 250)));
    }
}

//! Files as people send them, and as nobody should.

use std::io::{Cursor, Write};

use flate2::{Compression, write::DeflateEncoder};
use image::{ImageFormat, Rgb, RgbImage};

/// One file in an archive, of which every number can be a lie.
#[derive(Clone)]
pub struct Member {
    pub name: Vec<u8>,
    pub local_name: Option<Vec<u8>>,
    pub method: u16,
    pub flags: u16,
    pub packed: Vec<u8>,
    pub told_packed: u32,
    pub told_unpacked: u32,
    pub mode: u32,
    pub extra: Vec<u8>,
    /// Where the table says that it begins, instead of where it does.
    pub offset: Option<u32>,
}

impl Member {
    pub fn stored(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            local_name: None,
            method: 0,
            flags: 0,
            packed: bytes.to_vec(),
            told_packed: length(bytes),
            told_unpacked: length(bytes),
            mode: 0o100_644,
            extra: Vec::new(),
            offset: None,
        }
    }

    pub fn deflated(name: &str, bytes: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        let packed = encoder.finish().unwrap();
        Self { method: 8, told_packed: length(&packed), packed, ..Self::stored(name, bytes) }
    }
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

/// An archive of these files, with a comment at its end.
pub fn zip_with(members: &[Member], comment: &[u8]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut table = Vec::new();
    for member in members {
        let offset = member.offset.unwrap_or_else(|| length(&archive));
        let local_name = member.local_name.as_ref().unwrap_or(&member.name);
        archive.extend(b"PK\x03\x04");
        shorts(&mut archive, &[20, member.flags, member.method, 0, 0]);
        longs(&mut archive, &[0, member.told_packed, member.told_unpacked]);
        shorts(&mut archive, &[u16::try_from(local_name.len()).unwrap(), 0]);
        archive.extend(local_name);
        archive.extend(&member.packed);

        table.extend(b"PK\x01\x02");
        shorts(&mut table, &[0x0314, 20, member.flags, member.method, 0, 0]);
        longs(&mut table, &[0, member.told_packed, member.told_unpacked]);
        let lengths = [member.name.len(), member.extra.len()].map(|length| u16::try_from(length).unwrap());
        shorts(&mut table, &[lengths[0], lengths[1], 0, 0, 0]);
        longs(&mut table, &[member.mode << 16, offset]);
        table.extend(&member.name);
        table.extend(&member.extra);
    }
    let count = u16::try_from(members.len()).unwrap();
    let table_at = length(&archive);
    archive.extend(&table);
    archive.extend(b"PK\x05\x06");
    shorts(&mut archive, &[0, 0, count, count]);
    longs(&mut archive, &[length(&table), table_at]);
    shorts(&mut archive, &[u16::try_from(comment.len()).unwrap()]);
    archive.extend(comment);
    archive
}

pub fn zip(members: &[Member]) -> Vec<u8> {
    zip_with(members, b"")
}

fn shorts(bytes: &mut Vec<u8>, numbers: &[u16]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn longs(bytes: &mut Vec<u8>, numbers: &[u32]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

/// A document of Office of this main type, such as `wordprocessingml.document`, with these parts besides.
pub fn office(main: &str, more: &[Member]) -> Vec<u8> {
    let types = format!(
        "<?xml version=\"1.0\"?><Types><Override PartName=\"/main.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.{main}.main+xml\"/></Types>"
    );
    let mut members = vec![
        Member::deflated("[Content_Types].xml", types.as_bytes()),
        Member::deflated("main.xml", b"<main/>"),
    ];
    members.extend_from_slice(more);
    zip(&members)
}

/// A document of the Open Document format, such as `text`, with these parts besides.
pub fn open_document(kind: &str, more: &[Member]) -> Vec<u8> {
    let media_type = format!("application/vnd.oasis.opendocument.{kind}");
    let mut members =
        vec![Member::stored("mimetype", media_type.as_bytes()), Member::deflated("content.xml", b"<x/>")];
    members.extend_from_slice(more);
    zip(&members)
}

pub fn picture(format: ImageFormat) -> Vec<u8> {
    let mut written = Cursor::new(Vec::new());
    checkered(48, 32).write_to(&mut written, format).unwrap();
    written.into_inner()
}

/// A picture whose upper left corner is red.
pub fn checkered(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 2 && y < height / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 128]) }
    })
}

/// A photograph, in which the camera noted where it was taken (GPS), and that it was held upright.
pub fn photograph_with_notes() -> Vec<u8> {
    let photograph = picture(ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    // Two notes: turn by 90 degrees, and where the GPS notes are; behind them, the latitude.
    exif.extend(b"\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    exif.extend(b"GPS 14.5995N 120.9842E of a home");
    let segment = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>the home of Ana</x:xmpmeta>";
    let xmp_segment = u16::try_from(xmp.len() + 2).unwrap().to_be_bytes();
    [
        &photograph[..2],
        b"\xff\xe1",
        &segment,
        &exif,
        b"\xff\xe1",
        &xmp_segment,
        xmp,
        b"\xff\xfe\0\x10Ana Reyes's cam",
        &photograph[2..],
    ]
    .concat()
}

/// A drawing that says it is this large, and holds next to nothing.
pub fn pixel_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bomb = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    chunk(&mut bomb, &header);
    let mut encoder = flate2::write::ZlibEncoder::new(b"IDAT".to_vec(), Compression::best());
    encoder.write_all(&vec![0; 100_000]).unwrap();
    chunk(&mut bomb, &encoder.finish().unwrap());
    chunk(&mut bomb, b"IEND");
    bomb
}

fn chunk(drawing: &mut Vec<u8>, body: &[u8]) {
    drawing.extend((length(body) - 4).to_be_bytes());
    drawing.extend(body);
    let mut sum = flate2::Crc::new();
    sum.update(body);
    drawing.extend(sum.sum().to_be_bytes());
}

pub fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n".to_vec()
}

pub fn mp4() -> Vec<u8> {
    [&b"\0\0\0\x18ftypisom\0\0\x02\0isommp41"[..], b"\0\0\0\x08free", &[7; 3000]].concat()
}

pub fn webm() -> Vec<u8> {
    [&b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm"[..], &[7; 3000]].concat()
}

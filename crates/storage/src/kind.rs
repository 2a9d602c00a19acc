//! What a file is, by its first bytes.

use domain::files::{FileKind, FileName, KindRefused};

/// How many first bytes say what a file is.
pub(crate) const HEAD_BYTES: usize = 1024;

/// How long the record at the end of an archive can be, with the longest comment.
const LONGEST_END: usize = 22 + 65_535;

/// What the first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// All that there is to tell.
    Like(FileKind),
    /// An archive, of which only its contents say what it is.
    Packed,
}

/// The kinds of film that browsers show, among the many that begin alike.
const FILMS: [&[u8; 4]; 15] = [
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42",
    b"avc1", b"M4V ", b"MSNV", b"dash",
];

/// How pages and programs begin that a browser or a server would run.
const PAGES: [&[u8]; 6] = [b"<html", b"<!doctype", b"<script", b"<svg", b"<?php", b"<iframe"];

/// Recognises a file by its first bytes; `is_text` says whether they can be read as plain text.
pub(crate) fn recognise(head: &[u8], is_text: bool, name: &FileName) -> Result<Looks, KindRefused> {
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Looks::Packed);
    }
    let kind =
        by_signature(head).or_else(|| is_text.then(|| text_called(name))).ok_or(KindRefused::NotTaken)?;
    let is_page = PAGES.iter().any(|page| holds(head, page))
        || matches!(kind, FileKind::Text | FileKind::Csv) && holds(head, b"<?xml");
    if is_page { Err(KindRefused::NotTaken) } else { Ok(Looks::Like(kind)) }
}

fn by_signature(head: &[u8]) -> Option<FileKind> {
    let at = |range: std::ops::Range<usize>| head.get(range).unwrap_or_default();
    match head {
        _ if head.starts_with(b"%PDF-") => Some(FileKind::Pdf),
        _ if head.starts_with(b"\xff\xd8\xff") => Some(FileKind::Jpeg),
        _ if head.starts_with(b"\x89PNG\r\n\x1a\n") => Some(FileKind::Png),
        _ if head.starts_with(b"RIFF") && at(8..12) == b"WEBP" => Some(FileKind::Webp),
        _ if at(4..8) == b"ftyp" && FILMS.iter().any(|film| at(8..12) == *film) => Some(FileKind::Mp4),
        _ if head.starts_with(b"\x1a\x45\xdf\xa3") && is_webm(head) => Some(FileKind::Webm),
        _ => None,
    }
}

/// Matroska names its kind in an element of its first bytes: the number of the element, the length, the name.
fn is_webm(head: &[u8]) -> bool {
    head.windows(7).take(64).any(|window| window == b"\x42\x82\x84webm")
}

/// A table and any other text are told apart by their names alone.
fn text_called(name: &FileName) -> FileKind {
    let is_table = FileKind::Csv.extensions().contains(&name.extension().as_str());
    if is_table { FileKind::Csv } else { FileKind::Text }
}

fn holds(head: &[u8], word: &[u8]) -> bool {
    head.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// Whether a program that unpacks archives, which looks for their record at the end, would take a file of this
/// size that ends so for one. Four bytes alone are found in a long film by chance, so the record must make sense.
pub(crate) fn ends_as_an_archive(tail: &[u8], size: u64) -> bool {
    let start = tail.len().saturating_sub(LONGEST_END);
    let window = tail.get(start..).unwrap_or_default();
    window.windows(22).any(|record| is_end_record(record, size))
}

fn is_end_record(record: &[u8], size: u64) -> bool {
    let Some((b"PK\x05\x06", fields)) = record.split_first_chunk() else { return false };
    let short =
        |at: usize| fields.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes);
    let entries = u64::from(short(6));
    let directory = u64::from(short(8)) | u64::from(short(10)) << 16;
    directory == u64::from(u32::MAX) || (directory <= size && directory >= entries.saturating_mul(46))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(head: &[u8], name: &str) -> Result<Looks, KindRefused> {
        let is_text = std::str::from_utf8(head).is_ok_and(|text| !text.contains('\0'));
        recognise(head, is_text, &name.parse().unwrap())
    }

    #[test]
    fn files_are_recognised_by_how_they_begin() {
        for (head, kind) in [
            (&b"%PDF-1.7\n"[..], FileKind::Pdf),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind::Png),
            (b"RIFF\x10\0\0\0WEBPVP8 ", FileKind::Webp),
            (b"\0\0\0\x20ftypisom\0\0", FileKind::Mp4),
            (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", FileKind::Webm),
            ("Mga tala – linggo 3".as_bytes(), FileKind::Text),
        ] {
            assert_eq!(seen(head, "a.txt"), Ok(Looks::Like(kind)), "{kind:?}");
        }
        assert_eq!(seen(b"a,b\n1,2\n", "a.csv"), Ok(Looks::Like(FileKind::Csv)));
        assert_eq!(seen(b"PK\x03\x04\x14\0", "a.zip"), Ok(Looks::Packed));
    }

    #[test]
    fn what_is_not_known_or_would_run_is_not_taken() {
        for head in [
            &b"MZ\x90\0\x03"[..],
            b"\x7fELF\x02\x01\0",
            b"GIF89a\x01\0\x01\0",
            b"\0\0\0\x20ftypqt  \0\0",
            b"\0\0\0\x20ftypheic\0\0",
            b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
            b"<!DOCTYPE html><p>",
            b"\n \t<HTML>",
            b"hello <ScRiPt>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"<?xml version='1.0'?><x/>",
            b"<?php system('id'); ?>",
            b"%PDF-1.4\n<script>alert(1)</script>",
            b"\xff\xd8\xff\xfe\0\x20<?php system('id'); ?>",
        ] {
            assert_eq!(seen(head, "a.txt"), Err(KindRefused::NotTaken), "{}", head.escape_ascii());
        }
    }

    #[test]
    fn an_archive_behind_something_else_is_seen() {
        let mut tail = vec![b'x'; 70_000];
        let seen = |tail: &[u8]| ends_as_an_archive(tail, 1_000_000);
        assert!(!seen(&tail));
        let record = b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x40\0\0\0\x10\0\0\0";
        tail[70_000 - LONGEST_END..][..record.len()].copy_from_slice(record);
        assert!(seen(&tail));
        tail.push(b'x');
        assert!(!seen(&tail));
        assert!(!seen(b"PK\x05\x06 by chance, in the middle of a film"));
    }
}

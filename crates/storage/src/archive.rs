//! Looking into archives: what kind each is, and whether it would harm whoever unpacks it.

use std::{collections::BTreeSet, io::Read};

use application::files::ReceiveError;
use domain::files::FileKind;
use flate2::read::DeflateDecoder;

use crate::{
    shelf::Source,
    unpack,
    workbench::Workbench,
    zip::{self, Entry},
};

/// The most bytes that an archive may hold when unpacked.
const MOST_UNPACKED: u64 = 2 * 1024 * 1024 * 1024;
/// How many times larger it may become, once it is large at all.
const MOST_TIMES: u64 = 100;
const LARGE: u64 = 10 * 1024 * 1024;

/// The most bytes of the part that names the kind of a document.
const MOST_TYPES: u64 = 1024 * 1024;

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATED: u16 = 8;

const BOMB: ReceiveError = ReceiveError::Harmful("The archive becomes far too large when it is unpacked.");
const LOCKED: ReceiveError =
    ReceiveError::Harmful("The archive is locked with a password, so nobody can look into it.");
const LINK: ReceiveError = ReceiveError::Harmful("The archive holds links instead of files.");
const PATH: ReceiveError = ReceiveError::Harmful("The archive would write outside its folder.");
const TWICE: ReceiveError = ReceiveError::Harmful("The archive holds two files with one name.");
const MACROS: ReceiveError = ReceiveError::Harmful("The document holds macros. Save it without them.");
const DAMAGED: ReceiveError = ReceiveError::Harmful("The document is damaged.");

/// How the main part of a document is declared in its list of types.
const OFFICE: [(&str, FileKind); 3] = [
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", FileKind::Docx),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", FileKind::Xlsx),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", FileKind::Pptx),
];

/// Looks into an archive that has landed, whose last bytes are `tail`, and says what it is.
pub(crate) async fn look(
    source: &Source<'_>,
    workbench: &Workbench,
    tail: &[u8],
) -> Result<FileKind, ReceiveError> {
    let entries = zip::read_table(source, tail).await?;
    check_entries(&entries)?;
    check_sizes(&entries)?;
    let kind = kind(source, &entries).await?;
    unpack::check(source, workbench, entries).await?;
    Ok(kind)
}

fn check_entries(entries: &[Entry]) -> Result<(), ReceiveError> {
    let mut names = BTreeSet::new();
    for entry in entries {
        if entry.is_locked {
            return Err(LOCKED);
        }
        if !matches!(entry.mode & 0o170_000, 0 | 0o040_000 | 0o100_000) {
            return Err(LINK);
        }
        let leads_out = |name: &Vec<u8>| leads_outside(name);
        if leads_outside(&entry.name) || entry.other_name.as_ref().is_some_and(leads_out) {
            return Err(PATH);
        }
        if !names.insert(entry.name.as_slice()) {
            return Err(TWICE);
        }
    }
    Ok(())
}

/// Whether any system takes the name for a place outside the folder into which an archive is unpacked.
fn leads_outside(name: &[u8]) -> bool {
    let is_drive = name.get(1) == Some(&b':');
    let is_absolute = name.first().is_none_or(|first| *first == b'/');
    let is_odd = name.iter().any(|byte| *byte < b' ' || *byte == b'\\' || *byte == 0x7f);
    is_drive || is_absolute || is_odd || name.split(|byte| *byte == b'/').any(|part| part == b"..")
}

fn check_sizes(entries: &[Entry]) -> Result<(), ReceiveError> {
    let sum = |of: fn(&Entry) -> u64| entries.iter().map(of).fold(0, u64::saturating_add);
    let (packed, unpacked) = (sum(|entry| entry.packed), sum(|entry| entry.unpacked));
    let is_bomb =
        unpacked > MOST_UNPACKED || unpacked > LARGE && unpacked > packed.saturating_mul(MOST_TIMES);
    let is_false = entries.iter().any(|entry| entry.method == STORED && entry.packed != entry.unpacked);
    if is_bomb || is_false { Err(BOMB) } else { Ok(()) }
}

async fn kind(source: &Source<'_>, entries: &[Entry]) -> Result<FileKind, ReceiveError> {
    let named = |name: &[u8]| entries.iter().find(|entry| entry.name == name);
    if let Some(types) = named(b"[Content_Types].xml") {
        let types = read(source, types).await?;
        return office_kind(&String::from_utf8_lossy(&types), entries);
    }
    if let Some(first) = named(b"mimetype").filter(|first| first.offset == 0) {
        let declared = read(source, first).await?;
        let declared = FileKind::from_media_type(String::from_utf8_lossy(&declared).trim());
        let is_open_document =
            |kind: &FileKind| matches!(kind, FileKind::Odt | FileKind::Ods | FileKind::Odp);
        if let Some(kind) = declared.filter(is_open_document) {
            let has_macros = entries.iter().any(|entry| is_open_macro(&entry.name));
            return if has_macros { Err(MACROS) } else { Ok(kind) };
        }
    }
    Ok(FileKind::Zip)
}

fn office_kind(types: &str, entries: &[Entry]) -> Result<FileKind, ReceiveError> {
    let lower = types.to_ascii_lowercase();
    let is_macro = |entry: &Entry| entry.name.to_ascii_lowercase().ends_with(b"vbaproject.bin");
    if lower.contains("macroenabled") || lower.contains("vbaproject") || entries.iter().any(is_macro) {
        return Err(MACROS);
    }
    let mut found = OFFICE.iter().filter(|(declared, _)| types.contains(declared)).map(|(_, kind)| *kind);
    Ok(found.next().unwrap_or(FileKind::Zip))
}

/// `LibreOffice` keeps empty lists of its libraries also in documents without macros.
fn is_open_macro(name: &[u8]) -> bool {
    let is_list =
        name.ends_with(b"/script-lb.xml") || name.ends_with(b"/script-lc.xml") || name.ends_with(b"/");
    !is_list && [&b"Basic/"[..], b"Scripts/"].iter().any(|folder| name.starts_with(folder))
}

/// Unpacks one small entry.
async fn read(source: &Source<'_>, entry: &Entry) -> Result<Vec<u8>, ReceiveError> {
    if entry.packed > MOST_TYPES || entry.unpacked > MOST_TYPES {
        return Err(BOMB);
    }
    let at = zip::find_bytes(source, entry).await?;
    let packed = source.part(at..at + entry.packed).await?;
    match entry.method {
        STORED => Ok(packed),
        DEFLATED => {
            let mut unpacked = Vec::new();
            let mut decoder = DeflateDecoder::new(&*packed).take(MOST_TYPES + 1);
            decoder.read_to_end(&mut unpacked).map_err(|_| DAMAGED)?;
            if unpacked.len() as u64 == entry.unpacked { Ok(unpacked) } else { Err(BOMB) }
        }
        _ => Err(DAMAGED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_folder_on_every_system() {
        for fine in ["a.txt", "week 3/notes.txt", "folder/", "a..b/c", "...", "mga/ñ.txt"] {
            assert!(!leads_outside(fine.as_bytes()), "{fine}");
        }
        for out in ["", "/a", "../a", "a/../../b", "a/..", "C:a", "c:/a", "a\\b", "..\\a", "a\0b", "a\nb"] {
            assert!(leads_outside(out.as_bytes()), "{out:?}");
        }
    }
}

//! What is taken and what is not, each as a row: what it is called, its bytes, and what becomes of it.

use application::files::{FileStorage, Incoming, ReceiveError};
use domain::files::{Feature, FileKind, KindRefused};
use homeroom_storage::contract;
use image::ImageFormat;

use crate::{
    corpus::{Member, mp4, office, open_document, pdf, picture, pixel_bomb, webm, zip, zip_with},
    support::{files_below, on_disk, receive},
};

#[tokio::test]
async fn what_people_send_is_taken_for_what_it_is() {
    let (store, _directory) = on_disk();
    let notes = || Member::deflated("week 3/mga tala.txt", b"some notes");
    let large = Member::deflated("zeros.bin", &vec![0; 10 * 1024 * 1024]);
    for (name, bytes, kind) in [
        ("essay.pdf", pdf(), FileKind::Pdf),
        ("essay.docx", office("wordprocessingml.document", &[]), FileKind::Docx),
        ("marks.xlsx", office("spreadsheetml.sheet", &[]), FileKind::Xlsx),
        ("slides.pptx", office("presentationml.presentation", &[]), FileKind::Pptx),
        ("essay.odt", open_document("text", &[]), FileKind::Odt),
        ("marks.ods", open_document("spreadsheet", &[]), FileKind::Ods),
        ("slides.odp", open_document("presentation", &[]), FileKind::Odp),
        ("photo.JPG", picture(ImageFormat::Jpeg), FileKind::Jpeg),
        ("photo.jpeg", picture(ImageFormat::Jpeg), FileKind::Jpeg),
        ("screen.png", picture(ImageFormat::Png), FileKind::Png),
        ("screen.webp", picture(ImageFormat::WebP), FileKind::Webp),
        ("lesson.mp4", mp4(), FileKind::Mp4),
        ("lesson.webm", webm(), FileKind::Webm),
        ("notes.txt", "\u{feff}Mga tala – señor 🎒\r\n".into(), FileKind::Text),
        ("notes.md", b"# Notes\n".to_vec(), FileKind::Text),
        ("marks.csv", b"name,score\nAna,9\n".to_vec(), FileKind::Csv),
        ("all.zip", zip(&[notes(), Member::stored("folder/", b"")]), FileKind::Zip),
        ("all.zip", zip_with(&[notes()], b"a comment"), FileKind::Zip),
        ("all.zip", zip(&[large]), FileKind::Zip),
    ] {
        let (file, outcome) = receive(&store, Feature::Submission, name, &bytes).await;
        let received = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((received.stored.kind, received.stored.size), (kind, bytes.len() as u64), "{name}");
        assert!(
            contract::read(&store, file.key, 0, bytes.len()).await == bytes,
            "{name}: its bytes are others"
        );
    }
}

fn kind(refused: KindRefused) -> ReceiveError {
    ReceiveError::Kind(refused)
}

/// Files that say what they are not, or are what nobody takes.
fn disguised() -> Vec<(&'static str, &'static str, Vec<u8>, ReceiveError)> {
    let not_taken = || kind(KindRefused::NotTaken);
    let other_name = || kind(KindRefused::OtherExtension);
    let utf16: Vec<u8> = "some notes".encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("nothing", "notes.txt", vec![], ReceiveError::Empty),
        ("a page", "notes.txt", b"<!DOCTYPE html><p>hello".to_vec(), not_taken()),
        ("a page under its own name", "page.html", b"<html><p>hello".to_vec(), not_taken()),
        ("a script in a text", "notes.txt", b"hello <ScRipt>alert(1)</script>".to_vec(), not_taken()),
        ("a drawing that runs", "drawing.svg", b"<svg xmlns='x' onload='alert(1)'/>".to_vec(), not_taken()),
        (
            "a drawing that runs, as a text",
            "drawing.txt",
            b"<?xml version='1.0'?><svg/>".to_vec(),
            not_taken(),
        ),
        (
            "a drawing that runs, as a picture",
            "drawing.png",
            b"<svg onload='alert(1)'/>".to_vec(),
            not_taken(),
        ),
        ("a program of a server", "page.txt", b"<?php system($_GET['c']); ?>".to_vec(), not_taken()),
        ("a program", "essay.pdf", b"MZ\x90\0\x03\0\0\0".to_vec(), not_taken()),
        ("a program of Linux", "essay.txt", b"\x7fELF\x02\x01\x01\0".to_vec(), not_taken()),
        ("an old document", "essay.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0".to_vec(), not_taken()),
        ("an animation", "photo.png", b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(), not_taken()),
        ("a text with a zero", "notes.txt", b"some\0notes".to_vec(), not_taken()),
        ("a text in UTF-16", "notes.txt", utf16, not_taken()),
        ("a text in Latin-1", "notes.txt", b"se\xf1or".to_vec(), not_taken()),
        ("half a character", "notes.txt", b"se\xc3".to_vec(), not_taken()),
        ("a photograph as a document", "essay.pdf", picture(ImageFormat::Jpeg), other_name()),
        ("a document as a photograph", "photo.jpg", pdf(), other_name()),
        ("a document behind something", "essay.pdf", [b"\n\x01", &*pdf()].concat(), not_taken()),
        ("an archive as a document", "essay.docx", zip(&[Member::stored("a", b"b")]), other_name()),
        ("an archive as a picture", "photo.png", zip(&[Member::stored("a", b"b")]), other_name()),
        ("a table as a text", "essay.docx", office("spreadsheetml.sheet", &[]), other_name()),
        ("a document as an archive", "essay.zip", office("wordprocessingml.document", &[]), other_name()),
        ("a film of another format", "lesson.mp4", b"\0\0\0\x14ftypqt  \0\0\0\0".to_vec(), not_taken()),
    ]
}

/// Files that are two things at once, or made to harm whoever opens them.
fn harmful() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let archive = zip(&[Member::stored("run.exe", b"MZ")]);
    let behind = |bytes: Vec<u8>| [bytes, archive.clone()].concat();
    let photograph = picture(ImageFormat::Jpeg);
    let screen = picture(ImageFormat::Png);
    vec![
        ("a photograph and an archive", "photo.jpg", behind(photograph.clone())),
        ("a document and an archive", "essay.pdf", behind(pdf())),
        ("a film and an archive", "lesson.mp4", behind(mp4())),
        ("a drawing and more", "screen.png", [&*screen, b"more"].concat()),
        ("a picture of the web and more", "screen.webp", [picture(ImageFormat::WebP), vec![0; 9]].concat()),
        ("half a photograph", "photo.jpg", photograph[..photograph.len() / 2].to_vec()),
        ("half a drawing", "screen.png", screen[..screen.len() / 2].to_vec()),
        (
            "a drawing of noise",
            "screen.png",
            [&screen[..40], &[9; 200], &screen[screen.len() - 12..]].concat(),
        ),
        ("far too many points", "screen.png", pixel_bomb(50_000, 50_000)),
        ("a few too many points", "screen.png", pixel_bomb(8_000, 5_001)),
        ("fewer points than are told", "screen.png", pixel_bomb(6_000, 6_000)),
    ]
}

fn harmful_archives() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let one = |member| zip(&[member]);
    let named = |name| one(Member::stored(name, b"x"));
    let plain = || Member::stored("a.txt", b"some notes");
    let zeros = vec![0; 20 * 1024 * 1024];
    let told = |member: Member, told_unpacked| one(Member { told_unpacked, ..member });
    let overlapping: Vec<_> =
        (0..100).map(|n| Member { offset: Some(0), ..Member::stored(&format!("{n}"), b"x") }).collect();
    let vba = [Member::stored("word/vbaProject.bin", b"x")];
    let unicode = [b"\x75\x70\x0d\0\x01\0\0\0\0".as_slice(), b"../a.txt"].concat();
    let document = |more: &[Member]| office("wordprocessingml.document", more);
    vec![
        ("a way out", "all.zip", named("../../etc/passwd")),
        ("a way out of Windows", "all.zip", named("..\\..\\windows\\a")),
        ("an absolute way", "all.zip", named("/etc/passwd")),
        ("a drive", "all.zip", named("C:/windows/a")),
        ("a zero in a name", "all.zip", named("a.txt\0.exe")),
        ("a way out in the other name", "all.zip", one(Member { extra: unicode, ..plain() })),
        ("a way out in a document", "essay.docx", document(&[Member::stored("../a", b"x")])),
        ("a link", "all.zip", one(Member { mode: 0o120_777, ..plain() })),
        ("a password", "all.zip", one(Member { flags: 1, ..plain() })),
        ("a bomb", "all.zip", one(Member::deflated("zeros", &zeros))),
        ("a bomb that says it is small", "all.zip", told(Member::deflated("zeros", &zeros), 1000)),
        ("less than is told", "all.zip", told(Member::deflated("a.txt", b"some notes"), 11)),
        (
            "no packed bytes at all",
            "all.zip",
            one(Member { packed: vec![7; 9], ..Member::deflated("a", b"some notes") }),
        ),
        ("packed in another way", "all.zip", one(Member { method: 14, ..plain() })),
        ("two names", "all.zip", one(Member { local_name: Some(b"run.exe".to_vec()), ..plain() })),
        ("a bomb in a document", "essay.docx", document(&[Member::deflated("zeros", &zeros)])),
        (
            "more than anybody unpacks",
            "all.zip",
            told(Member::deflated("a", &vec![7; 99_999]), 2_200_000_000),
        ),
        ("a bomb of files that overlap", "all.zip", zip(&overlapping)),
        ("a file twice", "all.zip", zip(&[plain(), plain()])),
        ("a size that is a lie", "all.zip", told(plain(), 11)),
        (
            "too many files",
            "all.zip",
            zip(&(0..10_001).map(|n| Member::stored(&n.to_string(), b"")).collect::<Vec<_>>()),
        ),
        ("half an archive", "all.zip", zip(&[plain()])[..30].to_vec()),
        ("an archive and more", "all.zip", [&*zip(&[plain()]), b"more"].concat()),
        ("an archive behind an archive", "all.zip", [zip(&[plain()]), zip(&[plain()])].concat()),
        ("macros", "essay.docx", document(&vba)),
        ("macros by their type", "essay.docx", macros_by_type()),
        (
            "macros of LibreOffice",
            "essay.odt",
            open_document("text", &[Member::stored("Basic/Standard/M.xml", b"x")]),
        ),
        ("a document with two names", "essay.docx", two_names()),
    ]
}

fn macros_by_type() -> Vec<u8> {
    let types = b"<Types>application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml \
        application/vnd.ms-word.document.macroEnabled.main+xml</Types>";
    zip(&[Member::deflated("[Content_Types].xml", types)])
}

fn two_names() -> Vec<u8> {
    let types = Member::stored("[Content_Types].xml", b"<Types/>");
    zip(&[Member { local_name: Some(b"[Content_Types].txt".to_vec()), ..types }])
}

#[tokio::test]
async fn what_is_no_file_of_a_school_is_refused_and_nothing_stays() {
    let (store, directory) = on_disk();
    for feature in Feature::ALL {
        for (what, name, bytes, expected) in disguised() {
            let (_, outcome) = receive(&store, feature, name, &bytes).await;
            assert_eq!(outcome, Err(expected), "{what}");
        }
        for (what, name, bytes) in harmful().into_iter().chain(harmful_archives()) {
            let (_, outcome) = receive(&store, feature, name, &bytes).await;
            let is_film_of_a_task = outcome == Err(kind(KindRefused::NotTaken)) && name == "lesson.mp4";
            assert!(
                matches!(outcome, Err(ReceiveError::Harmful(_))) || is_film_of_a_task,
                "{what}: {outcome:?}"
            );
        }
        assert_eq!(files_below(directory.path()), [""; 0], "{feature:?}");
    }
}

#[tokio::test]
async fn what_a_file_was_declared_to_be_must_be_so() {
    let (store, directory) = on_disk();
    for (name, declared, bytes) in [
        ("essay.pdf", "text/html", pdf()),
        ("photo.jpg", "image/png", picture(ImageFormat::Jpeg)),
        ("all.zip", "application/pdf", zip(&[Member::stored("a", b"b")])),
        ("essay.docx", "application/zip", office("wordprocessingml.document", &[])),
    ] {
        let file = Incoming { declared: Some(declared.to_owned()), ..contract::incoming(name) };
        let outcome = store.receive(&file, contract::parts(&bytes)).await;
        assert_eq!(outcome, Err(kind(KindRefused::OtherDeclaration)), "{name}");
    }
    assert_eq!(files_below(directory.path()), [""; 0]);
}

#[tokio::test]
async fn a_picture_has_a_bound_of_its_own() {
    let (store, directory) = on_disk();
    let most = 30 * 1024 * 1024;
    let large = [picture(ImageFormat::Jpeg), vec![0; most]].concat();
    let (_, outcome) = receive(&store, Feature::Submission, "photo.jpg", &large).await;
    assert_eq!(outcome, Err(ReceiveError::TooLarge { most: most as u64 }));
    assert_eq!(files_below(directory.path()), [""; 0]);
}

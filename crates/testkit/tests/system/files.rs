//! Files on their way in and out: nobody reaches one who may not have it, and nothing of a refused one stays.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use chrono::TimeDelta;
use homeroom_testkit::{Client, Person, Setup, Sure, UploadedFile, eventually};
use serde_json::{Value, json};

use super::{
    classroom::id,
    shelf::{Shelf, link},
};

/// How long something may take that happens after an answer.
const WAIT: Duration = Duration::from_secs(20);

/// Every address that this person can get at the files of the classroom.
struct Addresses {
    module: String,
    attachment: String,
    draft: String,
    submission: String,
}

/// Puts a file everywhere where one can be, and asks for an address of each.
fn addresses(shelf: &Shelf) -> Addresses {
    let module = format!("/modules/{}", id(&shelf.add("Cells")));
    let (task, teacher, student) = (shelf.task(), shelf.client(&shelf.teacher), shelf.client(&shelf.student));
    let task = format!("/tasks/{}", task.id);
    let sheet = UploadedFile::text("sheet.txt", "1 + 1 =");
    let attached = teacher.upload(&format!("{task}/attachments"), &[], &sheet).expect_status(201).json();
    let first = UploadedFile::text("work.txt", "1 + 1 = 2");
    let drafted = student.upload(&format!("{task}/draft/files"), &[], &first).expect_status(201).json();
    let body = json!({ "file_ids": [drafted["files"][0]["id"]] });
    let submission = student.post(&format!("{task}/submissions"), body).expect_status(201).json();
    let next = UploadedFile::text("next.txt", "1 + 1 = 3");
    let drafted = student.upload(&format!("{task}/draft/files"), &[], &next).expect_status(201).json();
    let below = |record: &str, file: &Value| format!("{record}/{}", file["id"].as_str().sure());
    let handed_in = format!("/submissions/{}/files", id(&submission));
    Addresses {
        module,
        attachment: below(&format!("{task}/attachments"), &attached["attachments"][0]),
        draft: below(&format!("{task}/draft/files"), &drafted["files"][0]),
        submission: below(&handed_in, &submission["files"][0]),
    }
}

fn status_of(client: &Client, record: &str) -> u16 {
    client.post(&format!("{record}/link"), json!({ "disposition": "attachment" })).status
}

#[test]
fn an_address_is_given_to_whoever_may_read_the_record_of_the_file() {
    let shelf = Shelf::open();
    let of = addresses(&shelf);
    let statuses = |person: &Person| {
        let client = shelf.client(person);
        [&of.module, &of.attachment, &of.draft, &of.submission].map(|record| status_of(&client, record))
    };
    assert_eq!(statuses(&shelf.student), [200, 200, 200, 200]);
    assert_eq!(statuses(&shelf.teacher), [200, 200, 403, 200]);
    assert_eq!(statuses(&shelf.colleague), [200, 200, 403, 200]);
    assert_eq!(statuses(&shelf.parent), [200, 200, 403, 200]);
    assert_eq!(statuses(&shelf.classmate), [200, 200, 404, 404]);
    assert_eq!(statuses(&shelf.stranger), [404, 404, 404, 404]);
    assert_eq!(statuses(&shelf.other_teacher), [404, 404, 404, 404]);
}

#[test]
fn no_address_ever_given_out_works_for_long_or_after_the_right_has_ended() {
    let shelf = Shelf::open();
    let of = addresses(&shelf);
    let (student, parent) = (shelf.client(&shelf.student), shelf.client(&shelf.parent));
    let ask = || {
        let module = link(&student, &of.module, "attachment");
        [module, link(&student, &of.submission, "attachment"), link(&parent, &of.submission, "inline")]
    };
    let visitor = shelf.school.visitor();
    let begun = ask();
    // An address that is asked for twice within a second is the same one.
    shelf.school.clock().advance(TimeDelta::seconds(1));
    let unused = ask();
    for address in &begun {
        visitor.get(address).expect_status(200);
    }
    shelf.school.clock().advance(TimeDelta::seconds(61));
    for address in &unused {
        visitor.get(address).expect_problem(404, "not_found");
    }
    for address in &begun {
        let part = visitor.request("GET", address).header("range", "bytes=2-4").send().expect_status(206);
        assert_eq!((part.body.len(), part.header("content-range").is_some()), (3, true));
    }
    let elsewhere = format!("/sections/{}/students", shelf.school.section(9).id);
    let moved = json!({ "student_id": shelf.student.id, "move": true });
    shelf.office().post(&elsewhere, moved).expect_status(201);
    visitor.get(&begun[0]).expect_problem(404, "not_found");
    visitor.get(&begun[1]).expect_status(200);
    student.post("/auth/logout-all", Value::Null);
    visitor.get(&begun[1]).expect_problem(404, "not_found");
    let links = format!("/students/{}/guardians", shelf.student.id);
    let guardian = shelf.office().get(&links).json()["items"][0].clone();
    let one = format!("{links}/{}", id(&guardian));
    shelf.office().request("DELETE", &one).if_match(1).send().expect_status(204);
    visitor.get(&begun[2]).expect_problem(404, "not_found");
}

#[test]
fn a_ticket_cannot_be_made_up_or_changed() {
    let shelf = Shelf::open();
    let of = addresses(&shelf);
    let address = link(&shelf.client(&shelf.student), &of.module, "attachment");
    let visitor = shelf.school.visitor();
    for forged in [
        format!("{address}A"),
        address[..address.len() - 2].to_owned(),
        address.replace("/files/", "/files/A"),
    ] {
        visitor.get(&forged).expect_problem(404, "not_found");
    }
    visitor.get(&address).expect_status(200);
}

#[test]
fn a_file_is_sent_so_that_no_browser_runs_it() {
    let shelf = Shelf::open();
    let of = addresses(&shelf);
    let (student, visitor) = (shelf.client(&shelf.student), shelf.school.visitor());
    for (disposition, begins) in
        [("attachment", "attachment; filename=\"cells.txt\""), ("inline", "inline; ")]
    {
        let sent = visitor.get(&link(&student, &of.module, disposition)).expect_status(200);
        let header = |name: &str| sent.header(name).unwrap_or_default().to_owned();
        assert!(header("content-disposition").starts_with(begins), "{}", header("content-disposition"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("sandbox"));
        assert_eq!(header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(sent.text(), "A cell is the smallest part of what lives.");
    }
    let whole = student.get(&format!("{}/file", of.module)).expect_status(200);
    let tag = whole.header("etag").sure().to_owned();
    let again = |name: &str, value: &str| {
        student.request("GET", &format!("{}/file", of.module)).header(name, value).send()
    };
    again("if-none-match", &tag).expect_status(304);
    again("range", "bytes=1000-").expect_status(416);
    assert_eq!(again("range", "bytes=-5").expect_status(206).text(), "ives.");
    assert_eq!(again("range", "bytes=0-1,4-5").expect_status(200).body, whole.body);
}

#[test]
fn hostile_files_are_refused_and_nothing_of_them_stays() {
    let shelf = Shelf::open();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let page = "<!doctype html><script>alert(1)</script>";
    let jpeg: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 and no picture after it";
    let gif: &[u8] = b"GIF89a/*<script>alert(1)</script>*/=1;";
    let corpus: &[(&str, &str, &[u8], u16, &str)] = &[
        ("a.txt", "text/plain", b"", 422, "empty_file"),
        ("a.svg", "image/svg+xml", svg.as_bytes(), 415, "unsupported_file"),
        ("a.html", "text/html", page.as_bytes(), 415, "unsupported_file"),
        ("a.php", "application/x-php", b"<?php system('id');", 415, "unsupported_file"),
        ("a.txt", "text/plain", page.as_bytes(), 415, "unsupported_file"),
        ("a.exe", "application/octet-stream", b"MZ\x90\x00", 415, "unsupported_file"),
        ("a.png", "image/png", b"plain text", 415, "unsupported_file"),
        ("a.txt", "application/pdf", b"plain text", 415, "unsupported_file"),
        ("a.gif", "image/gif", gif, 415, "unsupported_file"),
        ("a.jpg", "image/jpeg", jpeg, 422, "harmful_file"),
        ("../../a.txt", "text/plain", b"text", 422, "invalid_fields"),
        ("..%2f..%2fa.txt", "text/plain", b"text", 422, "invalid_fields"),
        ("..%252fa.txt", "text/plain", b"text", 422, "invalid_fields"),
        ("..\\a.txt", "text/plain", b"text", 422, "invalid_fields"),
        ("page.php.txt", "text/plain", b"text", 422, "invalid_fields"),
        ("page.html.jpg", "image/jpeg", jpeg, 422, "invalid_fields"),
    ];
    for (name, media_type, bytes, status, code) in corpus {
        let answer = shelf.upload("Hostile", &UploadedFile { name, media_type, bytes });
        assert_eq!((answer.status, answer.code().as_str()), (*status, *code), "{name}: {}", answer.text());
    }
    assert_eq!((shelf.objects(), shelf.records()), (0, 0));
}

#[test]
fn forms_that_are_not_in_order_are_refused() {
    let shelf = Shelf::open();
    let (teacher, section) = (shelf.client(&shelf.teacher), shelf.section.id.to_string());
    let file = UploadedFile::text("a.txt", "text");
    let ask = |fields: &[(&str, &str)]| teacher.upload("/modules", fields, &file);
    ask(&[("section_id", &section)]).expect_refused(&["title"]);
    ask(&[("section_id", "nonsense"), ("title", "A")]).expect_refused(&["section_id"]);
    ask(&[("section_id", &section), ("title", "A"), ("teacher_id", "x")]).expect_refused(&["teacher_id"]);
    ask(&[("section_id", &section), ("title", "A"), ("title", "B")]).expect_refused(&["title"]);
    ask(&[("section_id", &section), ("title", &"A".repeat(201))]).expect_refused(&["title"]);
    teacher.post("/modules", json!({})).expect_problem(415, "unsupported_media_type");
    let unknown = "01990000-0000-7000-8000-000000000001";
    ask(&[("section_id", unknown), ("title", "A")]).expect_problem(404, "not_found");
    assert_eq!((shelf.objects(), shelf.records()), (0, 0));
}

#[test]
fn nobody_takes_more_room_than_the_school_gives() {
    let shelf = Shelf::open();
    let limit = |change: Value| {
        let office = shelf.office();
        let version = u32::try_from(office.get("/settings").json()["version"].as_u64().sure()).sure();
        office.patch("/settings", version, change).expect_status(200);
    };
    let page = "x".repeat(600);
    let upload = || shelf.upload("Page", &UploadedFile::text("a.txt", &page));
    limit(json!({ "max_upload_bytes": 500 }));
    let refused = upload().expect_problem(413, "too_large");
    assert_eq!(refused.json()["most_bytes"], 500);
    limit(json!({ "max_upload_bytes": 1000, "section_quota_bytes": 1000 }));
    upload().expect_status(201);
    upload().expect_problem(413, "quota_exceeded");
    limit(json!({ "section_quota_bytes": 100_000, "person_quota_bytes": 1000 }));
    upload().expect_problem(413, "quota_exceeded");
    limit(json!({ "person_quota_bytes": 2000 }));
    let answers = homeroom_testkit::at_once(6, |_| upload().status);
    let taken = answers.iter().filter(|status| **status == 201).count();
    assert_eq!((taken, shelf.objects(), shelf.records()), (2, 3, 3), "{answers:?}");
}

#[test]
fn an_upload_that_is_cut_off_leaves_neither_file_nor_row() {
    let shelf = Shelf::open();
    let section = shelf.section.id.to_string();
    let teacher = shelf.client(&shelf.teacher);
    let mut stream = TcpStream::connect(teacher.address()).sure();
    let head = format!(
        "POST /api/v1/modules HTTP/1.1\r\nhost: school\r\nauthorization: Bearer {}\r\ncontent-length: 100000000\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n--b\r\ncontent-disposition: form-data; name=\"section_id\"\r\n\r\n\
         {section}\r\n--b\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\nCut off\r\n--b\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\ncontent-type: text/plain\r\n\r\n",
        teacher.token()
    );
    stream.write_all(head.as_bytes()).sure();
    stream.write_all(&b"text and more of it\n".repeat(50_000)).sure();
    eventually("the record of the upload", WAIT, || (shelf.records() == 1).then_some(()));
    drop(stream);
    eventually("nothing is left", WAIT, || (shelf.records() == 0).then_some(()));
    assert_eq!(shelf.objects(), 0);
    shelf.add("Whole");
}

#[test]
fn f16_records_and_bytes_that_part_are_found() {
    let shelf = Shelf::open();
    for number in 0..4 {
        shelf.add(&format!("Module {number}"));
    }
    let keys = shelf.keys();
    let storage = shelf.school.app.storage();
    let runtime = actix_web::rt::Runtime::new().sure();
    runtime.block_on(storage.delete(keys[0])).sure();
    let orphan = |number: u8| application::files::StorageKey::new([number; 16]);
    for number in 1..=100 {
        let incoming = application::files::Incoming {
            key: orphan(number),
            preview_key: orphan(number + 100),
            feature: domain::files::Feature::Module,
            name: "a.txt".parse().sure(),
            declared: None,
            most_bytes: 100,
        };
        let bytes = futures_util::stream::iter([Ok(actix_web::web::Bytes::from_static(b"orphan"))]);
        runtime.block_on(storage.receive(&incoming, Box::pin(bytes))).sure();
    }
    let found = shelf.reconcile();
    assert_eq!((found.orphans, found.missing), (100, 1), "{found:?}");
    assert_eq!(shelf.keys(), keys[1..]);
    let again = shelf.reconcile();
    assert_eq!((again.orphans, again.missing), (0, 1), "what is lost is told until somebody brings it back");
}

#[test]
fn what_a_server_left_that_died_is_found_later() {
    let shelf = Shelf::open();
    let file = shelf.school.file(&shelf.teacher, &shelf.section, domain::files::Feature::Module);
    let pending = format!(
        "UPDATE files SET status = 'pending', media_type = NULL, size = NULL, sha256 = NULL WHERE id = '{file}'"
    );
    shelf.school.database().execute(&pending);
    assert_eq!(shelf.reconcile().abandoned, 0, "it may still be on its way");
    // The test's clock is far from the database's, by which the row was made.
    shelf
        .school
        .database()
        .execute(&format!("UPDATE files SET created_at = '2020-01-01' WHERE id = '{file}'"));
    let found = shelf.reconcile_later();
    assert_eq!((found.abandoned, found.removed), (1, 1));
    assert_eq!(shelf.records(), 0);
}

#[test]
fn f13_a_full_disk_refuses_files_and_nothing_else() {
    let Some(disk) = SmallDisk::mount() else {
        println!("skipped: only root can mount a small disk");
        return;
    };
    let storage = storage::Storage::on_disk(&disk.0.path().join("uploads")).sure();
    let setup = Setup { storage: Some(std::sync::Arc::new(storage)), ..Setup::default() };
    let shelf = Shelf::with(setup);
    let module = shelf.add("Small");
    let large = "A line of text that fills the disk.\n".repeat(200_000);
    let upload = || shelf.upload("Large", &UploadedFile::text("large.txt", &large));
    upload().expect_problem(507, "storage_full");
    assert_eq!((shelf.objects(), shelf.records()), (1, 1));
    let file = format!("/modules/{}/file", id(&module));
    shelf.client(&shelf.student).get(&file).expect_status(200);
    disk.grow();
    upload().expect_status(201);
}

/// A disk of a few megabytes.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let directory = tempfile::tempdir().sure();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m", "none"])
            .arg(directory.path())
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(directory))
    }

    fn grow(&self) {
        let grown = std::process::Command::new("mount")
            .args(["-o", "remount,size=64m"])
            .arg(self.0.path())
            .status()
            .sure();
        assert!(grown.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

#[test]
fn a_slow_reader_gets_the_whole_file() {
    let shelf = Shelf::open();
    let text = "0123456789abcdef".repeat(100_000);
    let module = shelf.upload("Long", &UploadedFile::text("long.txt", &text)).expect_status(201).json();
    let student = shelf.client(&shelf.student);
    let mut stream = TcpStream::connect(student.address()).sure();
    let head = format!(
        "GET /api/v1/modules/{}/file HTTP/1.1\r\nhost: school\r\nconnection: close\r\nauthorization: Bearer {}\r\n\r\n",
        id(&module),
        student.token()
    );
    stream.write_all(head.as_bytes()).sure();
    let (mut received, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut part).sure();
        if length == 0 {
            break;
        }
        received.extend_from_slice(&part[..length]);
    }
    assert!(received.ends_with(text.as_bytes()), "{} bytes", received.len());
}

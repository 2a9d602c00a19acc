//! The scanner: a real `clamd` where it is installed, with a signature that is made here; elsewhere something that
//! speaks like it. Answers that no scanner gives are given by the latter everywhere.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    pin::pin,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use application::files::{FileStorage, ReceiveError};
use domain::files::Feature;
use futures_util::future::{Either, select};
use homeroom_storage::{Clamd, Storage, contract};
use tempfile::TempDir;

use crate::{
    corpus::photograph_with_notes,
    s3_server::S3Server,
    support::{TestResult, files_below, on_disk, receive, until},
};

/// What the signature looks for, and what it is called. `clamd` puts `.UNOFFICIAL` behind names that are not its own.
const INFECTION: &str = "this-is-only-a-test-of-the-scanner";
const NAME: &str = "Homeroom.Test";

const CLAMD: [&str; 2] = ["/usr/sbin/clamd", "/opt/homebrew/sbin/clamd"];

/// A scanner that runs as long as the test.
struct Scanner {
    address: String,
    _directory: TempDir,
    process: Option<Child>,
}

impl Drop for Scanner {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

impl Scanner {
    fn start() -> Self {
        if let Some(program) = CLAMD.into_iter().find(|program| Path::new(program).exists()) {
            return Self::real(program);
        }
        println!("skipped: there is no clamd here, so something speaks like it");
        let like = |bytes: &[u8]| {
            let is_infected = bytes.windows(INFECTION.len()).any(|part| part == INFECTION.as_bytes());
            let told = if is_infected { format!("{NAME}.UNOFFICIAL FOUND") } else { "OK".to_owned() };
            format!("stream: {told}\0")
        };
        Self { address: speaker(like), _directory: tempfile::tempdir().unwrap(), process: None }
    }

    fn real(program: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name).display().to_string();
        std::fs::create_dir(path("signatures")).unwrap();
        let hex: Vec<_> = INFECTION.bytes().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(path("signatures/test.ndb"), format!("{NAME}:0:*:{}\n", hex.concat())).unwrap();
        let configuration = format!(
            "Foreground yes\nLocalSocket {}\nDatabaseDirectory {}\nTemporaryDirectory {}\nStreamMaxLength 3M\n",
            path("socket"),
            path("signatures"),
            directory.path().display(),
        );
        std::fs::write(path("clamd.conf"), configuration).unwrap();
        let mut process = Command::new(program)
            .arg(format!("--config-file={}", path("clamd.conf")))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = BufReader::new(process.stdout.take().unwrap()).lines();
        let _ready = told.map_while(Result::ok).find(|line| line.contains("Self checking"));
        Self { address: format!("unix:{}", path("socket")), _directory: directory, process: Some(process) }
    }

    fn store(&self) -> (Storage, TempDir) {
        guarded_by(&self.address)
    }
}

fn guarded_by(address: &str) -> (Storage, TempDir) {
    let (store, directory) = on_disk();
    (store.with_scanner(address.parse().unwrap()), directory)
}

/// Something that speaks like a scanner: it takes all bytes of a stream and answers what this says of them.
fn speaker(answer: impl Fn(&[u8]) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for wire in listener.incoming() {
            let mut wire = wire.unwrap();
            let bytes = take_stream(&mut wire);
            wire.write_all(answer(&bytes).as_bytes()).unwrap_or_default();
        }
    });
    address
}

fn take_stream(wire: &mut TcpStream) -> Vec<u8> {
    let mut command = [0; 10];
    wire.read_exact(&mut command).unwrap();
    assert_eq!(&command, b"zINSTREAM\0");
    let mut bytes = Vec::new();
    loop {
        let mut length = [0; 4];
        wire.read_exact(&mut length).unwrap();
        let length = u32::from_be_bytes(length);
        if length == 0 {
            return bytes;
        }
        wire.take(length.into()).read_to_end(&mut bytes).unwrap();
    }
}

#[tokio::test]
async fn what_the_scanner_finds_is_refused_and_not_kept() -> TestResult {
    let scanner = Scanner::start();
    scanner
        .address
        .parse::<Clamd>()?
        .check()
        .await
        .or_else(|error| if scanner.process.is_none() { Ok(()) } else { Err(error) })?;
    let (store, directory) = scanner.store();
    let (file, outcome) = receive(&store, Feature::Submission, "clean.txt", b"some notes").await;
    outcome?;
    assert!(!contract::is_missing(&store, file.key).await);
    let infected = format!("{}{INFECTION}\n", "some notes\n".repeat(50_000));
    let (_, outcome) = receive(&store, Feature::Submission, "notes.txt", infected.as_bytes()).await;
    let name = format!("{NAME}.UNOFFICIAL");
    assert_eq!(outcome, Err(ReceiveError::Infected { name }));
    assert_eq!(files_below(directory.path()).len(), 1, "only what was clean is kept");
    Ok(())
}

#[tokio::test]
async fn a_file_that_the_scanner_does_not_look_at_is_not_taken() {
    let scanner = Scanner::start();
    if scanner.process.is_none() {
        return;
    }
    let (store, directory) = scanner.store();
    let (_, outcome) = receive(&store, Feature::Module, "long.txt", &contract::text(20_000_000)).await;
    assert!(matches!(outcome, Err(ReceiveError::ScannerAway(_))), "{outcome:?}");
    assert_eq!(files_below(directory.path()), [""; 0]);
}

#[tokio::test]
async fn without_a_clear_answer_nothing_is_taken() {
    for answer in [
        "",
        "stream: ",
        "OK",
        "INSTREAM size limit exceeded. ERROR\0",
        "stream: Can't allocate memory ERROR\0",
    ] {
        let (store, directory) = guarded_by(&speaker(|_| answer.to_owned()));
        let (_, outcome) = receive(&store, Feature::Module, "notes.txt", b"some notes").await;
        assert!(matches!(outcome, Err(ReceiveError::ScannerAway(_))), "{answer}: {outcome:?}");
        assert_eq!(files_below(directory.path()), [""; 0]);
    }
    let (store, directory) = guarded_by("127.0.0.1:9");
    let (_, outcome) = receive(&store, Feature::Module, "notes.txt", b"some notes").await;
    assert!(matches!(outcome, Err(ReceiveError::ScannerAway(_))), "{outcome:?}");
    assert_eq!(files_below(directory.path()), [""; 0]);
    let (store, directory) = guarded_by("unix:/nowhere/clamd.ctl");
    let (_, outcome) = receive(&store, Feature::Module, "notes.txt", b"some notes").await;
    assert!(matches!(outcome, Err(ReceiveError::ScannerAway(_))), "{outcome:?}");
    assert_eq!(files_below(directory.path()), [""; 0]);
}

#[tokio::test]
async fn the_scanner_sees_exactly_what_is_kept() -> TestResult {
    let (told, seen) = mpsc::channel();
    let address = speaker(move |bytes| {
        told.send(bytes.to_vec()).unwrap();
        "stream: OK\0".to_owned()
    });
    let (store, _directory) = guarded_by(&address);
    let photograph = photograph_with_notes();
    let (file, outcome) = receive(&store, Feature::Module, "photo.jpg", &photograph).await;
    let size = usize::try_from(outcome?.stored.size)?;
    assert!(seen.recv()? == contract::read(&store, file.key, 0, size).await);
    Ok(())
}

#[tokio::test]
async fn what_is_dropped_while_the_scanner_looks_leaves_nothing() {
    let server = S3Server::start();
    let directory = tempfile::tempdir().unwrap();
    for (store, place) in [
        (Storage::on_disk(directory.path()).unwrap(), directory.path().to_owned()),
        (server.store(), server.bucket()),
    ] {
        let (told, seen) = mpsc::channel();
        let (never, more) = mpsc::channel::<()>();
        let address = speaker(move |_| {
            told.send(()).unwrap();
            more.recv().map(|()| String::new()).unwrap_or_default()
        });
        let store = store.with_scanner(address.parse().unwrap());
        let file = contract::incoming("photo.jpg");
        let photograph = photograph_with_notes();
        let receiving = store.receive(&file, contract::parts(&photograph));
        let arrived = pin!(until("the scanner", async || seen.try_recv().is_ok()));
        match select(receiving, arrived).await {
            Either::Left((outcome, _)) => panic!("{outcome:?}"),
            Either::Right(((), receiving)) => {
                assert_eq!(files_below(&place).len(), 2, "the photograph and its preview");
                drop(receiving);
            }
        }
        until("the end of both", async || files_below(&place).is_empty()).await;
        drop(never);
    }
}

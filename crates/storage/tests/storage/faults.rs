//! F15: an object store that stumbles, lies, is cut off, or is away.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use application::files::{FileStorage, ReceiveError, StorageError};
use domain::files::Feature;
use futures_util::TryStreamExt;
use homeroom_storage::{S3Options, Storage, contract};

use crate::{
    s3_server::{Fault, S3Server},
    support::{TestResult, files_below, receive, until},
};

/// Two parts.
const LARGE: usize = 9_000_000;

/// Fails the first so many requests that hold these words.
fn at_first(times: usize, words: &'static [&'static str], fault: Fault) -> impl FnMut(&str) -> Option<Fault> {
    let mut left = times;
    move |request| {
        let is_meant = words.iter().all(|word| request.contains(word));
        (is_meant && left > 0).then(|| {
            left -= 1;
            fault
        })
    }
}

#[tokio::test]
async fn f15_a_store_that_stumbles_is_asked_again() -> TestResult {
    let server = S3Server::start();
    let store = server.store();
    for words in
        [&["POST", "uploads"][..], &["PUT", "partNumber=2"], &["PUT", "incoming"], &["HEAD"], &["DELETE"]]
    {
        for fault in [Fault::Refuses, Fault::Lies] {
            server.fail(at_first(2, words, fault));
            let text = contract::text(LARGE);
            let (file, outcome) = receive(&store, Feature::Module, "notes.txt", &text).await;
            assert_eq!(outcome?.stored.size, LARGE as u64, "{words:?} {fault:?}");
            assert!(contract::read(&store, file.key, 0, LARGE).await == text);
            store.delete(file.key).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn f15_a_store_that_fails_for_long_refuses_and_keeps_nothing() -> TestResult {
    let server = S3Server::start();
    let store = server.store();
    for (size, words) in [
        (1000, &["PUT", "objects"][..]),
        (LARGE, &["POST", "uploads"]),
        (LARGE, &["PUT", "partNumber=2"]),
        (LARGE, &["POST", "uploadId"]),
        (LARGE, &["HEAD"]),
    ] {
        server.fail(at_first(usize::MAX, words, Fault::Refuses));
        let (file, outcome) = receive(&store, Feature::Module, "notes.txt", &contract::text(size)).await;
        assert!(
            matches!(outcome, Err(ReceiveError::Storage(StorageError::Away(_)))),
            "{words:?}: {outcome:?}"
        );
        server.fail(|_| None);
        assert!(contract::is_missing(&store, file.key).await, "{words:?}");
        until("the end of what was begun", async || {
            server.unfinished().is_empty() && files_below(&server.bucket()).is_empty()
        })
        .await;
    }
    Ok(())
}

#[tokio::test]
async fn f15_an_upload_that_was_finished_and_denied_is_whole_or_gone() -> TestResult {
    let server = S3Server::start();
    let store = server.store();
    server.fail(at_first(1, &["POST", "uploadId"], Fault::Lies));
    let text = contract::text(LARGE);
    let (file, outcome) = receive(&store, Feature::Module, "notes.txt", &text).await;
    match outcome {
        Ok(_) => assert!(contract::read(&store, file.key, 0, LARGE).await == text),
        Err(_) => until("its end", async || contract::is_missing(&store, file.key).await).await,
    }
    Ok(())
}

#[tokio::test]
async fn f15_a_store_that_kept_less_than_it_was_sent_is_not_believed() -> TestResult {
    let server = S3Server::start();
    let store = server.store();
    for size in [1000, LARGE] {
        let bucket = server.bucket();
        server.fail(move |request| {
            if request.starts_with("HEAD") {
                for object in files_below(&bucket) {
                    std::fs::OpenOptions::new().write(true).open(object).unwrap().set_len(500).unwrap();
                }
            }
            None
        });
        let (file, outcome) = receive(&store, Feature::Module, "notes.txt", &contract::text(size)).await;
        assert!(matches!(outcome, Err(ReceiveError::Storage(StorageError::Away(_)))), "{outcome:?}");
        until("its end", async || contract::is_missing(&store, file.key).await).await;
    }
    Ok(())
}

#[tokio::test]
async fn f15_a_full_store_says_so() {
    let server = S3Server::start();
    let store = server.store();
    server.fail(at_first(usize::MAX, &["PUT", "partNumber"], Fault::Full));
    let (_, outcome) = receive(&store, Feature::Module, "notes.txt", &contract::text(LARGE)).await;
    assert_eq!(outcome, Err(ReceiveError::Storage(StorageError::Full)));
}

#[tokio::test]
async fn f15_an_answer_that_is_cut_is_never_a_short_success() -> TestResult {
    let server = S3Server::start();
    let store = server.store();
    let text = contract::text(LARGE);
    let (file, outcome) = receive(&store, Feature::Module, "notes.txt", &text).await;
    outcome?;

    server.fail(at_first(3, &["GET", "objects"], Fault::CutsAnswer));
    assert!(contract::read(&store, file.key, 0, LARGE).await == text, "it is asked again");

    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    // The first segments come, and from then on only halves.
    server.fail(move |request| {
        let is_meant = request.contains("GET") && counted.fetch_add(1, Ordering::Relaxed) > 2;
        is_meant.then_some(Fault::CutsAnswer)
    });
    let mut stream = store.read(file.key, 0..LARGE as u64).await?;
    let mut came = Vec::new();
    let end = loop {
        match stream.try_next().await {
            Ok(Some(part)) => came.extend_from_slice(&part),
            Ok(None) => break None,
            Err(broken) => break Some(broken),
        }
    };
    assert!(end.is_some(), "{} of {LARGE} bytes came, as if they were all", came.len());
    assert!(text.starts_with(&came));
    assert!(asked.load(Ordering::Relaxed) > 3);
    Ok(())
}

#[tokio::test]
async fn f15_a_store_that_is_away_is_told_within_seconds() {
    let server = S3Server::start();
    let endpoint = Some("http://127.0.0.1:9".to_owned());
    let store = Storage::in_s3(&S3Options { endpoint, ..server.options() }).unwrap();
    let begun = std::time::Instant::now();
    let (file, outcome) = receive(&store, Feature::Module, "notes.txt", b"some notes").await;
    assert!(matches!(outcome, Err(ReceiveError::Storage(StorageError::Away(_)))), "{outcome:?}");
    assert!(matches!(store.read(file.key, 0..1).await.err(), Some(StorageError::Away(_))));
    assert!(matches!(store.check().await, Err(StorageError::Away(_))));
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

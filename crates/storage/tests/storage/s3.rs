//! A store in a bucket.

use application::files::FileStorage;
use chrono::{DateTime, TimeDelta, Utc};
use domain::files::{Feature, FileName};
use homeroom_storage::{S3Options, Storage, contract};

use crate::{
    s3_server::S3Server,
    support::{TestResult, files_below, receive, until},
};

#[tokio::test]
async fn a_bucket_keeps_the_contract() {
    let server = S3Server::start();
    contract::all(&server.store()).await;
    until("the end of all uploads", async || {
        server.unfinished().is_empty() && files_below(&server.bucket()).is_empty()
    })
    .await;
}

#[tokio::test]
async fn an_address_gives_out_one_object_as_a_download_for_a_while() -> TestResult {
    let server = S3Server::start();
    let store = server.store();
    let (file, outcome) = receive(&store, Feature::Submission, "mga tala.txt", b"some notes").await;
    outcome?;
    let address = async |seconds| -> Result<String, Box<dyn std::error::Error>> {
        let name: FileName = "mga tala ñ.txt".parse()?;
        Ok(store.address(file.key, &name, TimeDelta::seconds(seconds)).await?.ok_or("there is none")?)
    };
    let answer = get(&address(60).await?);
    assert_eq!(answer.0, 200);
    assert_eq!(answer.1, "some notes");
    assert_eq!(answer.2, "attachment; filename=\"mga tala _.txt\"; filename*=UTF-8''mga%20tala%20%C3%B1.txt");
    assert_eq!(answer.3, "text/plain");

    let whole = address(60).await?;
    assert_eq!(get(whole.split('?').next().unwrap_or_default()).0, 403, "nobody reads without a signature");
    assert_eq!(get(&whole.replace("mga", "our")).0, 403, "and not under another name than was signed");
    let other = contract::incoming("notes.txt").key.to_string();
    assert_eq!(get(&whole.replace(&file.key.to_string(), &other)).0, 403, "and no other object");
    let short = address(1).await?;
    until("the end of an address", async || get(&short).0 == 403).await;
    Ok(())
}

/// Status, body, disposition and type of an answer.
fn get(address: &str) -> (u16, String, String, String) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.get(address).call().unwrap();
    let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    let (disposition, kind) = (header("content-disposition"), header("content-type"));
    let body = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), body, disposition.unwrap_or_default(), kind.unwrap_or_default())
}

#[tokio::test]
async fn an_upload_that_is_dropped_is_aborted() {
    let server = S3Server::start();
    let store = server.store();
    let file = contract::incoming("notes.txt");
    contract::begin_and(&store, &file, 30_000_000, async || {
        until("the first part", async || !server.unfinished().is_empty()).await;
    })
    .await;
    until("the end of the upload", async || {
        server.unfinished().is_empty() && files_below(&server.bucket()).is_empty()
    })
    .await;
}

#[tokio::test]
async fn a_sweep_removes_what_a_process_left_that_was_killed() -> TestResult {
    let server = S3Server::start();
    let file = contract::incoming("notes.txt");
    let store = server.store();
    // The process ends here: with its store also its thread is gone, and nobody aborts.
    contract::begin_and(&store, &file, 30_000_000, async || {
        until("the first part", async || !files_below(&server.bucket()).is_empty()).await;
        server.fail(|_| Some(crate::s3_server::Fault::HangsUp));
    })
    .await;
    drop(store);
    server.fail(|_| None);

    let store = server.store();
    assert!(!server.unfinished().is_empty());
    assert_eq!(store.list(None, 10).await?, []);
    assert_eq!(store.sweep(DateTime::UNIX_EPOCH).await?, 0);
    assert!(!server.unfinished().is_empty());
    assert_eq!(store.sweep(DateTime::<Utc>::MAX_UTC).await?, 1);
    assert_eq!(server.unfinished(), [""; 0]);
    assert_eq!(files_below(&server.bucket()), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn nobody_with_another_secret_gets_in() {
    let server = S3Server::start();
    let options = S3Options { secret: "another".to_owned(), ..server.options() };
    let store = Storage::in_s3(&options).unwrap();
    assert!(store.check().await.is_err());
    let (_, outcome) = receive(&store, Feature::Module, "notes.txt", b"some notes").await;
    assert!(outcome.is_err());
    assert_eq!(files_below(&server.bucket()), [""; 0]);
}

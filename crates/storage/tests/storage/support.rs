//! What the tests share.

use std::{future::Future, path::Path, thread, time::Duration};

use application::files::{FileStorage, Incoming, ReceiveError, Received};
use domain::files::Feature;
use homeroom_storage::{Storage, contract};
use tempfile::TempDir;

pub type TestResult = Result<(), Box<dyn std::error::Error>>;

/// How long something may take before it counts as never.
const PATIENCE: Duration = Duration::from_mins(1);

/// A store in a directory of its own, which goes with the test.
pub fn on_disk() -> (Storage, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    (Storage::on_disk(directory.path()).unwrap(), directory)
}

/// Lets a store receive a file of this name.
pub async fn receive(
    store: &Storage,
    feature: Feature,
    name: &str,
    bytes: &[u8],
) -> (Incoming, Result<Received, ReceiveError>) {
    let file = Incoming { feature, ..contract::incoming(name) };
    let outcome = store.receive(&file, contract::parts(bytes)).await;
    (file, outcome)
}

/// Every file below a directory.
pub fn files_below(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path.display().to_string());
        }
    }
    found
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            // The stores and their servers have threads of their own.
            thread::park_timeout(Duration::from_millis(2));
            tokio::task::yield_now().await;
        }
    };
    assert!(within(waiting).await.is_some(), "{what} never came");
}

async fn within<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(PATIENCE, work).await.ok()
}

//! A store in a directory.

use std::{os::unix::fs::PermissionsExt, path::Path, process::Command};

use application::files::{FileStorage, ReceiveError, StorageError};
use chrono::{DateTime, TimeDelta};
use domain::files::{Feature, FileName};
use homeroom_storage::{Storage, contract};

use crate::support::{TestResult, files_below, on_disk, receive};

#[tokio::test]
async fn a_directory_keeps_the_contract() {
    let (store, directory) = on_disk();
    contract::all(&store).await;
    assert_eq!(files_below(directory.path()), [""; 0]);
}

#[tokio::test]
async fn files_lie_in_two_folders_for_nobody_else_to_read() -> TestResult {
    let (store, directory) = on_disk();
    let (file, outcome) = receive(&store, Feature::Module, "notes.txt", b"some notes").await;
    outcome?;
    let key = file.key.to_string();
    let place = directory.path().join(&key[..2]).join(&key[2..4]).join(&key);
    assert_eq!(std::fs::read(&place)?, b"some notes");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place), 0o600);
    for folder in place.ancestors().skip(1).take(2) {
        assert_eq!(mode(folder), 0o700);
    }
    let name: FileName = "notes.txt".parse()?;
    assert_eq!(store.address(file.key, &name, TimeDelta::seconds(60)).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_sweep_removes_what_a_process_left_that_was_killed() -> TestResult {
    let (store, directory) = on_disk();
    let left = directory.path().join("incoming").join(contract::incoming("notes.txt").key.to_string());
    std::fs::write(&left, b"half of")?;
    let touched_at: DateTime<chrono::Utc> = std::fs::metadata(&left)?.modified()?.into();
    assert_eq!(store.list(None, 10).await?, []);
    assert_eq!(store.sweep(touched_at).await?, 0, "it was not begun before itself");
    assert!(left.exists());
    assert_eq!(store.sweep(touched_at + TimeDelta::seconds(1)).await?, 1);
    assert!(!left.exists());
    Ok(())
}

#[tokio::test]
async fn a_full_disk_is_told_and_everything_else_goes_on() -> TestResult {
    let directory = tempfile::tempdir()?;
    let mount = |program: &mut Command| program.status().is_ok_and(|status| status.success());
    if !mount(Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "none"]).arg(directory.path())) {
        println!("skipped: only root can mount a small disk");
        return Ok(());
    }
    let outcome = fill(directory.path()).await;
    assert!(mount(Command::new("umount").arg("-l").arg(directory.path())));
    outcome
}

async fn fill(disk: &Path) -> TestResult {
    let store = Storage::on_disk(disk)?;
    let (kept, outcome) = receive(&store, Feature::Module, "kept.txt", &contract::text(1_000_000)).await;
    outcome?;
    let (refused, outcome) = receive(&store, Feature::Module, "large.txt", &contract::text(5_000_000)).await;
    assert_eq!(outcome, Err(ReceiveError::Storage(StorageError::Full)));
    assert!(contract::is_missing(&store, refused.key).await);
    assert_eq!(files_below(disk).len(), 1, "what did not fit is gone");

    assert!(contract::read(&store, kept.key, 0, 1_000_000).await == contract::text(1_000_000));
    let (_, outcome) = receive(&store, Feature::Module, "small.txt", &contract::text(1_000_000)).await;
    outcome?;
    Ok(())
}

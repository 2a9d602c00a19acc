use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::files::FileId;

use super::{FileCases, KeyOfFile, StorageError, StorageKey, StoredObject};
use crate::{Caller, StoreError};

/// How long an upload may take. What takes longer was left by a server that died.
const ABANDONED: TimeDelta = TimeDelta::hours(6);
/// How many objects are compared with the records at a time.
const PAGE: usize = 1000;
/// How many files that were given up are removed at a time.
const BATCH: u32 = 200;

/// What was found where records and bytes did not agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Uploads that never ended, and unfinished objects of such.
    pub abandoned: u32,
    /// Files that were given up, and are removed now.
    pub removed: u32,
    /// Objects without a record, removed now.
    pub orphans: u32,
    /// Clean files whose bytes are missing. They stay on record, for what a person handed in is not forgotten
    /// because a disk lost it; nobody can download them, and the log names them.
    pub missing: u32,
}

/// Why records and bytes were not compared to the end.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store of bytes failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// So much of what lies there has no record that it seems to belong to another school.
    #[error(
        "{orphans} of {objects} objects have no record: this store seems to belong to another database, so nothing was removed"
    )]
    ForeignStore {
        /// How many have none.
        orphans: usize,
        /// How many there are.
        objects: usize,
    },
}

impl FileCases<'_> {
    /// Compares records and bytes, in both directions, and removes what has no counterpart.
    pub async fn reconcile(self) -> Result<Reconciled, ReconcileError> {
        let caller = Caller::system("files");
        let begun_before = self.0.clock.now() - ABANDONED;
        let unfinished = self.0.storage.sweep(begun_before).await?;
        let given_up = self.0.db.atomically(&caller, |store| store.give_up_abandoned(begun_before))?;
        let mut done = Reconciled { abandoned: unfinished + given_up, ..Reconciled::default() };
        done.removed = self.remove_given_up(&caller).await?;
        let Compared { orphans, lost, found, objects } = self.compare().await?;
        // A few are left by servers that died; half of many by somebody who named the wrong store.
        if orphans.len() > 500 && orphans.len() * 2 > objects {
            return Err(ReconcileError::ForeignStore { orphans: orphans.len(), objects });
        }
        for key in &orphans {
            self.0.storage.delete(*key).await?;
            done.orphans += 1;
        }
        done.missing = self.note_missing(&caller, &lost, &found).await?;
        Ok(done)
    }

    async fn remove_given_up(self, caller: &Caller) -> Result<u32, ReconcileError> {
        let mut removed = 0;
        loop {
            let batch = self.0.db.read(|store| store.given_up_files(BATCH))?;
            if batch.is_empty() {
                return Ok(removed);
            }
            for (file, key, preview_key) in batch {
                self.0.storage.delete(key).await?;
                self.0.storage.delete(preview_key).await?;
                self.0.db.atomically(caller, |store| store.forget_file(file))?;
                removed += 1;
            }
        }
    }

    /// Walks through the keys of both sides in their order.
    async fn compare(self) -> Result<Compared, ReconcileError> {
        let (mut compared, mut after) = (Compared::default(), None);
        loop {
            let objects = self.0.storage.list(after, PAGE).await?;
            let until = if objects.len() < PAGE { None } else { objects.last().map(|object| object.key) };
            let records = self.0.db.read(|store| store.keys_between(after, until))?;
            compared.add(&objects, &records);
            if until.is_none() {
                return Ok(compared);
            }
            after = until;
        }
    }

    /// A file that ended between the two looks is not missing: each is looked for once more.
    async fn note_missing(
        self,
        caller: &Caller,
        lost: &[KeyOfFile],
        found: &[FileId],
    ) -> Result<u32, ReconcileError> {
        let mut missing = BTreeSet::new();
        for record in lost {
            if matches!(self.0.storage.read(record.key, 0..1).await, Err(StorageError::Missing)) {
                tracing::error!(file = %record.file, key = %record.key, "the bytes of a file are missing");
                missing.insert(record.file);
            }
        }
        let since = self.0.clock.now();
        let (missing, found): (Vec<_>, Vec<_>) = (
            missing.iter().copied().collect(),
            found.iter().copied().filter(|file| !missing.contains(file)).collect(),
        );
        self.0.db.atomically(caller, |store| {
            store.note_missing(&missing, Some(since))?;
            store.note_missing(&found, None)
        })?;
        Ok(u32::try_from(missing.len()).unwrap_or(u32::MAX))
    }
}

/// What both sides know.
#[derive(Default)]
struct Compared {
    orphans: Vec<StorageKey>,
    lost: Vec<KeyOfFile>,
    /// Files that were missing before and are there again.
    found: Vec<FileId>,
    objects: usize,
}

impl Compared {
    fn add(&mut self, objects: &[StoredObject], records: &[KeyOfFile]) {
        self.objects += objects.len();
        let known: BTreeMap<StorageKey, &KeyOfFile> =
            records.iter().map(|record| (record.key, record)).collect();
        let there: BTreeSet<StorageKey> = objects.iter().map(|object| object.key).collect();
        self.orphans.extend(there.iter().filter(|key| !known.contains_key(key)));
        for record in records {
            let is_there = there.contains(&record.key);
            if record.must_exist && !is_there {
                self.lost.push(*record);
            } else if record.is_missing && is_there {
                self.found.push(record.file);
            }
        }
    }
}

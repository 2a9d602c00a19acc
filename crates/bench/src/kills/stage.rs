use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
};

use uuid::Uuid;

const TALKING: u8 = 0;
const FINISHING: u8 = 1;
const OVER: u8 = 2;
const FAILED: u8 = 3;

/// How far everything has come.
#[derive(Default)]
pub(super) struct Stage {
    stage: AtomicU8,
    /// What people told when asked to finish: how many messages are unanswered, and how far they have read.
    reports: Mutex<BTreeMap<u32, Report>>,
}

/// How many messages are unanswered, and how far somebody has read.
pub(super) type Report = (usize, BTreeMap<Uuid, u64>);

impl Stage {
    /// Whether new messages are written.
    pub(super) fn is_talking(&self) -> bool {
        self.stage.load(Ordering::Relaxed) == TALKING
    }

    /// Whether everybody goes home.
    pub(super) fn is_over(&self) -> bool {
        self.stage.load(Ordering::Relaxed) >= OVER
    }

    /// Whether somebody has seen what must not be.
    pub(super) fn has_failed(&self) -> bool {
        self.stage.load(Ordering::Relaxed) == FAILED
    }

    pub(super) fn finish(&self) {
        self.stage.fetch_max(FINISHING, Ordering::Relaxed);
    }

    pub(super) fn end(&self) {
        self.stage.fetch_max(OVER, Ordering::Relaxed);
    }

    pub(super) fn give_up(&self) {
        self.stage.store(FAILED, Ordering::Relaxed);
    }

    pub(super) fn report(&self, person: u32, unanswered: usize, cursors: BTreeMap<Uuid, u64>) {
        self.reports().insert(person, (unanswered, cursors));
    }

    pub(super) fn reports(&self) -> MutexGuard<'_, BTreeMap<u32, Report>> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends everything when it goes, however that comes about: threads that wait for it would never end.
pub(super) struct EndsAtLast<'a>(pub(super) &'a Stage);

impl Drop for EndsAtLast<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

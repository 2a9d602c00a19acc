use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use application::{Clock, Ids};
use uuid::{Builder, Uuid};

use crate::{Sure, TestClock};

/// Identifiers that are the same in every run, and sort in the order in which they were made.
#[derive(Debug)]
pub struct TestIds {
    clock: Arc<TestClock>,
    last: AtomicU64,
}

impl TestIds {
    /// Identifiers that show the time of this clock.
    pub const fn new(clock: Arc<TestClock>) -> Self {
        Self { clock, last: AtomicU64::new(0) }
    }
}

impl Ids for TestIds {
    fn next(&self) -> Uuid {
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        let mut rest = [0; 10];
        rest[..8].copy_from_slice(&number.to_be_bytes());
        let millis = u64::try_from(self.clock.now().timestamp_millis()).sure();
        Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }

    fn secret(&self) -> [u8; 16] {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).sure();
        secret
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn identifiers_differ_and_sort_in_the_order_in_which_they_were_made() {
        let ids = TestIds::new(Arc::default());
        let made: Vec<_> = (0..10_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted());
        assert_eq!(made.iter().collect::<HashSet<_>>().len(), made.len());
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }
}

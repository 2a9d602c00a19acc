//! The clock and the randomness of the machine, which everything else is given as arguments.

use application::{Clock, Ids};
use chrono::{DateTime, Utc};
use rand::{Rng, rand_core::UnwrapErr, rngs::SysRng};
use uuid::Uuid;

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that everyone else is given")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// Identifiers from clock and randomness of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is where identifiers come from")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn secret(&self) -> [u8; 16] {
        random()
    }
}

/// Bytes from the operating system that nobody can guess. Panics when it gives none, as nothing that is
/// made of other bytes would be a secret.
pub(crate) fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    UnwrapErr(SysRng).fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn identifiers_sort_in_the_order_in_which_they_were_made() {
        let ids: Vec<Uuid> = (0..10_000).map(|_| SystemIds.next()).collect();
        assert!(ids.is_sorted());
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn secrets_never_come_twice() {
        let secrets: HashSet<_> = (0..10_000).map(|_| SystemIds.secret()).collect();
        assert_eq!(secrets.len(), 10_000);
        assert!(SystemClock.now() > DateTime::UNIX_EPOCH);
    }
}

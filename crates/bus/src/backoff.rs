use std::time::Duration;

use uuid::Uuid;

/// The first pause, which doubles.
const FIRST: Duration = Duration::from_millis(50);
/// Short, because a connection that is refused costs little, and people wait for the end of the pause.
const LONGEST: Duration = Duration::from_secs(2);

/// How long to rest between attempts: longer each time, and on each instance a little different, so that a Redis
/// that comes back is not met by all of them at once.
pub(crate) struct Backoff {
    seed: [u8; 16],
    attempts: usize,
}

impl Backoff {
    pub(crate) const fn of(instance: Uuid) -> Self {
        Self { seed: instance.into_bytes(), attempts: 0 }
    }

    /// The pause before the next attempt: between a half and the whole of what is due.
    pub(crate) fn pause(&mut self) -> Duration {
        let due = FIRST.saturating_mul(1 << self.attempts.min(10)).min(LONGEST);
        let part = self.seed.iter().rev().cycle().nth(self.attempts).copied().unwrap_or_default();
        self.attempts = self.attempts.saturating_add(1);
        due / 2 + due * u32::from(part) / 510
    }

    /// It worked.
    pub(crate) const fn reset(&mut self) {
        self.attempts = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_differ_between_instances() {
        let mut one = Backoff::of(Uuid::from_u128(0x1234_5678_9abc_def0_0fed_cba9_8765_4321));
        let mut other = Backoff::of(Uuid::from_u128(0xf1e2_d3c4_b5a6_9788_7968_5a4b_3c2d_1e0f));
        let (ones, others): (Vec<_>, Vec<_>) = (0..3000).map(|_| (one.pause(), other.pause())).unzip();
        assert_ne!(ones, others);
        for pauses in [&ones, &others] {
            assert!(pauses[0] <= FIRST && pauses[0] >= FIRST / 2);
            assert!(pauses[1] >= FIRST && pauses[2] >= FIRST * 2);
            assert!(pauses[8..].iter().all(|pause| *pause >= LONGEST / 2 && *pause <= LONGEST));
            assert!(pauses.iter().all(|pause| *pause <= LONGEST));
        }
        one.reset();
        assert_eq!(one.pause(), ones[0]);
    }
}

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use uuid::Uuid;

/// For how long something may be missing before it is asked for.
const PATIENCE: Duration = Duration::from_millis(400);

/// What somebody has read of a conversation, in the order of the numbers.
#[derive(Default)]
pub(super) struct Journal {
    /// The senders' names for the messages, the first number first.
    pub(super) read: Vec<Uuid>,
    /// What came too early.
    ahead: BTreeMap<u64, Uuid>,
    /// The newest number that was told of.
    head: u64,
    behind_since: Option<Instant>,
}

impl Journal {
    /// A message came, perhaps again. Fails when another one had its number.
    pub(super) fn note(&mut self, number: u64, name: Uuid) -> Result<(), String> {
        let before = match usize::try_from(number).ok().and_then(|number| number.checked_sub(1)) {
            Some(place) if place < self.read.len() => self.read.get(place).copied(),
            _ => Some(*self.ahead.entry(number).or_insert(name)),
        };
        if before != Some(name) {
            return Err(format!("number {number} is {name}, and was {before:?}"));
        }
        while let Some(name) = self.ahead.remove(&(self.cursor() + 1)) {
            self.read.push(name);
        }
        self.head = self.head.max(number);
        self.look_behind();
        Ok(())
    }

    /// The conversation has reached this number.
    pub(super) fn reach(&mut self, number: u64) {
        self.head = self.head.max(number);
        self.look_behind();
    }

    fn look_behind(&mut self) {
        if self.head <= self.cursor() {
            self.behind_since = None;
        } else if self.behind_since.is_none() {
            self.behind_since = Some(Instant::now());
        }
    }

    /// Up to which number nothing is missing.
    pub(super) fn cursor(&self) -> u64 {
        self.read.len() as u64
    }

    /// Whether something has been missing for so long that it must be asked for. Then it is not so again at once.
    pub(super) fn must_ask(&mut self) -> bool {
        let must = self.behind_since.is_some_and(|since| since.elapsed() > PATIENCE);
        if must {
            self.behind_since = Some(Instant::now());
        }
        must
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_in_the_order_of_their_numbers_however_they_come() {
        let mut journal = Journal::default();
        let name = |number: u64| Uuid::from_u128(u128::from(number));
        for number in [1, 3, 3, 4, 2, 1] {
            journal.note(number, name(number)).unwrap();
        }
        assert_eq!(journal.read, (1..=4).map(name).collect::<Vec<_>>());
        journal.reach(6);
        assert!(journal.behind_since.is_some());
        assert!(journal.note(2, name(9)).is_err(), "another message has that number");
        journal.note(6, name(6)).unwrap();
        assert!(journal.note(6, name(9)).is_err());
    }
}

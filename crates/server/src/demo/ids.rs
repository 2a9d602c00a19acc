use chrono::{DateTime, Utc};
use domain::{Id, identity::UserId};
use uuid::{Builder, Uuid};

use super::dice::Dice;

/// 2020-01-01T00:00:00Z: older than whatever the school will make, so that lists by identifier begin with
/// what is new.
const BEGINNING: u64 = 1_577_836_800_000;

/// Gives the same identifiers in the same order every time.
#[derive(Clone, Debug, Default)]
pub struct Ids(u64);

impl Ids {
    /// The identifier of the administrator, by which a school that was filled before is known.
    pub fn administrator() -> UserId {
        Self::default().next()
    }

    /// The next identifier, a `UUIDv7` like any other.
    pub fn next<T>(&mut self) -> Id<T> {
        self.0 += 1;
        Id::new(identifier(BEGINNING + self.0, self.0))
    }

    /// The identifier of something that is sorted by when it happened.
    pub fn at(&mut self, time: DateTime<Utc>) -> Uuid {
        self.0 += 1;
        identifier(u64::try_from(time.timestamp_millis()).unwrap_or(BEGINNING), self.0)
    }
}

fn identifier(millis: u64, number: u64) -> Uuid {
    let mut dice = Dice::new(number);
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&dice.bits().to_be_bytes());
    bytes[8..].copy_from_slice(&dice.bits().to_be_bytes()[..2]);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

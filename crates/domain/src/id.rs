use std::{fmt, hash, marker::PhantomData, num::NonZeroU32};

use uuid::Uuid;

/// An identifier that remembers what it identifies.
///
/// `T` is only a tag: an `Id<Section>` cannot be passed where an `Id<Subject>` is meant.
pub struct Id<T> {
    value: Uuid,
    tag: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a raw identifier.
    pub const fn new(value: Uuid) -> Self {
        Self { value, tag: PhantomData }
    }

    /// The raw identifier.
    pub const fn uuid(self) -> Uuid {
        self.value
    }
}

// Derived implementations would ask the same of the tag, which is never a value.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.cmp(&other.value)
    }
}
impl<T> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(out)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(out)
    }
}
impl<T> From<Uuid> for Id<T> {
    fn from(value: Uuid) -> Self {
        Self::new(value)
    }
}

#[cfg(feature = "serde")]
impl<T> serde::Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
#[cfg(feature = "serde")]
impl<'de, T> serde::Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}

/// How often a record has been written; the first writing is 1.
///
/// A change names the version it was made from, so that two people cannot overwrite each other unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Version(NonZeroU32);

impl Version {
    /// The version of a record that was written once.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// A version from its number, which begins at 1.
    pub fn from_number(number: u32) -> Option<Self> {
        NonZeroU32::new(number).map(Self)
    }

    /// The number, from 1.
    pub const fn number(self) -> u32 {
        self.0.get()
    }

    /// The version after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Whether a change made from `expected` may be applied here.
    pub fn check(self, expected: Self) -> Result<(), Stale> {
        if self == expected { Ok(()) } else { Err(Stale { current: self }) }
    }
}

/// The record has been changed since the version that the change was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record has moved on to version {}", current.number())]
pub struct Stale {
    /// The version that the record has now.
    pub current: Version,
}

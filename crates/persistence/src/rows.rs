//! Turning what stands in the tables into what the rules know.

use std::{fmt::Display, num::TryFromIntError};

use application::StoreError;
use domain::{Lines, Text, Version};

/// Names the row that a value was read from, for the error when the value is not a legal one.
#[derive(Clone, Copy)]
pub struct Row<I> {
    pub table: &'static str,
    pub id: I,
}

impl<I: Display + Copy> Row<I> {
    /// The value, or a complaint that names table and row.
    pub fn legal<T, E: Display>(&self, value: Result<T, E>) -> Result<T, StoreError> {
        value.map_err(|reason| StoreError::Corrupt {
            table: self.table,
            id: self.id.to_string(),
            reason: reason.to_string(),
        })
    }

    pub fn text<const MAX: usize>(&self, stored: &str) -> Result<Text<MAX>, StoreError> {
        self.legal(Text::try_new(stored))
    }

    pub fn lines<const MAX: usize>(&self, stored: &str) -> Result<Lines<MAX>, StoreError> {
        self.legal(Lines::try_new(stored))
    }

    pub fn version(&self, stored: i32) -> Result<Version, StoreError> {
        let version = u32::try_from(stored).ok().and_then(Version::from_number);
        self.legal(version.ok_or("a version begins at 1"))
    }

    pub fn number<T: TryFrom<i32, Error = TryFromIntError>>(&self, stored: i32) -> Result<T, StoreError> {
        self.legal(T::try_from(stored))
    }
}

/// A version as it is stored.
pub fn stored_version(version: Version) -> i32 {
    i32::try_from(version.number()).unwrap_or(i32::MAX)
}

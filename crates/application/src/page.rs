/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    limit: u32,
    offset: u32,
}

/// The page lies outside what lists answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageRefused {
    /// The page is too small or too large.
    #[error("must be between 1 and {}", PageRequest::MOST)]
    Limit,
    /// The page lies too far from the beginning; narrow the list instead.
    #[error("must be at most {}", PageRequest::FARTHEST)]
    Offset,
}

impl PageRequest {
    /// The most records of a page.
    pub const MOST: u32 = 100;
    /// The farthest first record of a page; totals are exact up to this number too.
    pub const FARTHEST: u32 = 10_000;
    /// As many as a person looks at.
    pub const USUAL: u32 = 20;

    /// `limit` records from the one at `offset`, counted from 0.
    pub fn try_new(limit: u32, offset: u32) -> Result<Self, PageRefused> {
        if !(1..=Self::MOST).contains(&limit) {
            return Err(PageRefused::Limit);
        }
        if offset > Self::FARTHEST {
            return Err(PageRefused::Offset);
        }
        Ok(Self { limit, offset })
    }

    /// Everything that a list gives out at once, for an export.
    pub const fn export() -> Self {
        Self { limit: Self::FARTHEST, offset: 0 }
    }

    /// How many records.
    pub const fn limit(self) -> u32 {
        self.limit
    }

    /// From which one.
    pub const fn offset(self) -> u32 {
        self.offset
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: Self::USUAL, offset: 0 }
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// How many there are in all; one more than [`PageRequest::FARTHEST`] means more than that.
    pub total: u32,
}

impl<T> Page<T> {
    /// The page with each record made into something else.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(make).collect(), total: self.total }
    }
}

/// The order of a list: fields from most to least important.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort<F>(pub Vec<(F, Direction)>);

impl<F> Default for Sort<F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Which end of a list comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

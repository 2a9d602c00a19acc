use chrono::NaiveDate;

use super::{GradeLevelId, SchoolYearId, SubjectId, TermId};
use crate::{
    Id, Stale, Text, Version,
    access::{Catalog, ManageCatalog, Permitted},
};

/// A stretch of days, first and last included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "UncheckedPeriod")
)]
pub struct Period {
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct UncheckedPeriod {
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

#[cfg(feature = "serde")]
impl TryFrom<UncheckedPeriod> for Period {
    type Error = PeriodRefused;
    fn try_from(unchecked: UncheckedPeriod) -> Result<Self, PeriodRefused> {
        Self::try_new(unchecked.starts_on, unchecked.ends_on)
    }
}

/// The last day lies before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must not end before it starts")]
pub struct PeriodRefused;

impl Period {
    /// From the first day to the last.
    pub fn try_new(starts_on: NaiveDate, ends_on: NaiveDate) -> Result<Self, PeriodRefused> {
        if starts_on <= ends_on { Ok(Self { starts_on, ends_on }) } else { Err(PeriodRefused) }
    }
    /// The first day.
    pub const fn starts_on(self) -> NaiveDate {
        self.starts_on
    }
    /// The last day.
    pub const fn ends_on(self) -> NaiveDate {
        self.ends_on
    }
    /// Whether the day lies in the period.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }
    /// Whether the whole of `other` lies in the period.
    pub fn covers(self, other: Self) -> bool {
        self.starts_on <= other.starts_on && other.ends_on <= self.ends_on
    }
    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts_on <= other.ends_on && other.starts_on <= self.ends_on
    }
}

/// A school year. No two of them overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SchoolYear {
    /// Identifies the year.
    pub id: SchoolYearId,
    /// Such as "2026–2027".
    pub name: Text<50>,
    /// First and last day.
    pub period: Period,
    /// How often it has been written.
    pub version: Version,
}

/// A part of a school year. The terms of a year lie inside it and do not overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Term {
    /// Identifies the term.
    pub id: TermId,
    /// The year that it is part of.
    pub school_year: SchoolYearId,
    /// Such as "First quarter".
    pub name: Text<50>,
    /// First and last day.
    pub period: Period,
    /// How often it has been written.
    pub version: Version,
}

/// A level that students pass through, such as Grade 7.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GradeLevel {
    /// Identifies the level.
    pub id: GradeLevelId,
    /// Short and unique, such as "G7".
    pub code: Text<20>,
    /// Such as "Grade 7".
    pub name: Text<100>,
    /// Its place in the order of levels, from 1.
    pub position: u16,
    /// How often it has been written.
    pub version: Version,
}

/// The short, unique name of a subject.
pub type SubjectCode = Text<20>;

/// Something that is taught.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Subject {
    /// Identifies the subject.
    pub id: SubjectId,
    /// Short and unique, such as "MATH7".
    pub code: SubjectCode,
    /// Such as "Mathematics 7".
    pub title: Text<200>,
    /// How often it has been written.
    pub version: Version,
}

/// Records of the catalog, which all have an identity and a version.
pub trait Versioned: Sized {
    /// What identifies the record.
    fn id(&self) -> Id<Self>;
    /// How often the record has been written.
    fn version(&self) -> Version;
    /// What the record says, as this writing of this record.
    #[must_use]
    fn written_as(self, id: Id<Self>, version: Version) -> Self;
}

macro_rules! versioned {
    ($($record:ty),*) => {$(
        impl Versioned for $record {
            fn id(&self) -> Id<Self> {
                self.id
            }
            fn version(&self) -> Version {
                self.version
            }
            fn written_as(self, id: Id<Self>, version: Version) -> Self {
                Self { id, version, ..self }
            }
        }
    )*};
}
versioned!(SchoolYear, Term, GradeLevel, Subject);

/// A record of the catalog as it must be stored.
#[derive(Clone, Debug)]
pub struct CatalogSaved<T>(T);

/// A record of the catalog that must be deleted.
#[derive(Clone, Debug)]
pub struct CatalogDeleted<T>(T);

impl<T> CatalogSaved<T> {
    /// The record as it is now.
    pub const fn record(&self) -> &T {
        &self.0
    }
    /// The record as it is now, after it was stored.
    pub fn into_record(self) -> T {
        self.0
    }
}

impl<T> CatalogDeleted<T> {
    /// The record as it was.
    pub const fn record(&self) -> &T {
        &self.0
    }
}

/// Why a term was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermRefused {
    /// It reaches beyond its school year.
    #[error("a term must lie inside its school year")]
    OutsideSchoolYear,
}

impl Term {
    /// Checks that the term lies inside its year.
    pub fn check_within(&self, year: &SchoolYear) -> Result<(), TermRefused> {
        if year.period.covers(self.period) { Ok(()) } else { Err(TermRefused::OutsideSchoolYear) }
    }
}

impl<T: Versioned> Permitted<ManageCatalog<T>> {
    /// Makes the record.
    pub fn create(self) -> CatalogSaved<T> {
        let Catalog(record) = self.into_target();
        let id = record.id();
        CatalogSaved(record.written_as(id, Version::FIRST))
    }

    /// Lets the record say what `changed` makes of it, from version `expected`. It stays the same record,
    /// whatever identity and version `changed` gives it.
    pub fn change(self, expected: Version, changed: impl FnOnce(T) -> T) -> Result<CatalogSaved<T>, Stale> {
        let Catalog(record) = self.into_target();
        let (id, version) = (record.id(), record.version());
        version.check(expected)?;
        Ok(CatalogSaved(changed(record).written_as(id, version.next())))
    }

    /// Deletes the record, from version `expected`.
    pub fn delete(self, expected: Version) -> Result<CatalogDeleted<T>, Stale> {
        let Catalog(record) = self.into_target();
        record.version().check(expected)?;
        Ok(CatalogDeleted(record))
    }
}

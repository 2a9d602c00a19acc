use super::{GradeLevelId, SchoolYearId, SectionId};
use crate::{
    Stale, Text, Version,
    access::{ManageSection, Permitted},
    identity::{Account, Role, UserId},
};

/// How many students a section may hold: 1 to 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "u32", into = "u32")
)]
pub struct Capacity(u16);

/// No room holds so few or so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be between 1 and {}", Capacity::MOST)]
pub struct CapacityRefused;

impl Capacity {
    /// The largest capacity.
    pub const MOST: u16 = 500;

    /// A capacity from a number of seats.
    pub fn try_new(seats: u32) -> Result<Self, CapacityRefused> {
        match u16::try_from(seats) {
            Ok(seats) if (1..=Self::MOST).contains(&seats) => Ok(Self(seats)),
            _ => Err(CapacityRefused),
        }
    }

    /// The number of seats.
    pub const fn seats(self) -> u16 {
        self.0
    }
}

impl TryFrom<u32> for Capacity {
    type Error = CapacityRefused;
    fn try_from(seats: u32) -> Result<Self, CapacityRefused> {
        Self::try_new(seats)
    }
}
impl From<Capacity> for u32 {
    fn from(capacity: Capacity) -> Self {
        Self::from(capacity.0)
    }
}

/// A class of students of one grade level in one school year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Section {
    /// Identifies the section.
    pub id: SectionId,
    /// The year it is for.
    pub school_year: SchoolYearId,
    /// The level it is for.
    pub grade_level: GradeLevelId,
    /// What people may change about it.
    pub facts: SectionFacts,
    /// How many students are placed in it.
    pub enrolled: u32,
    /// How often the section has been written; placements do not count.
    pub version: Version,
}

/// What people may change about a section.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SectionFacts {
    /// Unique within its year and level.
    pub name: Text<100>,
    /// The teacher who looks after the section as a whole.
    pub adviser: Option<UserId>,
    /// Where it is taught.
    pub room: Option<Text<50>>,
    /// How many students it may hold.
    pub capacity: Capacity,
}

/// Why a change to a section was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SectionRefused {
    /// The section was changed by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The adviser is to be somebody who is no teacher, or has left.
    #[error("only an active teacher can be the adviser")]
    AdviserNotATeacher,
    /// More students are placed in it than the new capacity holds.
    #[error("{enrolled} students are placed in the section, more than the new capacity")]
    BelowEnrolled {
        /// How many are placed.
        enrolled: u32,
    },
}

/// A section as it must be stored.
#[derive(Clone, Debug)]
pub struct SectionSaved(Section);

/// A section that must be deleted.
#[derive(Clone, Debug)]
pub struct SectionDeleted(Section);

impl SectionSaved {
    /// The section as it is now.
    pub const fn section(&self) -> &Section {
        &self.0
    }
    /// The section as it is now, after it was stored.
    pub fn into_section(self) -> Section {
        self.0
    }
}

impl SectionDeleted {
    /// The section as it was.
    pub const fn section(&self) -> &Section {
        &self.0
    }
}

impl Section {
    /// How many more students may be placed.
    pub fn free_places(&self) -> u32 {
        u32::from(self.facts.capacity.seats()).saturating_sub(self.enrolled)
    }
}

impl Permitted<ManageSection> {
    /// Opens the section, still empty. `adviser` is the account of the adviser that its facts name.
    pub fn open(self, adviser: Option<&Account>) -> Result<SectionSaved, SectionRefused> {
        let section = self.into_target();
        check_adviser(section.facts.adviser, adviser)?;
        Ok(SectionSaved(Section { enrolled: 0, version: Version::FIRST, ..section }))
    }

    /// Changes its facts, from version `expected`. `adviser` is the account of a new adviser; one who stays
    /// is not judged again.
    pub fn change(
        self,
        facts: SectionFacts,
        adviser: Option<&Account>,
        expected: Version,
    ) -> Result<SectionSaved, SectionRefused> {
        let section = self.into_target();
        section.version.check(expected)?;
        if facts.adviser != section.facts.adviser {
            check_adviser(facts.adviser, adviser)?;
        }
        if u32::from(facts.capacity.seats()) < section.enrolled {
            return Err(SectionRefused::BelowEnrolled { enrolled: section.enrolled });
        }
        Ok(SectionSaved(Section { facts, version: section.version.next(), ..section }))
    }

    /// Deletes it, from version `expected`.
    pub fn delete(self, expected: Version) -> Result<SectionDeleted, Stale> {
        let section = self.into_target();
        section.version.check(expected)?;
        Ok(SectionDeleted(section))
    }
}

fn check_adviser(named: Option<UserId>, account: Option<&Account>) -> Result<(), SectionRefused> {
    let Some(named) = named else { return Ok(()) };
    match account {
        Some(account) if account.id == named && account.serves_as(Role::Teacher) => Ok(()),
        _ => Err(SectionRefused::AdviserNotATeacher),
    }
}

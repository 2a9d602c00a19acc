use std::str::FromStr;

use chrono::NaiveDate;

use super::{Account, GuardianId, Role, UserId};
use crate::{
    Stale, Version,
    access::{ManageGuardian, Permitted},
};

/// A link between a guardian and a student, with the rights it gives and the days it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Guardian {
    /// Identifies the link.
    pub id: GuardianId,
    /// The guardian, a person with the role parent.
    pub guardian: UserId,
    /// The student.
    pub student: UserId,
    /// What is agreed.
    pub terms: GuardianTerms,
    /// How often the link has been written.
    pub version: Version,
}

/// What a guardian link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GuardianTerms {
    /// How the guardian stands to the student.
    pub relationship: Relationship,
    /// What the guardian may know.
    pub rights: GuardianRights,
    /// The first day on which the link is in force.
    pub starts_on: NaiveDate,
    /// The last day on which it is in force; `None` until further notice.
    pub ends_on: Option<NaiveDate>,
}

/// How a guardian stands to a student.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(missing_docs, reason = "the words say it")]
pub enum Relationship {
    Mother,
    Father,
    Grandparent,
    /// Appointed, by law or by the parents.
    Guardian,
    Other,
}

impl Relationship {
    /// Every relationship.
    pub const ALL: [Self; 5] = [Self::Mother, Self::Father, Self::Grandparent, Self::Guardian, Self::Other];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::Father => "father",
            Self::Grandparent => "grandparent",
            Self::Guardian => "guardian",
            Self::Other => "other",
        }
    }
}

impl FromStr for Relationship {
    type Err = GuardianRefused;
    fn from_str(code: &str) -> Result<Self, GuardianRefused> {
        Self::ALL.into_iter().find(|one| one.code() == code).ok_or(GuardianRefused::UnknownRelationship)
    }
}

/// One of the areas in which a guardian may hold a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// School work, placement and enrollment.
    Academics,
    /// Invoices, payments and statements.
    Money,
    /// The family's own data.
    Contact,
}

/// What a guardian may know of a student, area by area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GuardianRights {
    /// School work, placement and enrollment.
    pub academics: bool,
    /// Invoices, payments and statements.
    pub money: bool,
    /// The family's own data.
    pub contact: bool,
}

impl GuardianRights {
    /// Every right.
    pub const ALL: Self = Self { academics: true, money: true, contact: true };

    /// Whether the right of this area is held.
    pub const fn holds(self, right: Right) -> bool {
        match right {
            Right::Academics => self.academics,
            Right::Money => self.money,
            Right::Contact => self.contact,
        }
    }
}

/// Why a guardian link was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardianRefused {
    /// The person who is to have a guardian is no student.
    #[error("only a student can have guardians")]
    NotAStudent,
    /// The person who is to be the guardian is no parent.
    #[error("only a person with the role parent can be a guardian")]
    NotAParent,
    /// Somebody is to be their own guardian.
    #[error("a student cannot be their own guardian")]
    OwnGuardian,
    /// The last day lies before the first.
    #[error("the link must not end before it starts")]
    EndsBeforeStart,
    /// There is no relationship of this name.
    #[error("there is no such relationship")]
    UnknownRelationship,
    /// The link was changed by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
}

impl GuardianTerms {
    fn check(&self) -> Result<(), GuardianRefused> {
        match self.ends_on {
            Some(end) if end < self.starts_on => Err(GuardianRefused::EndsBeforeStart),
            _ => Ok(()),
        }
    }

    /// Whether the link is in force on this day of the school.
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }
}

/// A link as it must be stored.
#[derive(Clone, Debug)]
pub struct GuardianSaved(Guardian);

/// A link that must be deleted.
#[derive(Clone, Debug)]
pub struct GuardianRemoved(Guardian);

impl GuardianRemoved {
    /// The link as it was.
    pub const fn link(&self) -> &Guardian {
        &self.0
    }
}

impl GuardianSaved {
    /// The link as it is now.
    pub const fn link(&self) -> &Guardian {
        &self.0
    }
    /// The link as it is now, after it was stored.
    pub fn into_link(self) -> Guardian {
        self.0
    }
}

impl Permitted<ManageGuardian<Account>> {
    /// Makes the guardian, whose account is given, a guardian of the student.
    pub fn link(
        self,
        id: GuardianId,
        guardian: &Account,
        terms: GuardianTerms,
    ) -> Result<GuardianSaved, GuardianRefused> {
        let student = self.target();
        if guardian.id == student.id {
            return Err(GuardianRefused::OwnGuardian);
        }
        if !student.roles.contains(Role::Student) {
            return Err(GuardianRefused::NotAStudent);
        }
        if !guardian.roles.contains(Role::Parent) {
            return Err(GuardianRefused::NotAParent);
        }
        terms.check()?;
        let (guardian, student) = (guardian.id, student.id);
        Ok(GuardianSaved(Guardian { id, guardian, student, terms, version: Version::FIRST }))
    }
}

impl Permitted<ManageGuardian> {
    /// Agrees on other terms, made from version `expected`.
    pub fn agree(self, terms: GuardianTerms, expected: Version) -> Result<GuardianSaved, GuardianRefused> {
        self.target().version.check(expected)?;
        terms.check()?;
        let link = self.into_target();
        Ok(GuardianSaved(Guardian { terms, version: link.version.next(), ..link }))
    }

    /// Undoes a link that was made by mistake, from version `expected`. A link that has served its time is
    /// not undone: it ends on a day that its terms name.
    pub fn unlink(self, expected: Version) -> Result<GuardianRemoved, Stale> {
        self.target().version.check(expected)?;
        Ok(GuardianRemoved(self.into_target()))
    }
}

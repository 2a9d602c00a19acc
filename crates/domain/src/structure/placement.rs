use chrono::NaiveDate;

use super::{PlacementId, SchoolYearId, Section, SectionId};
use crate::{
    access::{ManagePlacement, Permitted},
    identity::{Account, Role, UserId},
};

/// A student's place in a section. A student has one main section a school year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Placement {
    /// Identifies the placement.
    pub id: PlacementId,
    /// Who is placed.
    pub student: UserId,
    /// Where.
    pub section: SectionId,
    /// The year of the section.
    pub school_year: SchoolYearId,
    /// Since which day of the school.
    pub placed_on: NaiveDate,
}

/// A placement that is about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPlacement {
    /// Identifies the placement; a student who moves keeps the old identifier.
    pub id: PlacementId,
    /// From which day of the school on.
    pub placed_on: NaiveDate,
}

/// Why a placement was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlacementRefused {
    /// The person is not a student, or has left.
    #[error("only an active student can be placed")]
    NotAStudent,
    /// No place is free.
    #[error("the section is full")]
    SectionFull,
    /// The student is in this section already.
    #[error("the student is already placed in this section")]
    AlreadyHere,
    /// The student is in another section of that year, and nobody asked for a move.
    #[error("the student is placed in another section of this school year")]
    PlacedElsewhere {
        /// That section.
        section: SectionId,
    },
}

/// A placement as it must be stored: a new one, or one that moved from another section.
#[derive(Clone, Debug)]
pub struct Placed {
    placement: Placement,
    moved_from: Option<SectionId>,
}

/// A placement that must be ended.
#[derive(Clone, Debug)]
pub struct Removed(Placement);

impl Placed {
    /// The placement as it is now.
    pub const fn placement(&self) -> &Placement {
        &self.placement
    }
    /// The section that the student left, if it was a move.
    pub const fn moved_from(&self) -> Option<SectionId> {
        self.moved_from
    }
    /// The placement as it is now, after it was stored.
    pub fn into_placement(self) -> Placement {
        self.placement
    }
}

impl Removed {
    /// The placement as it was.
    pub const fn placement(&self) -> &Placement {
        &self.0
    }
}

impl Permitted<ManagePlacement<Section>> {
    /// Places a student, whose account is given, in the section.
    ///
    /// `existing` is the student's placement in the year of the section; it is given up only when
    /// `move_existing` says so. A place that is free here may be gone when the placement is stored: the
    /// store has the last word.
    pub fn place(
        self,
        student: &Account,
        new: NewPlacement,
        existing: Option<&Placement>,
        move_existing: bool,
    ) -> Result<Placed, PlacementRefused> {
        let section = self.into_target();
        if !student.serves_as(Role::Student) {
            return Err(PlacementRefused::NotAStudent);
        }
        match existing {
            Some(existing) if existing.section == section.id => return Err(PlacementRefused::AlreadyHere),
            Some(existing) if !move_existing => {
                return Err(PlacementRefused::PlacedElsewhere { section: existing.section });
            }
            _ => {}
        }
        if section.free_places() == 0 {
            return Err(PlacementRefused::SectionFull);
        }
        let placement = Placement {
            id: existing.map_or(new.id, |existing| existing.id),
            student: student.id,
            section: section.id,
            school_year: section.school_year,
            placed_on: new.placed_on,
        };
        Ok(Placed { placement, moved_from: existing.map(|existing| existing.section) })
    }
}

impl Permitted<ManagePlacement> {
    /// Ends the placement.
    pub fn remove(self) -> Removed {
        Removed(self.into_target())
    }
}

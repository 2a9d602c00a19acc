use super::{AssignmentId, SectionId, SubjectId};
use crate::{
    access::{ManageAssignment, Permitted},
    identity::{Account, Role, UserId},
};

/// A teacher who teaches a subject in a section.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Assignment {
    /// Identifies the assignment.
    pub id: AssignmentId,
    /// Who teaches.
    pub teacher: UserId,
    /// What.
    pub subject: SubjectId,
    /// Where.
    pub section: SectionId,
}

/// Why an assignment was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentRefused {
    /// The person is not a teacher.
    #[error("only a teacher can be assigned")]
    NotATeacher,
}

/// An assignment as it must be stored.
#[derive(Clone, Debug)]
pub struct Assigned(Assignment);

/// An assignment that must be ended.
#[derive(Clone, Debug)]
pub struct Unassigned(Assignment);

impl Assigned {
    /// The assignment.
    pub const fn assignment(&self) -> &Assignment {
        &self.0
    }
}

impl Unassigned {
    /// The assignment as it was.
    pub const fn assignment(&self) -> &Assignment {
        &self.0
    }
}

impl Permitted<ManageAssignment> {
    /// Assigns the teacher, whose account is given.
    pub fn assign(self, teacher: &Account) -> Result<Assigned, AssignmentRefused> {
        if !teacher.roles.contains(Role::Teacher) {
            return Err(AssignmentRefused::NotATeacher);
        }
        Ok(Assigned(self.into_target()))
    }

    /// Ends the assignment.
    pub fn end(self) -> Unassigned {
        Unassigned(self.into_target())
    }
}

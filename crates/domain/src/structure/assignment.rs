use super::{AssignmentId, Section, SectionId, SubjectId};
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
    /// The person is not a teacher, or has left.
    #[error("only an active teacher can be assigned")]
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

impl Permitted<ManageAssignment<Section>> {
    /// Assigns the teacher, whose account is given, to teach the subject in the section.
    pub fn assign(
        self,
        id: AssignmentId,
        subject: SubjectId,
        teacher: &Account,
    ) -> Result<Assigned, AssignmentRefused> {
        if !teacher.serves_as(Role::Teacher) {
            return Err(AssignmentRefused::NotATeacher);
        }
        Ok(Assigned(Assignment { id, teacher: teacher.id, subject, section: self.target().id }))
    }
}

impl Permitted<ManageAssignment> {
    /// Ends the assignment.
    pub fn end(self) -> Unassigned {
        Unassigned(self.into_target())
    }
}

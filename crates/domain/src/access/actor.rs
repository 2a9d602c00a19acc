use super::{Action, ActionKind, Denied, Permitted, ReadScope, Relations, Resource, reach};
use crate::{
    identity::{GuardianRights, Right, Role, UserId},
    structure::{SectionId, SubjectId},
};

/// Somebody who acts: a person with their roles and their standing in the school, the system itself, or
/// a visitor who has not logged in.
#[derive(Clone, Debug)]
pub struct Actor {
    who: Who,
    roles: Vec<Role>,
    standing: Standing,
}

/// Which kind of actor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person who has logged in.
    Person(UserId),
    /// Background work, by its name.
    System(&'static str),
    /// Nobody in particular.
    Anonymous,
}

/// The sections and children through which a person stands in relation to records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Where the person teaches or is the adviser.
    pub teaches: Vec<Teaching>,
    /// The sections in which the person is placed as a student.
    pub placed_in: Vec<SectionId>,
    /// The children whose guardian the person is, by links in force.
    pub children: Vec<Child>,
}

/// A section in which a person teaches a subject; as its adviser, no subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Teaching {
    /// The section.
    pub section: SectionId,
    /// The subject, or `None` for the adviser.
    pub subject: Option<SubjectId>,
}

/// A child of a guardian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// The student.
    pub student: UserId,
    /// What the guardian may know.
    pub rights: GuardianRights,
    /// The sections in which the child is placed.
    pub sections: Vec<SectionId>,
}

impl Actor {
    /// A person who has logged in.
    pub const fn person(id: UserId, roles: Vec<Role>, standing: Standing) -> Self {
        Self { who: Who::Person(id), roles, standing }
    }

    /// Background work. It may do whatever an administrator may, and is named in the audit trail.
    pub fn system(name: &'static str) -> Self {
        Self { who: Who::System(name), roles: vec![Role::Admin], standing: Standing::default() }
    }

    /// A visitor who has not logged in; no entry of the table is for them.
    pub fn anonymous() -> Self {
        Self { who: Who::Anonymous, roles: Vec::new(), standing: Standing::default() }
    }

    /// Which kind of actor it is.
    pub const fn who(&self) -> Who {
        self.who
    }

    /// The person; `None` for the system and for visitors.
    pub const fn id(&self) -> Option<UserId> {
        match self.who {
            Who::Person(id) => Some(id),
            Who::System(_) | Who::Anonymous => None,
        }
    }

    /// The person's roles.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Sections and children.
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Asks for permission to do `A` with `target`; the answer is the target wrapped in the proof.
    ///
    /// # Errors
    /// [`Denied::Hidden`] when the actor may not know that the record exists, else [`Denied::Forbidden`].
    pub fn may<A: Action>(&self, target: A::Target) -> Result<Permitted<A>, Denied> {
        let kind = A::kind(&target);
        if self.is_allowed(kind, &target) {
            return Ok(Permitted::new(target, self.who, kind, self.roles.clone()));
        }
        let may_know = target.known_through().is_none_or(|reading| self.is_allowed(reading, &target));
        Err(if may_know { Denied::Forbidden } else { Denied::Hidden })
    }

    fn is_allowed<R: Resource>(&self, kind: ActionKind, target: &R) -> bool {
        self.roles.iter().any(|role| reach(*role, kind).meets(target.relations(self, *role, kind)))
    }

    /// What of a collection the actor may see.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] when no relation whatever would let the actor see any of it.
    pub fn scope(&self, kind: ActionKind) -> Result<ReadScope, Denied> {
        ReadScope::of(self, kind)
    }

    /// The part of that scope to which the actor stands in some relation: what a list is kept to when
    /// somebody who may see strangers' records asks for their own.
    ///
    /// # Errors
    /// As for [`scope`](Self::scope).
    pub fn own_scope(&self, kind: ActionKind) -> Result<ReadScope, Denied> {
        ReadScope::own(self, kind)
    }

    /// Every entry of the table that allows the actor something, whatever the record: what a client needs
    /// to know to offer the right pages and buttons.
    pub fn permissions(&self) -> Vec<ActionKind> {
        ActionKind::ALL.into_iter().filter(|kind| self.union(*kind) != Relations::NONE).collect()
    }

    fn union(&self, kind: ActionKind) -> Relations {
        self.roles.iter().fold(Relations::NONE, |union, role| union.or(reach(*role, kind)))
    }

    /// Whether the person is this student.
    pub(super) fn is_student(&self, role: Role, student: UserId) -> bool {
        role == Role::Student && self.id() == Some(student)
    }

    /// Whether the person is a guardian of this student with this right.
    pub(super) fn has_child(&self, role: Role, student: UserId, right: Right) -> bool {
        role == Role::Parent
            && self
                .standing
                .children
                .iter()
                .any(|child| child.student == student && child.rights.holds(right))
    }

    /// Whether the section is one of the person's own, through this role.
    pub(super) fn belongs_to(&self, role: Role, section: SectionId) -> bool {
        self.sections_through(role).any(|own| own == section)
    }

    /// Whether the person is assigned to teach the subject in the section.
    pub(super) fn teaches(&self, role: Role, section: SectionId, subject: SubjectId) -> bool {
        role == Role::Teacher && self.subjects_taught().any(|own| own == (section, subject))
    }

    /// The subjects that the person is assigned to teach, each in its section.
    pub(super) fn subjects_taught(&self) -> impl Iterator<Item = (SectionId, SubjectId)> + '_ {
        self.standing.teaches.iter().filter_map(|teaching| Some((teaching.section, teaching.subject?)))
    }

    /// The person's own sections through this role.
    pub(super) fn sections_through(&self, role: Role) -> Box<dyn Iterator<Item = SectionId> + '_> {
        match role {
            Role::Teacher => Box::new(self.standing.teaches.iter().map(|teaching| teaching.section)),
            Role::Student => Box::new(self.standing.placed_in.iter().copied()),
            Role::Parent => Box::new(
                self.standing
                    .children
                    .iter()
                    .filter(|child| child.rights.holds(Right::Academics))
                    .flat_map(|child| child.sections.iter().copied()),
            ),
            Role::Admin
            | Role::Principal
            | Role::AcademicCoordinator
            | Role::Registrar
            | Role::Accounting
            | Role::Guidance => Box::new(std::iter::empty()),
        }
    }
}

use super::{ActionKind, Actor, Denied, Relation, Relations, reach};
use crate::{
    identity::{Role, UserId},
    structure::{SectionId, SubjectId},
};

/// What of a collection an actor may see. Only an [`Actor`] makes one, and a query for a list cannot be
/// asked without it.
///
/// ```compile_fail,E0451
/// use homeroom_domain::access::{ActionKind, ReadScope};
/// let everything = ReadScope { kind: ActionKind::ReadEnrollment, scope: todo!() };
/// ```
/// ```compile_fail,E0277
/// let everything = <homeroom_domain::access::ReadScope as Default>::default();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadScope {
    kind: ActionKind,
    scope: Scope,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Scope {
    Everything,
    Limited {
        people: Vec<UserId>,
        sections: Vec<SectionId>,
        subjects: Vec<(SectionId, SubjectId)>,
        addressed: Vec<Role>,
        addressed_sections: Vec<SectionId>,
    },
}

/// A scope, opened for the one function that turns it into a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// Every record.
    Everything,
    /// Records of these people, of these sections, of these subjects in their sections, and records that
    /// address these roles, these sections, or everyone; perhaps none.
    Limited {
        /// The actor and children, as far as the table lets them.
        people: &'a [UserId],
        /// Own sections, as far as the table lets them.
        sections: &'a [SectionId],
        /// Own subjects in their sections, as far as the table lets them.
        subjects: &'a [(SectionId, SubjectId)],
        /// The roles through which the actor is addressed. With none of them, not even what addresses
        /// everyone is within reach.
        addressed: &'a [Role],
        /// The sections through which the actor is addressed.
        addressed_sections: &'a [SectionId],
    },
}

impl Reach<'_> {
    /// Nothing at all.
    pub const NOTHING: Self =
        Self::Limited { people: &[], sections: &[], subjects: &[], addressed: &[], addressed_sections: &[] };
}

impl ReadScope {
    pub(super) fn of(actor: &Actor, kind: ActionKind) -> Result<Self, Denied> {
        let sees_strangers = |role: &Role| reach(*role, kind).contains(Relation::Unrelated);
        if actor.roles().iter().any(sees_strangers) {
            return Ok(Self { kind, scope: Scope::Everything });
        }
        Self::own(actor, kind)
    }

    pub(super) fn own(actor: &Actor, kind: ActionKind) -> Result<Self, Denied> {
        let (mut people, mut sections, mut sees_something) = (Vec::new(), Vec::new(), false);
        let (mut addressed, mut addressed_sections) = (Vec::new(), Vec::new());
        let mut subjects = Vec::new();
        for &role in actor.roles() {
            let reach = reach(role, kind);
            sees_something |= reach != Relations::NONE;
            if reach.contains(Relation::Own) {
                people.extend(actor.id());
            }
            if reach.contains(Relation::Child) {
                people.extend(children_with_right(actor, role, kind));
            }
            if reach.contains(Relation::OwnSection) {
                sections.extend(actor.sections_through(role));
            }
            if reach.contains(Relation::OwnSubject) && role == Role::Teacher {
                subjects.extend(actor.subjects_taught());
            }
            if reach.contains(Relation::Addressed) {
                addressed.push(role);
                addressed_sections.extend(actor.sections_through(role));
            }
        }
        if sees_something {
            Ok(Self {
                kind,
                scope: Scope::Limited { people, sections, subjects, addressed, addressed_sections },
            })
        } else {
            Err(Denied::Forbidden)
        }
    }

    /// Opens the scope for a list of what `kind` reads.
    ///
    /// A scope that was asked for another kind opens to nothing, so that leave to see all sections is
    /// never taken for leave to see all applications.
    pub fn reach(&self, kind: ActionKind) -> Reach<'_> {
        match &self.scope {
            _ if kind != self.kind => Reach::NOTHING,
            Scope::Everything => Reach::Everything,
            Scope::Limited { people, sections, subjects, addressed, addressed_sections } => {
                Reach::Limited { people, sections, subjects, addressed, addressed_sections }
            }
        }
    }
}

fn children_with_right(actor: &Actor, role: Role, kind: ActionKind) -> impl Iterator<Item = UserId> + '_ {
    let children = if role == Role::Parent { actor.standing().children.as_slice() } else { &[] };
    children.iter().filter(move |child| child.rights.holds(kind.guardian_right())).map(|child| child.student)
}

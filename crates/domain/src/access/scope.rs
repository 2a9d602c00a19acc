use super::{ActionKind, Actor, Denied, Relation, Relations, reach};
use crate::{
    identity::{Role, UserId},
    structure::SectionId,
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
    Limited { people: Vec<UserId>, sections: Vec<SectionId> },
}

/// A scope, opened for the one function that turns it into a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// Every record.
    Everything,
    /// Records of these people, and records of these sections; perhaps of none.
    Limited {
        /// The actor and children, as far as the table lets them.
        people: &'a [UserId],
        /// Own sections, as far as the table lets them.
        sections: &'a [SectionId],
    },
}

impl ReadScope {
    pub(super) fn of(actor: &Actor, kind: ActionKind) -> Result<Self, Denied> {
        let (mut people, mut sections, mut sees_something) = (Vec::new(), Vec::new(), false);
        for &role in actor.roles() {
            let reach = reach(role, kind);
            if reach.contains(Relation::Unrelated) {
                return Ok(Self { kind, scope: Scope::Everything });
            }
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
        }
        if sees_something {
            Ok(Self { kind, scope: Scope::Limited { people, sections } })
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
            _ if kind != self.kind => Reach::Limited { people: &[], sections: &[] },
            Scope::Everything => Reach::Everything,
            Scope::Limited { people, sections } => Reach::Limited { people, sections },
        }
    }
}

fn children_with_right(actor: &Actor, role: Role, kind: ActionKind) -> impl Iterator<Item = UserId> + '_ {
    let children = if role == Role::Parent { actor.standing().children.as_slice() } else { &[] };
    children.iter().filter(move |child| child.rights.holds(kind.guardian_right())).map(|child| child.student)
}

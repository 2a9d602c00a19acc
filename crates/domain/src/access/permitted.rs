use super::{Action, ActionKind, Relation, Who, allows};
use crate::identity::{Role, UserId};

/// Proof that an actor may do `A` with the record inside.
///
/// Only [`Actor::may`](super::Actor::may) makes one. What can be done with it are the methods that its
/// area gives to it. It cannot be forged: its fields are private, and it has no other constructor.
///
/// ```compile_fail,E0451
/// use homeroom_domain::access::{ActionKind, ManageSection, Permitted, Who};
/// fn forge(section: homeroom_domain::structure::Section) -> Permitted<ManageSection> {
///     Permitted { target: section, who: Who::Anonymous, kind: ActionKind::ManageSections, roles: vec![] }
/// }
/// ```
/// ```compile_fail,E0624
/// use homeroom_domain::access::{ActionKind, ManageSection, Permitted, Who};
/// fn forge(section: homeroom_domain::structure::Section) -> Permitted<ManageSection> {
///     Permitted::new(section, Who::Anonymous, ActionKind::ManageSections, vec![])
/// }
/// ```
/// Nor does a proof for one thing serve for another: who may see a section holds no verb that changes it.
///
/// ```compile_fail,E0599
/// use homeroom_domain::{Version, access::{Permitted, ReadSection}};
/// fn delete(seen: Permitted<ReadSection>) {
///     let _ = seen.delete(Version::FIRST);
/// }
/// ```
#[derive(Debug)]
pub struct Permitted<A: Action> {
    target: A::Target,
    who: Who,
    kind: ActionKind,
    roles: Vec<Role>,
}

impl<A: Action> Permitted<A> {
    pub(super) const fn new(target: A::Target, who: Who, kind: ActionKind, roles: Vec<Role>) -> Self {
        Self { target, who, kind, roles }
    }

    /// The record.
    pub const fn target(&self) -> &A::Target {
        &self.target
    }

    /// The record, giving up the proof.
    pub fn into_target(self) -> A::Target {
        self.target
    }

    /// The person who may; `None` when the system acts by itself.
    pub const fn by(&self) -> Option<UserId> {
        match self.who {
            Who::Person(id) => Some(id),
            Who::System(_) | Who::Anonymous => None,
        }
    }

    /// Whether the same actor may also do `kind` with any record whatever: for rules that look at what
    /// a change would lead to.
    pub(crate) fn extends_to(&self, kind: ActionKind) -> bool {
        self.roles.iter().any(|role| allows(*role, kind, Relation::Unrelated))
    }

    /// Under which entry of the table it was permitted.
    pub const fn kind(&self) -> ActionKind {
        self.kind
    }
}

/// Why an actor may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The actor may not know whether the record exists: answer as if it did not.
    #[error("there is no such record")]
    Hidden,
    /// The actor may know the record but not do this.
    #[error("your role does not allow this")]
    Forbidden,
}

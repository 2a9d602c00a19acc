use super::{Action, ActionKind, Who};
use crate::identity::UserId;

/// Proof that an actor may do `A` with the record inside.
///
/// Only [`Actor::may`](super::Actor::may) makes one. What can be done with it are the methods that its
/// area gives to it.
#[derive(Debug)]
pub struct Permitted<A: Action> {
    target: A::Target,
    who: Who,
    kind: ActionKind,
}

impl<A: Action> Permitted<A> {
    pub(super) const fn new(target: A::Target, who: Who, kind: ActionKind) -> Self {
        Self { target, who, kind }
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

use std::{net::IpAddr, sync::Arc};

use domain::{
    access::{Action, ActionKind, Actor, Denied, Permitted, ReadScope, Standing},
    identity::{SessionId, UserId},
};

use crate::Export;

/// Who asks, with what rights, from where.
#[derive(Clone, Debug)]
pub struct Caller {
    actor: Arc<Actor>,
    rights_epoch: i64,
    session: Option<SessionId>,
    origin: Origin,
    once: Option<Once>,
    export: Option<Export>,
}

/// Where a request comes from, for the audit trail.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network address, as far as it is known.
    pub address: Option<IpAddr>,
    /// Ties the audit trail to the log.
    pub request_id: String,
    /// How the client's program names itself.
    pub device: String,
}

/// A client's wish that a request have its effect once, however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// The client's name for the request.
    pub key: String,
    /// Tells requests apart that bear the same key.
    pub fingerprint: Vec<u8>,
}

impl Caller {
    /// A person with an open session, whose rights were read at `rights_epoch`.
    pub const fn person(actor: Arc<Actor>, rights_epoch: i64, session: SessionId, origin: Origin) -> Self {
        Self { actor, rights_epoch, session: Some(session), origin, once: None, export: None }
    }

    /// A person who has just proved who they are, by a password or by a token of this session. The audit
    /// trail names them; the rules let them do nothing.
    pub fn proved(user: UserId, session: SessionId, origin: Origin) -> Self {
        let actor = Arc::new(Actor::person(user, Vec::new(), Standing::default()));
        Self { actor, rights_epoch: 0, session: Some(session), origin, once: None, export: None }
    }

    /// A visitor who has not logged in.
    pub fn anonymous(origin: Origin) -> Self {
        Self {
            actor: Arc::new(Actor::anonymous()),
            rights_epoch: 0,
            session: None,
            origin,
            once: None,
            export: None,
        }
    }

    /// Background work, by its name.
    pub fn system(name: &'static str) -> Self {
        let origin = Origin { request_id: name.to_owned(), ..Origin::default() };
        Self {
            actor: Arc::new(Actor::system(name)),
            rights_epoch: 0,
            session: None,
            origin,
            once: None,
            export: None,
        }
    }

    /// The same caller, with the wish that the request have its effect once.
    #[must_use]
    pub fn once(mut self, once: Option<Once>) -> Self {
        self.once = once;
        self
    }

    /// The same caller, with the wish to take a list out as a table.
    #[must_use]
    pub fn exporting(mut self, export: Option<Export>) -> Self {
        self.export = export;
        self
    }

    /// The actor that the rules judge.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The person; `None` for the system and for visitors.
    pub fn id(&self) -> Option<UserId> {
        self.actor.id()
    }

    /// The epoch at which the person's rights were read.
    pub const fn rights_epoch(&self) -> i64 {
        self.rights_epoch
    }

    /// The session through which the person asks.
    pub const fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// Where the request comes from.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The wish that the request have its effect once.
    pub const fn wish(&self) -> Option<&Once> {
        self.once.as_ref()
    }

    /// The wish to take a list out as a table.
    pub const fn export(&self) -> Option<&Export> {
        self.export.as_ref()
    }

    /// Asks for permission; see [`Actor::may`].
    pub fn may<A: Action>(&self, target: A::Target) -> Result<Permitted<A>, Denied> {
        self.actor.may(target)
    }

    /// Asks what of a collection may be seen; see [`Actor::scope`].
    pub fn scope(&self, kind: ActionKind) -> Result<ReadScope, Denied> {
        self.actor.scope(kind)
    }

    /// Asks what of a collection is the caller's own; see [`Actor::own_scope`].
    pub fn own_scope(&self, kind: ActionKind) -> Result<ReadScope, Denied> {
        self.actor.own_scope(kind)
    }
}

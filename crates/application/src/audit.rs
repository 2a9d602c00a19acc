//! The audit trail: who did what, when, from where, and what it changed. Entries are added, never changed.

use chrono::{DateTime, Utc};
use domain::{
    access::{ActionKind, Denied},
    identity::UserId,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{App, Caller, StoreError};

/// What is worth remembering of a change; stored in the transaction of the change.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// What was done, such as `enrollment.moved`.
    pub action: &'static str,
    /// Which kind of record it was done to.
    pub record_kind: &'static str,
    /// Which record.
    pub record_id: Option<Uuid>,
    /// What it was before, without secrets.
    pub before: Option<Value>,
    /// What it is now, without secrets.
    pub after: Option<Value>,
}

impl AuditEntry {
    /// An entry about a record, so far without what it was and is.
    pub(crate) const fn new(action: &'static str, record_kind: &'static str, record_id: Uuid) -> Self {
        Self { action, record_kind, record_id: Some(record_id), before: None, after: None }
    }

    /// The same, with what the record was.
    #[must_use]
    pub(crate) fn before(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    /// The same, with what the record is now.
    #[must_use]
    pub(crate) fn after(self, after: Value) -> Self {
        Self { after: Some(after), ..self }
    }
}

/// An entry as it is read.
#[derive(Clone, Debug)]
pub struct AuditRecord {
    /// Sorts by time.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for the system and for visitors.
    pub actor: Option<UserId>,
    /// The name of the person, or of the background work.
    pub actor_name: Option<String>,
    /// The network address.
    pub address: Option<String>,
    /// Ties the entry to the log.
    pub request_id: String,
    /// What was done.
    pub action: String,
    /// Which kind of record it was done to.
    pub record_kind: String,
    /// Which record.
    pub record_id: Option<Uuid>,
    /// What it was before.
    pub before: Option<Value>,
    /// What it is now.
    pub after: Option<Value>,
}

/// Which entries are wanted, newest first.
#[derive(Clone, Debug, Default)]
pub struct AuditQuery {
    /// Only entries older than this one.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u32,
    /// Only what this person did.
    pub actor: Option<UserId>,
    /// Only this action, or every action of an area when it ends in a dot.
    pub action: Option<String>,
}

/// The audit trail as it is kept.
pub trait AuditTrail {
    /// Adds an entry under the caller's name, address and request.
    fn audit(
        &mut self,
        id: Uuid,
        caller: &Caller,
        at: DateTime<Utc>,
        entry: &AuditEntry,
    ) -> Result<(), StoreError>;

    /// The entries that are wanted, newest first.
    fn audit_entries(&mut self, query: &AuditQuery) -> Result<Vec<AuditRecord>, StoreError>;
}

/// Why the audit trail was not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadAuditError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The use cases of the audit trail.
#[derive(Clone, Copy)]
pub struct Audit<'a>(pub(crate) &'a App);

impl Audit<'_> {
    /// The entries that are wanted, newest first.
    pub fn entries(self, caller: &Caller, query: &AuditQuery) -> Result<Vec<AuditRecord>, ReadAuditError> {
        caller.scope(ActionKind::ReadAudit)?;
        self.0.list(caller, |store| Ok(store.audit_entries(query)?))
    }
}

impl App {
    /// Adds an entry about what `caller` is doing, in the unit of work that does it.
    pub(crate) fn audit_to(
        &self,
        store: &mut dyn crate::Store,
        caller: &Caller,
        entry: &AuditEntry,
    ) -> Result<(), StoreError> {
        store.audit(self.ids.next(), caller, self.clock.now(), entry)
    }
}

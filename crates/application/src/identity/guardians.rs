use domain::{
    Stale, Version,
    access::{ActionKind, Denied, ManageGuardian, ReadChildren, ReadGuardians},
    identity::{Account, Guardian, GuardianId, GuardianRefused, GuardianTerms, Role, UserId},
};
use serde_json::json;

use super::{GuardianView, Identity};
use crate::{AuditEntry, Caller, Constraint, Event, Page, PageRequest, Store, StoreError};

/// Gives a student a guardian.
#[derive(Clone, Debug)]
pub struct LinkGuardian {
    /// The student.
    pub student: UserId,
    /// The guardian, a person with the role parent.
    pub guardian: UserId,
    /// What is agreed.
    pub terms: GuardianTerms,
}

/// Why guardian links were not shown, or stayed as they were.
#[derive(Debug, thiserror::Error)]
pub enum GuardianError {
    /// There is no such student or parent, or the student has no such link.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] GuardianRefused),
    /// The two are linked for some of these days already.
    #[error("this guardian is already linked to the student for some of these days")]
    AlreadyLinked,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for GuardianError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::GuardianLinked) => Self::AlreadyLinked,
            other => Self::Store(other),
        }
    }
}

impl From<Stale> for GuardianError {
    fn from(stale: Stale) -> Self {
        Self::Refused(stale.into())
    }
}

impl Identity<'_> {
    /// The guardians of a student, earliest link first.
    pub fn guardians(self, caller: &Caller, student: UserId) -> Result<Vec<GuardianView>, GuardianError> {
        self.0.list_at_one_moment(caller, |store| {
            let account = account_with(store, student, Role::Student)?;
            caller.may::<ReadGuardians>(account)?;
            Ok(store.guardians(student)?)
        })
    }

    /// The students whose guardian a parent is or was, by name. Parents find those children here of whom they
    /// may know now.
    pub fn students_of_guardian(
        self,
        caller: &Caller,
        guardian: UserId,
        page: PageRequest,
    ) -> Result<Page<GuardianView>, GuardianError> {
        self.0.list_at_one_moment(caller, |store| {
            let account = account_with(store, guardian, Role::Parent)?;
            caller.may::<ReadChildren>(account)?;
            let scope = caller.scope(ActionKind::ReadFamilies)?;
            Ok(store.students_of(&scope, guardian, page)?)
        })
    }

    /// Gives a student a guardian.
    pub fn link_guardian(
        self,
        caller: &Caller,
        command: &LinkGuardian,
    ) -> Result<GuardianView, GuardianError> {
        let id = self.0.ids.next().into();
        let view = self.0.db.once(caller, |store| {
            let student = account_with(store, command.student, Role::Student)?;
            let permitted = caller.may::<ManageGuardian<Account>>(student)?;
            let guardian = store.account(command.guardian)?.ok_or(GuardianRefused::NotAParent)?;
            let linked = permitted.link(id, &guardian, command.terms)?;
            store.add_guardian(&linked)?;
            let entry = AuditEntry::new("guardian.linked", "guardian_link", id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(linked.link())))?;
            store.guardian(id)?.ok_or(GuardianError::NotFound)
        })?;
        self.announce_guardian(command.guardian);
        Ok(view)
    }

    /// Agrees on other terms of a link of the student: `change` makes them of those that are in force.
    pub fn change_guardian(
        self,
        caller: &Caller,
        student: UserId,
        id: GuardianId,
        expected: Version,
        change: impl Fn(GuardianTerms) -> GuardianTerms,
    ) -> Result<GuardianView, GuardianError> {
        let view = self.0.db.atomically(caller, |store| {
            let before = lock_link(store, student, id)?;
            let permitted = caller.may::<ManageGuardian>(before.clone())?;
            let agreed = permitted.agree(change(before.terms), expected)?;
            store.save_guardian(&agreed)?;
            let entry = AuditEntry::new("guardian.changed", "guardian_link", id.uuid());
            let entry = entry.before(json!(before)).after(json!(agreed.link()));
            self.0.audit_to(store, caller, &entry)?;
            store.guardian(id)?.ok_or(GuardianError::NotFound)
        })?;
        self.announce_guardian(view.link.guardian);
        Ok(view)
    }

    /// Undoes a link that was made by mistake.
    pub fn unlink_guardian(
        self,
        caller: &Caller,
        student: UserId,
        id: GuardianId,
        expected: Version,
    ) -> Result<(), GuardianError> {
        let guardian = self.0.db.atomically(caller, |store| {
            let removed = caller.may::<ManageGuardian>(lock_link(store, student, id)?)?.unlink(expected)?;
            store.delete_guardian(&removed)?;
            let entry = AuditEntry::new("guardian.unlinked", "guardian_link", id.uuid());
            self.0.audit_to(store, caller, &entry.before(json!(removed.link())))?;
            Ok::<_, GuardianError>(removed.link().guardian)
        })?;
        self.announce_guardian(guardian);
        Ok(())
    }

    fn announce_guardian(self, guardian: UserId) {
        self.0.rights_changed(guardian);
        self.0.events.publish(Event::AccountsChanged);
    }
}

/// The account of a student or of a parent; whoever is no student has no guardians to speak of, and whoever is
/// no parent no children.
fn account_with(store: &mut dyn Store, user: UserId, role: Role) -> Result<Account, GuardianError> {
    store.account(user)?.filter(|account| account.roles.contains(role)).ok_or(GuardianError::NotFound)
}

/// A link of this student, locked until the unit of work ends.
fn lock_link(store: &mut dyn Store, student: UserId, id: GuardianId) -> Result<Guardian, GuardianError> {
    store.guardian_for_update(id)?.filter(|link| link.student == student).ok_or(GuardianError::NotFound)
}

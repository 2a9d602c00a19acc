use domain::{
    Version,
    access::{Denied, ManageAccount},
    identity::{Account, AccountChange, AccountChanged, AccountRefused, Role, UserId},
};

use super::account_facts;
use crate::{
    AuditEntry, Caller, Constraint, Event, Store, StoreError,
    identity::{AccountView, Identity},
};

/// Changes the facts of an account.
#[derive(Clone, Debug)]
pub struct ChangeAccount {
    /// Whose.
    pub user: UserId,
    /// The version that the caller was looking at.
    pub expected: Version,
    /// What is to be different.
    pub change: AccountChange,
}

/// Why an account stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeAccountError {
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] AccountRefused),
    /// The school would be left without an active administrator.
    #[error("this is the last administrator; give somebody else the role first")]
    LastAdministrator,
    /// Another account has the address.
    #[error("another account has this e-mail address")]
    EmailTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ChangeAccountError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::EmailTaken) => Self::EmailTaken,
            StoreError::Violated(Constraint::NoAdministrator) => Self::LastAdministrator,
            other => Self::Store(other),
        }
    }
}

impl Identity<'_> {
    /// Changes the facts of an account. Links that were mailed to an address that is given up end.
    pub fn change_account(
        self,
        caller: &Caller,
        command: &ChangeAccount,
    ) -> Result<AccountView, ChangeAccountError> {
        let view = self.0.db.atomically(caller, |store| {
            let before = lock_account(store, command.user)?;
            let permitted = caller.may::<ManageAccount>(before.clone())?;
            let gives_up = command.change.roles.as_ref().is_some_and(|roles| !roles.contains(Role::Admin));
            let changed = permitted
                .change(command.change.clone(), command.expected)
                .or_else(|refused| name_refusal(store, &before, gives_up, refused))?;
            if changed.account().email != before.email {
                store.end_links(before.id, self.0.clock.now())?;
            }
            self.save_account(store, caller, "account.changed", &before, &changed)
        })?;
        self.announce_account(command.user);
        Ok(view)
    }

    /// Stores a changed account, with the entry of the audit trail, and reads it again.
    pub(super) fn save_account(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        action: &'static str,
        before: &Account,
        changed: &AccountChanged,
    ) -> Result<AccountView, ChangeAccountError> {
        store.save_account(changed)?;
        let entry = AuditEntry::new(action, "user", before.id.uuid());
        let entry = entry.before(account_facts(before)).after(account_facts(changed.account()));
        self.0.audit_to(store, caller, &entry)?;
        store.account_view(before.id)?.ok_or(ChangeAccountError::NotFound)
    }

    /// Tells whoever watches that an account has changed.
    pub(super) fn announce_account(self, user: UserId) {
        self.0.rights_changed(user);
        self.0.events.publish(Event::AccountsChanged);
    }
}

/// Nobody changes their own roles or closes their own account, whatever the reason. Who is the last
/// administrator is told so: asking another one would be of no use.
pub(super) fn name_refusal<T>(
    store: &mut dyn Store,
    account: &Account,
    gives_up: bool,
    refused: AccountRefused,
) -> Result<T, ChangeAccountError> {
    let is_administrator = account.serves_as(Role::Admin) && gives_up;
    if refused == AccountRefused::OwnAccount && is_administrator && store.has_one_administrator()? {
        return Err(ChangeAccountError::LastAdministrator);
    }
    Err(refused.into())
}

/// The account as it stands, locked until the unit of work ends.
pub(super) fn lock_account(store: &mut dyn Store, user: UserId) -> Result<Account, ChangeAccountError> {
    store.account_for_update(user)?.ok_or(ChangeAccountError::NotFound)
}

use domain::{
    access::{Denied, ManageAccount},
    identity::{Email, NewAccount, PersonName, Roles},
};

use super::account_facts;
use crate::{
    AuditEntry, Caller, Constraint, Event, StoreError,
    identity::{AccountView, Identity, LinkPurpose, link::send_link},
};

/// Makes an account.
#[derive(Clone, Debug)]
pub struct CreateAccount {
    /// The name to log in with.
    pub email: Email,
    /// Given name.
    pub first_name: PersonName,
    /// Family name.
    pub last_name: PersonName,
    /// What the person will be in the school.
    pub roles: Roles,
    /// Whether a link for choosing a password is mailed at once.
    pub invite: bool,
}

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// The caller may not make an account with these roles.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Another account has the address.
    #[error("another account has this e-mail address")]
    EmailTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for CreateAccountError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::EmailTaken) => Self::EmailTaken,
            other => Self::Store(other),
        }
    }
}

impl Identity<'_> {
    /// Makes an account without a password and, when asked to, invites the person to choose one.
    pub fn create_account(
        self,
        caller: &Caller,
        command: &CreateAccount,
    ) -> Result<AccountView, CreateAccountError> {
        let new = NewAccount {
            id: self.0.ids.next().into(),
            email: command.email.clone(),
            first_name: command.first_name.clone(),
            last_name: command.last_name.clone(),
            roles: command.roles.clone(),
        };
        let view = self.0.db.once(caller, |store| {
            let permitted = caller.may::<ManageAccount<NewAccount>>(new.clone())?;
            let created = permitted.create(self.0.clock.now());
            store.add_account(&created)?;
            let account = created.into_account();
            if command.invite {
                send_link(self.0, store, &account, LinkPurpose::Invitation)?;
            }
            let entry = AuditEntry::new("account.created", "user", account.id.uuid());
            self.0.audit_to(store, caller, &entry.after(account_facts(&account)))?;
            Ok::<_, CreateAccountError>(AccountView { account, invited: true, last_login_at: None })
        })?;
        self.0.events.publish(Event::AccountsChanged);
        Ok(view)
    }
}

use domain::{
    access::{Denied, ManageAccount},
    identity::UserId,
};

use crate::{
    AuditEntry, Caller, StoreError,
    identity::{Identity, LinkPurpose, link::send_link},
};

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The account is closed; reactivate it first.
    #[error("the account is inactive")]
    Inactive,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity<'_> {
    /// Mails the person a link for choosing a password: the first one, or a new one. Earlier links end.
    pub fn invite(self, caller: &Caller, user: UserId) -> Result<(), InviteError> {
        self.0.db.atomically(caller, |store| {
            let view = store.account_view(user)?.ok_or(InviteError::NotFound)?;
            let account = caller.may::<ManageAccount>(view.account)?.into_target();
            if !account.is_active() {
                return Err(InviteError::Inactive);
            }
            let purpose = if view.invited { LinkPurpose::Invitation } else { LinkPurpose::Reset };
            send_link(self.0, store, &account, purpose)?;
            let entry = AuditEntry::new("account.invited", "user", user.uuid());
            Ok(self.0.audit_to(store, caller, &entry)?)
        })
    }
}

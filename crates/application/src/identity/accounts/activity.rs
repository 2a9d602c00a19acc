use domain::{Version, access::ManageAccount, identity::UserId};

use super::{
    ChangeAccountError,
    change::{lock_account, name_refusal},
};
use crate::{
    Caller,
    identity::{AccountView, Identity},
};

impl Identity<'_> {
    /// Closes an account: ends its sessions and its links. What the person did stays.
    pub fn deactivate(
        self,
        caller: &Caller,
        user: UserId,
        expected: Version,
    ) -> Result<AccountView, ChangeAccountError> {
        let now = self.0.clock.now();
        let view = self.0.db.atomically(caller, |store| {
            let before = lock_account(store, user)?;
            let changed = caller
                .may::<ManageAccount>(before.clone())?
                .deactivate(expected, now)
                .or_else(|refused| name_refusal(store, &before, true, refused))?;
            store.revoke_sessions(user, None, now)?;
            store.end_links(user, now)?;
            self.save_account(store, caller, "account.deactivated", &before, &changed)
        })?;
        self.announce_account(user);
        Ok(view)
    }

    /// Opens a closed account again, with the password that it had.
    pub fn reactivate(
        self,
        caller: &Caller,
        user: UserId,
        expected: Version,
    ) -> Result<AccountView, ChangeAccountError> {
        let view = self.0.db.atomically(caller, |store| {
            let before = lock_account(store, user)?;
            let changed = caller.may::<ManageAccount>(before.clone())?.reactivate(expected)?;
            self.save_account(store, caller, "account.reactivated", &before, &changed)
        })?;
        self.announce_account(user);
        Ok(view)
    }
}

use std::sync::Arc;

use domain::{
    Stale, Version,
    access::{Denied, ManageOwnAccount},
    identity::PersonName,
};
use serde_json::json;

use super::{Identity, KnownPerson, TokenRefused};
use crate::{AuditEntry, Caller, Event, StoreError};

/// Why a person's names stayed as they were.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// Nobody is logged in.
    #[error(transparent)]
    Refused(#[from] TokenRefused),
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The account was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity<'_> {
    /// Changes the names under which the caller is known; a name that is not given stays.
    pub fn rename(
        self,
        caller: &Caller,
        first_name: Option<&PersonName>,
        last_name: Option<&PersonName>,
        expected: Version,
    ) -> Result<Arc<KnownPerson>, RenameError> {
        let user = caller.id().ok_or(TokenRefused)?;
        let person = self.0.db.atomically(caller, |store| {
            let before = store.account_for_update(user)?.ok_or(TokenRefused)?;
            let was = json!({ "first_name": before.first_name, "last_name": before.last_name });
            let permitted = caller.may::<ManageOwnAccount>(before)?;
            let changed = permitted.rename(first_name.cloned(), last_name.cloned(), expected)?;
            store.save_account(&changed)?;
            let account = changed.account();
            let is = json!({ "first_name": account.first_name, "last_name": account.last_name });
            let entry = AuditEntry::new("profile.renamed", "user", user.uuid()).before(was).after(is);
            self.0.audit_to(store, caller, &entry)?;
            Ok::<_, RenameError>(
                store.person(user, self.0.session_limits, self.0.clock.now())?.ok_or(TokenRefused)?,
            )
        })?;
        self.0.rights_changed(user);
        self.0.events.publish(Event::AccountsChanged);
        Ok(Arc::new(person))
    }
}

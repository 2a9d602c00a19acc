use chrono::TimeDelta;
use domain::{
    access::{Denied, ManageOwnAccount},
    identity::{Email, Password, PasswordRefused},
};

use super::{
    Identity, PasswordHash, PasswordHasher, TokenRefused,
    link::accept_password,
    login::{MEMORY, must_wait, session_entry},
};
use crate::{Caller, StoreError};

/// A change of the caller's own password, before the current one has been checked. Checking and hashing
/// are slow and are done in the hashing lane, where no connection is held.
pub struct PasswordChange {
    email: Email,
    current: Option<PasswordHash>,
    new: Password,
}

/// A change of a password whose current one has been checked.
pub struct CheckedPasswordChange {
    email: Email,
    new: Option<PasswordHash>,
}

/// Why a password stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// Nobody is logged in.
    #[error(transparent)]
    Refused(#[from] TokenRefused),
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The current password is another.
    #[error("the current password is wrong")]
    WrongPassword,
    /// Too many failures; try again later.
    #[error("too many failed attempts")]
    TooManyFailures {
        /// How long to wait.
        retry_after: TimeDelta,
    },
    /// The new password is not one that the person may have.
    #[error(transparent)]
    Password(#[from] PasswordRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PasswordChange {
    /// Checks the current password and, if it is right, hashes the new one.
    ///
    /// # Errors
    /// What kept the new password from being hashed.
    pub fn check(
        self,
        current: &str,
        hasher: &dyn PasswordHasher,
    ) -> Result<CheckedPasswordChange, StoreError> {
        let matches = self.current.is_some_and(|hash| hasher.verify(current, &hash));
        let new = if matches { Some(hasher.hash(self.new.reveal())?) } else { None };
        Ok(CheckedPasswordChange { email: self.email, new })
    }
}

impl Identity<'_> {
    /// Begins a change of the caller's own password: accepts the new one by the rules, and finds what the
    /// current one must be checked against. Failures count as those of a login do, so that a stolen session
    /// is no way to guess the password.
    pub fn begin_password_change(
        self,
        caller: &Caller,
        typed: &str,
    ) -> Result<PasswordChange, ChangePasswordError> {
        let user = caller.id().ok_or(TokenRefused)?;
        let since = self.0.clock.now() - MEMORY;
        self.0.db.snapshot(|store| {
            let account = store.account(user)?.ok_or(TokenRefused)?;
            let account = caller.may::<ManageOwnAccount>(account)?.into_target();
            let (credentials, failures) =
                store.credentials(account.email.as_str(), caller.origin().address, since)?;
            if must_wait(failures) {
                return Err(ChangePasswordError::TooManyFailures { retry_after: TimeDelta::minutes(1) });
            }
            let new = accept_password(store, &account, typed)??;
            let current = credentials.and_then(|known| known.hash);
            Ok(PasswordChange { email: account.email, current, new })
        })
    }

    /// Ends the change: sets the new password and ends every other session and every link of the caller,
    /// or remembers the failure.
    pub fn complete_password_change(
        self,
        caller: &Caller,
        checked: &CheckedPasswordChange,
    ) -> Result<(), ChangePasswordError> {
        let user = caller.id().ok_or(TokenRefused)?;
        let now = self.0.clock.now();
        let Some(hash) = &checked.new else {
            self.0.db.atomically(caller, |store| {
                store.add_login_failure(checked.email.as_str(), caller.origin().address, now)?;
                self.0.audit_to(store, caller, &session_entry("password.refused", Some(user)))
            })?;
            return Err(ChangePasswordError::WrongPassword);
        };
        self.0.db.atomically(caller, |store| {
            store.set_password(user, hash, now)?;
            store.end_links(user, now)?;
            store.revoke_sessions(user, caller.session(), now)?;
            self.0.audit_to(store, caller, &session_entry("password.changed", Some(user)))
        })?;
        self.0.rights_changed(user);
        Ok(())
    }
}

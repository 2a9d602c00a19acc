use std::sync::Arc;

use chrono::TimeDelta;
use domain::identity::{Activity, Email, LoginRefused, Session, UserId};

use super::{AccessClaims, Identity, KnownPerson, LoginFailures, PasswordHash, PasswordHasher};
use crate::{AuditEntry, Caller, Origin, StoreError};

/// A login whose password has not been checked yet. Checking is slow and is done in the hashing lane,
/// where no connection is held.
pub struct LoginAttempt {
    email: String,
    user: Option<UserId>,
    hash: PasswordHash,
}

/// A login whose password has been checked.
pub struct CheckedLogin {
    email: String,
    user: Option<UserId>,
}

/// Somebody who is logged in, with the tokens that prove it.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The person.
    pub person: Arc<KnownPerson>,
    /// The login.
    pub session: Session,
    /// Goes with every request.
    pub access_token: String,
    /// How long the access token lives.
    pub expires_in: TimeDelta,
    /// Gets the next access token.
    pub refresh_token: String,
}

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// Wrong, or too often wrong.
    #[error(transparent)]
    Refused(#[from] LoginRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// For how long a failure counts.
pub(super) const MEMORY: TimeDelta = TimeDelta::minutes(15);
/// Failures with one account from one network address before it must wait.
const MOST_FROM_ADDRESS: u32 = 5;
/// Failures from one network address with any account; a whole school may share one.
const MOST_OF_ADDRESS: u32 = 100;
/// Failures with one account from everywhere. Whoever has logged in from an address before is let
/// through, so that strangers cannot lock a pupil out.
const MOST_OF_ACCOUNT: u32 = 50;

impl LoginAttempt {
    /// Checks the password. Takes as long whether or not the account exists.
    pub fn check(self, password: &str, hasher: &dyn PasswordHasher) -> CheckedLogin {
        let matches = hasher.verify(password, &self.hash);
        CheckedLogin { email: self.email, user: self.user.filter(|_| matches) }
    }
}

impl Identity<'_> {
    /// Begins a login: finds what its password must be checked against.
    ///
    /// # Errors
    /// [`LoginRefused::TooManyFailures`] when it failed too often; only failures count.
    pub fn begin_login(self, email: &str, origin: &Origin) -> Result<LoginAttempt, LoginError> {
        // What is no address is nobody's, and takes as long to refuse.
        let email = Email::try_new(email).map(String::from).unwrap_or_default();
        let since = self.0.clock.now() - MEMORY;
        let (credentials, failures) =
            self.0.db.read(|store| store.credentials(&email, origin.address, since))?;
        if must_wait(failures) {
            return Err(LoginRefused::TooManyFailures { retry_after: TimeDelta::minutes(1) }.into());
        }
        let usable = credentials.filter(|known| known.activity == Activity::Active);
        let (user, hash) = match usable.and_then(|known| known.hash.map(|hash| (known.user, hash))) {
            Some((user, hash)) => (Some(user), hash),
            None => (None, self.0.passwords.decoy()),
        };
        Ok(LoginAttempt { email, user, hash })
    }

    /// Ends a login: opens a session, or remembers the failure.
    pub fn complete_login(self, checked: &CheckedLogin, origin: &Origin) -> Result<SignedIn, LoginError> {
        let caller = Caller::anonymous(origin.clone());
        let now = self.0.clock.now();
        let Some(user) = checked.user else {
            self.0.db.atomically(&caller, |store| {
                store.add_login_failure(&checked.email, origin.address, now)?;
                self.0.audit_to(store, &caller, &session_entry("login.failed", None))
            })?;
            return Err(LoginRefused::WrongCredentials.into());
        };
        let session = Session {
            id: self.0.ids.next().into(),
            user,
            generation: 0,
            created_at: now,
            rotated_at: now,
            revoked_at: None,
        };
        let refresh_token = self.0.tokens.refresh_token(session.id, session.generation);
        let fingerprint = self.0.tokens.fingerprint(refresh_token.as_bytes());
        let person = self.0.db.atomically(&caller, |store| {
            store.add_session(&session, &fingerprint, origin)?;
            store.note_login(user, now)?;
            let person = Caller::proved(user, session.id, origin.clone());
            self.0.audit_to(store, &person, &session_entry("login.succeeded", Some(user)))?;
            Ok::<_, LoginError>(
                store.person(user, self.0.session_limits, now)?.ok_or(LoginRefused::WrongCredentials)?,
            )
        })?;
        Ok(self.signed_in(Arc::new(person), session, refresh_token)?)
    }

    /// Issues the tokens of an open session.
    pub(super) fn signed_in(
        self,
        person: Arc<KnownPerson>,
        session: Session,
        refresh_token: String,
    ) -> Result<SignedIn, StoreError> {
        let now = self.0.clock.now();
        let expires_in = self.0.tokens.access_lifetime();
        let claims = AccessClaims { user: session.user, session: session.id, expires_at: now + expires_in };
        let access_token = self.0.tokens.issue_access(&claims, now)?;
        self.0.people.put(&person);
        Ok(SignedIn { person, session, access_token, expires_in, refresh_token })
    }
}

pub(super) fn must_wait(failures: LoginFailures) -> bool {
    failures.account_from_address >= MOST_FROM_ADDRESS
        || failures.address >= MOST_OF_ADDRESS
        || (failures.account >= MOST_OF_ACCOUNT && !failures.address_is_known)
}

/// What the audit trail keeps of a login.
pub(super) fn session_entry(action: &'static str, user: Option<UserId>) -> AuditEntry {
    AuditEntry { action, record_kind: "user", record_id: user.map(UserId::uuid), before: None, after: None }
}

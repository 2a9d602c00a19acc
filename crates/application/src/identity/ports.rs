use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::ReadScope,
    identity::{
        Account, AccountChanged, Activity, Email, Guardian, GuardianId, GuardianRemoved, GuardianSaved, Role,
        Session, SessionId, SessionLimits, UserId,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::KnownPerson;
use crate::{Origin, Page, PageRequest, Sort, StoreError};

/// A password in a form from which it cannot be recovered.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

/// Hashes passwords and checks them. Slow on purpose: only the hashing lane calls it.
pub trait PasswordHasher: Send + Sync {
    /// Hashes a password.
    ///
    /// # Errors
    /// What went wrong, for the log.
    fn hash(&self, password: &str) -> Result<PasswordHash, StoreError>;

    /// Whether the password is the one that was hashed.
    fn verify(&self, password: &str, hash: &PasswordHash) -> bool;

    /// The hash of a password that nobody knows, so that checking an unknown account takes as long.
    fn decoy(&self) -> PasswordHash;
}

/// What an access token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    /// Whose it is.
    pub user: UserId,
    /// The login that it belongs to.
    pub session: SessionId,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The token is forged, spoilt, or past its end; which of these is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct TokenRefused;

/// Issues tokens and reads them.
pub trait Tokens: Send + Sync {
    /// How long an access token lives.
    fn access_lifetime(&self) -> TimeDelta;

    /// Issues an access token.
    ///
    /// # Errors
    /// What went wrong, for the log.
    fn issue_access(&self, claims: &AccessClaims, now: DateTime<Utc>) -> Result<String, StoreError>;

    /// Reads an access token, checking algorithm, issuer, audience, purpose and end.
    fn read_access(&self, token: &str, now: DateTime<Utc>) -> Result<AccessClaims, TokenRefused>;

    /// The refresh token of a session's generation; the same every time.
    fn refresh_token(&self, session: SessionId, generation: u32) -> String;

    /// Reads a refresh token, whose seal is checked in constant time.
    fn read_refresh(&self, token: &str) -> Result<(SessionId, u32), TokenRefused>;

    /// A fingerprint under which a secret may be stored (SHA-256).
    fn fingerprint(&self, secret: &[u8]) -> Vec<u8>;
}

/// People, as authentication knows them.
pub trait People {
    /// A person with everything that decides their rights at `now`, read in one statement; `None` when
    /// there is no such person. Logins are open within these limits.
    fn person(
        &mut self,
        user: UserId,
        limits: SessionLimits,
        now: DateTime<Utc>,
    ) -> Result<Option<KnownPerson>, StoreError>;
}

/// What is known of an account before its password is checked.
#[derive(Clone)]
pub struct Credentials {
    /// Whose.
    pub user: UserId,
    /// Whether the person may log in.
    pub activity: Activity,
    /// The password; `None` when none was ever set.
    pub hash: Option<PasswordHash>,
}

/// How often logging in has failed of late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoginFailures {
    /// With this address (e-mail) from this network address.
    pub account_from_address: u32,
    /// With any account from this network address.
    pub address: u32,
    /// With this account from anywhere.
    pub account: u32,
    /// Whether this account has logged in from this network address before.
    pub address_is_known: bool,
}

/// A line of the list of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Whether an invitation waits to be answered: no password has been set yet.
    pub invited: bool,
    /// When the person last logged in.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// Which accounts are wanted.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Whose name or address contains this.
    pub query: Option<String>,
    /// With this role.
    pub role: Option<Role>,
    /// Active ones, or closed ones.
    pub active: Option<bool>,
    /// Students to whom no guardian is linked.
    pub without_guardian: bool,
    /// Who never logged in.
    pub never_logged_in: bool,
}

/// What a list of accounts may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountSort {
    /// Family name, then given name.
    Name,
    /// Address.
    Email,
    /// When the account was made.
    CreatedAt,
    /// When the person last logged in.
    LastLoginAt,
}

/// How many accounts there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountCounts {
    /// By role: active and closed ones.
    pub by_role: Vec<(Role, u32, u32)>,
    /// Active accounts with which nobody ever logged in.
    pub never_logged_in: u32,
}

/// The accounts that are kept.
pub trait Accounts {
    /// One account.
    fn account(&mut self, id: UserId) -> Result<Option<Account>, StoreError>;

    /// The same with what the list of accounts shows.
    fn account_view(&mut self, id: UserId) -> Result<Option<AccountView>, StoreError>;

    /// One account, locked until the unit of work ends.
    fn account_for_update(&mut self, id: UserId) -> Result<Option<Account>, StoreError>;

    /// A part of the list of accounts that the scope lets the caller see: with leave to read accounts,
    /// accounts of every kind; with leave to read families, only those of students and parents.
    fn accounts(
        &mut self,
        scope: &ReadScope,
        filter: &AccountFilter,
        sort: &Sort<AccountSort>,
        page: PageRequest,
    ) -> Result<Page<AccountView>, StoreError>;

    /// How many accounts there are, of those that the scope lets the caller see.
    fn account_counts(&mut self, scope: &ReadScope) -> Result<AccountCounts, StoreError>;

    /// Stores a new account, without a password.
    ///
    /// # Errors
    /// `Violated(EmailTaken)` when another account has the address.
    fn add_account(&mut self, account: &AccountChanged) -> Result<(), StoreError>;

    /// Whether exactly one active account has the role of an administrator.
    fn has_one_administrator(&mut self) -> Result<bool, StoreError>;

    /// Stores a changed account. Errors as for a new one, and when the unit of work ends,
    /// `Violated(NoAdministrator)` when it took the last active administrator away.
    fn save_account(&mut self, account: &AccountChanged) -> Result<(), StoreError>;

    /// What is needed to check a login with this address, in one statement with the failures since `since`.
    fn credentials(
        &mut self,
        email: &str,
        address: Option<IpAddr>,
        since: DateTime<Utc>,
    ) -> Result<(Option<Credentials>, LoginFailures), StoreError>;

    /// The password of a person, for confirming a change.
    fn password_hash(&mut self, user: UserId) -> Result<Option<PasswordHash>, StoreError>;

    /// Sets a password.
    fn set_password(
        &mut self,
        user: UserId,
        hash: &PasswordHash,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Remembers that logging in failed.
    fn add_login_failure(
        &mut self,
        email: &str,
        address: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Remembers that a person logged in.
    fn note_login(&mut self, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// Forgets failures that no longer count, at most so many, and says how many.
    fn forget_login_failures(&mut self, before: DateTime<Utc>, most: u32) -> Result<u32, StoreError>;
}

/// A login as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// The login.
    pub session: Session,
    /// How the client's program named itself.
    pub device: String,
    /// The network address that it came from.
    pub address: Option<String>,
}

/// The logins that are kept.
pub trait Sessions {
    /// Stores a new login.
    fn add_session(
        &mut self,
        session: &Session,
        token_fingerprint: &[u8],
        origin: &Origin,
    ) -> Result<(), StoreError>;

    /// A login with the fingerprint of its current token, locked until the unit of work ends.
    fn session_for_update(&mut self, id: SessionId) -> Result<Option<(Session, Vec<u8>)>, StoreError>;

    /// Stores that the login stands at a new generation.
    fn rotate_session(&mut self, session: &Session, token_fingerprint: &[u8]) -> Result<(), StoreError>;

    /// Ends a login of this person; `false` when there was no such open one.
    fn revoke_session(&mut self, user: UserId, id: SessionId, now: DateTime<Utc>)
    -> Result<bool, StoreError>;

    /// Ends every login of a person, but for one.
    fn revoke_sessions(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// The logins of a person that are open within these limits, the last used first.
    fn open_sessions(
        &mut self,
        user: UserId,
        limits: SessionLimits,
        now: DateTime<Utc>,
    ) -> Result<Vec<SessionView>, StoreError>;

    /// Forgets logins that ended before this, at most so many, and says how many.
    fn forget_sessions(&mut self, ended_before: DateTime<Utc>, most: u32) -> Result<u32, StoreError>;
}

/// Why a link was sent by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// The person forgot the password.
    Reset,
    /// The person is to set a first password.
    Invitation,
}

/// A link that lets a person set a password, once.
#[derive(Clone, Debug)]
pub struct Link {
    /// Identifies the link.
    pub id: Uuid,
    /// Whose.
    pub user: UserId,
    /// Why it was sent.
    pub purpose: LinkPurpose,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// The links that were sent.
pub trait Links {
    /// Stores a link by the fingerprint of its secret. Earlier unused ones of the same person end.
    fn add_link(&mut self, link: &Link, fingerprint: &[u8]) -> Result<(), StoreError>;

    /// A link that is unused and has not ended, locked until the unit of work ends.
    fn open_link_for_update(
        &mut self,
        fingerprint: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Link>, StoreError>;

    /// Stores that the link was used.
    fn use_link(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// Ends every unused link of a person.
    fn end_links(&mut self, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// Forgets links that could be used no longer before this, at most so many, and says how many.
    fn forget_links(&mut self, expired_before: DateTime<Utc>, most: u32) -> Result<u32, StoreError>;
}

/// A guardian link with the names of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianView {
    /// The link.
    pub link: Guardian,
    /// Who the guardian is.
    pub guardian: LinkedPerson,
    /// Who the student is.
    pub student: LinkedPerson,
}

/// One of the two whom a guardian link joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedPerson {
    /// The given name.
    pub first_name: String,
    /// The family name.
    pub last_name: String,
    /// The address.
    pub email: Email,
}

/// The guardian links that are kept.
pub trait Guardians {
    /// The guardians of a student, earliest link first.
    fn guardians(&mut self, student: UserId) -> Result<Vec<GuardianView>, StoreError>;

    /// The links of a guardian as far as the scope lets the caller see them, by the student's name.
    fn students_of(
        &mut self,
        scope: &ReadScope,
        guardian: UserId,
        page: PageRequest,
    ) -> Result<Page<GuardianView>, StoreError>;

    /// One link.
    fn guardian(&mut self, id: GuardianId) -> Result<Option<GuardianView>, StoreError>;

    /// One link, locked until the unit of work ends.
    fn guardian_for_update(&mut self, id: GuardianId) -> Result<Option<Guardian>, StoreError>;

    /// Stores a new link.
    ///
    /// # Errors
    /// `Violated(GuardianLinked)` when the two are linked for some of those days already,
    /// `Violated(UnknownReference)` when one of the people does not exist.
    fn add_guardian(&mut self, link: &GuardianSaved) -> Result<(), StoreError>;

    /// Stores changed terms.
    fn save_guardian(&mut self, link: &GuardianSaved) -> Result<(), StoreError>;

    /// Deletes a link that was made by mistake.
    fn delete_guardian(&mut self, link: &GuardianRemoved) -> Result<(), StoreError>;
}

//! People: logging in and staying logged in, accounts, guardian links.

mod accounts;
mod authenticate;
mod guardians;
mod link;
mod login;
mod password;
mod people;
mod ports;
mod profile;
mod refresh;
mod sessions;

pub use accounts::{
    ChangeAccount, ChangeAccountError, CreateAccount, CreateAccountError, InviteError, ReadAccountError,
};
pub use authenticate::AuthenticateError;
pub use guardians::{GuardianError, LinkGuardian};
pub use link::{ForgotError, ResetError, ResetPassword};
pub use login::{CheckedLogin, LoginAttempt, LoginError, SignedIn};
pub use password::{ChangePasswordError, CheckedPasswordChange, PasswordChange};
pub use people::{ChildName, KnownPerson, PeopleCache};
pub use ports::{
    AccessClaims, AccountCounts, AccountFilter, AccountSort, AccountView, Accounts, Credentials,
    GuardianView, Guardians, Link, LinkPurpose, LinkedPerson, Links, LoginFailures, PasswordHash,
    PasswordHasher, People, SessionView, Sessions, TokenRefused, Tokens,
};
pub use profile::RenameError;
pub use refresh::RefreshError;
pub use sessions::SessionsError;

use crate::App;

/// The use cases of identity.
#[derive(Clone, Copy)]
pub struct Identity<'a>(pub(crate) &'a App);

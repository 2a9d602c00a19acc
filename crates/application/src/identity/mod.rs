//! People: logging in and staying logged in, accounts, guardian links.

mod authenticate;
mod link;
mod login;
mod people;
mod ports;
mod refresh;
mod sessions;

pub use authenticate::AuthenticateError;
pub use link::{ForgotError, ResetError, ResetPassword};
pub use login::{CheckedLogin, LoginAttempt, LoginError, SignedIn};
pub use people::{ChildName, KnownPerson, PeopleCache};
pub use ports::{
    AccessClaims, AccountCounts, AccountFilter, AccountSort, AccountView, Accounts, Credentials,
    GuardianView, Guardians, Link, LinkPurpose, Links, LoginFailures, PasswordHash, PasswordHasher, People,
    SessionView, Sessions, TokenRefused, Tokens,
};
pub use refresh::RefreshError;
pub use sessions::SessionsError;

use crate::App;

/// The use cases of identity.
#[derive(Clone, Copy)]
pub struct Identity<'a>(pub(crate) &'a App);

//! People: who they are, how they prove it, and whose guardians they are.

mod account;
mod email;
mod guardian;
mod password;
mod role;
mod session;

pub use account::{Account, AccountChange, AccountChanged, AccountRefused, Activity, NewAccount, PersonName};
pub use email::{Email, EmailRefused};
pub use guardian::{
    Guardian, GuardianRefused, GuardianRemoved, GuardianRights, GuardianSaved, GuardianTerms, Relationship,
    Right,
};
pub use password::{Password, PasswordRefused};
pub use role::{Role, Roles, RolesRefused, UnknownRole};
pub use session::{LoginRefused, Refresh, RefreshRefused, Session, SessionLimits};

use crate::Id;

/// Identifies a person, whatever their roles.
pub type UserId = Id<Account>;
/// Identifies one login on one device.
pub type SessionId = Id<Session>;
/// Identifies the link between a guardian and a student.
pub type GuardianId = Id<Guardian>;

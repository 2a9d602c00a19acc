use chrono::{DateTime, Utc};

use super::{Email, Role, Roles, UserId};
use crate::{
    Stale, Text, Version,
    access::{Action, ManageAccount, ManageOwnAccount, Permitted},
};

/// The given or family name of a person.
pub type PersonName = Text<100>;

/// A person who may log in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Account {
    /// Identifies the person for ever.
    pub id: UserId,
    /// The name to log in with, and where mail goes.
    pub email: Email,
    /// Given name.
    pub first_name: PersonName,
    /// Family name.
    pub last_name: PersonName,
    /// What the person is in the school.
    pub roles: Roles,
    /// Whether the person may log in.
    pub activity: Activity,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// How often the account has been written.
    pub version: Version,
}

/// Whether a person may log in. Someone with a history is never deleted, only made inactive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Activity {
    /// May log in.
    Active,
    /// May not log in, and everything that was open for them is closed.
    Inactive {
        /// When the account was closed.
        since: DateTime<Utc>,
    },
}

/// An account that is about to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Identifies the person for ever.
    pub id: UserId,
    /// The name to log in with.
    pub email: Email,
    /// Given name.
    pub first_name: PersonName,
    /// Family name.
    pub last_name: PersonName,
    /// What the person will be in the school.
    pub roles: Roles,
}

/// What someone wants to be different about an account; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct AccountChange {
    /// A new address.
    pub email: Option<Email>,
    /// A new given name.
    pub first_name: Option<PersonName>,
    /// A new family name.
    pub last_name: Option<PersonName>,
    /// Other roles.
    pub roles: Option<Roles>,
}

/// Why a change to an account was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefused {
    /// The account was changed by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// Who keeps families may not make staff out of them.
    #[error("only an administrator may give a role of the staff")]
    StaffRole,
    /// People do not change their own roles, nor lock themselves out.
    #[error("you cannot change your own roles or close your own account")]
    OwnAccount,
    /// The account is already as was asked.
    #[error("the account is already {}", if *active { "active" } else { "inactive" })]
    AlreadySo {
        /// Whether it is active.
        active: bool,
    },
}

/// An account as it must be stored: new or changed, by someone who may.
#[derive(Clone, Debug)]
pub struct AccountChanged(Account);

impl AccountChanged {
    /// The account as it is now.
    pub const fn account(&self) -> &Account {
        &self.0
    }
    /// The account as it is now, after it was stored.
    pub fn into_account(self) -> Account {
        self.0
    }
}

impl Permitted<ManageAccount<NewAccount>> {
    /// Makes the account, active and without a password.
    pub fn create(self, now: DateTime<Utc>) -> AccountChanged {
        let NewAccount { id, email, first_name, last_name, roles } = self.into_target();
        let activity = Activity::Active;
        AccountChanged(Account {
            id,
            email,
            first_name,
            last_name,
            roles,
            activity,
            created_at: now,
            version: Version::FIRST,
        })
    }
}

impl Permitted<ManageAccount> {
    /// Applies a change made from version `expected`.
    ///
    /// The changed account must still be one that the same actor may manage: who keeps families makes
    /// no staff out of them.
    pub fn change(self, change: AccountChange, expected: Version) -> Result<AccountChanged, AccountRefused> {
        self.target().version.check(expected)?;
        let before = self.target().clone();
        let after = Account {
            email: change.email.unwrap_or(before.email),
            first_name: change.first_name.unwrap_or(before.first_name),
            last_name: change.last_name.unwrap_or(before.last_name),
            roles: change.roles.unwrap_or(before.roles),
            version: before.version.next(),
            ..before
        };
        if self.by() == Some(after.id) && after.roles != self.target().roles {
            return Err(AccountRefused::OwnAccount);
        }
        if !self.extends_to(ManageAccount::<Account>::kind(&after)) {
            return Err(AccountRefused::StaffRole);
        }
        Ok(AccountChanged(after))
    }

    /// Closes the account.
    pub fn deactivate(self, expected: Version, now: DateTime<Utc>) -> Result<AccountChanged, AccountRefused> {
        self.target().version.check(expected)?;
        if self.by() == Some(self.target().id) {
            return Err(AccountRefused::OwnAccount);
        }
        self.become_active(Activity::Inactive { since: now }, expected)
    }

    /// Opens a closed account again.
    pub fn reactivate(self, expected: Version) -> Result<AccountChanged, AccountRefused> {
        self.become_active(Activity::Active, expected)
    }

    fn become_active(self, activity: Activity, expected: Version) -> Result<AccountChanged, AccountRefused> {
        let account = self.into_target();
        account.version.check(expected)?;
        let active = activity == Activity::Active;
        if (account.activity == Activity::Active) == active {
            return Err(AccountRefused::AlreadySo { active });
        }
        Ok(AccountChanged(Account { activity, version: account.version.next(), ..account }))
    }
}

impl Permitted<ManageOwnAccount> {
    /// Changes the names under which the person is known; roles and address are not theirs to change.
    pub fn rename(
        self,
        first_name: Option<PersonName>,
        last_name: Option<PersonName>,
        expected: Version,
    ) -> Result<AccountChanged, Stale> {
        let account = self.into_target();
        account.version.check(expected)?;
        Ok(AccountChanged(Account {
            first_name: first_name.unwrap_or(account.first_name),
            last_name: last_name.unwrap_or(account.last_name),
            version: account.version.next(),
            ..account
        }))
    }
}

impl Account {
    /// Whether the person may log in.
    pub const fn is_active(&self) -> bool {
        matches!(self.activity, Activity::Active)
    }

    /// Whether the person is there, and in this role: a teacher who has left teaches no more.
    pub fn serves_as(&self, role: Role) -> bool {
        self.is_active() && self.roles.contains(role)
    }

    /// Given and family name, as the school writes them in lists of people.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

//! Accounts, as those who keep them see them.

mod activity;
mod change;
mod create;
mod invite;
mod read;

pub use change::{ChangeAccount, ChangeAccountError};
pub use create::{CreateAccount, CreateAccountError};
pub use invite::InviteError;
pub use read::ReadAccountError;

use domain::identity::Account;
use serde_json::{Value, json};

/// What the audit trail keeps of an account.
fn account_facts(account: &Account) -> Value {
    json!({
        "email": account.email,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "roles": account.roles.all(),
        "primary_role": account.roles.primary(),
        "active": account.is_active(),
    })
}

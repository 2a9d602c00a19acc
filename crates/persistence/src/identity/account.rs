//! The row of an account, and the ways to an account that other areas share.

use application::StoreError;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods, Queryable, Selectable,
    sql_types::{Array, Bool, Text},
};
use domain::{
    access::{ActionKind, ReadScope},
    identity::{Account, Activity, Email, Role, Roles},
};
use uuid::Uuid;

use crate::{
    rows::Row,
    schema::users,
    scope::{Within, within},
    words::{Words, words},
};

/// The row of an account. Roles come from their own table, as one array.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct AccountRow {
    pub id: Uuid,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub primary_role: String,
    pub deactivated_at: Option<DateTime<Utc>>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    #[diesel(select_expression = roles_of_user())]
    #[diesel(select_expression_type = RolesOfUser)]
    pub roles: Vec<String>,
}

type RolesOfUser = Words<Array<Text>>;

/// The codes of a user's roles, as a part of any selection from users.
fn roles_of_user() -> RolesOfUser {
    words("ARRAY(SELECT role_code FROM user_roles WHERE user_roles.user_id = users.id)")
}

pub fn into_account(row: &AccountRow) -> Result<Account, StoreError> {
    let at = Row { table: "users", id: row.id };
    let primary: Role = at.legal(row.primary_role.parse())?;
    let all = row.roles.iter().map(|code| at.legal(code.parse())).collect::<Result<Vec<Role>, _>>()?;
    Ok(Account {
        id: row.id.into(),
        email: at.legal(Email::try_new(&row.email))?,
        first_name: at.text(&row.first_name)?,
        last_name: at.text(&row.last_name)?,
        roles: at.legal(Roles::try_new(primary, all))?,
        activity: row.deactivated_at.map_or(Activity::Active, |since| Activity::Inactive { since }),
        created_at: row.created_at,
        version: at.version(row.version)?,
    })
}

/// Keeps a list of accounts within a scope, whether it was given for every account or for families only.
#[diesel::dsl::auto_type]
pub fn account_within(scope: &ReadScope) -> _ {
    let person: Option<&'static str> = Some("users.id");
    let staff: Within = within(scope, ActionKind::ReadAccounts, person, None);
    let families: Within = within(scope, ActionKind::ReadFamilies, person, None);
    let of_a_family: Words<Bool> = of_a_family();
    staff.or(families.and(of_a_family))
}

/// Whoever has a role of the staff is none of the families, whatever their other roles.
fn of_a_family() -> Words<Bool> {
    words(
        "NOT EXISTS (SELECT FROM user_roles WHERE user_roles.user_id = users.id
            AND user_roles.role_code NOT IN ('student', 'parent'))",
    )
}

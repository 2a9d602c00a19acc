use application::{
    Sort,
    identity::{AccountCounts, AccountFilter, AccountSort, AccountView, CreateAccount},
};
use chrono::{DateTime, Utc};
use domain::identity::{AccountChange, Email, PersonName, Role, Roles};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::me::RoleCode;
use crate::{
    problem::Problem,
    shape::{CsvRow, entries, parsed, parsed_if, parses, sort_of, words},
};

/// An account, as those who keep accounts see it.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserBody {
    pub id: Uuid,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub roles: Vec<RoleCode>,
    /// Decides the dashboard after login.
    pub primary_role: RoleCode,
    pub active: bool,
    /// Whether no password has been set yet.
    pub invited: bool,
    #[schema(required)]
    pub last_login_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// How many accounts there are.
#[derive(Serialize, ToSchema)]
#[schema(as = UserSummary)]
pub struct UserSummaryBody {
    /// Every role that somebody has.
    pub by_role: Vec<RoleCountBody>,
    /// Active accounts with which nobody ever logged in.
    pub never_logged_in: u32,
}

/// How many accounts have one role.
#[derive(Serialize, ToSchema)]
#[schema(as = RoleCount)]
pub struct RoleCountBody {
    pub role: RoleCode,
    pub active: u32,
    pub inactive: u32,
}

/// Which accounts are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// Words that must occur in the name or in the e-mail address.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only people with this role.
    role: Option<RoleCode>,
    /// Only accounts that are active, or only those that are not.
    active: Option<bool>,
    /// Only students to whom no guardian is linked.
    #[serde(default)]
    without_guardian: bool,
    /// Only accounts with which nobody ever logged in.
    #[serde(default)]
    never_logged_in: bool,
    /// `name`, `email`, `created_at` or `last_login_at`, from most to least important; `-` before a field
    /// turns its order round.
    #[param(
        pattern = "^-?(name|email|created_at|last_login_at)(,-?(name|email|created_at|last_login_at))*$"
    )]
    sort: Option<String>,
}

/// An account to be made. It has no password until its person chooses one.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUser)]
#[garde(allow_unvalidated)]
pub struct NewUserBody {
    #[garde(custom(parses::<_, Email>))]
    #[schema(format = Email, min_length = 3, max_length = 254)]
    pub email: String,
    #[garde(custom(parses::<_, PersonName>))]
    #[schema(min_length = 1, max_length = 100)]
    pub first_name: String,
    #[garde(custom(parses::<_, PersonName>))]
    #[schema(min_length = 1, max_length = 100)]
    pub last_name: String,
    #[garde(custom(entries::<1, 9, _>))]
    #[schema(min_items = 1, max_items = 9)]
    pub roles: Vec<RoleCode>,
    /// One of `roles`.
    pub primary_role: RoleCode,
    /// Whether a link for choosing a password is mailed at once.
    #[serde(default)]
    pub invite: bool,
}

/// A change of an account. What is absent stays; `roles` and `primary_role` go together.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserChange)]
#[garde(allow_unvalidated)]
pub struct UserChangeBody {
    #[garde(inner(custom(parses::<_, Email>)))]
    #[schema(format = Email, min_length = 3, max_length = 254)]
    pub email: Option<String>,
    #[garde(inner(custom(parses::<_, PersonName>)))]
    #[schema(min_length = 1, max_length = 100)]
    pub first_name: Option<String>,
    #[garde(inner(custom(parses::<_, PersonName>)))]
    #[schema(min_length = 1, max_length = 100)]
    pub last_name: Option<String>,
    #[garde(inner(custom(entries::<1, 9, _>)))]
    #[schema(min_items = 1, max_items = 9)]
    pub roles: Option<Vec<RoleCode>>,
    /// One of `roles`.
    pub primary_role: Option<RoleCode>,
}

impl UsersQuery {
    /// The filter that the query asks for.
    pub fn filter(&self) -> Result<AccountFilter, Problem> {
        Ok(AccountFilter {
            query: words(self.q.as_deref())?,
            role: self.role.map(Into::into),
            active: self.active,
            without_guardian: self.without_guardian,
            never_logged_in: self.never_logged_in,
        })
    }

    /// The order that the query asks for.
    pub fn sort(&self) -> Result<Sort<AccountSort>, Problem> {
        let known = |name: &str| match name {
            "name" => Some(AccountSort::Name),
            "email" => Some(AccountSort::Email),
            "created_at" => Some(AccountSort::CreatedAt),
            "last_login_at" => Some(AccountSort::LastLoginAt),
            _ => None,
        };
        sort_of(self.sort.as_deref(), known, &[(AccountSort::Name, application::Direction::Ascending)])
    }
}

impl NewUserBody {
    /// What the body asks for.
    pub fn command(self) -> Result<CreateAccount, Problem> {
        Ok(CreateAccount {
            email: parsed("email", &self.email)?,
            first_name: parsed("first_name", &self.first_name)?,
            last_name: parsed("last_name", &self.last_name)?,
            roles: roles(self.roles, self.primary_role)?,
            invite: self.invite,
        })
    }
}

impl UserChangeBody {
    /// What the body asks for.
    pub fn change(self) -> Result<AccountChange, Problem> {
        let roles = match (self.roles, self.primary_role) {
            (None, None) => None,
            (Some(all), Some(primary)) => Some(roles(all, primary)?),
            (Some(_), None) => return Err(together("primary_role")),
            (None, Some(_)) => return Err(together("roles")),
        };
        Ok(AccountChange {
            email: parsed_if("email", self.email.as_deref())?,
            first_name: parsed_if("first_name", self.first_name.as_deref())?,
            last_name: parsed_if("last_name", self.last_name.as_deref())?,
            roles,
        })
    }
}

fn together(missing: &str) -> Problem {
    Problem::field(missing, "missing", "roles and primary_role must be changed together")
}

fn roles(all: Vec<RoleCode>, primary: RoleCode) -> Result<Roles, Problem> {
    Roles::try_new(primary.into(), all.into_iter().map(Into::into).collect())
        .map_err(|refused| Problem::field("primary_role", "not_held", refused.to_string()))
}

impl From<AccountView> for UserBody {
    fn from(view: AccountView) -> Self {
        let account = view.account;
        Self {
            id: account.id.uuid(),
            roles: account.roles.all().iter().copied().map(Into::into).collect(),
            primary_role: account.roles.primary().into(),
            active: account.is_active(),
            email: account.email.into(),
            first_name: account.first_name.to_string(),
            last_name: account.last_name.to_string(),
            invited: view.invited,
            last_login_at: view.last_login_at,
            created_at: account.created_at,
            version: account.version.number(),
        }
    }
}

impl From<AccountCounts> for UserSummaryBody {
    fn from(counts: AccountCounts) -> Self {
        let by_role = counts.by_role.into_iter().map(|(role, active, inactive)| RoleCountBody {
            role: role.into(),
            active,
            inactive,
        });
        Self { by_role: by_role.collect(), never_logged_in: counts.never_logged_in }
    }
}

impl CsvRow for UserBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "email",
        "first_name",
        "last_name",
        "roles",
        "primary_role",
        "active",
        "invited",
        "last_login_at",
        "created_at",
    ];

    fn cells(&self) -> Vec<String> {
        let code = |role: RoleCode| Role::from(role).code();
        let roles: Vec<&str> = self.roles.iter().copied().map(code).collect();
        vec![
            self.id.to_string(),
            self.email.clone(),
            self.first_name.clone(),
            self.last_name.clone(),
            roles.join(" "),
            code(self.primary_role).to_owned(),
            self.active.to_string(),
            self.invited.to_string(),
            self.last_login_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            self.created_at.to_rfc3339(),
        ]
    }
}

use actix_web::{get, web::Data};
use application::identity::KnownPerson;
use domain::identity::{GuardianRights, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{Refusals, Signed, Versioned},
    state::Api,
};

/// The person who is logged in.
#[derive(Serialize, ToSchema)]
#[schema(as = Me)]
pub struct MeBody {
    pub id: Uuid,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub roles: Vec<RoleCode>,
    /// Decides the dashboard after login.
    pub primary_role: RoleCode,
    pub active: bool,
    pub version: u32,
    /// What the person may do with some records; the server decides for each.
    pub permissions: Vec<String>,
    /// The children whose guardian the person is.
    pub children: Vec<ChildBody>,
}

/// A child of the person who is logged in.
#[derive(Serialize, ToSchema)]
#[schema(as = Child)]
pub struct ChildBody {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub rights: RightsBody,
}

/// What a guardian may know of a student.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GuardianRights)]
pub struct RightsBody {
    /// School work, placement and enrollment.
    pub academics: bool,
    /// Invoices, payments and statements.
    pub money: bool,
    /// The family's own data.
    pub contact: bool,
}

/// What a person is in the school.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Role)]
pub enum RoleCode {
    Admin,
    Principal,
    AcademicCoordinator,
    Registrar,
    Accounting,
    Guidance,
    Teacher,
    Student,
    Parent,
}

impl From<Role> for RoleCode {
    fn from(role: Role) -> Self {
        match role {
            Role::Admin => Self::Admin,
            Role::Principal => Self::Principal,
            Role::AcademicCoordinator => Self::AcademicCoordinator,
            Role::Registrar => Self::Registrar,
            Role::Accounting => Self::Accounting,
            Role::Guidance => Self::Guidance,
            Role::Teacher => Self::Teacher,
            Role::Student => Self::Student,
            Role::Parent => Self::Parent,
        }
    }
}

impl From<RoleCode> for Role {
    fn from(code: RoleCode) -> Self {
        match code {
            RoleCode::Admin => Self::Admin,
            RoleCode::Principal => Self::Principal,
            RoleCode::AcademicCoordinator => Self::AcademicCoordinator,
            RoleCode::Registrar => Self::Registrar,
            RoleCode::Accounting => Self::Accounting,
            RoleCode::Guidance => Self::Guidance,
            RoleCode::Teacher => Self::Teacher,
            RoleCode::Student => Self::Student,
            RoleCode::Parent => Self::Parent,
        }
    }
}

impl From<GuardianRights> for RightsBody {
    fn from(rights: GuardianRights) -> Self {
        let GuardianRights { academics, money, contact } = rights;
        Self { academics, money, contact }
    }
}

impl From<RightsBody> for GuardianRights {
    fn from(body: RightsBody) -> Self {
        let RightsBody { academics, money, contact } = body;
        Self { academics, money, contact }
    }
}

impl From<&KnownPerson> for MeBody {
    fn from(person: &KnownPerson) -> Self {
        let account = &person.account;
        let children = person.children.iter().map(|child| ChildBody {
            id: child.id.uuid(),
            first_name: child.first_name.clone(),
            last_name: child.last_name.clone(),
            rights: child.rights.into(),
        });
        Self {
            id: account.id.uuid(),
            email: account.email.to_string(),
            first_name: account.first_name.to_string(),
            last_name: account.last_name.to_string(),
            roles: account.roles.all().iter().copied().map(Into::into).collect(),
            primary_role: account.roles.primary().into(),
            active: account.activity == domain::identity::Activity::Active,
            version: account.version.number(),
            permissions: person.actor.permissions().iter().map(|kind| kind.code().to_owned()).collect(),
            children: children.collect(),
        }
    }
}

/// The person who is logged in.
#[utoipa::path(tag = "users", responses((status = 200, body = MeBody), Refusals))]
#[get("/users/me")]
pub async fn read_me(caller: Signed, api: Data<Api>) -> Result<Versioned<MeBody>, Problem> {
    let person = api.database(move |app| app.identity().me(&caller)).await?;
    Ok(Versioned::ok(MeBody::from(&*person), person.account.version.number()))
}

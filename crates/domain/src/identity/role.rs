use std::{fmt, str::FromStr};

/// What a person is in the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Role {
    /// Runs the system: accounts, settings, everything the law lets one person see.
    Admin,
    /// Leads the school and reads nearly all of it.
    Principal,
    /// Plans subjects, sections and teachers.
    AcademicCoordinator,
    /// Keeps students, guardians, placements and applications.
    Registrar,
    /// Keeps fees, invoices and payments.
    Accounting,
    /// Counsels students in confidence.
    Guidance,
    /// Teaches subjects in sections.
    Teacher,
    /// Learns in a section.
    Student,
    /// Is the guardian of one or more students.
    Parent,
}

impl Role {
    /// Every role, in the order that the school lists them.
    pub const ALL: [Self; 9] = [
        Self::Admin,
        Self::Principal,
        Self::AcademicCoordinator,
        Self::Registrar,
        Self::Accounting,
        Self::Guidance,
        Self::Teacher,
        Self::Student,
        Self::Parent,
    ];

    /// The code that stands for the role outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Principal => "principal",
            Self::AcademicCoordinator => "academic_coordinator",
            Self::Registrar => "registrar",
            Self::Accounting => "accounting",
            Self::Guidance => "guidance",
            Self::Teacher => "teacher",
            Self::Student => "student",
            Self::Parent => "parent",
        }
    }

    /// Whether someone with this role belongs to a family rather than to the staff.
    pub const fn is_family(self) -> bool {
        matches!(self, Self::Student | Self::Parent)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.code())
    }
}

/// There is no role of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(code: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.code() == code).ok_or(UnknownRole)
    }
}

/// The roles of one person: at least one, none twice, one of them the primary, which decides the
/// dashboard after login.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "UncheckedRoles")
)]
pub struct Roles {
    primary: Role,
    all: Vec<Role>,
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct UncheckedRoles {
    primary: Role,
    all: Vec<Role>,
}

#[cfg(feature = "serde")]
impl TryFrom<UncheckedRoles> for Roles {
    type Error = RolesRefused;
    fn try_from(unchecked: UncheckedRoles) -> Result<Self, RolesRefused> {
        Self::try_new(unchecked.primary, unchecked.all)
    }
}

/// Why a set of roles was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RolesRefused {
    /// The primary role is not among the roles.
    #[error("the primary role must be one of the roles")]
    PrimaryNotHeld,
}

impl Roles {
    /// Only one role, which is then the primary one.
    pub fn only(role: Role) -> Self {
        Self { primary: role, all: vec![role] }
    }

    /// Several roles; doubled ones count once.
    pub fn try_new(primary: Role, mut all: Vec<Role>) -> Result<Self, RolesRefused> {
        all.sort_unstable();
        all.dedup();
        if all.contains(&primary) { Ok(Self { primary, all }) } else { Err(RolesRefused::PrimaryNotHeld) }
    }

    /// The role that decides the dashboard after login.
    pub const fn primary(&self) -> Role {
        self.primary
    }

    /// Every role, in the school's order.
    pub fn all(&self) -> &[Role] {
        &self.all
    }

    /// Whether the person has this role.
    pub fn contains(&self, role: Role) -> bool {
        self.all.contains(&role)
    }

    /// Whether the person is a student or a parent and nothing else.
    pub fn are_family(&self) -> bool {
        self.all.iter().all(|role| role.is_family())
    }
}

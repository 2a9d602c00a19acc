//! The access matrix of `docs/access-matrix.toml`, read.
//!
//! [`AccessMatrix::read`] gives the file, checked. For a walk over every route, [`AccessMatrix::cases`] gives
//! the situations in which a role is to be tried, and [`AccessMatrix::answer`] what the file says will come.
//!
//! ```
//! use domain::identity::Role;
//! use homeroom_testkit::access_matrix::{AccessMatrix, Answer, Situation};
//!
//! let matrix = AccessMatrix::read()?;
//! for route in matrix.rows("GET", "/enrollment/progress/{student_id}") {
//!     assert_eq!(matrix.answer(route, &[Role::Student], Situation::Own), Answer::Allowed);
//!     assert_eq!(matrix.answer(route, &[Role::Student], Situation::Stranger), Answer::Hidden);
//! }
//! # Ok::<(), homeroom_testkit::access_matrix::MatrixError>(())
//! ```

mod answer;
mod check;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::{
    access::{ActionKind, Relation},
    identity::Role,
};
use serde::Deserialize;

pub use answer::{Answer, Situation};

/// The file, read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessMatrix {
    /// What each relation means, in words.
    pub relations: BTreeMap<Reach, String>,
    /// What there is to do, and who may.
    #[serde(rename = "capability")]
    pub capabilities: Vec<Capability>,
    /// Background work.
    pub system: System,
    /// The addresses that need no login.
    pub public: Vec<PublicRoute>,
    /// What paths name.
    #[serde(rename = "target")]
    pub targets: Vec<Target>,
    /// Every other route.
    #[serde(rename = "route")]
    pub routes: Vec<Route>,
}

/// A relation as the file writes it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Every record, also a stranger's.
    Any,
    /// The person's own.
    Own,
    /// A child's.
    Child,
    /// One of an own section.
    OwnSection,
    /// One of a subject that the person teaches in its section.
    OwnSubject,
    /// One that addresses them.
    Addressed,
}

/// Something there is to do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// Its name within the file.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The entry of the table for seeing.
    pub read: Option<ActionKind>,
    /// The entry of the table for creating, changing and deleting.
    pub manage: Option<ActionKind>,
    /// What a guardian link must carry.
    pub right: GuardianRight,
    /// What the words of the table leave open.
    pub note: Option<String>,
    /// Who may; a role that is not named may nothing.
    pub roles: BTreeMap<Role, Verbs>,
}

/// A right that a guardian link may carry.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum GuardianRight {
    Academics,
    Money,
    Contact,
}

/// In which relations a role may see, and manage.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verbs {
    /// May see.
    #[serde(default)]
    pub read: Vec<Reach>,
    /// May create, change and delete.
    #[serde(default)]
    pub manage: Vec<Reach>,
}

/// Background work.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// The role whose rights it has.
    pub acts_as: Role,
}

/// An address that needs no login.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicRoute {
    /// The method.
    pub method: String,
    /// The whole path.
    pub path: String,
    /// What it is for.
    pub title: String,
}

/// What the path of a route names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name within the file.
    pub id: String,
    /// How it is judged.
    pub kind: TargetKind,
    /// Its name for people.
    pub title: String,
    /// The entry of the table that lets a person know that it exists; without one it is no secret.
    pub known_by: Option<ActionKind>,
    /// What counts when it is the person's own.
    pub own: Option<Standing>,
    /// What counts when it is a child's.
    pub child: Option<Standing>,
    /// What counts when it belongs to a section of the person.
    pub own_section: Option<Standing>,
    /// What counts when it is of a subject that the person teaches in its section.
    pub own_subject: Option<Standing>,
    /// What counts when it addresses a section of the person, and nobody else.
    pub addressed: Option<Standing>,
}

/// How a target is judged.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// One record, by the relations to it.
    Record,
    /// A list, or the place where records are made.
    Collection,
    /// What belongs to the caller.
    Mine,
}

/// A situation that a person can be in to a target.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The roles that can be in it; every role when left out.
    pub possible: Option<Vec<Role>>,
    /// The relations that then count, by role; none for a role that is left out. A role that is not
    /// possible by itself counts for whoever has a possible one besides.
    pub counts: BTreeMap<Role, Vec<Reach>>,
}

/// A route and its guard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The method.
    pub method: String,
    /// The path below the base of the API, with its parameters in braces.
    pub path: String,
    /// Which of several guards this row is about.
    pub case: Option<String>,
    /// The entries of the table of which one is enough.
    pub any_of: Vec<ActionKind>,
    /// What the path names.
    pub target: String,
}

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// It has not the shape that it must have.
    #[error("the access matrix cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// It contradicts itself.
    #[error("the access matrix contradicts itself: {}", .0.join("; "))]
    Contradictory(Vec<String>),
}

impl AccessMatrix {
    /// Reads and checks the file of the repository.
    pub fn read() -> Result<Self, MatrixError> {
        Self::parse(include_str!("../../../../docs/access-matrix.toml"))
    }

    /// Reads and checks a file.
    pub fn parse(text: &str) -> Result<Self, MatrixError> {
        let matrix: Self = toml::from_str(text)?;
        let contradictions = matrix.contradictions();
        if contradictions.is_empty() { Ok(matrix) } else { Err(MatrixError::Contradictory(contradictions)) }
    }

    /// The rows of a route, one for each case; none for a route that the file does not know. The names of
    /// the parameters do not matter.
    pub fn rows<'a>(&'a self, method: &'a str, path: &'a str) -> impl Iterator<Item = &'a Route> {
        let wanted = without_parameter_names(path);
        self.routes
            .iter()
            .filter(move |route| route.method == method && without_parameter_names(&route.path) == wanted)
    }

    /// Whether the address needs no login; `path` is the whole path.
    pub fn is_public(&self, method: &str, path: &str) -> bool {
        let wanted = without_parameter_names(path);
        self.public
            .iter()
            .any(|route| route.method == method && without_parameter_names(&route.path) == wanted)
    }

    /// Whether the file lets the role do this in this relation.
    pub fn allows(&self, role: Role, action: ActionKind, relation: Relation) -> bool {
        self.reach(role, action).iter().any(|reach| reach.covers(relation))
    }

    /// The relations in which the file lets the role do this.
    pub fn reach(&self, role: Role, action: ActionKind) -> &[Reach] {
        let Some(capability) = self.capability_of(action) else { return &[] };
        match capability.roles.get(&role) {
            Some(verbs) if capability.read == Some(action) => &verbs.read,
            Some(verbs) => &verbs.manage,
            None => &[],
        }
    }

    /// The capability that an entry of the table belongs to.
    pub fn capability_of(&self, action: ActionKind) -> Option<&Capability> {
        self.capabilities.iter().find(|one| one.read == Some(action) || one.manage == Some(action))
    }

    /// What the path of the route names.
    pub fn target_of(&self, route: &Route) -> Option<&Target> {
        self.targets.iter().find(|target| target.id == route.target)
    }
}

impl Reach {
    const fn covers(self, relation: Relation) -> bool {
        matches!(
            (self, relation),
            (Self::Any, _)
                | (Self::Own, Relation::Own)
                | (Self::Child, Relation::Child)
                | (Self::OwnSection, Relation::OwnSection)
                | (Self::OwnSubject, Relation::OwnSubject)
                | (Self::Addressed, Relation::Addressed)
        )
    }
}

/// The path with every parameter as `{}`.
fn without_parameter_names(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

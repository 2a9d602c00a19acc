use std::collections::BTreeSet;

use crate::{identity::Role, structure::SectionId};

/// Whom something addresses: everyone, everybody who holds one of these roles, everybody who belongs to one
/// of these sections. Never nobody.
///
/// ```
/// use homeroom_domain::{identity::Role, notices::Audience};
/// let parents = Audience::try_new(false, [Role::Parent], [])?;
/// assert!(parents.addresses(Role::Parent, []));
/// assert!(!parents.addresses(Role::Student, []));
/// assert!(Audience::try_new(false, [], []).is_err());
/// # Ok::<(), homeroom_domain::notices::AudienceRefused>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Shape", into = "Shape")
)]
pub struct Audience {
    everyone: bool,
    roles: BTreeSet<Role>,
    sections: BTreeSet<SectionId>,
}

/// Why there is no such audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AudienceRefused {
    /// It would be nobody.
    #[error("choose everyone, a role or a section")]
    Nobody,
    /// It names more sections than a school has.
    #[error("must name at most {} sections", Audience::MOST_SECTIONS)]
    TooManySections,
}

impl Audience {
    /// The most sections that one audience names.
    pub const MOST_SECTIONS: usize = 500;

    /// An audience from its parts, of which one at least must be there. What is named twice counts once.
    pub fn try_new(
        everyone: bool,
        roles: impl IntoIterator<Item = Role>,
        sections: impl IntoIterator<Item = SectionId>,
    ) -> Result<Self, AudienceRefused> {
        let (roles, sections) = (BTreeSet::from_iter(roles), BTreeSet::from_iter(sections));
        if !everyone && roles.is_empty() && sections.is_empty() {
            return Err(AudienceRefused::Nobody);
        }
        if sections.len() > Self::MOST_SECTIONS {
            return Err(AudienceRefused::TooManySections);
        }
        Ok(Self { everyone, roles, sections })
    }

    /// Everyone.
    pub const fn everyone() -> Self {
        Self { everyone: true, roles: BTreeSet::new(), sections: BTreeSet::new() }
    }

    /// Whether everyone is addressed, whatever else is named.
    pub const fn is_everyone(&self) -> bool {
        self.everyone
    }

    /// The roles that are named.
    pub const fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// The sections that are named.
    pub const fn sections(&self) -> &BTreeSet<SectionId> {
        &self.sections
    }

    /// Whether somebody is addressed who holds `role` and belongs to `sections` through it.
    pub fn addresses(&self, role: Role, sections: impl IntoIterator<Item = SectionId>) -> bool {
        self.everyone
            || self.roles.contains(&role)
            || sections.into_iter().any(|section| self.sections.contains(&section))
    }

    /// Everybody whom one of the two addresses.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        Self {
            everyone: self.everyone || other.everyone,
            roles: &self.roles | &other.roles,
            sections: &self.sections | &other.sections,
        }
    }
}

/// How an audience is written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Shape {
    everyone: bool,
    roles: BTreeSet<Role>,
    section_ids: BTreeSet<SectionId>,
}

#[cfg(feature = "serde")]
impl TryFrom<Shape> for Audience {
    type Error = AudienceRefused;
    fn try_from(shape: Shape) -> Result<Self, AudienceRefused> {
        Self::try_new(shape.everyone, shape.roles, shape.section_ids)
    }
}

#[cfg(feature = "serde")]
impl From<Audience> for Shape {
    fn from(audience: Audience) -> Self {
        Self { everyone: audience.everyone, roles: audience.roles, section_ids: audience.sections }
    }
}

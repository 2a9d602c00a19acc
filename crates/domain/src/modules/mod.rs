//! Learning modules: material that a teacher gives to a section.

use chrono::{DateTime, Utc};

use crate::{
    Id, Lines, Stale, Version,
    access::{ManageModule, Permitted},
    files::FileId,
    identity::UserId,
    notices::Title,
    structure::SectionId,
};

/// Identifies a learning module.
pub type ModuleId = Id<Module>;

/// What a teacher says about a module.
pub type Description = Lines<2_000>;

/// A module that is about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewModule {
    /// For which section.
    pub section: SectionId,
    /// Who adds it.
    pub teacher: UserId,
}

/// A learning module of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Module {
    /// Identifies the module.
    pub id: ModuleId,
    /// For which section.
    pub section: SectionId,
    /// Who added it.
    pub teacher: UserId,
    /// What people may change about it.
    pub facts: ModuleFacts,
    /// The file, as it is now.
    pub file: FileId,
    /// Since when it is this file.
    pub uploaded_at: DateTime<Utc>,
    /// Where it stands among the modules of its section: the smaller, the earlier.
    pub position: i64,
    /// How often it has been written.
    pub version: Version,
}

/// What people may change about a module.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ModuleFacts {
    /// What it is called.
    pub title: Title,
    /// What it is about.
    pub description: Option<Description>,
}

/// All modules of a section, as one thing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelf(pub SectionId);

/// A module as it must be stored.
#[derive(Clone, Debug)]
pub struct ModuleSaved(Module);

/// How far apart the positions of two modules are when nobody has moved one between them.
pub const STEP: i64 = 1 << 20;

/// The position between two neighbours; `None` when there is no room, and the section must be counted anew.
///
/// ```
/// use homeroom_domain::modules::{STEP, between};
/// assert_eq!(between(None, None), Some(STEP));
/// assert_eq!(between(Some(STEP), None), Some(2 * STEP));
/// assert_eq!(between(Some(10), Some(20)), Some(15));
/// assert_eq!(between(None, Some(10)), Some(10 - STEP));
/// assert_eq!(between(Some(10), Some(11)), None);
/// ```
pub const fn between(before: Option<i64>, after: Option<i64>) -> Option<i64> {
    match (before, after) {
        (None, None) => Some(STEP),
        (Some(before), None) => before.checked_add(STEP),
        (None, Some(after)) => after.checked_sub(STEP),
        (Some(before), Some(after)) => {
            let middle = before.midpoint(after);
            if before < middle && middle < after { Some(middle) } else { None }
        }
    }
}

impl ModuleSaved {
    /// The module as it is now.
    pub const fn module(&self) -> &Module {
        &self.0
    }
    /// The module as it is now, after it was stored.
    pub fn into_module(self) -> Module {
        self.0
    }
}

impl Permitted<ManageModule<NewModule>> {
    /// Adds the module with its file.
    pub fn add(
        self,
        id: ModuleId,
        facts: ModuleFacts,
        file: FileId,
        position: i64,
        now: DateTime<Utc>,
    ) -> ModuleSaved {
        let NewModule { section, teacher } = self.into_target();
        let version = Version::FIRST;
        ModuleSaved(Module { id, section, teacher, facts, file, uploaded_at: now, position, version })
    }
}

impl Permitted<ManageModule> {
    /// Changes what is said about it and where it stands, from version `expected`.
    pub fn change(self, facts: ModuleFacts, position: i64, expected: Version) -> Result<ModuleSaved, Stale> {
        let module = self.at(expected)?;
        Ok(ModuleSaved(Module { facts, position, version: module.version.next(), ..module }))
    }

    /// Puts another file in the place of the one that there is.
    pub fn replace(self, file: FileId, expected: Version, now: DateTime<Utc>) -> Result<ModuleSaved, Stale> {
        let module = self.at(expected)?;
        Ok(ModuleSaved(Module { file, uploaded_at: now, version: module.version.next(), ..module }))
    }

    /// Removes it, from version `expected`.
    pub fn remove(self, expected: Version) -> Result<Module, Stale> {
        self.at(expected)
    }

    fn at(self, expected: Version) -> Result<Module, Stale> {
        let module = self.into_target();
        module.version.check(expected)?;
        Ok(module)
    }
}

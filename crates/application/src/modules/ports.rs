use chrono::{DateTime, Utc};
use domain::{
    access::ReadScope,
    identity::UserId,
    modules::{Module, ModuleId, ModuleSaved},
    structure::SectionId,
};
use serde::{Deserialize, Serialize};

use crate::{Page, PageRequest, Sort, StoreError, files::FileView};

/// A module with what a person reads of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleView {
    /// The module.
    pub module: Module,
    /// For which section.
    pub section_name: String,
    /// Who added it, given name first.
    pub teacher_name: String,
    /// Its file.
    pub file: FileView,
    /// How many students and parents have opened it; only for who manages it.
    pub opened_count: Option<u32>,
    /// Whether the caller has.
    pub opened: bool,
    /// Whether the caller may change it.
    pub manageable: bool,
}

/// Which modules are wanted.
#[derive(Clone, Debug, Default)]
pub struct ModuleFilter {
    /// Whose title or description contains this.
    pub query: Option<String>,
    /// Of this section.
    pub section: Option<SectionId>,
}

/// What a list of modules may be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleSort {
    /// Where they stand in their section.
    Position,
    /// What they are called.
    Title,
    /// When their file came.
    UploadedAt,
}

/// The positions around a place in the order of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Of the module before the place.
    pub before: Option<i64>,
    /// Of the module after it.
    pub after: Option<i64>,
}

/// Somebody who has opened a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Who.
    pub person: UserId,
    /// Given name first.
    pub name: String,
    /// When they first did.
    pub opened_at: DateTime<Utc>,
}

/// The modules that are kept.
pub trait Modules {
    /// A part of the list within the scope, asked for [`ReadModules`](domain::access::ActionKind::ReadModules), as
    /// this reader sees it.
    fn modules(
        &mut self,
        scope: &ReadScope,
        reader: Option<UserId>,
        filter: &ModuleFilter,
        sort: &Sort<ModuleSort>,
        page: PageRequest,
    ) -> Result<Page<ModuleView>, StoreError>;

    /// One module, as this reader sees it.
    fn module(&mut self, id: ModuleId, reader: Option<UserId>) -> Result<Option<ModuleView>, StoreError>;

    /// The same, locked until the unit of work ends.
    fn module_for_update(&mut self, id: ModuleId) -> Result<Option<Module>, StoreError>;

    /// The positions around the place after a module of the section, or before all of them. `None` when the
    /// module is none of the section. `except` is the module that moves.
    fn neighbours(
        &mut self,
        section: SectionId,
        after: Option<ModuleId>,
        except: ModuleId,
    ) -> Result<Option<Neighbours>, StoreError>;

    /// The position behind every module of the section.
    fn last_position(&mut self, section: SectionId) -> Result<Option<i64>, StoreError>;

    /// Gives the modules of a section positions that are far apart again, in the same order.
    fn spread_positions(&mut self, section: SectionId) -> Result<(), StoreError>;

    /// Stores a new module.
    fn add_module(&mut self, saved: &ModuleSaved) -> Result<(), StoreError>;

    /// Stores a changed one.
    fn save_module(&mut self, saved: &ModuleSaved) -> Result<(), StoreError>;

    /// Deletes a module, with the marks of who has opened it.
    fn delete_module(&mut self, module: &Module) -> Result<(), StoreError>;

    /// Remembers that somebody has opened it, if they had not before.
    fn note_opened(&mut self, id: ModuleId, person: UserId, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// Who has opened it, the latest first.
    fn openings(&mut self, id: ModuleId, page: PageRequest) -> Result<Page<Opening>, StoreError>;
}

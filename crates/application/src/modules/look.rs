use domain::{
    access::{ActionKind, Denied, ManageModule, ReadModule, ReadShelf},
    identity::Role,
    modules::{Module, ModuleId, Shelf},
    structure::SectionId,
};

use super::{ModuleCases, ModuleFilter, ModuleSort, ModuleView, Opening};
use crate::{
    Caller, Page, PageRequest, Sort, StoreError,
    files::{Disposition, FilePlace, Link, LinkError, OpenFile, opened},
};

/// Why modules were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadModuleError {
    /// There is no such module.
    #[error("there is no such module")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ModuleCases<'_> {
    /// A part of the list of modules that the caller may see.
    pub fn list(
        self,
        caller: &Caller,
        filter: &ModuleFilter,
        sort: &Sort<ModuleSort>,
        page: PageRequest,
    ) -> Result<Page<ModuleView>, ReadModuleError> {
        let scope = caller.scope(ActionKind::ReadModules)?;
        let page = self.0.list(caller, |store| store.modules(&scope, caller.id(), filter, sort, page))?;
        Ok(page.map(|view| for_eyes_of(caller, view)))
    }

    /// The same for one section, which must be the caller's to look at.
    pub fn of_section(
        self,
        caller: &Caller,
        section: SectionId,
        filter: ModuleFilter,
        sort: &Sort<ModuleSort>,
        page: PageRequest,
    ) -> Result<Page<ModuleView>, ReadModuleError> {
        caller.may::<ReadShelf>(Shelf(section))?;
        self.list(caller, &ModuleFilter { section: Some(section), ..filter }, sort, page)
    }

    /// One module.
    pub fn one(self, caller: &Caller, id: ModuleId) -> Result<ModuleView, ReadModuleError> {
        let view = self.0.db.read(|store| store.module(id, caller.id()))?.ok_or(ReadModuleError::NotFound)?;
        caller.may::<ReadModule>(view.module.clone())?;
        Ok(for_eyes_of(caller, view))
    }

    /// An address of its file. That a student or a parent asks for one counts as opening it.
    pub fn link(self, caller: &Caller, id: ModuleId, disposition: Disposition) -> Result<Link, LinkError> {
        let now = self.0.clock.now();
        self.0.db.atomically(caller, |store| {
            let view = store.module(id, None)?.ok_or(LinkError::NotFound)?;
            caller.may::<ReadModule>(view.module.clone())?;
            let belongs = |place| place == FilePlace::Module(id);
            let link = self.0.link(store, caller, view.module.file, belongs, disposition)?;
            if let Some(person) = caller.id().filter(|_| learns(caller)) {
                store.note_opened(id, person, now)?;
            }
            Ok(link)
        })
    }

    /// Its file, for a client that can send its token along.
    pub fn file(self, caller: &Caller, id: ModuleId) -> Result<OpenFile, ReadModuleError> {
        let now = self.0.clock.now();
        self.0.db.atomically(caller, |store| {
            let view = store.module(id, None)?.ok_or(ReadModuleError::NotFound)?;
            caller.may::<ReadModule>(view.module.clone())?;
            let kept = store.kept_file(view.module.file)?.ok_or(ReadModuleError::NotFound)?;
            if let Some(person) = caller.id().filter(|_| learns(caller)) {
                store.note_opened(id, person, now)?;
            }
            opened(&kept, Disposition::Attachment).ok_or(ReadModuleError::NotFound)
        })
    }

    /// Who has opened it; for its teacher.
    pub fn openings(
        self,
        caller: &Caller,
        id: ModuleId,
        page: PageRequest,
    ) -> Result<Page<Opening>, ReadModuleError> {
        self.0.list_at_one_moment(caller, |store| {
            let view = store.module(id, None)?.ok_or(ReadModuleError::NotFound)?;
            caller.may::<ManageModule>(view.module)?;
            Ok(store.openings(id, page)?)
        })
    }
}

/// Whether the caller is one of those for whom modules are made.
fn learns(caller: &Caller) -> bool {
    caller.actor().roles().iter().any(|role| matches!(role, Role::Student | Role::Parent))
}

/// Whether the caller may change the module.
pub(super) fn manages(caller: &Caller, module: &Module) -> bool {
    caller.may::<ManageModule>(module.clone()).is_ok()
}

/// How many have opened it is for its teacher alone.
pub(super) fn for_eyes_of(caller: &Caller, view: ModuleView) -> ModuleView {
    let opened_count = view.opened_count.filter(|_| manages(caller, &view.module));
    ModuleView { manageable: manages(caller, &view.module), opened_count, ..view }
}

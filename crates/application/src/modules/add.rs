use domain::{
    Stale, Version,
    access::{ActionKind, Denied, ManageModule},
    files::Feature,
    modules::{ModuleFacts, ModuleId, ModuleSaved, NewModule, between},
    structure::SectionId,
};
use serde_json::json;

use super::{ModuleCases, ModuleView, look::for_eyes_of};
use crate::{
    AuditEntry, Caller, Store, StoreError,
    files::{AcceptError, BeginError, Declared, Landed, Upload, accept_upload},
    jobs::Job,
};

/// Adds a module whose file has landed.
#[derive(Clone, Debug)]
pub struct AddModule {
    /// For which section.
    pub section: SectionId,
    /// What is said about it.
    pub facts: ModuleFacts,
    /// Its file.
    pub landed: Landed,
}

/// Why no file may be uploaded for a module.
#[derive(Debug, thiserror::Error)]
pub enum BeginModuleError {
    /// There is no such module, or no such section.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The module was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// There is no room for it.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a module was not added, or kept its file.
#[derive(Debug, thiserror::Error)]
pub enum UploadModuleError {
    /// There is no such module, or no such section.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The module was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The file was not accepted.
    #[error(transparent)]
    Accept(#[from] AcceptError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for UploadModuleError {
    /// The room that a file takes is counted by the database, whichever statement makes it notice.
    fn from(error: StoreError) -> Self {
        match AcceptError::from(error) {
            AcceptError::Store(other) => Self::Store(other),
            refused => Self::Accept(refused),
        }
    }
}

impl ModuleCases<'_> {
    /// Lets the bytes of a new module come.
    pub fn begin(
        self,
        caller: &Caller,
        section: SectionId,
        declared: &Declared,
    ) -> Result<Upload, BeginModuleError> {
        caller.scope(ActionKind::ManageModules)?;
        let teacher = caller.id().ok_or(Denied::Forbidden)?;
        self.0.db.atomically(caller, |store| {
            store.section(section)?.ok_or(BeginModuleError::NotFound)?;
            caller.may::<ManageModule<NewModule>>(NewModule { section, teacher })?;
            Ok(self.0.begin_upload(store, caller, Feature::Module, section, declared)?)
        })
    }

    /// Adds a module behind the others of its section.
    pub fn add(self, caller: &Caller, command: &AddModule) -> Result<ModuleView, UploadModuleError> {
        let teacher = caller.id().ok_or(Denied::Forbidden)?;
        let (id, now) = (ModuleId::from(self.0.ids.next()), self.0.clock.now());
        let AddModule { section, facts, landed } = command;
        let view = self.0.db.atomically(caller, |store| {
            store.section_for_update(*section)?.ok_or(UploadModuleError::NotFound)?;
            let permitted =
                caller.may::<ManageModule<NewModule>>(NewModule { section: *section, teacher })?;
            let (file, _) = accept_upload(store, caller, Feature::Module, landed)?;
            let position = between(store.last_position(*section)?, None).unwrap_or(i64::MAX);
            let added = permitted.add(id, facts.clone(), file, position, now);
            store.add_module(&added)?;
            self.note(store, caller, "module.added", &added)?;
            store.add_job(self.0.ids.next(), &Job::NotifyModule { module: id }, now, None)?;
            store.module(id, Some(teacher))?.ok_or(UploadModuleError::NotFound)
        })?;
        self.announce(&view.module);
        Ok(for_eyes_of(caller, view))
    }

    /// Lets the bytes come that are to take the place of those of a module.
    pub fn begin_replacement(
        self,
        caller: &Caller,
        id: ModuleId,
        expected: Version,
        declared: &Declared,
    ) -> Result<Upload, BeginModuleError> {
        self.0.db.atomically(caller, |store| {
            let module = store.module(id, None)?.ok_or(BeginModuleError::NotFound)?.module;
            caller.may::<ManageModule>(module.clone())?;
            module.version.check(expected)?;
            Ok(self.0.begin_upload(store, caller, Feature::Module, module.section, declared)?)
        })
    }

    /// Gives a module another file; the one that it had is removed.
    pub fn replace(
        self,
        caller: &Caller,
        id: ModuleId,
        expected: Version,
        landed: &Landed,
    ) -> Result<ModuleView, UploadModuleError> {
        let now = self.0.clock.now();
        let view = self.0.db.atomically(caller, |store| {
            let before = store.module_for_update(id)?.ok_or(UploadModuleError::NotFound)?;
            let permitted = caller.may::<ManageModule>(before.clone())?;
            before.version.check(expected)?;
            let (file, _) = accept_upload(store, caller, Feature::Module, landed)?;
            let replaced = permitted.replace(file, expected, now)?;
            store.save_module(&replaced)?;
            store.give_up_file(before.file)?;
            self.note(store, caller, "module.replaced", &replaced)?;
            store.module(id, caller.id())?.ok_or(UploadModuleError::NotFound)
        })?;
        self.announce(&view.module);
        Ok(for_eyes_of(caller, view))
    }

    fn note(
        self,
        store: &mut dyn Store,
        caller: &Caller,
        action: &'static str,
        saved: &ModuleSaved,
    ) -> Result<(), StoreError> {
        let module = saved.module();
        let after = json!({ "section": module.section, "facts": module.facts, "file": module.file });
        self.0.audit_to(store, caller, &AuditEntry::new(action, "module", module.id.uuid()).after(after))
    }
}

use domain::{
    Stale, Version,
    access::{Denied, ManageModule},
    modules::{Module, ModuleFacts, ModuleId, between},
};
use serde_json::json;

use super::{ModuleCases, ModuleView, look::for_eyes_of};
use crate::{AuditEntry, Caller, Store, StoreError};

/// What is to become of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleChange {
    /// What is said about it from now on.
    pub facts: ModuleFacts,
    /// After which module of its section it is to stand, or before all of them; `None` where it stands.
    pub after: Option<Option<ModuleId>>,
}

/// Why a module stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeModuleError {
    /// There is no such module.
    #[error("there is no such module")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The module after which it is to stand is none of its section.
    #[error("there is no such module in the section")]
    UnknownNeighbour,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ModuleCases<'_> {
    /// Changes what is said about a module and where it stands: `change` makes the new facts of those there are.
    pub fn change(
        self,
        caller: &Caller,
        id: ModuleId,
        expected: Version,
        change: impl Fn(ModuleFacts) -> ModuleChange,
    ) -> Result<ModuleView, ChangeModuleError> {
        let view = self.0.db.atomically(caller, |store| {
            let before = store.module_for_update(id)?.ok_or(ChangeModuleError::NotFound)?;
            let permitted = caller.may::<ManageModule>(before.clone())?;
            before.version.check(expected)?;
            let ModuleChange { facts, after } = change(before.facts.clone());
            let position = match after {
                None => before.position,
                Some(after) => position_after(store, &before, after)?,
            };
            let changed = permitted.change(facts, position, expected)?;
            store.save_module(&changed)?;
            let entry = AuditEntry::new("module.changed", "module", id.uuid());
            let entry = entry.before(json!(before.facts)).after(json!(changed.module().facts));
            self.0.audit_to(store, caller, &entry)?;
            store.module(id, caller.id())?.ok_or(ChangeModuleError::NotFound)
        })?;
        self.announce(&view.module);
        Ok(for_eyes_of(caller, view))
    }

    /// Removes a module; its file goes too.
    pub fn remove(self, caller: &Caller, id: ModuleId, expected: Version) -> Result<(), ChangeModuleError> {
        let removed = self.0.db.atomically(caller, |store| {
            let before = store.module_for_update(id)?.ok_or(ChangeModuleError::NotFound)?;
            let removed = caller.may::<ManageModule>(before)?.remove(expected)?;
            store.delete_module(&removed)?;
            store.give_up_file(removed.file)?;
            let entry = AuditEntry::new("module.removed", "module", id.uuid());
            let before = json!({ "section": removed.section, "facts": removed.facts, "file": removed.file });
            self.0.audit_to(store, caller, &entry.before(before))?;
            Ok::<_, ChangeModuleError>(removed)
        })?;
        self.announce(&removed);
        Ok(())
    }
}

/// Where a module is to stand after another, or before all; the section is spread out first where it must be.
fn position_after(
    store: &mut dyn Store,
    module: &Module,
    after: Option<ModuleId>,
) -> Result<i64, ChangeModuleError> {
    store.section_for_update(module.section)?;
    let find = |store: &mut dyn Store| {
        let around = store.neighbours(module.section, after, module.id)?;
        around.ok_or(ChangeModuleError::UnknownNeighbour)
    };
    let around = find(store)?;
    if let Some(position) = between(around.before, around.after) {
        return Ok(position);
    }
    store.spread_positions(module.section)?;
    let around = find(store)?;
    Ok(between(around.before, around.after).unwrap_or(module.position))
}

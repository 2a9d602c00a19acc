use std::collections::BTreeMap;

use serde_json::json;

use crate::{App, AuditEntry, Caller, Page, PageRequest, Store, StoreError};

/// A wish to take a list out of the school as a table. The audit trail remembers it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// Which list, by its address.
    pub list: String,
    /// What it is narrowed to, by the names of the filters.
    pub filter: BTreeMap<String, String>,
}

/// A list whose records can be counted.
pub(crate) trait Listed {
    /// How many records it holds.
    fn rows(&self) -> usize;
}

impl<T> Listed for Page<T> {
    fn rows(&self) -> usize {
        self.items.len()
    }
}

impl<T> Listed for Vec<T> {
    fn rows(&self) -> usize {
        self.len()
    }
}

impl App {
    /// Reads a list in one statement. When the caller takes it out as a table, an entry of the audit trail
    /// is part of the same unit of work: no table leaves without one.
    pub(crate) fn list<T: Listed, E: From<StoreError>>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        match caller.export() {
            None => self.db.read(work),
            Some(export) => {
                self.db.atomically(caller, |store| self.take_out(store, caller, export, &mut work))
            }
        }
    }

    /// The same for a list that takes several statements.
    pub(crate) fn list_at_one_moment<T: Listed, E: From<StoreError>>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        match caller.export() {
            None => self.db.snapshot(work),
            Some(export) => {
                self.db.atomically(caller, |store| self.take_out(store, caller, export, &mut work))
            }
        }
    }

    fn take_out<T: Listed, E: From<StoreError>>(
        &self,
        store: &mut dyn Store,
        caller: &Caller,
        export: &Export,
        work: &mut impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let found = work(store)?;
        // The trail is asked for one more, to see whether there is one.
        let rows = found.rows().min(PageRequest::FARTHEST as usize);
        let facts = json!({ "list": export.list, "filter": export.filter, "rows": rows });
        let entry = AuditEntry {
            action: "list.exported",
            record_kind: "list",
            record_id: None,
            before: None,
            after: Some(facts),
        };
        self.audit_to(store, caller, &entry)?;
        Ok(found)
    }
}

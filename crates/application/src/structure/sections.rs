use domain::{
    Version,
    access::{ActionKind, Denied, ManageSection, ReadSection},
    identity::{Account, UserId},
    structure::{GradeLevelId, SchoolYearId, Section, SectionFacts, SectionId, SectionRefused},
};
use serde_json::json;

use super::{
    DeleteError, SectionFilter, SectionSort, SectionView, Structure,
    delete::{name_dependents, refuse_in_use},
};
use crate::{AuditEntry, Caller, Constraint, Event, Page, PageRequest, Sort, Store, StoreError};

/// Opens a section.
#[derive(Clone, Debug)]
pub struct OpenSection {
    /// The year it is for.
    pub school_year: SchoolYearId,
    /// The level it is for.
    pub grade_level: GradeLevelId,
    /// Name, adviser, room, capacity.
    pub facts: SectionFacts,
}

/// Why sections, or what belongs to them, were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadSectionError {
    /// There is no such section.
    #[error("there is no such section")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a section was not opened, or stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveSectionError {
    /// There is no such section.
    #[error("there is no such section")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] SectionRefused),
    /// Another section of that year and level has the name.
    #[error("another section of this year and grade level has this name")]
    NameTaken,
    /// The year or the level does not exist.
    #[error("there is no such school year or grade level")]
    UnknownReference,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for SaveSectionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::SectionNameTaken) => Self::NameTaken,
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownReference,
            other => Self::Store(other),
        }
    }
}

impl Structure<'_> {
    /// A part of the list of sections that the caller may see.
    pub fn sections(
        self,
        caller: &Caller,
        filter: &SectionFilter,
        sort: &Sort<SectionSort>,
        page: PageRequest,
    ) -> Result<Page<SectionView>, ReadSectionError> {
        let scope = if filter.mine {
            caller.own_scope(ActionKind::ReadSections)?
        } else {
            caller.scope(ActionKind::ReadSections)?
        };
        Ok(self.0.list(caller, |store| store.sections(&scope, filter, sort, page))?)
    }

    /// One section.
    pub fn section(self, caller: &Caller, id: SectionId) -> Result<SectionView, ReadSectionError> {
        let view = self.0.db.read(|store| store.section(id))?.ok_or(ReadSectionError::NotFound)?;
        caller.may::<ReadSection>(view.section.clone())?;
        Ok(view)
    }

    /// Opens a section.
    pub fn open_section(
        self,
        caller: &Caller,
        command: &OpenSection,
    ) -> Result<SectionView, SaveSectionError> {
        let section = Section {
            id: self.0.ids.next().into(),
            school_year: command.school_year,
            grade_level: command.grade_level,
            facts: command.facts.clone(),
            enrolled: 0,
            version: Version::FIRST,
        };
        // What does not exist yet is no secret, whatever is said of a section that one may not see.
        caller.scope(ActionKind::ManageSections)?;
        let view = self.0.db.once(caller, |store| {
            let permitted = caller.may::<ManageSection>(section.clone())?;
            let opened = permitted.open(adviser(store, &section.facts)?.as_ref())?;
            store.add_section(&opened)?;
            let entry = AuditEntry::new("section.opened", "section", section.id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(opened.section())))?;
            store.section(section.id)?.ok_or(SaveSectionError::NotFound)
        })?;
        self.announce_section(view.section.id, &[view.section.facts.adviser]);
        Ok(view)
    }

    /// Changes a section: `change` makes the new facts of those that there are.
    pub fn change_section(
        self,
        caller: &Caller,
        id: SectionId,
        expected: Version,
        change: impl Fn(SectionFacts) -> SectionFacts,
    ) -> Result<SectionView, SaveSectionError> {
        let (view, former_adviser) = self.0.db.atomically(caller, |store| {
            let before = store.section_for_update(id)?.ok_or(SaveSectionError::NotFound)?;
            let permitted = caller.may::<ManageSection>(before.clone())?;
            let facts = change(before.facts.clone());
            let adviser = adviser(store, &facts)?;
            let changed = permitted.change(facts, adviser.as_ref(), expected)?;
            store.save_section(&changed)?;
            let entry = AuditEntry::new("section.changed", "section", id.uuid());
            let entry = entry.before(json!(before.facts)).after(json!(changed.section().facts));
            self.0.audit_to(store, caller, &entry)?;
            let view = store.section(id)?.ok_or(SaveSectionError::NotFound)?;
            Ok::<_, SaveSectionError>((view, before.facts.adviser))
        })?;
        let adviser = view.section.facts.adviser;
        let moved_advisers: &[_] = if adviser == former_adviser { &[] } else { &[former_adviser, adviser] };
        self.announce_section(id, moved_advisers);
        Ok(view)
    }

    /// Deletes a section that nothing depends on.
    pub fn delete_section(
        self,
        caller: &Caller,
        id: SectionId,
        expected: Version,
    ) -> Result<(), DeleteError> {
        let outcome = self.0.db.atomically(caller, |store| {
            let section = store.section_for_update(id)?.ok_or(DeleteError::NotFound)?;
            let deleted = caller.may::<ManageSection>(section)?.delete(expected)?;
            refuse_in_use(store.section_dependents(id)?)?;
            store.delete_section(&deleted)?;
            let entry = AuditEntry::new("section.deleted", "section", id.uuid());
            self.0.audit_to(store, caller, &entry.before(json!(deleted.section())))?;
            Ok(deleted.section().facts.adviser)
        });
        let adviser = name_dependents(outcome, &*self.0.db, |store| store.section_dependents(id))?;
        self.announce_section(id, &[adviser]);
        Ok(())
    }

    /// Tells whoever watches that a section has changed, and with it the rights of these people.
    fn announce_section(self, section: SectionId, people: &[Option<UserId>]) {
        self.0.events.publish(Event::SectionChanged { section });
        for &person in people.iter().flatten() {
            self.0.rights_changed(person);
        }
    }
}

/// The account of the adviser that the facts name.
fn adviser(store: &mut dyn Store, facts: &SectionFacts) -> Result<Option<Account>, StoreError> {
    facts.adviser.map_or(Ok(None), |adviser| store.account(adviser))
}

//! What the four kinds of records of the catalog have in common: how they are read, made, changed and
//! deleted.

use domain::{
    Id, Stale, Version,
    access::{ActionKind, Catalog, Denied, ManageCatalog},
    structure::{
        CatalogDeleted, CatalogSaved, GradeLevel, PeriodRefused, SchoolYearId, Subject, Term, TermRefused,
        Versioned,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{
    DeleteError, Dependent, SchoolYearView, Structure, SubjectSort,
    delete::{name_dependents, refuse_in_use},
};
use crate::{AuditEntry, Caller, Constraint, Event, Page, PageRequest, Sort, Store, StoreError};

/// A kind of record of the catalog, and the port that keeps it.
pub trait CatalogRecord: Versioned + Clone + Serialize {
    /// The record as it is shown.
    type View: Serialize + DeserializeOwned;

    /// How the audit trail names the kind.
    const KIND: &'static str;

    /// One record as it is shown.
    fn view(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self::View>, StoreError>;
    /// One record, locked until the unit of work ends.
    fn lock(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self>, StoreError>;
    /// Stores a new record.
    fn add(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError>;
    /// Stores a changed record.
    fn save(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError>;
    /// Deletes a record.
    fn delete(store: &mut dyn Store, deleted: &CatalogDeleted<Self>) -> Result<(), StoreError>;

    /// What keeps a record from being deleted.
    fn dependents(_: &mut dyn Store, _: Id<Self>) -> Result<Vec<Dependent>, StoreError> {
        Ok(Vec::new())
    }

    /// Checks the rules that look at other records.
    fn check(&self, _: &mut dyn Store) -> Result<(), SaveCatalogError> {
        Ok(())
    }
}

/// Why records of the catalog were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadCatalogError {
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a record of the catalog was not made, or stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveCatalogError {
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The record was changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It is to end before it starts.
    #[error(transparent)]
    Period(#[from] PeriodRefused),
    /// The term is to be part of a year that does not exist.
    #[error("there is no such school year")]
    UnknownSchoolYear,
    /// Two school years would have days in common.
    #[error("another school year covers some of these days")]
    SchoolYearsOverlap,
    /// Another school year has the name.
    #[error("another school year has this name")]
    SchoolYearNameTaken,
    /// A term would reach beyond its year.
    #[error("a term must lie inside its school year")]
    TermOutsideSchoolYear,
    /// Two terms of a year would have days in common.
    #[error("another term of the school year covers some of these days")]
    TermsOverlap,
    /// Another term of the year has the name.
    #[error("another term of the school year has this name")]
    TermNameTaken,
    /// Another grade level has the code.
    #[error("another grade level has this code")]
    GradeLevelCodeTaken,
    /// Another grade level stands at this place.
    #[error("another grade level stands at this position")]
    GradeLevelPositionTaken,
    /// Another subject has the code.
    #[error("another subject has this code")]
    SubjectCodeTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for SaveCatalogError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownSchoolYear,
            StoreError::Violated(Constraint::SchoolYearsOverlap) => Self::SchoolYearsOverlap,
            StoreError::Violated(Constraint::SchoolYearNameTaken) => Self::SchoolYearNameTaken,
            StoreError::Violated(Constraint::TermOutsideSchoolYear) => Self::TermOutsideSchoolYear,
            StoreError::Violated(Constraint::TermsOverlap) => Self::TermsOverlap,
            StoreError::Violated(Constraint::TermNameTaken) => Self::TermNameTaken,
            StoreError::Violated(Constraint::GradeLevelCodeTaken) => Self::GradeLevelCodeTaken,
            StoreError::Violated(Constraint::GradeLevelPositionTaken) => Self::GradeLevelPositionTaken,
            StoreError::Violated(Constraint::SubjectCodeTaken) => Self::SubjectCodeTaken,
            other => Self::Store(other),
        }
    }
}

impl From<TermRefused> for SaveCatalogError {
    fn from(refused: TermRefused) -> Self {
        match refused {
            TermRefused::OutsideSchoolYear => Self::TermOutsideSchoolYear,
        }
    }
}

impl Structure<'_> {
    /// The school years, newest first.
    pub fn school_years(
        self,
        caller: &Caller,
        page: PageRequest,
    ) -> Result<Page<SchoolYearView>, ReadCatalogError> {
        caller.scope(ActionKind::ReadCatalog)?;
        Ok(self.0.list(caller, |store| store.school_years(page))?)
    }

    /// The terms of one year or of all, in order of time.
    pub fn terms(
        self,
        caller: &Caller,
        school_year: Option<SchoolYearId>,
        page: PageRequest,
    ) -> Result<Page<Term>, ReadCatalogError> {
        caller.scope(ActionKind::ReadCatalog)?;
        Ok(self.0.list(caller, |store| store.terms(school_year, page))?)
    }

    /// The grade levels in their order.
    pub fn grade_levels(
        self,
        caller: &Caller,
        page: PageRequest,
    ) -> Result<Page<GradeLevel>, ReadCatalogError> {
        caller.scope(ActionKind::ReadCatalog)?;
        Ok(self.0.list(caller, |store| store.grade_levels(page))?)
    }

    /// The subjects whose code or title contains `query`, by code unless `sort` says otherwise.
    pub fn subjects(
        self,
        caller: &Caller,
        query: Option<&str>,
        sort: &Sort<SubjectSort>,
        page: PageRequest,
    ) -> Result<Page<Subject>, ReadCatalogError> {
        caller.scope(ActionKind::ReadCatalog)?;
        Ok(self.0.list(caller, |store| store.subjects(query, sort, page))?)
    }

    /// One record of the catalog.
    pub fn catalog_record<T: CatalogRecord>(
        self,
        caller: &Caller,
        id: Id<T>,
    ) -> Result<T::View, ReadCatalogError> {
        caller.scope(ActionKind::ReadCatalog)?;
        self.0.db.read(|store| T::view(store, id))?.ok_or(ReadCatalogError::NotFound)
    }

    /// Adds a record to the catalog: `make` makes it, given what will identify it.
    pub fn add_to_catalog<T: CatalogRecord>(
        self,
        caller: &Caller,
        make: impl FnOnce(Id<T>) -> T,
    ) -> Result<T::View, SaveCatalogError> {
        let id = Id::new(self.0.ids.next());
        let record = make(id);
        let view = self.0.db.once(caller, |store| {
            let permitted = caller.may::<ManageCatalog<T>>(Catalog(record.clone()))?;
            record.check(store)?;
            let saved = permitted.create();
            T::add(store, &saved)?;
            let entry = AuditEntry::new("catalog.added", T::KIND, id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(saved.record())))?;
            T::view(store, id)?.ok_or(SaveCatalogError::NotFound)
        })?;
        self.0.events.publish(Event::CatalogChanged);
        Ok(view)
    }

    /// Changes a record of the catalog: `change` makes the new one of the one that there is.
    pub fn change_catalog<T: CatalogRecord>(
        self,
        caller: &Caller,
        id: Id<T>,
        expected: Version,
        change: impl Fn(T) -> Result<T, PeriodRefused>,
    ) -> Result<T::View, SaveCatalogError> {
        let view = self.0.db.atomically(caller, |store| {
            let before = T::lock(store, id)?.ok_or(SaveCatalogError::NotFound)?;
            let permitted = caller.may::<ManageCatalog<T>>(Catalog(before.clone()))?;
            before.version().check(expected)?;
            let after = change(before.clone())?;
            after.check(store)?;
            let saved = permitted.change(expected, |_| after)?;
            T::save(store, &saved)?;
            let entry = AuditEntry::new("catalog.changed", T::KIND, id.uuid());
            let entry = entry.before(json!(before)).after(json!(saved.record()));
            self.0.audit_to(store, caller, &entry)?;
            T::view(store, id)?.ok_or(SaveCatalogError::NotFound)
        })?;
        self.0.events.publish(Event::CatalogChanged);
        Ok(view)
    }

    /// Deletes a record of the catalog that nothing depends on.
    pub fn delete_from_catalog<T: CatalogRecord>(
        self,
        caller: &Caller,
        id: Id<T>,
        expected: Version,
    ) -> Result<(), DeleteError> {
        let outcome = self.0.db.atomically(caller, |store| {
            let record = T::lock(store, id)?.ok_or(DeleteError::NotFound)?;
            let deleted = caller.may::<ManageCatalog<T>>(Catalog(record))?.delete(expected)?;
            refuse_in_use(T::dependents(store, id)?)?;
            T::delete(store, &deleted)?;
            let entry = AuditEntry::new("catalog.deleted", T::KIND, id.uuid());
            Ok(self.0.audit_to(store, caller, &entry.before(json!(deleted.record())))?)
        });
        name_dependents(outcome, &*self.0.db, |store| T::dependents(store, id))?;
        self.0.events.publish(Event::CatalogChanged);
        Ok(())
    }
}

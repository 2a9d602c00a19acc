//! The four kinds of records of the catalog, each with its port.

use domain::{
    Id,
    structure::{CatalogDeleted, CatalogSaved, GradeLevel, SchoolYear, Subject, Term},
};

use super::{CatalogRecord, Dependent, SaveCatalogError, SchoolYearView};
use crate::{Store, StoreError};

impl CatalogRecord for SchoolYear {
    type View = SchoolYearView;
    const KIND: &'static str = "school_year";

    fn view(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self::View>, StoreError> {
        store.school_year(id)
    }
    fn lock(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self>, StoreError> {
        store.school_year_for_update(id)
    }
    fn add(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.add_school_year(saved)
    }
    fn save(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.save_school_year(saved)
    }
    fn delete(store: &mut dyn Store, deleted: &CatalogDeleted<Self>) -> Result<(), StoreError> {
        store.delete_school_year(deleted)
    }
    fn dependents(store: &mut dyn Store, id: Id<Self>) -> Result<Vec<Dependent>, StoreError> {
        store.school_year_dependents(id)
    }
}

impl CatalogRecord for Term {
    type View = Self;
    const KIND: &'static str = "term";

    fn view(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self::View>, StoreError> {
        store.term(id)
    }
    fn lock(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self>, StoreError> {
        store.term_for_update(id)
    }
    fn add(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.add_term(saved)
    }
    fn save(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.save_term(saved)
    }
    fn delete(store: &mut dyn Store, deleted: &CatalogDeleted<Self>) -> Result<(), StoreError> {
        store.delete_term(deleted)
    }
    fn check(&self, store: &mut dyn Store) -> Result<(), SaveCatalogError> {
        let view = store.school_year(self.school_year)?.ok_or(SaveCatalogError::UnknownSchoolYear)?;
        Ok(self.check_within(&view.year)?)
    }
}

impl CatalogRecord for GradeLevel {
    type View = Self;
    const KIND: &'static str = "grade_level";

    fn view(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self::View>, StoreError> {
        store.grade_level(id)
    }
    fn lock(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self>, StoreError> {
        store.grade_level_for_update(id)
    }
    fn add(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.add_grade_level(saved)
    }
    fn save(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.save_grade_level(saved)
    }
    fn delete(store: &mut dyn Store, deleted: &CatalogDeleted<Self>) -> Result<(), StoreError> {
        store.delete_grade_level(deleted)
    }
    fn dependents(store: &mut dyn Store, id: Id<Self>) -> Result<Vec<Dependent>, StoreError> {
        store.grade_level_dependents(id)
    }
}

impl CatalogRecord for Subject {
    type View = Self;
    const KIND: &'static str = "subject";

    fn view(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self::View>, StoreError> {
        store.subject(id)
    }
    fn lock(store: &mut dyn Store, id: Id<Self>) -> Result<Option<Self>, StoreError> {
        store.subject_for_update(id)
    }
    fn add(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.add_subject(saved)
    }
    fn save(store: &mut dyn Store, saved: &CatalogSaved<Self>) -> Result<(), StoreError> {
        store.save_subject(saved)
    }
    fn delete(store: &mut dyn Store, deleted: &CatalogDeleted<Self>) -> Result<(), StoreError> {
        store.delete_subject(deleted)
    }
    fn dependents(store: &mut dyn Store, id: Id<Self>) -> Result<Vec<Dependent>, StoreError> {
        store.subject_dependents(id)
    }
}

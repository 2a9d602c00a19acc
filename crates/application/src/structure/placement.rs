use domain::{
    access::{ActionKind, ClassList, Denied, ManagePlacement, ReadClassList},
    enrollment::Progress,
    identity::{Account, UserId},
    structure::{NewPlacement, Placed, Placement, PlacementRefused, Section, SectionId},
};
use serde_json::json;

use super::{PlacementView, ReadSectionError, Structure};
use crate::{
    App, AuditEntry, Caller, Constraint, Event, Page, PageRequest, Store, StoreError,
    enrollment::AdvanceError, settings::school_day,
};

/// Places a student in a section.
#[derive(Clone, Copy, Debug)]
pub struct PlaceStudent {
    /// Where.
    pub section: SectionId,
    /// Who.
    pub student: UserId,
    /// Whether a student who is in another section of that year leaves it.
    pub move_existing: bool,
}

/// Why a student was not placed.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// There is no such section.
    #[error("there is no such section")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] PlacementRefused),
    /// Somebody else has placed the student just now.
    #[error("the student has just been placed in this school year")]
    PlacedMeanwhile,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for PlaceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::SectionFull) => Self::Refused(PlacementRefused::SectionFull),
            StoreError::Violated(Constraint::AlreadyPlaced) => Self::PlacedMeanwhile,
            other => Self::Store(other),
        }
    }
}

/// Why a placement was not ended.
#[derive(Debug, thiserror::Error)]
pub enum RemovePlacementError {
    /// There is no such section, or the student is not placed in it.
    #[error("the student is not placed in this section")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Structure<'_> {
    /// The class list of a section, as far as the caller may see it: whoever is placed there, or has a
    /// child there, sees no other lines than their own.
    pub fn class_list(
        self,
        caller: &Caller,
        section: SectionId,
        page: PageRequest,
    ) -> Result<Page<PlacementView>, ReadSectionError> {
        self.0.list_at_one_moment(caller, |store| {
            let view = store.section(section)?.ok_or(ReadSectionError::NotFound)?;
            caller.may::<ReadClassList>(ClassList(view.section))?;
            let scope = caller.scope(ActionKind::ReadPlacements)?;
            Ok(store.placements(&scope, section, page)?)
        })
    }

    /// Places a student in a section, or moves the student there.
    pub fn place(self, caller: &Caller, command: &PlaceStudent) -> Result<PlacementView, PlaceError> {
        let PlaceStudent { section, student, move_existing } = *command;
        let (view, left) = self.0.db.once(caller, |store| {
            let school_year = store.section(section)?.ok_or(PlaceError::NotFound)?.section.school_year;
            let existing = store.placement_for_update(student, school_year)?;
            let locked = lock_section(store, section, existing.as_ref())?.ok_or(PlaceError::NotFound)?;
            let permitted = caller.may::<ManagePlacement<Section>>(locked)?;
            let account = store.account(student)?.ok_or(PlacementRefused::NotAStudent)?;
            let new = new_placement(self.0, store)?;
            let placed = permitted.place(&account, new, existing.as_ref(), move_existing)?;
            save_placed(self.0, store, caller, &placed)?;
            let view = store.placement(student, section)?.ok_or(PlaceError::NotFound)?;
            Ok::<_, PlaceError>((view, placed.moved_from()))
        })?;
        self.0.events.publish(Event::SectionChanged { section });
        if let Some(section) = left {
            self.0.events.publish(Event::SectionChanged { section });
        }
        self.0.rights_changed(student);
        Ok(view)
    }

    /// Takes a student out of a section.
    pub fn remove_placement(
        self,
        caller: &Caller,
        section: SectionId,
        student: UserId,
    ) -> Result<(), RemovePlacementError> {
        self.0.db.atomically(caller, |store| {
            let view = store.section(section)?.ok_or(RemovePlacementError::NotFound)?;
            let placement = store
                .placement_for_update(student, view.section.school_year)?
                .filter(|placement| placement.section == section)
                .ok_or(RemovePlacementError::NotFound)?;
            let removed = caller.may::<ManagePlacement>(placement)?.remove();
            store.remove_placement(&removed)?;
            let entry = AuditEntry::new("placement.removed", "placement", student.uuid());
            let entry = entry.before(json!({ "section_id": section }));
            Ok::<_, RemovePlacementError>(self.0.audit_to(store, caller, &entry)?)
        })?;
        self.0.events.publish(Event::SectionChanged { section });
        self.0.rights_changed(student);
        Ok(())
    }
}

/// Gives a student who is being enrolled a place in the section, in the unit of work that enrolls them. A
/// student who is in another section of that year already is moved.
pub(crate) fn place_for_enrollment(
    app: &App,
    store: &mut dyn Store,
    caller: &Caller,
    progress: &Progress,
    section: SectionId,
) -> Result<(), AdvanceError> {
    let existing = store.placement_for_update(progress.student, progress.school_year)?;
    let section = lock_section(store, section, existing.as_ref())?
        .filter(|section| {
            section.school_year == progress.school_year && section.grade_level == progress.grade_level
        })
        .ok_or(AdvanceError::UnknownSection)?;
    if existing.as_ref().is_some_and(|existing| existing.section == section.id) {
        return Ok(());
    }
    let student: Account = store.account(progress.student)?.ok_or(PlacementRefused::NotAStudent)?;
    let new = new_placement(app, store)?;
    let permitted = caller.may::<ManagePlacement<Section>>(section)?;
    let placed = permitted.place(&student, new, existing.as_ref(), true)?;
    Ok(save_placed(app, store, caller, &placed)?)
}

/// The section, locked together with the one that the student would leave: always in the order of their
/// ids, so that two students who change places do not wait for each other.
fn lock_section(
    store: &mut dyn Store,
    section: SectionId,
    existing: Option<&Placement>,
) -> Result<Option<Section>, StoreError> {
    let left = existing.map(|existing| existing.section).filter(|left| *left != section);
    if let Some(left) = left.filter(|left| *left < section) {
        store.section_for_update(left)?;
    }
    let locked = store.section_for_update(section)?;
    if let Some(left) = left.filter(|left| *left > section) {
        store.section_for_update(left)?;
    }
    Ok(locked)
}

fn new_placement(app: &App, store: &mut dyn Store) -> Result<NewPlacement, StoreError> {
    let placed_on = school_day(&store.settings()?, app.clock.now())?;
    Ok(NewPlacement { id: app.ids.next().into(), placed_on })
}

fn save_placed(app: &App, store: &mut dyn Store, caller: &Caller, placed: &Placed) -> Result<(), StoreError> {
    store.save_placement(placed)?;
    let entry = AuditEntry {
        action: "placement.saved",
        record_kind: "placement",
        record_id: Some(placed.placement().student.uuid()),
        before: placed.moved_from().map(|section| json!({ "section_id": section })),
        after: Some(json!({ "section_id": placed.placement().section })),
    };
    app.audit_to(store, caller, &entry)
}

use domain::{
    access::ManagePlacement,
    enrollment::Progress,
    structure::{NewPlacement, Section, SectionId},
};

use crate::{App, AuditEntry, Caller, Store, enrollment::AdvanceError};

/// Gives a student who is being enrolled a place in the section, in the unit of work that enrolls them. A
/// student who is in another section of that year already is moved.
pub(crate) fn place_for_enrollment(
    app: &App,
    store: &mut dyn Store,
    caller: &Caller,
    progress: &Progress,
    section: SectionId,
) -> Result<(), AdvanceError> {
    let section = store.section_for_update(section)?.ok_or(AdvanceError::UnknownSection)?;
    if section.school_year != progress.school_year || section.grade_level != progress.grade_level {
        return Err(AdvanceError::UnknownSection);
    }
    let existing = store.placement_for_update(progress.student, progress.school_year)?;
    if existing.as_ref().is_some_and(|existing| existing.section == section.id) {
        return Ok(());
    }
    let wanted = NewPlacement {
        id: app.ids.next().into(),
        student: progress.student,
        placed_on: progress.changed_at.date_naive(),
    };
    let placed = caller.may::<ManagePlacement<Section>>(section)?.place(wanted, existing.as_ref(), true)?;
    store.save_placement(&placed)?;
    app.audit_to(store, caller, &placed_entry(&placed))?;
    Ok(())
}

/// What the audit trail keeps of a placement.
pub(super) fn placed_entry(placed: &domain::structure::Placed) -> AuditEntry {
    AuditEntry {
        action: "placement.saved",
        record_kind: "placement",
        record_id: Some(placed.placement().student.uuid()),
        before: placed.moved_from().map(|section| serde_json::json!({ "section_id": section })),
        after: Some(serde_json::json!({ "section_id": placed.placement().section })),
    }
}

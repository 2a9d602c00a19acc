use domain::{
    access::{ActionKind, Denied, ManageAssignment, ReadSection},
    identity::UserId,
    structure::{AssignmentId, AssignmentRefused, Section, SectionId, SubjectId},
};
use serde_json::json;

use super::{AssignmentFilter, AssignmentView, ReadSectionError, Structure};
use crate::{AuditEntry, Caller, Constraint, Event, Page, PageRequest, StoreError};

/// Assigns a teacher to teach a subject in a section.
#[derive(Clone, Copy, Debug)]
pub struct AssignTeacher {
    /// Where.
    pub section: SectionId,
    /// Who.
    pub teacher: UserId,
    /// What.
    pub subject: SubjectId,
}

/// Why teaching assignments were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadAssignmentsError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a teacher was not assigned.
#[derive(Debug, thiserror::Error)]
pub enum AssignError {
    /// There is no such section.
    #[error("there is no such section")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] AssignmentRefused),
    /// There is no such subject.
    #[error("there is no such subject")]
    UnknownSubject,
    /// The teacher teaches the subject there already.
    #[error("the teacher already teaches this subject in this section")]
    AlreadyAssigned,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AssignError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::AlreadyAssigned) => Self::AlreadyAssigned,
            StoreError::Violated(Constraint::UnknownReference) => Self::UnknownSubject,
            other => Self::Store(other),
        }
    }
}

/// Why an assignment was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndAssignmentError {
    /// There is no such assignment in this section.
    #[error("there is no such assignment")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Structure<'_> {
    /// Who teaches what in a section, by subject: part of what a section is, for whoever may see it.
    pub fn teachers(
        self,
        caller: &Caller,
        section: SectionId,
        page: PageRequest,
    ) -> Result<Page<AssignmentView>, ReadSectionError> {
        self.0.list_at_one_moment(caller, |store| {
            let view = store.section(section)?.ok_or(ReadSectionError::NotFound)?;
            caller.may::<ReadSection>(view.section)?;
            let scope = caller.scope(ActionKind::ReadSections)?;
            Ok(store.section_teachers(&scope, section, page)?)
        })
    }

    /// Who teaches what in which section of a year, as far as the caller may see it.
    pub fn assignments(
        self,
        caller: &Caller,
        filter: &AssignmentFilter,
        page: PageRequest,
    ) -> Result<Page<AssignmentView>, ReadAssignmentsError> {
        let scope = caller.scope(ActionKind::ReadAssignments)?;
        Ok(self.0.list(caller, |store| store.assignments(&scope, filter, page))?)
    }

    /// Assigns a teacher to teach a subject in a section.
    pub fn assign(self, caller: &Caller, command: &AssignTeacher) -> Result<AssignmentView, AssignError> {
        let id = self.0.ids.next().into();
        let view = self.0.db.once(caller, |store| {
            let section = store.section(command.section)?.ok_or(AssignError::NotFound)?.section;
            let permitted = caller.may::<ManageAssignment<Section>>(section)?;
            let teacher = store.account(command.teacher)?.ok_or(AssignmentRefused::NotATeacher)?;
            let assigned = permitted.assign(id, command.subject, &teacher)?;
            store.add_assignment(&assigned)?;
            let entry = AuditEntry::new("assignment.made", "assignment", id.uuid());
            self.0.audit_to(store, caller, &entry.after(json!(assigned.assignment())))?;
            store.assignment(id)?.ok_or(AssignError::NotFound)
        })?;
        self.announce_assignment(command.section, command.teacher);
        Ok(view)
    }

    /// Ends an assignment of a section.
    pub fn end_assignment(
        self,
        caller: &Caller,
        section: SectionId,
        id: AssignmentId,
    ) -> Result<(), EndAssignmentError> {
        let teacher = self.0.db.atomically(caller, |store| {
            let view = store
                .assignment(id)?
                .filter(|view| view.assignment.section == section)
                .ok_or(EndAssignmentError::NotFound)?;
            let ended = caller.may::<ManageAssignment>(view.assignment)?.end();
            store.end_assignment(&ended)?;
            let entry = AuditEntry::new("assignment.ended", "assignment", id.uuid());
            self.0.audit_to(store, caller, &entry.before(json!(ended.assignment())))?;
            Ok::<_, EndAssignmentError>(ended.assignment().teacher)
        })?;
        self.announce_assignment(section, teacher);
        Ok(())
    }

    fn announce_assignment(self, section: SectionId, teacher: UserId) {
        self.0.events.publish(Event::SectionChanged { section });
        self.0.rights_changed(teacher);
    }
}

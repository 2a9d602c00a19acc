use application::{
    Page, PageRequest, StoreError,
    structure::{AssignmentFilter, AssignmentView, Assignments},
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, Queryable,
    RunQueryDsl, Selectable, SelectableHelper, pg::Pg,
};
use domain::{
    access::{ActionKind, ReadScope},
    structure::{Assigned, Assignment, AssignmentId, SectionId, Unassigned},
};
use uuid::Uuid;

use crate::{
    functions::current_school_year,
    schema::{grade_levels, sections, subjects, teaching_assignments, users},
    scope::within,
    store::PgStore,
};

/// An assignment with the names around it, as [`with_names`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = teaching_assignments)]
struct AssignmentViewRow {
    id: Uuid,
    teacher_id: Uuid,
    subject_id: Uuid,
    section_id: Uuid,
    #[diesel(select_expression = (users::first_name, users::last_name))]
    teacher: (String, String),
    #[diesel(select_expression = (subjects::code, subjects::title))]
    subject: (String, String),
    #[diesel(select_expression = sections::name)]
    section_name: String,
    #[diesel(select_expression = grade_levels::name)]
    grade_level_name: String,
}

/// Assignments joined with teacher, subject, section and the section's level.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_names() -> _ {
    teaching_assignments::table
        .inner_join(users::table.on(users::id.eq(teaching_assignments::teacher_id)))
        .inner_join(subjects::table.on(subjects::id.eq(teaching_assignments::subject_id)))
        .inner_join(sections::table.on(sections::id.eq(teaching_assignments::section_id)))
        .inner_join(grade_levels::table.on(grade_levels::id.eq(sections::grade_level_id)))
}

impl Assignments for PgStore<'_> {
    fn section_teachers(
        &mut self,
        scope: &ReadScope,
        section: SectionId,
        page: PageRequest,
    ) -> Result<Page<AssignmentView>, StoreError> {
        let filtered = || {
            with_names().filter(teaching_assignments::section_id.eq(section.uuid())).filter(within(
                scope,
                ActionKind::ReadSections,
                None,
                Some("teaching_assignments.section_id"),
            ))
        };
        let wanted = filtered()
            .order((subjects::code, users::last_name, users::first_name, teaching_assignments::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(AssignmentViewRow::as_select());
        self.page_of(wanted, || filtered().select(teaching_assignments::id), |row| Ok(into_view(row)))
    }

    fn assignments(
        &mut self,
        scope: &ReadScope,
        filter: &AssignmentFilter,
        page: PageRequest,
    ) -> Result<Page<AssignmentView>, StoreError> {
        let filtered = || {
            let mut query = with_names().into_boxed::<Pg>().filter(within(
                scope,
                ActionKind::ReadAssignments,
                Some("teaching_assignments.teacher_id"),
                Some("teaching_assignments.section_id"),
            ));
            query = match filter.school_year {
                Some(year) => query.filter(sections::school_year_id.eq(year.uuid())),
                None => query.filter(sections::school_year_id.nullable().eq(current_school_year())),
            };
            if let Some(teacher) = filter.teacher {
                query = query.filter(teaching_assignments::teacher_id.eq(teacher.uuid()));
            }
            if let Some(section) = filter.section {
                query = query.filter(teaching_assignments::section_id.eq(section.uuid()));
            }
            query
        };
        let wanted = filtered()
            .order((grade_levels::position, sections::name, sections::id))
            .then_order_by((subjects::code, users::last_name, users::first_name, teaching_assignments::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(AssignmentViewRow::as_select());
        self.page_of(wanted, || filtered().select(teaching_assignments::id), |row| Ok(into_view(row)))
    }

    fn assignment(&mut self, id: AssignmentId) -> Result<Option<AssignmentView>, StoreError> {
        let row: Option<AssignmentViewRow> = self.ask(|connection| {
            with_names()
                .filter(teaching_assignments::id.eq(id.uuid()))
                .select(AssignmentViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        Ok(row.map(into_view))
    }

    fn add_assignment(&mut self, assigned: &Assigned) -> Result<(), StoreError> {
        let assignment = assigned.assignment();
        self.ask(|connection| {
            diesel::insert_into(teaching_assignments::table)
                .values((
                    teaching_assignments::id.eq(assignment.id.uuid()),
                    teaching_assignments::teacher_id.eq(assignment.teacher.uuid()),
                    teaching_assignments::subject_id.eq(assignment.subject.uuid()),
                    teaching_assignments::section_id.eq(assignment.section.uuid()),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn end_assignment(&mut self, ended: &Unassigned) -> Result<(), StoreError> {
        let id = ended.assignment().id.uuid();
        self.ask(|connection| diesel::delete(teaching_assignments::table.find(id)).execute(connection))?;
        Ok(())
    }
}

fn into_view(row: AssignmentViewRow) -> AssignmentView {
    AssignmentView {
        assignment: Assignment {
            id: row.id.into(),
            teacher: row.teacher_id.into(),
            subject: row.subject_id.into(),
            section: row.section_id.into(),
        },
        teacher_name: format!("{} {}", row.teacher.0, row.teacher.1),
        subject_code: row.subject.0,
        subject_title: row.subject.1,
        section_name: row.section_name,
        grade_level_name: row.grade_level_name,
    }
}

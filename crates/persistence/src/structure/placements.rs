use application::{
    Page, PageRequest, StoreError,
    structure::{PlacementView, Placements},
};
use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};
use domain::{
    access::{ActionKind, ReadScope},
    identity::UserId,
    structure::{Placed, Placement, Removed, SchoolYearId, SectionId},
};
use uuid::Uuid;

use crate::{
    schema::{placements, users},
    scope::within,
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = placements)]
struct PlacementRow {
    id: Uuid,
    student_id: Uuid,
    section_id: Uuid,
    school_year_id: Uuid,
    placed_on: NaiveDate,
}

/// A placement with the student's names, as [`with_names`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = placements)]
struct PlacementViewRow {
    #[diesel(embed)]
    placement: PlacementRow,
    #[diesel(select_expression = (users::first_name, users::last_name, users::email))]
    student: (String, String, String),
}

/// Placements joined with the account of the student.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_names() -> _ {
    placements::table.inner_join(users::table.on(users::id.eq(placements::student_id)))
}

impl Placements for PgStore<'_> {
    fn placements(
        &mut self,
        scope: &ReadScope,
        section: SectionId,
        page: PageRequest,
    ) -> Result<Page<PlacementView>, StoreError> {
        let filtered = || {
            with_names().filter(placements::section_id.eq(section.uuid())).filter(within(
                scope,
                ActionKind::ReadPlacements,
                Some("placements.student_id"),
                Some("placements.section_id"),
            ))
        };
        let wanted = filtered()
            .order((users::last_name, users::first_name, users::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(PlacementViewRow::as_select());
        self.page_of(wanted, || filtered().select(placements::id), |row| Ok(into_view(row)))
    }

    fn placement(
        &mut self,
        student: UserId,
        section: SectionId,
    ) -> Result<Option<PlacementView>, StoreError> {
        let row: Option<PlacementViewRow> = self.ask(|connection| {
            with_names()
                .filter(placements::student_id.eq(student.uuid()))
                .filter(placements::section_id.eq(section.uuid()))
                .select(PlacementViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        Ok(row.map(into_view))
    }

    fn placement_for_update(
        &mut self,
        student: UserId,
        school_year: SchoolYearId,
    ) -> Result<Option<Placement>, StoreError> {
        let row: Option<PlacementRow> = self.ask(|connection| {
            placements::table
                .filter(placements::student_id.eq(student.uuid()))
                .filter(placements::school_year_id.eq(school_year.uuid()))
                .select(PlacementRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        Ok(row.as_ref().map(into_placement))
    }

    fn save_placement(&mut self, placed: &Placed) -> Result<(), StoreError> {
        let placement = placed.placement();
        if placed.moved_from().is_some() {
            self.ask(|connection| {
                diesel::update(placements::table.find(placement.id.uuid()))
                    .set((
                        placements::section_id.eq(placement.section.uuid()),
                        placements::placed_on.eq(placement.placed_on),
                    ))
                    .execute(connection)
            })?;
            return Ok(());
        }
        self.ask(|connection| {
            diesel::insert_into(placements::table)
                .values((
                    placements::id.eq(placement.id.uuid()),
                    placements::student_id.eq(placement.student.uuid()),
                    placements::section_id.eq(placement.section.uuid()),
                    placements::school_year_id.eq(placement.school_year.uuid()),
                    placements::placed_on.eq(placement.placed_on),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn remove_placement(&mut self, removed: &Removed) -> Result<(), StoreError> {
        let id = removed.placement().id.uuid();
        self.ask(|connection| diesel::delete(placements::table.find(id)).execute(connection))?;
        Ok(())
    }
}

fn into_view(row: PlacementViewRow) -> PlacementView {
    let (first_name, last_name, email) = row.student;
    PlacementView { placement: into_placement(&row.placement), first_name, last_name, email }
}

fn into_placement(row: &PlacementRow) -> Placement {
    Placement {
        id: row.id.into(),
        student: row.student_id.into(),
        section: row.section_id.into(),
        school_year: row.school_year_id.into(),
        placed_on: row.placed_on,
    }
}

use application::{
    Page, PageRequest, StoreError,
    structure::{Dependent, GradeLevels},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use domain::structure::{CatalogDeleted, CatalogSaved, GradeLevel, GradeLevelId};
use uuid::Uuid;

use crate::{
    rows::{Row, stored_version},
    schema::{enrollment_progress, grade_levels, sections},
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = grade_levels)]
struct GradeLevelRow {
    id: Uuid,
    code: String,
    name: String,
    position: i16,
    version: i32,
}

impl GradeLevels for PgStore<'_> {
    fn grade_levels(&mut self, page: PageRequest) -> Result<Page<GradeLevel>, StoreError> {
        let wanted = grade_levels::table
            .order(grade_levels::position)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(GradeLevelRow::as_select());
        self.page_of(wanted, || grade_levels::table.select(grade_levels::id), |row| into_level(&row))
    }

    fn grade_level(&mut self, id: GradeLevelId) -> Result<Option<GradeLevel>, StoreError> {
        let row: Option<GradeLevelRow> = self.ask(|connection| {
            grade_levels::table
                .find(id.uuid())
                .select(GradeLevelRow::as_select())
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_level(&row)).transpose()
    }

    fn grade_level_for_update(&mut self, id: GradeLevelId) -> Result<Option<GradeLevel>, StoreError> {
        let row: Option<GradeLevelRow> = self.ask(|connection| {
            grade_levels::table
                .find(id.uuid())
                .select(GradeLevelRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_level(&row)).transpose()
    }

    fn add_grade_level(&mut self, saved: &CatalogSaved<GradeLevel>) -> Result<(), StoreError> {
        let level = saved.record();
        self.ask(|connection| {
            diesel::insert_into(grade_levels::table)
                .values((
                    grade_levels::id.eq(level.id.uuid()),
                    grade_levels::code.eq(level.code.as_str()),
                    grade_levels::name.eq(level.name.as_str()),
                    grade_levels::position.eq(stored_position(level)),
                    grade_levels::version.eq(stored_version(level.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_grade_level(&mut self, saved: &CatalogSaved<GradeLevel>) -> Result<(), StoreError> {
        let level = saved.record();
        self.ask(|connection| {
            diesel::update(grade_levels::table.find(level.id.uuid()))
                .set((
                    grade_levels::code.eq(level.code.as_str()),
                    grade_levels::name.eq(level.name.as_str()),
                    grade_levels::position.eq(stored_position(level)),
                    grade_levels::version.eq(stored_version(level.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_grade_level(&mut self, deleted: &CatalogDeleted<GradeLevel>) -> Result<(), StoreError> {
        let id = deleted.record().id.uuid();
        self.ask(|connection| diesel::delete(grade_levels::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn grade_level_dependents(&mut self, id: GradeLevelId) -> Result<Vec<Dependent>, StoreError> {
        let id = id.uuid();
        self.dependents(&[
            ("sections", &|connection| {
                sections::table.filter(sections::grade_level_id.eq(id)).count().get_result(connection)
            }),
            ("applications", &|connection| {
                enrollment_progress::table
                    .filter(enrollment_progress::grade_level_id.eq(id))
                    .count()
                    .get_result(connection)
            }),
        ])
    }
}

fn stored_position(level: &GradeLevel) -> i16 {
    i16::try_from(level.position).unwrap_or(i16::MAX)
}

fn into_level(row: &GradeLevelRow) -> Result<GradeLevel, StoreError> {
    let at = Row { table: "grade_levels", id: row.id };
    Ok(GradeLevel {
        id: row.id.into(),
        code: at.text(&row.code)?,
        name: at.text(&row.name)?,
        position: at.number(row.position.into())?,
        version: at.version(row.version)?,
    })
}

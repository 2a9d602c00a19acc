use application::{
    Page, PageRequest, StoreError,
    structure::{Dependent, SchoolYearView, SchoolYears},
};
use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    dsl::sql, expression::SqlLiteral, sql_types::Bool,
};
use domain::structure::{CatalogDeleted, CatalogSaved, Period, SchoolYear, SchoolYearId};
use uuid::Uuid;

use crate::{
    rows::{Row, stored_version},
    schema::{enrollment_progress, school_years, sections, terms},
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = school_years)]
struct SchoolYearRow {
    id: Uuid,
    name: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    version: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = school_years)]
struct SchoolYearViewRow {
    #[diesel(embed)]
    year: SchoolYearRow,
    #[diesel(select_expression = is_current(), select_expression_type = SqlLiteral<Bool>)]
    current: bool,
}

fn is_current() -> SqlLiteral<Bool> {
    sql("school_years.id = current_school_year()")
}

impl SchoolYears for PgStore<'_> {
    fn school_years(&mut self, page: PageRequest) -> Result<Page<SchoolYearView>, StoreError> {
        let wanted = school_years::table
            .order(school_years::starts_on.desc())
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(SchoolYearViewRow::as_select());
        self.page_of(wanted, || school_years::table.select(school_years::id), |row| into_view(&row))
    }

    fn school_year(&mut self, id: SchoolYearId) -> Result<Option<SchoolYearView>, StoreError> {
        let row: Option<SchoolYearViewRow> = self.ask(|connection| {
            school_years::table
                .find(id.uuid())
                .select(SchoolYearViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_view(&row)).transpose()
    }

    fn school_year_for_update(&mut self, id: SchoolYearId) -> Result<Option<SchoolYear>, StoreError> {
        let row: Option<SchoolYearRow> = self.ask(|connection| {
            school_years::table
                .find(id.uuid())
                .select(SchoolYearRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_year(&row)).transpose()
    }

    fn add_school_year(&mut self, saved: &CatalogSaved<SchoolYear>) -> Result<(), StoreError> {
        let year = saved.record();
        self.ask(|connection| {
            diesel::insert_into(school_years::table)
                .values((
                    school_years::id.eq(year.id.uuid()),
                    school_years::name.eq(year.name.as_str()),
                    school_years::starts_on.eq(year.period.starts_on()),
                    school_years::ends_on.eq(year.period.ends_on()),
                    school_years::version.eq(stored_version(year.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_school_year(&mut self, saved: &CatalogSaved<SchoolYear>) -> Result<(), StoreError> {
        let year = saved.record();
        self.ask(|connection| {
            diesel::update(school_years::table.find(year.id.uuid()))
                .set((
                    school_years::name.eq(year.name.as_str()),
                    school_years::starts_on.eq(year.period.starts_on()),
                    school_years::ends_on.eq(year.period.ends_on()),
                    school_years::version.eq(stored_version(year.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_school_year(&mut self, deleted: &CatalogDeleted<SchoolYear>) -> Result<(), StoreError> {
        let id = deleted.record().id.uuid();
        self.ask(|connection| diesel::delete(school_years::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn school_year_dependents(&mut self, id: SchoolYearId) -> Result<Vec<Dependent>, StoreError> {
        let id = id.uuid();
        self.dependents(&[
            ("terms", &|connection| {
                terms::table.filter(terms::school_year_id.eq(id)).count().get_result(connection)
            }),
            ("sections", &|connection| {
                sections::table.filter(sections::school_year_id.eq(id)).count().get_result(connection)
            }),
            ("applications", &|connection| {
                enrollment_progress::table
                    .filter(enrollment_progress::school_year_id.eq(id))
                    .count()
                    .get_result(connection)
            }),
        ])
    }
}

fn into_view(row: &SchoolYearViewRow) -> Result<SchoolYearView, StoreError> {
    Ok(SchoolYearView { year: into_year(&row.year)?, current: row.current })
}

fn into_year(row: &SchoolYearRow) -> Result<SchoolYear, StoreError> {
    let at = Row { table: "school_years", id: row.id };
    Ok(SchoolYear {
        id: row.id.into(),
        name: at.text(&row.name)?,
        period: at.legal(Period::try_new(row.starts_on, row.ends_on))?,
        version: at.version(row.version)?,
    })
}

use application::{Page, PageRequest, StoreError, structure::Terms};
use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    pg::Pg,
};
use domain::structure::{CatalogDeleted, CatalogSaved, Period, SchoolYearId, Term, TermId};
use uuid::Uuid;

use crate::{
    rows::{Row, stored_version},
    schema::terms,
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = terms)]
struct TermRow {
    id: Uuid,
    school_year_id: Uuid,
    name: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    version: i32,
}

impl Terms for PgStore<'_> {
    fn terms(
        &mut self,
        school_year: Option<SchoolYearId>,
        page: PageRequest,
    ) -> Result<Page<Term>, StoreError> {
        let filtered = || {
            let query = terms::table.into_boxed::<Pg>();
            match school_year {
                Some(year) => query.filter(terms::school_year_id.eq(year.uuid())),
                None => query,
            }
        };
        let wanted = filtered()
            .order((terms::starts_on, terms::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(TermRow::as_select());
        self.page_of(wanted, || filtered().select(terms::id), |row| into_term(&row))
    }

    fn term(&mut self, id: TermId) -> Result<Option<Term>, StoreError> {
        let row: Option<TermRow> = self.ask(|connection| {
            terms::table.find(id.uuid()).select(TermRow::as_select()).first(connection).optional()
        })?;
        row.map(|row| into_term(&row)).transpose()
    }

    fn term_for_update(&mut self, id: TermId) -> Result<Option<Term>, StoreError> {
        let row: Option<TermRow> = self.ask(|connection| {
            terms::table
                .find(id.uuid())
                .select(TermRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_term(&row)).transpose()
    }

    fn add_term(&mut self, saved: &CatalogSaved<Term>) -> Result<(), StoreError> {
        let term = saved.record();
        self.ask(|connection| {
            diesel::insert_into(terms::table)
                .values((
                    terms::id.eq(term.id.uuid()),
                    terms::school_year_id.eq(term.school_year.uuid()),
                    terms::name.eq(term.name.as_str()),
                    terms::starts_on.eq(term.period.starts_on()),
                    terms::ends_on.eq(term.period.ends_on()),
                    terms::version.eq(stored_version(term.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_term(&mut self, saved: &CatalogSaved<Term>) -> Result<(), StoreError> {
        let term = saved.record();
        self.ask(|connection| {
            diesel::update(terms::table.find(term.id.uuid()))
                .set((
                    terms::school_year_id.eq(term.school_year.uuid()),
                    terms::name.eq(term.name.as_str()),
                    terms::starts_on.eq(term.period.starts_on()),
                    terms::ends_on.eq(term.period.ends_on()),
                    terms::version.eq(stored_version(term.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_term(&mut self, deleted: &CatalogDeleted<Term>) -> Result<(), StoreError> {
        let id = deleted.record().id.uuid();
        self.ask(|connection| diesel::delete(terms::table.find(id)).execute(connection))?;
        Ok(())
    }
}

fn into_term(row: &TermRow) -> Result<Term, StoreError> {
    let at = Row { table: "terms", id: row.id };
    Ok(Term {
        id: row.id.into(),
        school_year: row.school_year_id.into(),
        name: at.text(&row.name)?,
        period: at.legal(Period::try_new(row.starts_on, row.ends_on))?,
        version: at.version(row.version)?,
    })
}

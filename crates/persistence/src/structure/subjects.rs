use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    structure::{Dependent, SubjectSort, Subjects},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    TextExpressionMethods, pg::Pg,
};
use domain::structure::{CatalogDeleted, CatalogSaved, Subject, SubjectId};
use uuid::Uuid;

use crate::{
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::{subjects, teaching_assignments},
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = subjects)]
struct SubjectRow {
    id: Uuid,
    code: String,
    title: String,
    version: i32,
}

impl Subjects for PgStore<'_> {
    fn subjects(
        &mut self,
        query: Option<&str>,
        sort: &Sort<SubjectSort>,
        page: PageRequest,
    ) -> Result<Page<Subject>, StoreError> {
        let filtered = || {
            let all = subjects::table.into_boxed::<Pg>();
            patterns(query.unwrap_or_default())
                .into_iter()
                .fold(all, |found, pattern| found.filter(subjects::search.like(searchable(pattern))))
        };
        let ordered = sort.0.iter().fold(filtered(), |ordered, one| match one {
            (SubjectSort::Code, Direction::Ascending) => ordered.then_order_by(subjects::code.asc()),
            (SubjectSort::Code, Direction::Descending) => ordered.then_order_by(subjects::code.desc()),
            (SubjectSort::Title, Direction::Ascending) => ordered.then_order_by(subjects::title.asc()),
            (SubjectSort::Title, Direction::Descending) => ordered.then_order_by(subjects::title.desc()),
        });
        let wanted = ordered
            .then_order_by((subjects::code, subjects::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(SubjectRow::as_select());
        self.page_of(wanted, || filtered().select(subjects::id), |row| into_subject(&row))
    }

    fn subject(&mut self, id: SubjectId) -> Result<Option<Subject>, StoreError> {
        let row: Option<SubjectRow> = self.ask(|connection| {
            subjects::table.find(id.uuid()).select(SubjectRow::as_select()).first(connection).optional()
        })?;
        row.map(|row| into_subject(&row)).transpose()
    }

    fn subject_for_update(&mut self, id: SubjectId) -> Result<Option<Subject>, StoreError> {
        let row: Option<SubjectRow> = self.ask(|connection| {
            subjects::table
                .find(id.uuid())
                .select(SubjectRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_subject(&row)).transpose()
    }

    fn add_subject(&mut self, saved: &CatalogSaved<Subject>) -> Result<(), StoreError> {
        let subject = saved.record();
        self.ask(|connection| {
            diesel::insert_into(subjects::table)
                .values((
                    subjects::id.eq(subject.id.uuid()),
                    subjects::code.eq(subject.code.as_str()),
                    subjects::title.eq(subject.title.as_str()),
                    subjects::version.eq(stored_version(subject.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_subject(&mut self, saved: &CatalogSaved<Subject>) -> Result<(), StoreError> {
        let subject = saved.record();
        self.ask(|connection| {
            diesel::update(subjects::table.find(subject.id.uuid()))
                .set((
                    subjects::code.eq(subject.code.as_str()),
                    subjects::title.eq(subject.title.as_str()),
                    subjects::version.eq(stored_version(subject.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_subject(&mut self, deleted: &CatalogDeleted<Subject>) -> Result<(), StoreError> {
        let id = deleted.record().id.uuid();
        self.ask(|connection| diesel::delete(subjects::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn subject_dependents(&mut self, id: SubjectId) -> Result<Vec<Dependent>, StoreError> {
        self.dependents(&[("assignments", &|connection| {
            teaching_assignments::table
                .filter(teaching_assignments::subject_id.eq(id.uuid()))
                .count()
                .get_result(connection)
        })])
    }
}

fn into_subject(row: &SubjectRow) -> Result<Subject, StoreError> {
    let at = Row { table: "subjects", id: row.id };
    Ok(Subject {
        id: row.id.into(),
        code: at.text(&row.code)?,
        title: at.text(&row.title)?,
        version: at.version(row.version)?,
    })
}

use application::{
    Page, PageRequest, StoreError,
    identity::{GuardianView, Guardians, LinkedPerson},
};
use chrono::NaiveDate;
use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};
use domain::{
    access::{ActionKind, ReadScope},
    identity::{
        Email, Guardian, GuardianId, GuardianRemoved, GuardianRights, GuardianSaved, GuardianTerms, UserId,
    },
};
use uuid::Uuid;

use crate::{
    rows::{Row, stored_version},
    schema::{guardians, users},
    scope::within,
    store::PgStore,
};

diesel::alias!(const STUDENTS: Alias<Students> = users as students);

#[derive(Queryable, Selectable)]
#[diesel(table_name = guardians)]
struct GuardianRow {
    id: Uuid,
    guardian_id: Uuid,
    student_id: Uuid,
    relationship: String,
    academics: bool,
    money: bool,
    contact: bool,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    version: i32,
}

/// A link with the names around it, as [`with_names`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = guardians)]
struct GuardianViewRow {
    #[diesel(embed)]
    link: GuardianRow,
    #[diesel(select_expression = (users::first_name, users::last_name, users::email))]
    guardian: (String, String, String),
    #[diesel(select_expression = STUDENTS.fields((users::first_name, users::last_name, users::email)))]
    student: (String, String, String),
}

/// Links joined with the accounts of the guardian and of the student.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_names() -> _ {
    guardians::table
        .inner_join(users::table.on(users::id.eq(guardians::guardian_id)))
        .inner_join(STUDENTS.on(STUDENTS.field(users::id).eq(guardians::student_id)))
}

impl Guardians for PgStore<'_> {
    fn guardians(&mut self, student: UserId) -> Result<Vec<GuardianView>, StoreError> {
        let rows: Vec<GuardianViewRow> = self.ask(|connection| {
            with_names()
                .filter(guardians::student_id.eq(student.uuid()))
                .order((guardians::starts_on, guardians::id))
                .select(GuardianViewRow::as_select())
                .load(connection)
        })?;
        rows.into_iter().map(into_view).collect()
    }

    fn students_of(
        &mut self,
        scope: &ReadScope,
        guardian: UserId,
        page: PageRequest,
    ) -> Result<Page<GuardianView>, StoreError> {
        let filtered = || {
            with_names().filter(guardians::guardian_id.eq(guardian.uuid())).filter(within(
                scope,
                ActionKind::ReadFamilies,
                Some("guardians.student_id"),
                None,
            ))
        };
        let wanted = filtered()
            .order((
                STUDENTS.field(users::last_name),
                STUDENTS.field(users::first_name),
                guardians::starts_on,
                guardians::id,
            ))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(GuardianViewRow::as_select());
        self.page_of(wanted, || filtered().select(guardians::id), into_view)
    }

    fn guardian(&mut self, id: GuardianId) -> Result<Option<GuardianView>, StoreError> {
        let row: Option<GuardianViewRow> = self.ask(|connection| {
            with_names()
                .filter(guardians::id.eq(id.uuid()))
                .select(GuardianViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        row.map(into_view).transpose()
    }

    fn guardian_for_update(&mut self, id: GuardianId) -> Result<Option<Guardian>, StoreError> {
        let row: Option<GuardianRow> = self.ask(|connection| {
            guardians::table
                .find(id.uuid())
                .select(GuardianRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_link(&row)).transpose()
    }

    fn add_guardian(&mut self, saved: &GuardianSaved) -> Result<(), StoreError> {
        let link = saved.link();
        self.ask(|connection| {
            diesel::insert_into(guardians::table)
                .values((
                    guardians::id.eq(link.id.uuid()),
                    guardians::guardian_id.eq(link.guardian.uuid()),
                    guardians::student_id.eq(link.student.uuid()),
                    terms_columns(link),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_guardian(&mut self, saved: &GuardianSaved) -> Result<(), StoreError> {
        let link = saved.link();
        self.ask(|connection| {
            diesel::update(guardians::table.find(link.id.uuid())).set(terms_columns(link)).execute(connection)
        })?;
        Ok(())
    }

    fn delete_guardian(&mut self, removed: &GuardianRemoved) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::delete(guardians::table.find(removed.link().id.uuid())).execute(connection)
        })?;
        Ok(())
    }
}

/// The columns that an agreement changes. `None` is stored as such: a link may go on after all.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = guardians, treat_none_as_null = true, treat_none_as_default_value = false)]
struct TermsColumns {
    relationship: &'static str,
    academics: bool,
    money: bool,
    contact: bool,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    version: i32,
}

fn terms_columns(link: &Guardian) -> TermsColumns {
    let GuardianTerms { relationship, rights, starts_on, ends_on } = link.terms;
    TermsColumns {
        relationship: relationship.code(),
        academics: rights.academics,
        money: rights.money,
        contact: rights.contact,
        starts_on,
        ends_on,
        version: stored_version(link.version),
    }
}

fn into_view(row: GuardianViewRow) -> Result<GuardianView, StoreError> {
    Ok(GuardianView {
        link: into_link(&row.link)?,
        guardian: into_person(row.link.guardian_id, row.guardian)?,
        student: into_person(row.link.student_id, row.student)?,
    })
}

fn into_person(id: Uuid, columns: (String, String, String)) -> Result<LinkedPerson, StoreError> {
    let (first_name, last_name, email) = columns;
    let at = Row { table: "users", id };
    Ok(LinkedPerson { first_name, last_name, email: at.legal(Email::try_new(&email))? })
}

fn into_link(row: &GuardianRow) -> Result<Guardian, StoreError> {
    let at = Row { table: "guardians", id: row.id };
    let rights = GuardianRights { academics: row.academics, money: row.money, contact: row.contact };
    Ok(Guardian {
        id: row.id.into(),
        guardian: row.guardian_id.into(),
        student: row.student_id.into(),
        terms: GuardianTerms {
            relationship: at.legal(row.relationship.parse())?,
            rights,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
        },
        version: at.version(row.version)?,
    })
}

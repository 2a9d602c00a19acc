use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    structure::{Dependent, SectionFilter, SectionSort, SectionView, Sections},
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, Queryable,
    RunQueryDsl, Selectable, SelectableHelper, TextExpressionMethods, pg::Pg,
};
use domain::{
    Id,
    access::{ActionKind, ReadScope},
    structure::{Capacity, Section, SectionDeleted, SectionFacts, SectionId, SectionSaved},
};
use uuid::Uuid;

use crate::{
    functions::{current_school_year, patterns, searchable},
    rows::{Row, stored_version},
    schema::{
        announcements, audience_sections, conversations, enrollment_progress, events, grade_levels, meetings,
        placements, sections, teaching_assignments, users,
    },
    scope::within,
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = sections)]
struct SectionRow {
    id: Uuid,
    school_year_id: Uuid,
    grade_level_id: Uuid,
    name: String,
    adviser_id: Option<Uuid>,
    room: Option<String>,
    capacity: i32,
    enrolled: i32,
    version: i32,
}

/// A section with the names around it, as [`with_names`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sections)]
struct SectionViewRow {
    #[diesel(embed)]
    section: SectionRow,
    #[diesel(select_expression = grade_levels::name)]
    grade_level_name: String,
    #[diesel(select_expression = users::first_name.nullable())]
    adviser_first_name: Option<String>,
    #[diesel(select_expression = users::last_name.nullable())]
    adviser_last_name: Option<String>,
}

/// Sections joined with their level and their adviser.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_names() -> _ {
    sections::table
        .inner_join(grade_levels::table.on(grade_levels::id.eq(sections::grade_level_id)))
        .left_join(users::table.on(sections::adviser_id.eq(users::id.nullable())))
}

impl Sections for PgStore<'_> {
    fn sections(
        &mut self,
        scope: &ReadScope,
        filter: &SectionFilter,
        sort: &Sort<SectionSort>,
        page: PageRequest,
    ) -> Result<Page<SectionView>, StoreError> {
        let filtered = || {
            let mut query = with_names().into_boxed::<Pg>().filter(within(
                scope,
                ActionKind::ReadSections,
                None,
                Some("sections.id"),
            ));
            query = match filter.school_year {
                Some(year) => query.filter(sections::school_year_id.eq(year.uuid())),
                None => query.filter(sections::school_year_id.nullable().eq(current_school_year())),
            };
            if let Some(level) = filter.grade_level {
                query = query.filter(sections::grade_level_id.eq(level.uuid()));
            }
            if filter.with_free_places {
                query = query.filter(sections::enrolled.lt(sections::capacity));
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(sections::search.like(searchable(pattern)));
            }
            query
        };
        let usual = Sort(vec![(SectionSort::GradeLevel, Direction::Ascending)]);
        let mut ordered = filtered();
        for (field, direction) in if sort.0.is_empty() { &usual.0 } else { &sort.0 } {
            ordered = match (field, direction) {
                (SectionSort::GradeLevel, Direction::Ascending) => {
                    ordered.then_order_by((grade_levels::position.asc(), sections::name.asc()))
                }
                (SectionSort::GradeLevel, Direction::Descending) => {
                    ordered.then_order_by((grade_levels::position.desc(), sections::name.desc()))
                }
                (SectionSort::Name, Direction::Ascending) => ordered.then_order_by(sections::name.asc()),
                (SectionSort::Name, Direction::Descending) => ordered.then_order_by(sections::name.desc()),
                (SectionSort::Enrolled, Direction::Ascending) => {
                    ordered.then_order_by(sections::enrolled.asc())
                }
                (SectionSort::Enrolled, Direction::Descending) => {
                    ordered.then_order_by(sections::enrolled.desc())
                }
                (SectionSort::FreePlaces, Direction::Ascending) => {
                    ordered.then_order_by((sections::capacity - sections::enrolled).asc())
                }
                (SectionSort::FreePlaces, Direction::Descending) => {
                    ordered.then_order_by((sections::capacity - sections::enrolled).desc())
                }
            };
        }
        let ordered = ordered
            .then_order_by(sections::id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(SectionViewRow::as_select());
        self.page_of(ordered, || filtered().select(sections::id), into_view)
    }

    fn section(&mut self, id: SectionId) -> Result<Option<SectionView>, StoreError> {
        let row: Option<SectionViewRow> = self.ask(|connection| {
            with_names()
                .filter(sections::id.eq(id.uuid()))
                .select(SectionViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        row.map(into_view).transpose()
    }

    fn section_for_update(&mut self, id: SectionId) -> Result<Option<Section>, StoreError> {
        let row: Option<SectionRow> = self.ask(|connection| {
            sections::table
                .find(id.uuid())
                .select(SectionRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(|row| into_section(&row)).transpose()
    }

    fn add_section(&mut self, saved: &SectionSaved) -> Result<(), StoreError> {
        let section = saved.section();
        self.ask(|connection| {
            diesel::insert_into(sections::table)
                .values((
                    sections::id.eq(section.id.uuid()),
                    sections::school_year_id.eq(section.school_year.uuid()),
                    sections::grade_level_id.eq(section.grade_level.uuid()),
                    facts_columns(section),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_section(&mut self, saved: &SectionSaved) -> Result<(), StoreError> {
        let section = saved.section();
        self.ask(|connection| {
            diesel::update(sections::table.find(section.id.uuid()))
                .set(facts_columns(section))
                .execute(connection)
        })?;
        Ok(())
    }

    fn delete_section(&mut self, deleted: &SectionDeleted) -> Result<(), StoreError> {
        let id = deleted.section().id.uuid();
        self.ask(|connection| diesel::delete(sections::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn section_dependents(&mut self, id: SectionId) -> Result<Vec<Dependent>, StoreError> {
        let id = id.uuid();
        self.dependents(&[
            ("placements", &|connection| {
                placements::table.filter(placements::section_id.eq(id)).count().get_result(connection)
            }),
            ("assignments", &|connection| {
                teaching_assignments::table
                    .filter(teaching_assignments::section_id.eq(id))
                    .count()
                    .get_result(connection)
            }),
            ("meetings", &|connection| {
                meetings::table.filter(meetings::section_id.eq(id)).count().get_result(connection)
            }),
            ("conversations", &|connection| {
                conversations::table.filter(conversations::section_id.eq(id)).count().get_result(connection)
            }),
            ("announcements", &|connection| {
                announcements::table
                    .inner_join(
                        audience_sections::table
                            .on(audience_sections::audience_id.eq(announcements::audience_id)),
                    )
                    .filter(audience_sections::section_id.eq(id))
                    .count()
                    .get_result(connection)
            }),
            ("events", &|connection| {
                events::table
                    .inner_join(
                        audience_sections::table.on(audience_sections::audience_id.eq(events::audience_id)),
                    )
                    .filter(audience_sections::section_id.eq(id))
                    .count()
                    .get_result(connection)
            }),
            ("applications", &|connection| {
                enrollment_progress::table
                    .filter(enrollment_progress::section_id.eq(id))
                    .count()
                    .get_result(connection)
            }),
        ])
    }
}

/// The columns that people change; `enrolled` is kept by the database. `None` is stored as such: an
/// adviser may leave.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = sections, treat_none_as_null = true, treat_none_as_default_value = false)]
struct FactsColumns<'a> {
    name: &'a str,
    adviser_id: Option<Uuid>,
    room: Option<String>,
    capacity: i32,
    version: i32,
}

fn facts_columns(section: &Section) -> FactsColumns<'_> {
    FactsColumns {
        name: section.facts.name.as_str(),
        adviser_id: section.facts.adviser.map(Id::uuid),
        room: section.facts.room.as_ref().map(ToString::to_string),
        capacity: section.facts.capacity.seats().into(),
        version: stored_version(section.version),
    }
}

fn into_view(row: SectionViewRow) -> Result<SectionView, StoreError> {
    let adviser = row.adviser_first_name.zip(row.adviser_last_name);
    Ok(SectionView {
        section: into_section(&row.section)?,
        grade_level_name: row.grade_level_name,
        adviser_name: adviser.map(|(first, last)| format!("{first} {last}")),
    })
}

fn into_section(row: &SectionRow) -> Result<Section, StoreError> {
    let at = Row { table: "sections", id: row.id };
    Ok(Section {
        id: row.id.into(),
        school_year: row.school_year_id.into(),
        grade_level: row.grade_level_id.into(),
        facts: SectionFacts {
            name: at.text(&row.name)?,
            adviser: row.adviser_id.map(Into::into),
            room: row.room.as_deref().map(|room| at.text(room)).transpose()?,
            capacity: at.legal(Capacity::try_new(at.number(row.capacity)?))?,
        },
        enrolled: at.number(row.enrolled)?,
        version: at.version(row.version)?,
    })
}

//! Learning modules of sections, and who has opened them.

mod order;

use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    modules::{ModuleFilter, ModuleSort, ModuleView, Modules, Neighbours, Opening},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper, TextExpressionMethods, dsl::exists, pg::Pg,
};
use domain::{
    access::{ActionKind, ReadScope},
    identity::UserId,
    modules::{Module, ModuleFacts, ModuleId, ModuleSaved},
    structure::SectionId,
};
use uuid::Uuid;

use crate::{
    files::{FileRow, into_file_view},
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::{files, module_openings, modules, sections, users},
    scope::within,
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = modules)]
struct ModuleRow {
    id: Uuid,
    section_id: Uuid,
    teacher_id: Uuid,
    title: String,
    description: Option<String>,
    file_id: Uuid,
    uploaded_at: DateTime<Utc>,
    position: i64,
    version: i32,
}

/// A module with its file and the names around it, as [`with_file`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = modules)]
struct ModuleFileRow {
    #[diesel(embed)]
    module: ModuleRow,
    #[diesel(embed)]
    file: FileRow,
    #[diesel(select_expression = sections::name)]
    section_name: String,
    #[diesel(select_expression = users::first_name)]
    teacher_first_name: String,
    #[diesel(select_expression = users::last_name)]
    teacher_last_name: String,
}

/// The same with how many have opened it, and whether the reader has.
type ModuleViewRow = (ModuleFileRow, Option<i64>, bool);

#[derive(Queryable)]
struct OpeningRow {
    user_id: Uuid,
    first_name: String,
    last_name: String,
    opened_at: DateTime<Utc>,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn with_file() -> _ {
    modules::table
        .inner_join(files::table.on(files::id.eq(modules::file_id)))
        .inner_join(sections::table.on(sections::id.eq(modules::section_id)))
        .inner_join(users::table.on(users::id.eq(modules::teacher_id)))
}

/// What is read of a module, by this reader.
macro_rules! columns {
    ($reader:expr) => {{
        let of_module = module_openings::table.filter(module_openings::module_id.eq(modules::id));
        let reader = $reader.map(UserId::uuid).unwrap_or_default();
        (
            <ModuleFileRow as Selectable<Pg>>::construct_selection(),
            // Only its teacher is told how many.
            of_module.filter(modules::teacher_id.eq(reader)).count().single_value(),
            exists(of_module.filter(module_openings::user_id.eq(reader))),
        )
    }};
}

impl Modules for PgStore<'_> {
    fn modules(
        &mut self,
        scope: &ReadScope,
        reader: Option<UserId>,
        filter: &ModuleFilter,
        sort: &Sort<ModuleSort>,
        page: PageRequest,
    ) -> Result<Page<ModuleView>, StoreError> {
        let filtered = || {
            let scope = within(scope, ActionKind::ReadModules, None, Some("modules.section_id"));
            let mut query = with_file().into_boxed::<Pg>().filter(scope);
            if let Some(section) = filter.section {
                query = query.filter(modules::section_id.eq(section.uuid()));
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(modules::search.like(searchable(pattern)));
            }
            query
        };
        let mut ordered = filtered();
        for (field, direction) in &sort.0 {
            ordered = match (field, direction) {
                (ModuleSort::Position, Direction::Ascending) => {
                    ordered.then_order_by((modules::section_id.asc(), modules::position.asc()))
                }
                (ModuleSort::Position, Direction::Descending) => {
                    ordered.then_order_by((modules::section_id.desc(), modules::position.desc()))
                }
                (ModuleSort::Title, Direction::Ascending) => ordered.then_order_by(modules::title.asc()),
                (ModuleSort::Title, Direction::Descending) => ordered.then_order_by(modules::title.desc()),
                (ModuleSort::UploadedAt, Direction::Ascending) => {
                    ordered.then_order_by(modules::uploaded_at.asc())
                }
                (ModuleSort::UploadedAt, Direction::Descending) => {
                    ordered.then_order_by(modules::uploaded_at.desc())
                }
            };
        }
        let wanted = ordered
            .then_order_by(modules::id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(columns!(reader));
        self.page_of(wanted, || filtered().select(modules::id), into_view)
    }

    fn module(&mut self, id: ModuleId, reader: Option<UserId>) -> Result<Option<ModuleView>, StoreError> {
        let row: Option<ModuleViewRow> = self.ask(|connection| {
            with_file()
                .filter(modules::id.eq(id.uuid()))
                .select(columns!(reader))
                .first(connection)
                .optional()
        })?;
        row.map(into_view).transpose()
    }

    fn module_for_update(&mut self, id: ModuleId) -> Result<Option<Module>, StoreError> {
        let row: Option<ModuleRow> = self.ask(|connection| {
            modules::table
                .find(id.uuid())
                .select(ModuleRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.as_ref().map(into_module).transpose()
    }

    fn neighbours(
        &mut self,
        section: SectionId,
        after: Option<ModuleId>,
        except: ModuleId,
    ) -> Result<Option<Neighbours>, StoreError> {
        self.positions_around(section, after, except)
    }

    fn last_position(&mut self, section: SectionId) -> Result<Option<i64>, StoreError> {
        self.position_of_last(section)
    }

    fn spread_positions(&mut self, section: SectionId) -> Result<(), StoreError> {
        self.spread(section)
    }

    fn add_module(&mut self, saved: &ModuleSaved) -> Result<(), StoreError> {
        let module = saved.module();
        self.ask(|connection| {
            diesel::insert_into(modules::table)
                .values((
                    modules::id.eq(module.id.uuid()),
                    modules::section_id.eq(module.section.uuid()),
                    modules::teacher_id.eq(module.teacher.uuid()),
                    Columns::of(module),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_module(&mut self, saved: &ModuleSaved) -> Result<(), StoreError> {
        let module = saved.module();
        self.ask(|connection| {
            diesel::update(modules::table.find(module.id.uuid())).set(Columns::of(module)).execute(connection)
        })?;
        Ok(())
    }

    fn delete_module(&mut self, module: &Module) -> Result<(), StoreError> {
        self.ask(|connection| diesel::delete(modules::table.find(module.id.uuid())).execute(connection))?;
        Ok(())
    }

    fn note_opened(&mut self, id: ModuleId, person: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(module_openings::table)
                .values((
                    module_openings::module_id.eq(id.uuid()),
                    module_openings::user_id.eq(person.uuid()),
                    module_openings::opened_at.eq(now),
                ))
                .on_conflict_do_nothing()
                .execute(connection)
        })?;
        Ok(())
    }

    fn openings(&mut self, id: ModuleId, page: PageRequest) -> Result<Page<Opening>, StoreError> {
        let all = || {
            module_openings::table
                .inner_join(users::table.on(users::id.eq(module_openings::user_id)))
                .filter(module_openings::module_id.eq(id.uuid()))
        };
        let wanted = all()
            .order((module_openings::opened_at.desc(), module_openings::user_id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select((
                module_openings::user_id,
                users::first_name,
                users::last_name,
                module_openings::opened_at,
            ));
        self.page_of(wanted, || all().select(module_openings::user_id), |row| Ok(into_opening(row)))
    }
}

/// The columns that change. `None` is stored as such.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = modules, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Columns<'a> {
    title: &'a str,
    description: Option<String>,
    file_id: Uuid,
    uploaded_at: DateTime<Utc>,
    position: i64,
    version: i32,
}

impl<'a> Columns<'a> {
    fn of(module: &'a Module) -> Self {
        let ModuleFacts { title, description } = &module.facts;
        Self {
            title: title.as_str(),
            description: description.as_ref().map(ToString::to_string),
            file_id: module.file.uuid(),
            uploaded_at: module.uploaded_at,
            position: module.position,
            version: stored_version(module.version),
        }
    }
}

fn into_module(row: &ModuleRow) -> Result<Module, StoreError> {
    let at = Row { table: "modules", id: row.id };
    Ok(Module {
        id: row.id.into(),
        section: row.section_id.into(),
        teacher: row.teacher_id.into(),
        facts: ModuleFacts {
            title: at.text(&row.title)?,
            description: row.description.as_deref().map(|text| at.lines(text)).transpose()?,
        },
        file: row.file_id.into(),
        uploaded_at: row.uploaded_at,
        position: row.position,
        version: at.version(row.version)?,
    })
}

fn into_view((row, opened_count, opened): ModuleViewRow) -> Result<ModuleView, StoreError> {
    let module = into_module(&row.module)?;
    Ok(ModuleView {
        file: into_file_view(&row.file)?,
        module,
        section_name: row.section_name,
        teacher_name: format!("{} {}", row.teacher_first_name, row.teacher_last_name),
        opened_count: opened_count.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
        opened,
        manageable: false,
    })
}

fn into_opening(OpeningRow { user_id, first_name, last_name, opened_at }: OpeningRow) -> Opening {
    Opening { person: user_id.into(), name: format!("{first_name} {last_name}"), opened_at }
}

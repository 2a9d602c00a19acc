use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    files::FileView,
    tasks::{TaskEyes, TaskFilter, TaskScopes, TaskSort, TaskView, Tasks},
};
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    TextExpressionMethods,
    dsl::{count_star, max, not},
    pg::Pg,
    sql_types::{Bool, Jsonb, Text},
};
use domain::{
    access::ActionKind,
    files::FileId,
    tasks::{Score, Task, TaskDeleted, TaskFacts, TaskId, TaskSaved, TaskStatus},
};
use serde_json::Value;
use uuid::Uuid;

use super::{
    eyes::{Told, mine, progress},
    rows::{TaskRow, TaskViewRow, into_task, into_task_view},
};
use crate::{
    files::{files_of, into_files},
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::{submission_draft_files, submissions, task_attachments, tasks},
    scope::within_subjects,
    store::PgStore,
    words::{Words, with_ids, words},
};

/// The columns that say of which section, and of which subject in it, a task is.
pub const SUBJECT: (&str, &str) = ("tasks.section_id", "tasks.subject_id");

const SECTION_NAME: &str = "(SELECT sections.name FROM sections WHERE sections.id = tasks.section_id)";
const SUBJECT_TITLE: &str = "(SELECT subjects.title FROM subjects WHERE subjects.id = tasks.subject_id)";
const AUTHOR: &str =
    "(SELECT users.first_name || ' ' || users.last_name FROM users WHERE users.id = tasks.author_id)";
const ATTACHMENTS: &str = files_of!(
    "task_attachments AS own ON own.file_id = files.id WHERE own.task_id = tasks.id",
    "files.created_at, files.id"
);
/// That a hand-in waits for a score.
const WAITS: &str = "EXISTS (SELECT FROM submissions AS waiting
    WHERE waiting.task_id = tasks.id AND waiting.is_latest AND waiting.graded_at IS NULL)";
/// That the task concerns a student.
const CONCERNS: &str = "(EXISTS (SELECT FROM placements
        WHERE placements.student_id = $1 AND placements.section_id = tasks.section_id)
    OR EXISTS (SELECT FROM submissions AS own WHERE own.task_id = tasks.id AND own.student_id = $1))";

type TaskColumns = (
    tasks::id,
    tasks::section_id,
    tasks::subject_id,
    tasks::author_id,
    tasks::title,
    tasks::instructions,
    tasks::points,
    tasks::due_at,
    tasks::closes_at,
    tasks::status,
    tasks::published_at,
    tasks::version,
);

const TASK: TaskColumns = (
    tasks::id,
    tasks::section_id,
    tasks::subject_id,
    tasks::author_id,
    tasks::title,
    tasks::instructions,
    tasks::points,
    tasks::due_at,
    tasks::closes_at,
    tasks::status,
    tasks::published_at,
    tasks::version,
);

type ViewColumns = (TaskColumns, Words<Text>, Words<Text>, Words<Text>, Words<Jsonb>, Told, Told);

fn view_columns(eyes: &TaskEyes) -> ViewColumns {
    let (section, subject, author) = (words(SECTION_NAME), words(SUBJECT_TITLE), words(AUTHOR));
    (TASK, section, subject, author, words(ATTACHMENTS), mine(eyes), progress(eyes))
}

type Filtered<'a> = tasks::BoxedQuery<'a, Pg>;

/// The tasks that the caller may see and that are wanted.
fn filtered<'a>(scopes: &TaskScopes, filter: &TaskFilter, now: DateTime<Utc>) -> Filtered<'a> {
    let read = within_subjects(&scopes.read, ActionKind::ReadTasks, None, SUBJECT);
    let drafts = within_subjects(scopes.drafts.as_ref(), ActionKind::ReadDraftTasks, None, SUBJECT);
    let [draft, published] = [TaskStatus::Draft, TaskStatus::Published].map(TaskStatus::code);
    let mut query = tasks::table
        .into_boxed::<Pg>()
        .filter(tasks::status.eq(published).and(read).or(tasks::status.eq(draft).and(drafts)));
    if let Some(section) = filter.section {
        query = query.filter(tasks::section_id.eq(section.uuid()));
    }
    if let Some(subject) = filter.subject {
        query = query.filter(tasks::subject_id.eq(subject.uuid()));
    }
    if let Some(status) = filter.status {
        query = query.filter(tasks::status.eq(status.code()));
    }
    if let Some(from) = filter.due_from {
        query = query.filter(tasks::due_at.ge(from));
    }
    if let Some(to) = filter.due_to {
        query = query.filter(tasks::due_at.lt(to));
    }
    if let Some(student) = filter.student {
        query = query.filter(with_ids::<Bool>(CONCERNS, [student.uuid()]));
    }
    if let Some(wanted) = filter.to_grade {
        let mine = within_subjects(scopes.grade.as_ref(), ActionKind::GradeSubmissions, None, SUBJECT);
        let waits = mine.and(words::<Bool>(WAITS));
        query = if wanted { query.filter(waits) } else { query.filter(not(waits)) };
    }
    query = match filter.open {
        Some(true) => query.filter(tasks::closes_at.ge(now)),
        Some(false) => query.filter(tasks::closes_at.lt(now)),
        None => query,
    };
    for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
        query = query.filter(tasks::search.like(searchable(pattern)));
    }
    query
}

impl Tasks for PgStore<'_> {
    fn tasks(
        &mut self,
        scopes: &TaskScopes,
        eyes: &TaskEyes,
        filter: &TaskFilter,
        sort: &Sort<TaskSort>,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<TaskView>, StoreError> {
        let mut ordered = filtered(scopes, filter, now);
        for (field, direction) in &sort.0 {
            ordered = match (field, direction) {
                (TaskSort::DueAt, Direction::Ascending) => ordered.then_order_by(tasks::due_at.asc()),
                (TaskSort::DueAt, Direction::Descending) => ordered.then_order_by(tasks::due_at.desc()),
                (TaskSort::Title, Direction::Ascending) => ordered.then_order_by(tasks::title.asc()),
                (TaskSort::Title, Direction::Descending) => ordered.then_order_by(tasks::title.desc()),
            };
        }
        let ordered = ordered
            .then_order_by(tasks::id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(view_columns(eyes));
        self.page_of(ordered, || filtered(scopes, filter, now).select(tasks::id), into_task_view)
    }

    fn task(&mut self, id: TaskId, eyes: &TaskEyes) -> Result<Option<TaskView>, StoreError> {
        let row: Option<TaskViewRow> = self.ask(|connection| {
            tasks::table
                .filter(tasks::id.eq(id.uuid()))
                .select(view_columns(eyes))
                .first(connection)
                .optional()
        })?;
        row.map(into_task_view).transpose()
    }

    fn task_kept(&mut self, id: TaskId) -> Result<Option<Task>, StoreError> {
        let row: Option<TaskRow> = self.ask(|connection| {
            tasks::table.find(id.uuid()).select(TASK).for_share().first(connection).optional()
        })?;
        row.as_ref().map(into_task).transpose()
    }

    fn task_for_update(&mut self, id: TaskId) -> Result<Option<Task>, StoreError> {
        let row: Option<TaskRow> = self.ask(|connection| {
            tasks::table.find(id.uuid()).select(TASK).for_no_key_update().first(connection).optional()
        })?;
        row.as_ref().map(into_task).transpose()
    }

    fn judged(&mut self, id: TaskId) -> Result<(u32, Option<Score>), StoreError> {
        let (count, highest): (i64, Option<i32>) = self.ask(|connection| {
            submissions::table
                .filter(submissions::task_id.eq(id.uuid()))
                .select((count_star(), max(submissions::score_hundredths)))
                .first(connection)
        })?;
        let at = Row { table: "submissions", id: id.uuid() };
        let highest = highest.map(|hundredths| at.number(hundredths)).transpose()?;
        Ok((u32::try_from(count).unwrap_or(u32::MAX), highest.map(Score::from_hundredths)))
    }

    fn add_task(&mut self, saved: &TaskSaved) -> Result<(), StoreError> {
        let task = saved.task();
        self.ask(|connection| {
            diesel::insert_into(tasks::table)
                .values((
                    tasks::id.eq(task.id.uuid()),
                    tasks::section_id.eq(task.section.uuid()),
                    tasks::subject_id.eq(task.subject.uuid()),
                    tasks::author_id.eq(task.author.uuid()),
                    Columns::of(task),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn save_task(&mut self, saved: &TaskSaved) -> Result<(), StoreError> {
        let task = saved.task();
        self.ask(|connection| {
            diesel::update(tasks::table.find(task.id.uuid())).set(Columns::of(task)).execute(connection)
        })?;
        Ok(())
    }

    fn delete_task(&mut self, deleted: &TaskDeleted) -> Result<(), StoreError> {
        let id = deleted.task().id.uuid();
        let mut files: Vec<Uuid> = self.ask(|connection| {
            diesel::delete(task_attachments::table.filter(task_attachments::task_id.eq(id)))
                .returning(task_attachments::file_id)
                .get_results(connection)
        })?;
        files.extend(self.ask(|connection| {
            diesel::delete(submission_draft_files::table.filter(submission_draft_files::task_id.eq(id)))
                .returning(submission_draft_files::file_id)
                .get_results::<Uuid>(connection)
        })?);
        self.give_up(&files)?;
        self.ask(|connection| diesel::delete(tasks::table.find(id)).execute(connection))?;
        Ok(())
    }

    fn attachments(&mut self, id: TaskId) -> Result<Vec<FileView>, StoreError> {
        let read: Option<Value> = self.ask(|connection| {
            tasks::table.find(id.uuid()).select(words::<Jsonb>(ATTACHMENTS)).first(connection).optional()
        })?;
        read.map_or(Ok(Vec::new()), into_files)
    }

    fn attach_file(&mut self, id: TaskId, file: FileId) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(task_attachments::table)
                .values((task_attachments::task_id.eq(id.uuid()), task_attachments::file_id.eq(file.uuid())))
                .execute(connection)
        })?;
        Ok(())
    }

    fn detach_file(&mut self, id: TaskId, file: FileId) -> Result<bool, StoreError> {
        let detached = self.ask(|connection| {
            diesel::delete(task_attachments::table.find((id.uuid(), file.uuid()))).execute(connection)
        })?;
        self.give_up(&[file.uuid()])?;
        Ok(detached > 0)
    }
}

/// The columns that change. `None` is stored as such.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = tasks, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Columns<'a> {
    title: &'a str,
    instructions: Option<String>,
    points: i32,
    due_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    status: &'static str,
    published_at: Option<DateTime<Utc>>,
    version: i32,
}

impl<'a> Columns<'a> {
    fn of(task: &'a Task) -> Self {
        let TaskFacts { title, instructions, points, closing } = &task.facts;
        Self {
            title: title.as_str(),
            instructions: instructions.as_ref().map(ToString::to_string),
            points: i32::try_from(points.number()).unwrap_or(i32::MAX),
            due_at: closing.due_at(),
            closes_at: closing.closes_at(),
            status: task.state.status().code(),
            published_at: task.state.published_at(),
            version: stored_version(task.version),
        }
    }
}

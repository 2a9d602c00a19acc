use application::{
    StoreError,
    enrollment::{ProgressView, StepView},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, Queryable,
    RunQueryDsl, Selectable, SelectableHelper,
};
use domain::{
    Lines,
    enrollment::{EnrollmentStatus, Move, Moved, Progress, Stage},
    identity::UserId,
    structure::SchoolYearId,
};
use uuid::Uuid;

use crate::{
    rows::{Row, stored_version},
    schema::{enrollment_moves, enrollment_progress, grade_levels, sections, users},
    store::PgStore,
};

diesel::alias!(pub const CHANGERS: Alias<Changers> = users as changers);

/// The row of an application.
#[derive(Queryable, Selectable)]
#[diesel(table_name = enrollment_progress)]
pub struct ProgressRow {
    student_id: Uuid,
    school_year_id: Uuid,
    grade_level_id: Uuid,
    status: String,
    section_id: Option<Uuid>,
    remarks: Option<String>,
    submitted_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    changed_by: Option<Uuid>,
    version: i32,
}

/// The row of an application with the names around it, as [`with_names`] joins them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = enrollment_progress)]
pub struct ProgressViewRow {
    #[diesel(embed)]
    progress: ProgressRow,
    #[diesel(select_expression = (users::first_name, users::last_name))]
    student_name: (String, String),
    #[diesel(select_expression = grade_levels::name)]
    grade_level_name: String,
    #[diesel(select_expression = sections::name.nullable())]
    section_name: Option<String>,
    #[diesel(select_expression = CHANGERS.field(users::first_name).nullable())]
    changer_first_name: Option<String>,
    #[diesel(select_expression = CHANGERS.field(users::last_name).nullable())]
    changer_last_name: Option<String>,
}

/// Applications joined with everything that a [`ProgressViewRow`] names.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn with_names() -> _ {
    enrollment_progress::table
        .inner_join(users::table.on(users::id.eq(enrollment_progress::student_id)))
        .inner_join(grade_levels::table.on(grade_levels::id.eq(enrollment_progress::grade_level_id)))
        .left_join(sections::table.on(enrollment_progress::section_id.eq(sections::id.nullable())))
        .left_join(CHANGERS.on(enrollment_progress::changed_by.eq(CHANGERS.field(users::id).nullable())))
}

impl PgStore<'_> {
    pub(super) fn find_progress(
        &mut self,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<Option<ProgressView>, StoreError> {
        let of_student = with_names().filter(enrollment_progress::student_id.eq(student.uuid()));
        let row: Option<ProgressViewRow> = match school_year {
            Some(year) => self.ask(|connection| {
                of_student
                    .filter(enrollment_progress::school_year_id.eq(year.uuid()))
                    .select(ProgressViewRow::as_select())
                    .first(connection)
                    .optional()
            })?,
            None => self.ask(|connection| {
                of_student
                    .order(enrollment_progress::submitted_at.desc())
                    .select(ProgressViewRow::as_select())
                    .first(connection)
                    .optional()
            })?,
        };
        row.map(into_view).transpose()
    }

    pub(super) fn lock_progress(
        &mut self,
        student: UserId,
        school_year: Option<SchoolYearId>,
    ) -> Result<Option<Progress>, StoreError> {
        let year = match school_year {
            Some(year) => Some(year.uuid()),
            None => self.ask(|connection| {
                enrollment_progress::table
                    .filter(enrollment_progress::student_id.eq(student.uuid()))
                    .order(enrollment_progress::submitted_at.desc())
                    .select(enrollment_progress::school_year_id)
                    .first(connection)
                    .optional()
            })?,
        };
        let Some(year) = year else { return Ok(None) };
        let row: Option<ProgressRow> = self.ask(|connection| {
            enrollment_progress::table
                .find((student.uuid(), year))
                .select(ProgressRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.map(into_progress).transpose()
    }

    pub(super) fn steps(
        &mut self,
        student: UserId,
        school_year: SchoolYearId,
    ) -> Result<Vec<StepView>, StoreError> {
        let rows: Vec<StepRow> = self.ask(|connection| {
            enrollment_moves::table
                .left_join(users::table.on(enrollment_moves::moved_by.eq(users::id.nullable())))
                .filter(enrollment_moves::student_id.eq(student.uuid()))
                .filter(enrollment_moves::school_year_id.eq(school_year.uuid()))
                .order(enrollment_moves::number)
                .select(StepRow::as_select())
                .load(connection)
        })?;
        rows.into_iter().map(|row| into_step(row, student)).collect()
    }

    pub(super) fn insert_progress(&mut self, made: &Moved) -> Result<(), StoreError> {
        let progress = made.progress();
        self.ask(|connection| {
            diesel::insert_into(enrollment_progress::table)
                .values((
                    enrollment_progress::student_id.eq(progress.student.uuid()),
                    enrollment_progress::school_year_id.eq(progress.school_year.uuid()),
                    enrollment_progress::grade_level_id.eq(progress.grade_level.uuid()),
                    enrollment_progress::submitted_at.eq(progress.submitted_at),
                    changed_columns(progress),
                ))
                .execute(connection)
        })?;
        self.insert_step(made)
    }

    pub(super) fn update_progress(&mut self, moved: &Moved) -> Result<(), StoreError> {
        let progress = moved.progress();
        self.ask(|connection| {
            diesel::update(
                enrollment_progress::table.find((progress.student.uuid(), progress.school_year.uuid())),
            )
            .set(changed_columns(progress))
            .execute(connection)
        })?;
        self.insert_step(moved)
    }

    fn insert_step(&mut self, moved: &Moved) -> Result<(), StoreError> {
        let (progress, step) = (moved.progress(), moved.step());
        self.ask(|connection| {
            diesel::insert_into(enrollment_moves::table)
                .values((
                    enrollment_moves::student_id.eq(progress.student.uuid()),
                    enrollment_moves::school_year_id.eq(progress.school_year.uuid()),
                    enrollment_moves::number.eq(stored_version(progress.version)),
                    enrollment_moves::from_status.eq(step.from.map(EnrollmentStatus::code)),
                    enrollment_moves::to_status.eq(step.to.code()),
                    enrollment_moves::remarks.eq(step.remarks.as_ref().map(Lines::as_str)),
                    enrollment_moves::moved_by.eq(step.by.map(UserId::uuid)),
                    enrollment_moves::moved_at.eq(step.at),
                ))
                .execute(connection)
        })?;
        Ok(())
    }
}

/// The columns that a move changes. `None` is stored as such: an enrolled section or an old remark must go.
#[derive(diesel::AsChangeset, diesel::Insertable)]
#[diesel(table_name = enrollment_progress, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ChangedColumns {
    status: &'static str,
    section_id: Option<Uuid>,
    remarks: Option<String>,
    changed_at: DateTime<Utc>,
    changed_by: Option<Uuid>,
    version: i32,
}

fn changed_columns(progress: &Progress) -> ChangedColumns {
    ChangedColumns {
        status: progress.stage.status().code(),
        section_id: progress.stage.section().map(domain::Id::uuid),
        remarks: progress.remarks.as_ref().map(ToString::to_string),
        changed_at: progress.changed_at,
        changed_by: progress.changed_by.map(UserId::uuid),
        version: stored_version(progress.version),
    }
}

/// The row of a step with the name of who made it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = enrollment_moves)]
struct StepRow {
    from_status: Option<String>,
    to_status: String,
    remarks: Option<String>,
    moved_by: Option<Uuid>,
    moved_at: DateTime<Utc>,
    #[diesel(select_expression = users::first_name.nullable())]
    first_name: Option<String>,
    #[diesel(select_expression = users::last_name.nullable())]
    last_name: Option<String>,
}

pub fn into_view(row: ProgressViewRow) -> Result<ProgressView, StoreError> {
    Ok(ProgressView {
        progress: into_progress(row.progress)?,
        student_name: format!("{} {}", row.student_name.0, row.student_name.1),
        grade_level_name: row.grade_level_name,
        section_name: row.section_name,
        changed_by_name: full_name(row.changer_first_name, row.changer_last_name),
    })
}

pub fn into_progress(row: ProgressRow) -> Result<Progress, StoreError> {
    let at = Row { table: "enrollment_progress", id: row.student_id };
    let status: EnrollmentStatus = at.legal(row.status.parse())?;
    Ok(Progress {
        student: row.student_id.into(),
        school_year: row.school_year_id.into(),
        grade_level: row.grade_level_id.into(),
        stage: at.legal(Stage::try_new(status, row.section_id.map(Into::into)))?,
        remarks: row.remarks.map(|remarks| at.lines(&remarks)).transpose()?,
        submitted_at: row.submitted_at,
        changed_at: row.changed_at,
        changed_by: row.changed_by.map(Into::into),
        version: at.version(row.version)?,
    })
}

fn into_step(row: StepRow, student: UserId) -> Result<StepView, StoreError> {
    let at = Row { table: "enrollment_moves", id: student };
    let step = Move {
        from: row.from_status.map(|status| at.legal(status.parse())).transpose()?,
        to: at.legal(row.to_status.parse())?,
        remarks: row.remarks.map(|remarks| at.lines(&remarks)).transpose()?,
        by: row.moved_by.map(Into::into),
        at: row.moved_at,
    };
    Ok(StepView { step, by_name: full_name(row.first_name, row.last_name) })
}

fn full_name(first_name: Option<String>, last_name: Option<String>) -> Option<String> {
    Some(format!("{} {}", first_name?, last_name?))
}

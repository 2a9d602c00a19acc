use std::collections::HashMap;

use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    tasks::{
        RosterFilter, RosterLine, RosterStatus, SubmissionFilter, SubmissionSort, SubmissionView,
        Submissions, ToReturn,
    },
};
use diesel::{
    ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, RunQueryDsl, TextExpressionMethods,
    dsl::max,
    pg::Pg,
    sql_types::{Bool, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use domain::{
    access::{ActionKind, ReadScope},
    identity::UserId,
    tasks::{NewSubmission, ScoresReturned, Submission, SubmissionId, SubmissionSaved, Task, TaskId},
};
use uuid::Uuid;

use super::{
    rows::{SubmissionViewRow, into_submission_view},
    task::SUBJECT,
};
use crate::{
    files::files_of,
    functions::{patterns, searchable},
    rows::{Row, stored_version},
    schema::{submission_files, submissions, tasks, users},
    scope::within_subjects,
    store::PgStore,
    words::{Words, with_ids, words},
};

const STUDENT: &str =
    "(SELECT users.first_name || ' ' || users.last_name FROM users WHERE users.id = submissions.student_id)";
const GRADER: &str =
    "(SELECT users.first_name || ' ' || users.last_name FROM users WHERE users.id = submissions.graded_by)";
const FILES: &str = files_of!(
    "submission_files AS own ON own.file_id = files.id WHERE own.submission_id = submissions.id",
    "own.position"
);
/// That the person of the row is to hand in, or has.
const EXPECTED: &str =
    "users.id IN (SELECT placements.student_id FROM placements WHERE placements.section_id = $1
    UNION SELECT handed.student_id FROM submissions AS handed WHERE handed.task_id = $2)";
/// The latest hand-in of the person of the row.
macro_rules! latest {
    ($selected:literal, $which:literal) => {
        concat!(
            "(SELECT ",
            $selected,
            " FROM submissions AS latest
                WHERE latest.task_id = $1 AND latest.student_id = users.id AND latest.is_latest",
            $which,
            ")"
        )
    };
}

type ViewColumns = (SubmissionColumns, TaskColumns, Words<Text>, Words<Nullable<Text>>, Words<Jsonb>);
type SubmissionColumns = (
    submissions::id,
    submissions::task_id,
    submissions::student_id,
    submissions::number,
    submissions::text,
    submissions::submitted_at,
    submissions::late,
    submissions::receipt_number,
    submissions::is_latest,
    submissions::score_hundredths,
    submissions::comment,
    submissions::graded_by,
    submissions::graded_at,
    submissions::returned_at,
    submissions::version,
);
type TaskColumns = (tasks::section_id, tasks::subject_id, tasks::points, tasks::title);

const SUBMISSION: SubmissionColumns = (
    submissions::id,
    submissions::task_id,
    submissions::student_id,
    submissions::number,
    submissions::text,
    submissions::submitted_at,
    submissions::late,
    submissions::receipt_number,
    submissions::is_latest,
    submissions::score_hundredths,
    submissions::comment,
    submissions::graded_by,
    submissions::graded_at,
    submissions::returned_at,
    submissions::version,
);
const VIEW: ViewColumns = (
    SUBMISSION,
    (tasks::section_id, tasks::subject_id, tasks::points, tasks::title),
    words(STUDENT),
    words(GRADER),
    words(FILES),
);

/// A person, the names, and the latest hand-in.
type Line = (Uuid, String, String, Option<Uuid>);

#[diesel::dsl::auto_type(no_type_alias)]
fn with_task() -> _ {
    submissions::table.inner_join(tasks::table.on(tasks::id.eq(submissions::task_id)))
}

impl Submissions for PgStore<'_> {
    fn submissions(
        &mut self,
        scope: &ReadScope,
        filter: &SubmissionFilter,
        sort: &Sort<SubmissionSort>,
        page: PageRequest,
    ) -> Result<Page<SubmissionView>, StoreError> {
        let filtered = || {
            let person = Some("submissions.student_id");
            let scope = within_subjects(scope, ActionKind::ReadSubmissions, person, SUBJECT);
            let mut query = with_task().into_boxed::<Pg>().filter(scope);
            if !filter.earlier {
                query = query.filter(submissions::is_latest);
            }
            if let Some(task) = filter.task {
                query = query.filter(submissions::task_id.eq(task.uuid()));
            }
            if let Some(student) = filter.student {
                query = query.filter(submissions::student_id.eq(student.uuid()));
            }
            if let Some(section) = filter.section {
                query = query.filter(tasks::section_id.eq(section.uuid()));
            }
            match filter.returned {
                Some(true) => query.filter(submissions::returned_at.is_not_null()),
                Some(false) => query.filter(submissions::returned_at.is_null()),
                None => query,
            }
        };
        let mut ordered = filtered();
        for (SubmissionSort::SubmittedAt, direction) in &sort.0 {
            ordered = match direction {
                Direction::Ascending => ordered.then_order_by((submissions::submitted_at, submissions::id)),
                Direction::Descending => {
                    ordered.then_order_by((submissions::submitted_at.desc(), submissions::id.desc()))
                }
            };
        }
        let ordered = ordered.limit(page.limit().into()).offset(page.offset().into()).select(VIEW);
        self.page_of(ordered, || filtered().select(submissions::id), into_submission_view)
    }

    fn submission(&mut self, id: SubmissionId) -> Result<Option<SubmissionView>, StoreError> {
        let row: Option<SubmissionViewRow> = self.ask(|connection| {
            with_task().filter(submissions::id.eq(id.uuid())).select(VIEW).first(connection).optional()
        })?;
        row.map(into_submission_view).transpose()
    }

    fn submission_for_update(&mut self, id: SubmissionId) -> Result<Option<SubmissionView>, StoreError> {
        // Locked by itself: a join would lock the task too.
        let locked: Option<Uuid> = self.ask(|connection| {
            submissions::table
                .find(id.uuid())
                .select(submissions::id)
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        locked.map_or(Ok(None), |_| self.submission(id))
    }

    fn latest_number(&mut self, task: TaskId, student: UserId) -> Result<u32, StoreError> {
        let number: Option<i32> = self.ask(|connection| {
            submissions::table
                .filter(submissions::task_id.eq(task.uuid()))
                .filter(submissions::student_id.eq(student.uuid()))
                .select(max(submissions::number))
                .first(connection)
        })?;
        let at = Row { table: "submissions", id: task.uuid() };
        number.map_or(Ok(0), |number| at.number(number))
    }

    fn roster(
        &mut self,
        task: &Task,
        filter: &RosterFilter,
        page: PageRequest,
    ) -> Result<Page<RosterLine>, StoreError> {
        let id = task.id.uuid();
        let filtered = || {
            let expected = with_ids::<Bool>(EXPECTED, [task.section.uuid(), id]);
            let mut query = users::table.into_boxed::<Pg>().filter(expected);
            if let Some(status) = filter.status {
                query = query.filter(with_ids::<Bool>(is_so_far(status), [id]));
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(users::search.like(searchable(pattern)));
            }
            query
        };
        let latest = with_ids::<Nullable<SqlUuid>>(latest!("latest.id", ""), [id]);
        let wanted = filtered()
            .order((users::last_name, users::first_name, users::id))
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select((users::id, users::first_name, users::last_name, latest));
        let lines: Page<Line> =
            self.page_of(wanted, || filtered().select(users::id), |line: Line| Ok(line))?;
        let latest: Vec<_> = lines.items.iter().filter_map(|(.., latest)| *latest).collect();
        let mut handed_in = self.submissions_by_student(&latest)?;
        Ok(lines.map(|(student, first, last, _)| RosterLine {
            student: student.into(),
            student_name: format!("{first} {last}"),
            submission: handed_in.remove(&student),
        }))
    }

    fn add_submission(&mut self, new: &NewSubmission) -> Result<(), StoreError> {
        let submission = new.submission();
        self.ask(|connection| {
            diesel::update(submissions::table)
                .filter(submissions::task_id.eq(submission.task.uuid()))
                .filter(submissions::student_id.eq(submission.student.uuid()))
                .filter(submissions::is_latest)
                .set(submissions::is_latest.eq(false))
                .execute(connection)
        })?;
        self.ask(|connection| {
            diesel::insert_into(submissions::table)
                .values((
                    submissions::id.eq(submission.id.uuid()),
                    submissions::task_id.eq(submission.task.uuid()),
                    submissions::student_id.eq(submission.student.uuid()),
                    submissions::number.eq(i32::try_from(submission.number).unwrap_or(i32::MAX)),
                    submissions::text.eq(submission.text.as_ref().map(domain::Lines::as_str)),
                    submissions::submitted_at.eq(submission.submitted_at),
                    submissions::late.eq(submission.late),
                    submissions::is_latest.eq(true),
                ))
                .execute(connection)
        })?;
        let files: Vec<_> = (0_i16..)
            .zip(new.files())
            .map(|(position, file)| {
                (
                    submission_files::submission_id.eq(submission.id.uuid()),
                    submission_files::file_id.eq(file.uuid()),
                    submission_files::position.eq(position),
                )
            })
            .collect();
        self.ask(|connection| {
            diesel::insert_into(submission_files::table).values(files).execute(connection)
        })?;
        Ok(())
    }

    fn save_submission(&mut self, saved: &SubmissionSaved) -> Result<(), StoreError> {
        let submission: &Submission = saved.submission();
        let grade = submission.state.grade();
        self.ask(|connection| {
            diesel::update(submissions::table.find(submission.id.uuid()))
                .set((
                    submissions::score_hundredths
                        .eq(grade.map(|grade| i32::try_from(grade.score.hundredths()).unwrap_or(i32::MAX))),
                    submissions::comment
                        .eq(grade.and_then(|grade| grade.comment.as_ref()).map(domain::Lines::as_str)),
                    submissions::graded_by.eq(grade.map(|grade| grade.graded_by.uuid())),
                    submissions::graded_at.eq(grade.map(|grade| grade.graded_at)),
                    submissions::returned_at.eq(submission.state.returned_at()),
                    submissions::version.eq(stored_version(submission.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn return_scores(
        &mut self,
        returned: &ScoresReturned,
        which: &ToReturn,
    ) -> Result<Vec<(SubmissionId, UserId)>, StoreError> {
        let waiting = submissions::table
            .filter(submissions::task_id.eq(returned.task().uuid()))
            .filter(submissions::graded_at.is_not_null())
            .filter(submissions::returned_at.is_null())
            .select(submissions::id)
            // Always in one order, so that two who return at once do not wait for each other.
            .order(submissions::id)
            .for_no_key_update();
        let ids: Vec<Uuid> = self.ask(|connection| match which {
            ToReturn::Latest => waiting.filter(submissions::is_latest).load(connection),
            ToReturn::These(these) => {
                let these: Vec<_> = these.iter().map(|id| id.uuid()).collect();
                waiting.filter(submissions::id.eq_any(these)).load(connection)
            }
        })?;
        let rows: Vec<(Uuid, Uuid)> = self.ask(|connection| {
            diesel::update(submissions::table.filter(submissions::id.eq_any(ids)))
                .set((
                    submissions::returned_at.eq(returned.returned_at()),
                    submissions::version.eq(submissions::version + 1),
                ))
                .returning((submissions::id, submissions::student_id))
                .get_results(connection)
        })?;
        Ok(rows.into_iter().map(|(submission, student)| (submission.into(), student.into())).collect())
    }
}

impl PgStore<'_> {
    fn submissions_by_student(&mut self, ids: &[Uuid]) -> Result<HashMap<Uuid, SubmissionView>, StoreError> {
        let rows: Vec<SubmissionViewRow> = self.ask(|connection| {
            with_task().filter(submissions::id.eq_any(ids)).select(VIEW).load(connection)
        })?;
        rows.into_iter()
            .map(|row| {
                let view = into_submission_view(row)?;
                Ok((view.submission.student.uuid(), view))
            })
            .collect()
    }
}

/// That the person of the row is so far with the task.
const fn is_so_far(status: RosterStatus) -> &'static str {
    match status {
        RosterStatus::Missing => concat!("NOT EXISTS ", latest!("", "")),
        RosterStatus::HandedIn => concat!("EXISTS ", latest!("", " AND latest.graded_at IS NULL")),
        RosterStatus::Late => concat!("EXISTS ", latest!("", " AND latest.late")),
        RosterStatus::Graded => {
            concat!(
                "EXISTS ",
                latest!("", " AND latest.graded_at IS NOT NULL AND latest.returned_at IS NULL")
            )
        }
        RosterStatus::Returned => concat!("EXISTS ", latest!("", " AND latest.returned_at IS NOT NULL")),
    }
}

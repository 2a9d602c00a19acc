use application::{StoreError, files::FileView, tasks::Drafts};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, select,
    sql_types::{Bool, Jsonb},
};
use domain::{
    files::FileId,
    identity::UserId,
    tasks::{Draft, DraftSaved, TaskId},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    files::{files_of, into_files},
    rows::{Row, stored_version},
    schema::{files, submission_draft_files, submission_drafts},
    store::PgStore,
    words::with_ids,
};

const FILES: &str = files_of!(
    "submission_draft_files AS own ON own.file_id = files.id WHERE own.task_id = $1 AND own.student_id = $2",
    "files.created_at, files.id"
);
/// That the student prepared the file of the row for the task, or has handed it in before.
const OWN: &str = "(EXISTS (SELECT FROM submission_draft_files AS own
        WHERE own.file_id = files.id AND own.task_id = $1 AND own.student_id = $2)
    OR EXISTS (SELECT FROM submission_files AS handed JOIN submissions ON submissions.id = handed.submission_id
        WHERE handed.file_id = files.id AND submissions.task_id = $1 AND submissions.student_id = $2))";
/// One student's work for one task.
const LOCK: &str = "pg_advisory_xact_lock(hashtextextended('work ' || $1 || ' ' || $2, 0)) IS NOT NULL";

impl Drafts for PgStore<'_> {
    fn lock_work(&mut self, task: TaskId, student: UserId) -> Result<(), StoreError> {
        let lock = with_ids::<Bool>(LOCK, [task.uuid(), student.uuid()]);
        self.ask(|connection| select(lock).get_result::<bool>(connection))?;
        Ok(())
    }

    fn draft(&mut self, task: TaskId, student: UserId) -> Result<Draft, StoreError> {
        let row: Option<(String, i32, DateTime<Utc>)> = self.ask(|connection| {
            submission_drafts::table
                .find((task.uuid(), student.uuid()))
                .select((submission_drafts::text, submission_drafts::version, submission_drafts::updated_at))
                .first(connection)
                .optional()
        })?;
        let Some((text, version, updated_at)) = row else { return Ok(Draft::empty()) };
        let version = Row { table: "submission_drafts", id: student.uuid() }.version(version)?;
        Ok(Draft { text, version, updated_at: Some(updated_at) })
    }

    fn draft_files(&mut self, task: TaskId, student: UserId) -> Result<Vec<FileView>, StoreError> {
        let read = with_ids::<Jsonb>(FILES, [task.uuid(), student.uuid()]);
        into_files(self.ask(|connection| select(read).get_result::<Value>(connection))?)
    }

    fn save_draft(&mut self, task: TaskId, student: UserId, saved: &DraftSaved) -> Result<(), StoreError> {
        let Draft { text, version, updated_at } = saved.draft();
        let written = (
            submission_drafts::text.eq(text),
            submission_drafts::version.eq(stored_version(*version)),
            submission_drafts::updated_at.eq(updated_at.unwrap_or_default()),
        );
        self.ask(|connection| {
            diesel::insert_into(submission_drafts::table)
                .values((
                    submission_drafts::task_id.eq(task.uuid()),
                    submission_drafts::student_id.eq(student.uuid()),
                    written,
                ))
                .on_conflict((submission_drafts::task_id, submission_drafts::student_id))
                .do_update()
                .set(written)
                .execute(connection)
        })?;
        Ok(())
    }

    fn empty_draft(&mut self, task: TaskId, student: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let files: Vec<Uuid> = self.ask(|connection| {
            diesel::delete(submission_draft_files::table)
                .filter(submission_draft_files::task_id.eq(task.uuid()))
                .filter(submission_draft_files::student_id.eq(student.uuid()))
                .returning(submission_draft_files::file_id)
                .get_results(connection)
        })?;
        self.give_up(&files)?;
        self.ask(|connection| {
            diesel::update(submission_drafts::table.find((task.uuid(), student.uuid())))
                .set((
                    submission_drafts::text.eq(""),
                    submission_drafts::version.eq(submission_drafts::version + 1),
                    submission_drafts::updated_at.eq(now),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn add_draft_file(&mut self, task: TaskId, student: UserId, file: FileId) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(submission_draft_files::table)
                .values((
                    submission_draft_files::task_id.eq(task.uuid()),
                    submission_draft_files::student_id.eq(student.uuid()),
                    submission_draft_files::file_id.eq(file.uuid()),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn remove_draft_file(&mut self, task: TaskId, student: UserId, file: FileId) -> Result<bool, StoreError> {
        let key = (task.uuid(), student.uuid(), file.uuid());
        let removed = self
            .ask(|connection| diesel::delete(submission_draft_files::table.find(key)).execute(connection))?;
        self.give_up(&[file.uuid()])?;
        Ok(removed > 0)
    }

    fn own_files(
        &mut self,
        task: TaskId,
        student: UserId,
        named: &[FileId],
    ) -> Result<Vec<FileId>, StoreError> {
        let named: Vec<_> = named.iter().map(|file| file.uuid()).collect();
        let own: Vec<Uuid> = self.ask(|connection| {
            files::table
                .filter(files::id.eq_any(named))
                .filter(files::status.eq("clean"))
                .filter(with_ids::<Bool>(OWN, [task.uuid(), student.uuid()]))
                .select(files::id)
                .load(connection)
        })?;
        Ok(own.into_iter().map(Into::into).collect())
    }
}

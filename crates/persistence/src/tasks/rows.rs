//! Rows of tasks and hand-ins, made into what the rules know.

use application::{
    StoreError,
    tasks::{Latest, Mine, SubmissionView, TaskProgress, TaskView},
};
use chrono::{DateTime, Utc};
use diesel::Queryable;
use domain::tasks::{
    Closing, Grade, Points, Score, Submission, SubmissionState, Task, TaskFacts, TaskState, TaskStatus,
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{files::into_files, rows::Row};

#[derive(Queryable)]
pub struct TaskRow {
    id: Uuid,
    section_id: Uuid,
    subject_id: Uuid,
    author_id: Uuid,
    title: String,
    instructions: Option<String>,
    points: i32,
    due_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    status: String,
    published_at: Option<DateTime<Utc>>,
    version: i32,
}

/// A task with the names around it, its files, how far a student is, and how far the section is.
#[derive(Queryable)]
pub struct TaskViewRow {
    task: TaskRow,
    section_name: String,
    subject_title: String,
    author_name: String,
    attachments: Value,
    mine: Option<Value>,
    progress: Option<Value>,
}

#[derive(Queryable)]
pub struct SubmissionRow {
    id: Uuid,
    task_id: Uuid,
    student_id: Uuid,
    number: i32,
    text: Option<String>,
    submitted_at: DateTime<Utc>,
    late: bool,
    receipt_number: i64,
    is_latest: bool,
    score_hundredths: Option<i32>,
    comment: Option<String>,
    graded_by: Option<Uuid>,
    graded_at: Option<DateTime<Utc>>,
    returned_at: Option<DateTime<Utc>>,
    version: i32,
}

/// What a hand-in needs to know of its task.
#[derive(Queryable)]
pub struct OfTaskRow {
    section_id: Uuid,
    subject_id: Uuid,
    points: i32,
    title: String,
}

/// A hand-in with its task, the names around it and its files.
#[derive(Queryable)]
pub struct SubmissionViewRow {
    submission: SubmissionRow,
    task: OfTaskRow,
    student_name: String,
    graded_by_name: Option<String>,
    files: Value,
}

pub fn into_task(row: &TaskRow) -> Result<Task, StoreError> {
    let at = Row { table: "tasks", id: row.id };
    let status = TaskStatus::ALL.into_iter().find(|status| status.code() == row.status);
    let state = match (status, row.published_at) {
        (Some(TaskStatus::Draft), None) => Some(TaskState::Draft),
        (Some(TaskStatus::Published), Some(published_at)) => Some(TaskState::Published { published_at }),
        _ => None,
    };
    Ok(Task {
        id: row.id.into(),
        section: row.section_id.into(),
        subject: row.subject_id.into(),
        author: row.author_id.into(),
        facts: TaskFacts {
            title: at.text(&row.title)?,
            instructions: row.instructions.as_deref().map(|typed| at.lines(typed)).transpose()?,
            points: points(&at, row.points)?,
            closing: at.legal(Closing::try_new(row.due_at, row.closes_at))?,
        },
        state: at.legal(state.ok_or("its status lacks what belongs to it"))?,
        version: at.version(row.version)?,
    })
}

fn points(at: &Row<Uuid>, stored: i32) -> Result<Points, StoreError> {
    at.legal(Points::try_new(at.number(stored)?))
}

#[derive(Deserialize)]
struct MineRow {
    submission: Option<Uuid>,
    submitted_at: Option<DateTime<Utc>>,
    late: Option<bool>,
    returned: Option<u32>,
}

pub fn into_task_view(row: TaskViewRow) -> Result<TaskView, StoreError> {
    let TaskViewRow { task, section_name, subject_title, author_name, attachments, mine, progress } = row;
    let at = Row { table: "tasks", id: task.id };
    let mine: Option<MineRow> = at.legal(mine.map(serde_json::from_value).transpose())?;
    let progress: Option<TaskProgress> = at.legal(progress.map(serde_json::from_value).transpose())?;
    Ok(TaskView {
        task: into_task(&task)?,
        section_name,
        subject_title,
        author_name,
        attachments: into_files(attachments)?,
        mine: mine.map(|mine| into_mine(&mine)),
        progress,
    })
}

fn into_mine(row: &MineRow) -> Mine {
    let latest = row.submission.zip(row.submitted_at).zip(row.late);
    let latest = latest.map(|((submission, submitted_at), late)| Latest {
        submission: submission.into(),
        submitted_at,
        late,
        returned: row.returned.map(Score::from_hundredths),
    });
    Mine { latest }
}

pub fn into_submission_view(row: SubmissionViewRow) -> Result<SubmissionView, StoreError> {
    let SubmissionViewRow { submission: row, task, student_name, graded_by_name, files } = row;
    let at = Row { table: "submissions", id: row.id };
    let state = state_of(&at, &row)?;
    let submission = Submission {
        id: row.id.into(),
        task: row.task_id.into(),
        section: task.section_id.into(),
        subject: task.subject_id.into(),
        student: row.student_id.into(),
        number: at.number(row.number)?,
        text: row.text.as_deref().map(|typed| at.lines(typed)).transpose()?,
        submitted_at: row.submitted_at,
        late: row.late,
        points: points(&at, task.points)?,
        state,
        version: at.version(row.version)?,
    };
    Ok(SubmissionView {
        submission,
        task_title: task.title,
        student_name,
        files: into_files(files)?,
        graded_by_name,
        receipt_number: row.receipt_number,
        is_latest: row.is_latest,
    })
}

fn state_of(at: &Row<Uuid>, row: &SubmissionRow) -> Result<SubmissionState, StoreError> {
    let Some(((hundredths, by), graded_at)) = row.score_hundredths.zip(row.graded_by).zip(row.graded_at)
    else {
        return Ok(SubmissionState::HandedIn);
    };
    let grade = Grade {
        score: Score::from_hundredths(at.number(hundredths)?),
        comment: row.comment.as_deref().map(|typed| at.lines(typed)).transpose()?,
        graded_by: by.into(),
        graded_at,
    };
    Ok(match row.returned_at {
        None => SubmissionState::Graded(grade),
        Some(returned_at) => SubmissionState::Returned { grade, returned_at },
    })
}

use application::tasks::{SetTask, TaskChanged};
use chrono::{DateTime, Utc};
use domain::{
    notices::Title,
    tasks::{Closing, ClosingRefused, Points, TaskFacts, TaskStatus},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::TaskStatusBody;
use crate::{
    problem::Problem,
    shape::{Patch, between, parsed, parsed_if, parsed_lines, parses, parses_lines},
};

/// A task to be set. The caller teaches the subject in the section.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTask)]
#[garde(allow_unvalidated)]
pub struct NewTaskBody {
    section_id: Uuid,
    subject_id: Uuid,
    #[garde(custom(parses::<_, Title>))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Markdown.
    #[garde(inner(custom(parses_lines::<20_000>)))]
    #[schema(min_length = 1, max_length = 20000)]
    instructions: Option<String>,
    #[garde(custom(between::<1, 1000, _>))]
    #[schema(minimum = 1, maximum = 1000)]
    points: u32,
    /// What comes later is late.
    due_at: DateTime<Utc>,
    /// Until when something is accepted; until it is due when not given.
    closes_at: Option<DateTime<Utc>>,
    /// A draft when not given, which only those see who teach the section.
    status: Option<TaskStatusBody>,
}

/// What somebody writes as the instructions of a task.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskInstructions)]
pub struct InstructionsBody {
    /// Markdown.
    #[garde(length(chars, max = 20_000))]
    #[schema(max_length = 20000)]
    pub instructions: String,
}

/// What instructions look like.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskInstructionsPreview)]
pub struct InstructionsPreviewBody {
    /// HTML that is safe to show.
    pub instructions_html: String,
}

impl NewTaskBody {
    pub fn command(self) -> Result<SetTask, Problem> {
        let facts = TaskFacts {
            title: parsed("title", &self.title)?,
            instructions: self
                .instructions
                .map(|instructions| parsed_lines("instructions", &instructions))
                .transpose()?,
            points: points_of(self.points)?,
            closing: Closing::try_new(self.due_at, self.closes_at.unwrap_or(self.due_at))?,
        };
        let publish = matches!(self.status, Some(TaskStatusBody::Published));
        Ok(SetTask { section: self.section_id.into(), subject: self.subject_id.into(), facts, publish })
    }
}

fn points_of(points: u32) -> Result<Points, Problem> {
    Points::try_new(points).map_err(|refused| Problem::field("points", "invalid", refused.to_string()))
}

/// What changes about a task. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskChange)]
#[garde(allow_unvalidated)]
pub struct TaskChangeBody {
    #[garde(inner(custom(parses::<_, Title>)))]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// Markdown; null for none.
    #[serde(default)]
    #[garde(inner(custom(parses_lines::<20_000>)))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20000)]
    instructions: Patch<String>,
    #[garde(inner(custom(between::<1, 1000, _>)))]
    #[schema(minimum = 1, maximum = 1000)]
    points: Option<u32>,
    /// Of a task that closes when it is due, it moves the closing too.
    due_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
    status: Option<TaskStatusBody>,
}

impl TaskChangeBody {
    /// Makes the new facts of those that there are.
    pub fn change(self) -> Result<impl Fn(TaskFacts, TaskStatus) -> TaskChanged + Send + 'static, Problem> {
        let title = parsed_if::<Title>("title", self.title.as_deref())?;
        let instructions = self.instructions.try_map(|typed| parsed_lines("instructions", &typed))?;
        let points = self.points.map(points_of).transpose()?;
        let (due_at, closes_at, status) = (self.due_at, self.closes_at, self.status.map(TaskStatus::from));
        Ok(move |before: TaskFacts, before_status| {
            let facts = TaskFacts {
                title: title.clone().unwrap_or(before.title),
                instructions: instructions.clone().over(before.instructions),
                points: points.unwrap_or(before.points),
                closing: moved(before.closing, due_at, closes_at)?,
            };
            Ok((facts, status.unwrap_or(before_status)))
        })
    }
}

fn moved(
    before: Closing,
    due_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
) -> Result<Closing, ClosingRefused> {
    let closes_when_due = before.closes_at() == before.due_at();
    let due_at = due_at.unwrap_or_else(|| before.due_at());
    let unchanged = if closes_when_due { due_at } else { before.closes_at() };
    Closing::try_new(due_at, closes_at.unwrap_or(unchanged))
}

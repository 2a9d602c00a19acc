use application::{
    Direction, Sort,
    tasks::{Latest, Mine, ShownTask, TaskFilter, TaskProgress, TaskSort},
};
use chrono::{DateTime, Utc};
use domain::tasks::{Points, TaskStatus};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    files::FileBody,
    problem::Problem,
    shape::{CsvRow, markdown, sort_of, words},
};

/// A task of a section in a subject.
#[derive(Serialize, ToSchema)]
#[schema(as = Task)]
pub struct TaskBody {
    pub id: Uuid,
    pub section_id: Uuid,
    pub section_name: String,
    pub subject_id: Uuid,
    pub subject_title: String,
    pub title: String,
    /// As it was written, in Markdown.
    #[schema(required)]
    pub instructions: Option<String>,
    /// The same as HTML that is safe to show; empty when there is none.
    pub instructions_html: String,
    /// The most that it gives.
    pub points: u32,
    /// What comes later is late.
    pub due_at: DateTime<Utc>,
    /// What comes later is not accepted.
    pub closes_at: DateTime<Utc>,
    pub status: TaskStatusBody,
    #[schema(required)]
    pub published_at: Option<DateTime<Utc>>,
    pub author_id: Uuid,
    pub author_name: String,
    /// What comes with it.
    pub attachments: Vec<FileBody>,
    /// Whether the caller may change it.
    pub manageable: bool,
    /// Whether nothing is accepted any more.
    pub is_closed: bool,
    /// How far the student is with it who asks, or whom `student_id` names.
    #[schema(required)]
    pub mine: Option<MineBody>,
    /// How far the section is with it; for those who teach there or lead the school.
    #[schema(required)]
    pub progress: Option<ProgressBody>,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// Whether the section sees a task.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TaskStatus)]
pub enum TaskStatusBody {
    Draft,
    Published,
}

/// How far a student is with a task, by the latest hand-in.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskOfStudent)]
pub struct MineBody {
    pub status: MineStatusBody,
    pub late: bool,
    #[schema(required)]
    pub submission_id: Option<Uuid>,
    #[schema(required)]
    pub submitted_at: Option<DateTime<Utc>>,
    /// Null until it is returned.
    #[schema(required)]
    pub score: Option<f64>,
    /// The most that the task gives.
    pub points: u32,
}

/// How far a student is with a task.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TaskOfStudentStatus)]
pub enum MineStatusBody {
    NotHandedIn,
    HandedIn,
    Returned,
}

/// How far a section is with a task. Each student counts once, by the latest hand-in.
#[derive(Serialize, ToSchema)]
#[schema(as = TaskProgress)]
pub struct ProgressBody {
    /// Students who are placed in the section, or have handed in.
    pub expected: u32,
    pub handed_in: u32,
    pub late: u32,
    /// With a score, returned or not.
    pub graded: u32,
    pub returned: u32,
}

/// Which tasks are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TasksQuery {
    /// Words that must occur in the title.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only tasks of this section.
    section_id: Option<Uuid>,
    /// Only tasks in this subject.
    subject_id: Option<Uuid>,
    /// `draft` or `published`.
    #[param(pattern = "^(draft|published)$")]
    status: Option<String>,
    /// Only tasks that are due at this moment or later.
    due_from: Option<DateTime<Utc>>,
    /// Only tasks that are due before this moment.
    due_to: Option<DateTime<Utc>>,
    /// Only tasks that concern this student, a child of the caller for instance; `mine` is then about this student.
    student_id: Option<Uuid>,
    /// Only tasks for which something waits for the caller's score, or only others.
    to_grade: Option<bool>,
    /// Only tasks that still accept something, or only others.
    open: Option<bool>,
    /// `due_at` or `title`, from most to least important; `-` before a field turns its order round.
    #[param(pattern = "^-?(due_at|title)(,-?(due_at|title))*$")]
    sort: Option<String>,
}

/// About whom a task is to tell.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskQuery {
    /// A child of the caller for instance: `mine` is then about this student.
    pub student_id: Option<Uuid>,
}

impl TasksQuery {
    pub fn filter(&self) -> Result<TaskFilter, Problem> {
        let status = |code: &str| {
            let found = TaskStatus::ALL.into_iter().find(|status| status.code() == code);
            found.ok_or_else(|| Problem::field("status", "unknown", "must be draft or published"))
        };
        Ok(TaskFilter {
            query: words(self.q.as_deref())?,
            section: self.section_id.map(Into::into),
            subject: self.subject_id.map(Into::into),
            status: self.status.as_deref().map(status).transpose()?,
            due_from: self.due_from,
            due_to: self.due_to,
            student: self.student_id.map(Into::into),
            to_grade: self.to_grade,
            open: self.open,
        })
    }

    pub fn sort(&self) -> Result<Sort<TaskSort>, Problem> {
        let field = |name: &str| match name {
            "due_at" => Some(TaskSort::DueAt),
            "title" => Some(TaskSort::Title),
            _ => None,
        };
        sort_of(self.sort.as_deref(), field, &[(TaskSort::DueAt, Direction::Ascending)])
    }
}

impl TaskStatusBody {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => TaskStatus::Draft.code(),
            Self::Published => TaskStatus::Published.code(),
        }
    }
}

impl From<TaskStatus> for TaskStatusBody {
    fn from(status: TaskStatus) -> Self {
        match status {
            TaskStatus::Draft => Self::Draft,
            TaskStatus::Published => Self::Published,
        }
    }
}

impl From<TaskStatusBody> for TaskStatus {
    fn from(status: TaskStatusBody) -> Self {
        match status {
            TaskStatusBody::Draft => Self::Draft,
            TaskStatusBody::Published => Self::Published,
        }
    }
}

impl MineBody {
    fn of(mine: Mine, points: Points) -> Self {
        let points = points.number();
        let Some(Latest { submission, submitted_at, late, returned }) = mine.latest else {
            let status = MineStatusBody::NotHandedIn;
            return Self {
                status,
                late: false,
                submission_id: None,
                submitted_at: None,
                score: None,
                points,
            };
        };
        Self {
            status: if returned.is_some() { MineStatusBody::Returned } else { MineStatusBody::HandedIn },
            late,
            submission_id: Some(submission.uuid()),
            submitted_at: Some(submitted_at),
            score: returned.map(domain::tasks::Score::value),
            points,
        }
    }
}

impl From<TaskProgress> for ProgressBody {
    fn from(TaskProgress { expected, handed_in, late, graded, returned }: TaskProgress) -> Self {
        Self { expected, handed_in, late, graded, returned }
    }
}

impl From<ShownTask> for TaskBody {
    fn from(ShownTask { view, is_closed, manageable }: ShownTask) -> Self {
        let (task, facts) = (&view.task, &view.task.facts);
        Self {
            id: task.id.uuid(),
            section_id: task.section.uuid(),
            section_name: view.section_name,
            subject_id: task.subject.uuid(),
            subject_title: view.subject_title,
            title: facts.title.to_string(),
            instructions: facts.instructions.as_ref().map(ToString::to_string),
            instructions_html: facts
                .instructions
                .as_ref()
                .map_or_else(String::new, |typed| markdown(typed.as_str())),
            points: facts.points.number(),
            due_at: facts.closing.due_at(),
            closes_at: facts.closing.closes_at(),
            status: task.state.status().into(),
            published_at: task.state.published_at(),
            author_id: task.author.uuid(),
            author_name: view.author_name,
            attachments: view.attachments.into_iter().map(Into::into).collect(),
            manageable,
            is_closed,
            mine: view.mine.map(|mine| MineBody::of(mine, facts.points)),
            progress: view.progress.map(Into::into),
            version: task.version.number(),
        }
    }
}

impl CsvRow for TaskBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "title",
        "section_name",
        "subject_title",
        "status",
        "points",
        "due_at",
        "closes_at",
        "author_name",
        "expected",
        "handed_in",
        "late",
        "graded",
        "returned",
        "score",
    ];

    fn cells(&self) -> Vec<String> {
        let counted = |count: fn(&ProgressBody) -> u32| {
            self.progress.as_ref().map(|progress| count(progress).to_string()).unwrap_or_default()
        };
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.section_name.clone(),
            self.subject_title.clone(),
            self.status.code().to_owned(),
            self.points.to_string(),
            self.due_at.to_rfc3339(),
            self.closes_at.to_rfc3339(),
            self.author_name.clone(),
            counted(|progress| progress.expected),
            counted(|progress| progress.handed_in),
            counted(|progress| progress.late),
            counted(|progress| progress.graded),
            counted(|progress| progress.returned),
            self.mine.as_ref().and_then(|mine| mine.score).map(|score| score.to_string()).unwrap_or_default(),
        ]
    }
}

use application::{
    Direction, Sort,
    modules::{ModuleChange, ModuleFilter, ModuleSort, ModuleView, Opening},
};
use chrono::{DateTime, Utc};
use domain::{
    modules::{Description, ModuleFacts},
    notices::Title,
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    files::FileBody,
    problem::Problem,
    shape::{CsvRow, Patch, parsed_if, parsed_lines, parses, parses_lines, sort_of, words},
};

/// Learning material of a section.
#[derive(Serialize, ToSchema)]
#[schema(as = Module)]
pub struct ModuleBody {
    pub id: Uuid,
    pub section_id: Uuid,
    pub section_name: String,
    pub title: String,
    #[schema(required)]
    pub description: Option<String>,
    /// Who added it.
    pub teacher_id: Uuid,
    pub teacher_name: String,
    pub file: FileBody,
    /// When the file came that it has now.
    pub uploaded_at: DateTime<Utc>,
    /// Where it stands in its section: the smaller, the earlier.
    pub position: i64,
    /// How many students and parents have opened it; null for everybody but its teacher.
    #[schema(required)]
    pub opened_count: Option<u32>,
    /// Whether the caller has opened it.
    pub opened: bool,
    /// Whether the caller may change it.
    pub manageable: bool,
    /// Goes into `If-Match`.
    pub version: u32,
}

impl From<ModuleView> for ModuleBody {
    fn from(view: ModuleView) -> Self {
        let module = view.module;
        Self {
            id: module.id.uuid(),
            section_id: module.section.uuid(),
            section_name: view.section_name,
            title: module.facts.title.to_string(),
            description: module.facts.description.map(|description| description.to_string()),
            teacher_id: module.teacher.uuid(),
            teacher_name: view.teacher_name,
            file: view.file.into(),
            uploaded_at: module.uploaded_at,
            position: module.position,
            opened_count: view.opened_count,
            opened: view.opened,
            manageable: view.manageable,
            version: module.version.number(),
        }
    }
}

impl CsvRow for ModuleBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "section_name",
        "title",
        "description",
        "teacher_name",
        "file_name",
        "file_size",
        "media_type",
        "sha256",
        "uploaded_at",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.section_name.clone(),
            self.title.clone(),
            self.description.clone().unwrap_or_default(),
            self.teacher_name.clone(),
            self.file.name.clone(),
            self.file.size.to_string(),
            self.file.media_type.clone(),
            self.file.sha256.clone(),
            self.uploaded_at.to_rfc3339(),
        ]
    }
}

/// Which modules are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ModulesQuery {
    /// Words that must occur in the title or the description.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only modules of this section.
    section_id: Option<Uuid>,
    /// `position`, `title` or `uploaded_at`, from most to least important; `-` before a field turns its order
    /// round.
    #[param(pattern = "^-?(position|title|uploaded_at)(,-?(position|title|uploaded_at))*$")]
    sort: Option<String>,
}

impl ModulesQuery {
    pub fn filter(&self) -> Result<ModuleFilter, Problem> {
        Ok(ModuleFilter { query: words(self.q.as_deref())?, section: self.section_id.map(Into::into) })
    }

    pub fn sort(&self) -> Result<Sort<ModuleSort>, Problem> {
        let field = |name: &str| match name {
            "position" => Some(ModuleSort::Position),
            "title" => Some(ModuleSort::Title),
            "uploaded_at" => Some(ModuleSort::UploadedAt),
            _ => None,
        };
        sort_of(self.sort.as_deref(), field, &[(ModuleSort::Position, Direction::Ascending)])
    }
}

/// What changes about a module.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ModuleChange)]
#[garde(allow_unvalidated)]
pub struct ModuleChangeBody {
    #[garde(inner(custom(parses::<_, Title>)))]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
    /// Null takes it away.
    #[serde(default)]
    #[garde(inner(custom(parses_lines::<2000>)))]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000)]
    description: Patch<String>,
    /// After which module of its section it is to stand; null puts it before all of them.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    after_id: Patch<Uuid>,
}

impl ModuleChangeBody {
    /// Makes the new facts of those that there are.
    pub fn change(self) -> Result<impl Fn(ModuleFacts) -> ModuleChange + Send + 'static, Problem> {
        let title = parsed_if::<Title>("title", self.title.as_deref())?;
        let description: Patch<Description> =
            self.description.try_map(|typed| parsed_lines("description", &typed))?;
        let after = match self.after_id {
            Patch::Keep => None,
            Patch::Set(after) => Some(after.map(Into::into)),
        };
        Ok(move |before: ModuleFacts| ModuleChange {
            facts: ModuleFacts {
                title: title.clone().unwrap_or(before.title),
                description: description.clone().over(before.description),
            },
            after,
        })
    }
}

/// Somebody who has opened a module.
#[derive(Serialize, ToSchema)]
#[schema(as = ModuleOpening)]
pub struct OpeningBody {
    person_id: Uuid,
    /// Given name first.
    name: String,
    /// When they first did.
    opened_at: DateTime<Utc>,
}

impl From<Opening> for OpeningBody {
    fn from(opening: Opening) -> Self {
        Self { person_id: opening.person.uuid(), name: opening.name, opened_at: opening.opened_at }
    }
}

impl CsvRow for OpeningBody {
    const COLUMNS: &'static [&'static str] = &["person_id", "name", "opened_at"];

    fn cells(&self) -> Vec<String> {
        vec![self.person_id.to_string(), self.name.clone(), self.opened_at.to_rfc3339()]
    }
}

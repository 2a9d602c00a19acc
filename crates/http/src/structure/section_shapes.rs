use application::{
    Direction, Sort,
    structure::{
        AssignmentFilter, AssignmentView, OpenSection, PlacementView, SectionFilter, SectionSort, SectionView,
    },
};
use chrono::NaiveDate;
use domain::{
    Text,
    identity::UserId,
    structure::{Capacity, SectionFacts},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{CsvRow, Patch, between, parsed, parsed_if, parses, sort_of, words},
};

/// A class of students of one grade level in one school year.
#[derive(Serialize, ToSchema)]
#[schema(as = Section)]
pub struct SectionBody {
    pub id: Uuid,
    pub name: String,
    /// The name of the level.
    pub grade_level: String,
    pub grade_level_id: Uuid,
    pub school_year_id: Uuid,
    /// The teacher who looks after the section as a whole.
    #[schema(required)]
    pub adviser_id: Option<Uuid>,
    #[schema(required)]
    pub adviser_name: Option<String>,
    /// Where it is taught.
    #[schema(required)]
    pub room: Option<String>,
    /// How many students it may hold.
    pub capacity: u16,
    /// How many students are placed in it.
    pub enrolled: u32,
    /// Goes into `If-Match`; placements do not change it.
    pub version: u32,
}

/// Which sections are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SectionsQuery {
    /// The year; the current one when not given.
    school_year_id: Option<Uuid>,
    /// Only sections of this level.
    grade_level_id: Option<Uuid>,
    /// Words that must occur in the name or in the room.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only sections with a free place.
    #[serde(default)]
    with_free_places: bool,
    /// Only sections in which the caller teaches, which they advise, in which they are placed or have a child.
    #[serde(default)]
    mine: bool,
    /// `grade_level`, `name`, `enrolled` or `free_places`, from most to least important; `-` before a field
    /// turns its order round.
    #[param(
        pattern = "^-?(grade_level|name|enrolled|free_places)(,-?(grade_level|name|enrolled|free_places))*$"
    )]
    sort: Option<String>,
}

/// A section to be opened.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSection)]
#[garde(allow_unvalidated)]
pub struct NewSectionBody {
    /// Unique within its year and level.
    #[garde(custom(parses::<_, Text<100>>))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    school_year_id: Uuid,
    grade_level_id: Uuid,
    /// An active teacher.
    adviser_id: Option<Uuid>,
    #[garde(inner(custom(parses::<_, Text<50>>)))]
    #[schema(min_length = 1, max_length = 50)]
    room: Option<String>,
    #[garde(custom(between::<1, 500, _>))]
    #[schema(minimum = 1, maximum = 500)]
    capacity: u32,
}

/// A change of a section. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SectionChange)]
#[garde(allow_unvalidated)]
pub struct SectionChangeBody {
    #[garde(inner(custom(parses::<_, Text<100>>)))]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// An active teacher; null for nobody.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    adviser_id: Patch<Uuid>,
    /// Null for none.
    #[garde(inner(custom(parses::<_, Text<50>>)))]
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 50)]
    room: Patch<String>,
    #[garde(inner(custom(between::<1, 500, _>)))]
    #[schema(minimum = 1, maximum = 500)]
    capacity: Option<u32>,
}

/// A line of a class list.
#[derive(Serialize, ToSchema)]
#[schema(as = PlacedStudent)]
pub struct PlacedStudentBody {
    pub student_id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub placed_on: NaiveDate,
}

/// A student to be placed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPlacement)]
#[garde(allow_unvalidated)]
pub struct NewPlacementBody {
    pub student_id: Uuid,
    /// Whether a student who is in another section of that year leaves it.
    #[serde(default, rename = "move")]
    pub move_existing: bool,
}

/// Which teaching assignments are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(clippy::struct_field_names, reason = "they are the names of the parameters")]
pub struct AssignmentsQuery {
    /// In sections of this year; of the current one when not given.
    school_year_id: Option<Uuid>,
    /// Only what this teacher teaches.
    teacher_id: Option<Uuid>,
    /// Only what is taught in this section.
    section_id: Option<Uuid>,
}

/// That a teacher teaches a subject in a section.
#[derive(Serialize, ToSchema)]
#[schema(as = TeachingAssignment)]
pub struct AssignmentBody {
    pub id: Uuid,
    pub teacher_id: Uuid,
    pub teacher_name: String,
    pub subject_id: Uuid,
    pub subject_code: String,
    pub subject_title: String,
    pub section_id: Uuid,
    pub section_name: String,
    /// The name of the section's level.
    pub grade_level: String,
}

/// A teacher to be assigned.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTeachingAssignment)]
#[garde(allow_unvalidated)]
pub struct NewAssignmentBody {
    /// An active teacher.
    pub teacher_id: Uuid,
    pub subject_id: Uuid,
}

impl SectionsQuery {
    /// The filter that the query asks for.
    pub fn filter(&self) -> Result<SectionFilter, Problem> {
        Ok(SectionFilter {
            school_year: self.school_year_id.map(Into::into),
            grade_level: self.grade_level_id.map(Into::into),
            query: words(self.q.as_deref())?,
            with_free_places: self.with_free_places,
            mine: self.mine,
        })
    }

    /// The order that the query asks for.
    pub fn sort(&self) -> Result<Sort<SectionSort>, Problem> {
        let known = |name: &str| match name {
            "grade_level" => Some(SectionSort::GradeLevel),
            "name" => Some(SectionSort::Name),
            "enrolled" => Some(SectionSort::Enrolled),
            "free_places" => Some(SectionSort::FreePlaces),
            _ => None,
        };
        sort_of(self.sort.as_deref(), known, &[(SectionSort::GradeLevel, Direction::Ascending)])
    }
}

impl AssignmentsQuery {
    /// The filter that the query asks for.
    pub fn filter(&self) -> AssignmentFilter {
        AssignmentFilter {
            school_year: self.school_year_id.map(Into::into),
            teacher: self.teacher_id.map(Into::into),
            section: self.section_id.map(Into::into),
        }
    }
}

impl NewSectionBody {
    /// What the body asks for.
    pub fn command(self) -> Result<OpenSection, Problem> {
        Ok(OpenSection {
            school_year: self.school_year_id.into(),
            grade_level: self.grade_level_id.into(),
            facts: SectionFacts {
                name: parsed("name", &self.name)?,
                adviser: self.adviser_id.map(Into::into),
                room: parsed_if("room", self.room.as_deref())?,
                capacity: capacity(self.capacity)?,
            },
        })
    }
}

impl SectionChangeBody {
    /// Makes the new facts of those that there are.
    pub fn change(self) -> Result<impl Fn(SectionFacts) -> SectionFacts + Send + 'static, Problem> {
        let name = parsed_if::<Text<100>>("name", self.name.as_deref())?;
        let room = self.room.try_map(|typed| parsed::<Text<50>>("room", &typed))?;
        let seats = self.capacity.map(capacity).transpose()?;
        let adviser = self.adviser_id.map(UserId::new);
        Ok(move |before: SectionFacts| SectionFacts {
            name: name.clone().unwrap_or(before.name),
            adviser: adviser.over(before.adviser),
            room: room.clone().over(before.room),
            capacity: seats.unwrap_or(before.capacity),
        })
    }
}

fn capacity(seats: u32) -> Result<Capacity, Problem> {
    Capacity::try_new(seats)
        .map_err(|refused| Problem::field("capacity", "out_of_range", refused.to_string()))
}

impl From<SectionView> for SectionBody {
    fn from(view: SectionView) -> Self {
        let section = view.section;
        Self {
            id: section.id.uuid(),
            name: section.facts.name.to_string(),
            grade_level: view.grade_level_name,
            grade_level_id: section.grade_level.uuid(),
            school_year_id: section.school_year.uuid(),
            adviser_id: section.facts.adviser.map(domain::Id::uuid),
            adviser_name: view.adviser_name,
            room: section.facts.room.map(|room| room.to_string()),
            capacity: section.facts.capacity.seats(),
            enrolled: section.enrolled,
            version: section.version.number(),
        }
    }
}

impl From<PlacementView> for PlacedStudentBody {
    fn from(view: PlacementView) -> Self {
        let PlacementView { placement, first_name, last_name, email } = view;
        let (student_id, placed_on) = (placement.student.uuid(), placement.placed_on);
        Self { student_id, first_name, last_name, email, placed_on }
    }
}

impl From<AssignmentView> for AssignmentBody {
    fn from(view: AssignmentView) -> Self {
        let assignment = view.assignment;
        Self {
            id: assignment.id.uuid(),
            teacher_id: assignment.teacher.uuid(),
            teacher_name: view.teacher_name,
            subject_id: assignment.subject.uuid(),
            subject_code: view.subject_code,
            subject_title: view.subject_title,
            section_id: assignment.section.uuid(),
            section_name: view.section_name,
            grade_level: view.grade_level_name,
        }
    }
}

impl CsvRow for SectionBody {
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "grade_level", "adviser_name", "room", "capacity", "enrolled"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.grade_level.clone(),
            self.adviser_name.clone().unwrap_or_default(),
            self.room.clone().unwrap_or_default(),
            self.capacity.to_string(),
            self.enrolled.to_string(),
        ]
    }
}

impl CsvRow for PlacedStudentBody {
    const COLUMNS: &'static [&'static str] = &["student_id", "first_name", "last_name", "email", "placed_on"];

    fn cells(&self) -> Vec<String> {
        let (first_name, last_name) = (self.first_name.clone(), self.last_name.clone());
        vec![
            self.student_id.to_string(),
            first_name,
            last_name,
            self.email.clone(),
            self.placed_on.to_string(),
        ]
    }
}

impl CsvRow for AssignmentBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "teacher_id",
        "teacher_name",
        "subject_id",
        "subject_code",
        "subject_title",
        "section_id",
        "section_name",
        "grade_level",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.teacher_id.to_string(),
            self.teacher_name.clone(),
            self.subject_id.to_string(),
            self.subject_code.clone(),
            self.subject_title.clone(),
            self.section_id.to_string(),
            self.section_name.clone(),
            self.grade_level.clone(),
        ]
    }
}

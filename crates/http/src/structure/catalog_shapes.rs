use application::structure::SchoolYearView;
use chrono::NaiveDate;
use domain::{
    Text, Version,
    structure::{
        GradeLevel, GradeLevelId, Period, PeriodRefused, SchoolYear, SchoolYearId, Subject, SubjectId, Term,
        TermId,
    },
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    problem::Problem,
    shape::{CsvRow, between, day, parsed, parsed_if, parses},
};

/// A school year.
#[derive(Serialize, ToSchema)]
#[schema(as = SchoolYear)]
pub struct SchoolYearBody {
    pub id: Uuid,
    pub name: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// Whether it is the one that is meant when nobody names a year: the last to have begun.
    pub current: bool,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// A part of a school year.
#[derive(Serialize, ToSchema)]
#[schema(as = Term)]
pub struct TermBody {
    pub id: Uuid,
    pub school_year_id: Uuid,
    pub name: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// A grade level.
#[derive(Serialize, ToSchema)]
#[schema(as = GradeLevel)]
pub struct GradeLevelBody {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    /// Its place among the others.
    pub position: u16,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// A subject.
#[derive(Serialize, ToSchema)]
#[schema(as = Subject)]
pub struct SubjectBody {
    pub id: Uuid,
    pub code: String,
    pub title: String,
    /// Goes into `If-Match`.
    pub version: u32,
}

/// A school year to be made. No two have a day in common.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSchoolYear)]
pub struct NewSchoolYearBody {
    #[garde(custom(parses::<_, Text<50>>))]
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    #[garde(custom(day))]
    starts_on: NaiveDate,
    #[garde(custom(day))]
    ends_on: NaiveDate,
}

/// A term to be made, inside its school year. No two of a year have a day in common.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTerm)]
pub struct NewTermBody {
    #[garde(skip)]
    school_year_id: Uuid,
    #[garde(custom(parses::<_, Text<50>>))]
    #[schema(min_length = 1, max_length = 50)]
    name: String,
    #[garde(custom(day))]
    starts_on: NaiveDate,
    #[garde(custom(day))]
    ends_on: NaiveDate,
}

/// A change of a school year or a term. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PeriodChange)]
pub struct PeriodChangeBody {
    #[garde(inner(custom(parses::<_, Text<50>>)))]
    #[schema(min_length = 1, max_length = 50)]
    name: Option<String>,
    #[garde(inner(custom(day)))]
    starts_on: Option<NaiveDate>,
    #[garde(inner(custom(day)))]
    ends_on: Option<NaiveDate>,
}

/// A grade level to be made.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGradeLevel)]
pub struct NewGradeLevelBody {
    #[garde(custom(parses::<_, Text<20>>))]
    #[schema(min_length = 1, max_length = 20)]
    code: String,
    #[garde(custom(parses::<_, Text<100>>))]
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Its place among the others, which nobody else has.
    #[garde(custom(between::<1, 32767, _>))]
    #[schema(minimum = 1, maximum = 32767)]
    position: u16,
}

/// A change of a grade level. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = GradeLevelChange)]
pub struct GradeLevelChangeBody {
    #[garde(inner(custom(parses::<_, Text<20>>)))]
    #[schema(min_length = 1, max_length = 20)]
    code: Option<String>,
    #[garde(inner(custom(parses::<_, Text<100>>)))]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    #[garde(inner(custom(between::<1, 32767, _>)))]
    #[schema(minimum = 1, maximum = 32767)]
    position: Option<u16>,
}

/// A subject to be made.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSubject)]
pub struct NewSubjectBody {
    #[garde(custom(parses::<_, Text<20>>))]
    #[schema(min_length = 1, max_length = 20)]
    code: String,
    #[garde(custom(parses::<_, Text<200>>))]
    #[schema(min_length = 1, max_length = 200)]
    title: String,
}

/// A change of a subject. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SubjectChange)]
pub struct SubjectChangeBody {
    #[garde(inner(custom(parses::<_, Text<20>>)))]
    #[schema(min_length = 1, max_length = 20)]
    code: Option<String>,
    #[garde(inner(custom(parses::<_, Text<200>>)))]
    #[schema(min_length = 1, max_length = 200)]
    title: Option<String>,
}

impl NewSchoolYearBody {
    /// The year, given what will identify it.
    pub fn make(self) -> Result<impl FnOnce(SchoolYearId) -> SchoolYear + Send + 'static, Problem> {
        let (name, period) = (parsed("name", &self.name)?, Period::try_new(self.starts_on, self.ends_on)?);
        Ok(move |id| SchoolYear { id, name, period, version: Version::FIRST })
    }
}

impl NewTermBody {
    /// The term, given what will identify it.
    pub fn make(self) -> Result<impl FnOnce(TermId) -> Term + Send + 'static, Problem> {
        let (name, period) = (parsed("name", &self.name)?, Period::try_new(self.starts_on, self.ends_on)?);
        let school_year = self.school_year_id.into();
        Ok(move |id| Term { id, school_year, name, period, version: Version::FIRST })
    }
}

impl PeriodChangeBody {
    /// The year with what the body changes about it.
    pub fn of_year(
        self,
    ) -> Result<impl Fn(SchoolYear) -> Result<SchoolYear, PeriodRefused> + Send + 'static, Problem> {
        let name = parsed_if("name", self.name.as_deref())?;
        Ok(move |before: SchoolYear| {
            let period = self.applied_to(before.period)?;
            Ok(SchoolYear { name: name.clone().unwrap_or(before.name), period, ..before })
        })
    }

    /// The term with what the body changes about it.
    pub fn of_term(self) -> Result<impl Fn(Term) -> Result<Term, PeriodRefused> + Send + 'static, Problem> {
        let name = parsed_if("name", self.name.as_deref())?;
        Ok(move |before: Term| {
            let period = self.applied_to(before.period)?;
            Ok(Term { name: name.clone().unwrap_or(before.name), period, ..before })
        })
    }

    fn applied_to(&self, before: Period) -> Result<Period, PeriodRefused> {
        let starts_on = self.starts_on.unwrap_or(before.starts_on());
        Period::try_new(starts_on, self.ends_on.unwrap_or(before.ends_on()))
    }
}

impl NewGradeLevelBody {
    /// The level, given what will identify it.
    pub fn make(self) -> Result<impl FnOnce(GradeLevelId) -> GradeLevel + Send + 'static, Problem> {
        let (code, name) = (parsed("code", &self.code)?, parsed("name", &self.name)?);
        Ok(move |id| GradeLevel { id, code, name, position: self.position, version: Version::FIRST })
    }
}

impl GradeLevelChangeBody {
    /// The level with what the body changes about it.
    pub fn change(
        self,
    ) -> Result<impl Fn(GradeLevel) -> Result<GradeLevel, PeriodRefused> + Send + 'static, Problem> {
        let code = parsed_if("code", self.code.as_deref())?;
        let name = parsed_if("name", self.name.as_deref())?;
        Ok(move |before: GradeLevel| {
            Ok(GradeLevel {
                code: code.clone().unwrap_or(before.code),
                name: name.clone().unwrap_or(before.name),
                position: self.position.unwrap_or(before.position),
                ..before
            })
        })
    }
}

impl NewSubjectBody {
    /// The subject, given what will identify it.
    pub fn make(self) -> Result<impl FnOnce(SubjectId) -> Subject + Send + 'static, Problem> {
        let (code, title) = (parsed("code", &self.code)?, parsed("title", &self.title)?);
        Ok(move |id| Subject { id, code, title, version: Version::FIRST })
    }
}

impl SubjectChangeBody {
    /// The subject with what the body changes about it.
    pub fn change(
        self,
    ) -> Result<impl Fn(Subject) -> Result<Subject, PeriodRefused> + Send + 'static, Problem> {
        let code = parsed_if("code", self.code.as_deref())?;
        let title = parsed_if("title", self.title.as_deref())?;
        Ok(move |before: Subject| {
            Ok(Subject {
                code: code.clone().unwrap_or(before.code),
                title: title.clone().unwrap_or(before.title),
                ..before
            })
        })
    }
}

impl From<SchoolYearView> for SchoolYearBody {
    fn from(SchoolYearView { year, current }: SchoolYearView) -> Self {
        Self {
            id: year.id.uuid(),
            name: year.name.to_string(),
            starts_on: year.period.starts_on(),
            ends_on: year.period.ends_on(),
            current,
            version: year.version.number(),
        }
    }
}

impl From<Term> for TermBody {
    fn from(term: Term) -> Self {
        Self {
            id: term.id.uuid(),
            school_year_id: term.school_year.uuid(),
            name: term.name.to_string(),
            starts_on: term.period.starts_on(),
            ends_on: term.period.ends_on(),
            version: term.version.number(),
        }
    }
}

impl From<GradeLevel> for GradeLevelBody {
    fn from(level: GradeLevel) -> Self {
        Self {
            id: level.id.uuid(),
            code: level.code.to_string(),
            name: level.name.to_string(),
            position: level.position,
            version: level.version.number(),
        }
    }
}

impl From<Subject> for SubjectBody {
    fn from(subject: Subject) -> Self {
        Self {
            id: subject.id.uuid(),
            code: subject.code.to_string(),
            title: subject.title.to_string(),
            version: subject.version.number(),
        }
    }
}

impl CsvRow for SchoolYearBody {
    const COLUMNS: &'static [&'static str] = &["id", "name", "starts_on", "ends_on", "current"];

    fn cells(&self) -> Vec<String> {
        let (starts_on, ends_on) = (self.starts_on.to_string(), self.ends_on.to_string());
        vec![self.id.to_string(), self.name.clone(), starts_on, ends_on, self.current.to_string()]
    }
}

impl CsvRow for TermBody {
    const COLUMNS: &'static [&'static str] = &["id", "school_year_id", "name", "starts_on", "ends_on"];

    fn cells(&self) -> Vec<String> {
        let (starts_on, ends_on) = (self.starts_on.to_string(), self.ends_on.to_string());
        vec![self.id.to_string(), self.school_year_id.to_string(), self.name.clone(), starts_on, ends_on]
    }
}

impl CsvRow for GradeLevelBody {
    const COLUMNS: &'static [&'static str] = &["id", "code", "name", "position"];

    fn cells(&self) -> Vec<String> {
        vec![self.id.to_string(), self.code.clone(), self.name.clone(), self.position.to_string()]
    }
}

impl CsvRow for SubjectBody {
    const COLUMNS: &'static [&'static str] = &["id", "code", "title"];

    fn cells(&self) -> Vec<String> {
        vec![self.id.to_string(), self.code.clone(), self.title.clone()]
    }
}

use application::{
    App,
    structure::{AssignTeacher, OpenSection, PlaceStudent},
};
use domain::{
    Version,
    structure::{
        Assignment, Capacity, GradeLevel, Period, Placement, SchoolYear, Section, SectionFacts, Subject, Term,
    },
};

use super::{Person, School, builder, day};
use crate::Sure;

/// A year from June to March.
#[track_caller]
pub(super) fn add_year(app: &App, name: &str, begins_in: i32) -> SchoolYear {
    let period = Period::try_new(day(begins_in, 6, 1), day(begins_in + 1, 3, 31)).sure();
    let make = |id| SchoolYear { id, name: name.parse().sure(), period, version: Version::FIRST };
    app.structure().add_to_catalog(&builder(), make).sure().year
}

#[track_caller]
pub(super) fn add_grade(app: &App, position: u16) -> GradeLevel {
    let (code, name) = (format!("G{position}").parse().sure(), format!("Grade {position}").parse().sure());
    let make = |id| GradeLevel { id, code, name, position, version: Version::FIRST };
    app.structure().add_to_catalog(&builder(), make).sure()
}

impl School {
    /// One more year, long past: the school stays in its own.
    #[track_caller]
    pub fn past_year(&self) -> SchoolYear {
        let begins_in = 2020 - i32::try_from(self.number()).sure();
        add_year(&self.app, &format!("{begins_in}–{}", begins_in + 1), begins_in)
    }

    /// One more grade level.
    #[track_caller]
    pub fn another_grade(&self) -> GradeLevel {
        add_grade(&self.app, u16::try_from(100 + self.number()).sure())
    }

    /// A term that is the whole of this year.
    #[track_caller]
    pub fn term(&self, year: &SchoolYear) -> Term {
        let name = format!("Term {}", self.number()).parse().sure();
        let make = |id| Term { id, school_year: year.id, name, period: year.period, version: Version::FIRST };
        self.app.structure().add_to_catalog(&builder(), make).sure()
    }

    /// A subject.
    #[track_caller]
    pub fn subject(&self) -> Subject {
        let number = self.number();
        let (code, title) = (format!("S{number}").parse().sure(), format!("Subject {number}").parse().sure());
        let make = |id| Subject { id, code, title, version: Version::FIRST };
        self.app.structure().add_to_catalog(&builder(), make).sure()
    }

    /// A section of the year and the grade level with so many places.
    #[track_caller]
    pub fn section(&self, places: u32) -> Section {
        self.section_of(&self.grade, places, None)
    }

    /// A section of this grade level, with an adviser or none.
    #[track_caller]
    pub fn section_of(&self, grade: &GradeLevel, places: u32, adviser: Option<&Person>) -> Section {
        let facts = SectionFacts {
            name: format!("Section {}", self.number()).parse().sure(),
            adviser: adviser.map(|adviser| adviser.id),
            room: None,
            capacity: Capacity::try_new(places).sure(),
        };
        let command = OpenSection { school_year: self.year.id, grade_level: grade.id, facts };
        self.app.structure().open_section(&builder(), &command).sure().section
    }

    /// Places a student in a section.
    #[track_caller]
    pub fn place(&self, student: &Person, section: &Section) -> Placement {
        let command = PlaceStudent { section: section.id, student: student.id, move_existing: false };
        self.app.structure().place(&builder(), &command).sure().placement
    }

    /// Has a teacher teach a new subject in a section.
    #[track_caller]
    pub fn assign(&self, teacher: &Person, section: &Section) -> Assignment {
        let subject = self.subject().id;
        let command = AssignTeacher { section: section.id, teacher: teacher.id, subject };
        self.app.structure().assign(&builder(), &command).sure().assignment
    }
}

use domain::{
    Version,
    identity::UserId,
    structure::{
        Capacity, GradeLevel, GradeLevelId, SchoolYear, SchoolYearId, Section, SectionFacts, SectionId,
        Subject, SubjectId, Term,
    },
};

use super::{Lesson, draft::Draft};
use crate::demo::{
    DemoError, Legal,
    calendar::{Calendar, Year},
    data::{
        rooms::{
            CAPACITY, FIRST_LEVEL, LEVELS, ROOMS, ROOMS_LAST_YEAR, Room, UNTAUGHT, WITHOUT_ADVISER,
            WITHOUT_TEACHER,
        },
        staff::{PREDECESSOR, SUCCESSOR, TEACHERS},
        subjects::{Department, taught_at},
    },
};

/// What is taught at each level.
type Curriculum = Vec<Vec<(SubjectId, String, Department)>>;

/// The levels and the years in which students are placed.
pub struct Structure {
    pub levels: Vec<GradeLevelId>,
    pub last: OpenYear,
    pub current: OpenYear,
}

/// A year and its sections, in the order of the rooms.
pub struct OpenYear {
    pub id: SchoolYearId,
    pub rooms: Vec<SectionId>,
}

impl Draft {
    /// Years, levels, subjects, sections, and who teaches there.
    pub fn build_structure(&mut self) -> Result<Structure, DemoError> {
        let Calendar { last, current, coming, .. } = self.calendar.clone();
        let (levels, curriculum) = self.list_subjects()?;
        let mut years = Vec::new();
        for year in [&last, &current, &coming] {
            years.push(self.open_year(year)?);
        }
        let last = self.open_sections(years[0], &levels, &curriculum, false)?;
        let current = self.open_sections(years[1], &levels, &curriculum, true)?;
        Ok(Structure { levels, last, current })
    }

    fn open_sections(
        &mut self,
        id: SchoolYearId,
        levels: &[GradeLevelId],
        curriculum: &Curriculum,
        is_current: bool,
    ) -> Result<OpenYear, DemoError> {
        let many = if is_current { ROOMS.len() } else { ROOMS_LAST_YEAR };
        let mut rooms = Vec::new();
        for (number, room) in ROOMS.iter().enumerate().take(many) {
            let adviser = self.adviser(number, is_current)?;
            let adviser = Some(adviser).filter(|_| number != WITHOUT_ADVISER);
            let section = self.open_section(id, levels[room.level], room, adviser)?;
            self.assign(section, number, &curriculum[room.level], is_current)?;
            rooms.push(section);
        }
        Ok(OpenYear { id, rooms })
    }

    fn open_year(&mut self, year: &Year) -> Result<SchoolYearId, DemoError> {
        let id = self.ids.next();
        let name = year.name.parse().legal()?;
        self.plan.years.push(SchoolYear { id, name, period: year.period, version: Version::FIRST });
        for &(name, period) in &year.quarters {
            self.plan.terms.push(Term {
                id: self.ids.next(),
                school_year: id,
                name: name.parse().legal()?,
                period,
                version: Version::FIRST,
            });
        }
        Ok(id)
    }

    /// The grade levels and what is taught at each.
    fn list_subjects(&mut self) -> Result<(Vec<GradeLevelId>, Curriculum), DemoError> {
        let (mut levels, mut curriculum) = (Vec::new(), Vec::new());
        for level in 0..LEVELS {
            let (id, grade) = (self.ids.next(), FIRST_LEVEL + level);
            levels.push(id);
            self.plan.levels.push(GradeLevel {
                id,
                code: format!("G{grade}").parse().legal()?,
                name: format!("Grade {grade}").parse().legal()?,
                position: u16::try_from(level + 1).legal()?,
                version: Version::FIRST,
            });
            let mut taught = Vec::new();
            for &(code, title, department) in taught_at(level) {
                let (id, code) = (self.ids.next(), format!("{code}{grade}"));
                self.plan.subjects.push(Subject {
                    id,
                    code: code.parse().legal()?,
                    title: format!("{title} {grade}").parse().legal()?,
                    version: Version::FIRST,
                });
                taught.push((id, code, department));
            }
            curriculum.push(taught);
        }
        Ok((levels, curriculum))
    }

    fn open_section(
        &mut self,
        school_year: SchoolYearId,
        grade_level: GradeLevelId,
        room: &Room,
        adviser: Option<UserId>,
    ) -> Result<SectionId, DemoError> {
        let id = self.ids.next();
        let facts = SectionFacts {
            name: room.name.parse().legal()?,
            adviser,
            room: room.door.map(str::parse).transpose().legal()?,
            capacity: Capacity::try_new(CAPACITY.into()).legal()?,
        };
        let version = Version::FIRST;
        self.plan.sections.push(Section { id, school_year, grade_level, facts, enrolled: 0, version });
        Ok(id)
    }

    fn assign(
        &mut self,
        section: SectionId,
        number: usize,
        taught: &[(SubjectId, String, Department)],
        is_current: bool,
    ) -> Result<(), DemoError> {
        for (subject, code, department) in taught {
            if is_current && number == WITHOUT_TEACHER && code == UNTAUGHT {
                continue;
            }
            let teacher = self.teacher(*department, number, is_current)?;
            self.plan.lessons.push(Lesson { id: self.ids.next(), section, subject: *subject, teacher });
        }
        Ok(())
    }

    /// The departments take turns: each section gets as its adviser somebody who teaches there.
    fn adviser(&self, number: usize, is_current: bool) -> Result<UserId, DemoError> {
        let turn = if is_current { number } else { number + 3 };
        self.teacher(Department::ALL[turn % Department::ALL.len()], number, is_current)
    }

    /// The teachers of a department share the sections evenly, each taking neighbouring ones.
    fn teacher(&self, department: Department, number: usize, is_current: bool) -> Result<UserId, DemoError> {
        let colleagues: Vec<_> = TEACHERS.iter().filter(|teacher| teacher.2 == department).collect();
        let (first_name, last_name, _) = colleagues[number * colleagues.len() / ROOMS.len()];
        let name = match (*first_name, *last_name) {
            SUCCESSOR if !is_current => PREDECESSOR,
            name => name,
        };
        self.teachers.get(&name).copied().ok_or("there is no such teacher").legal()
    }
}

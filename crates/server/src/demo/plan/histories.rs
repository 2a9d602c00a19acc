use chrono::{Days, NaiveDate};
use domain::{enrollment::EnrollmentStatus, identity::UserId, structure::SectionId};

use super::{
    History, Step,
    draft::Draft,
    structure::{OpenYear, Structure},
};
use crate::demo::{
    DemoError, Legal,
    calendar::{office_day, office_hour},
    data::paths::{PATHS_LAST_YEAR, Path, days_waiting, paths_of_new, paths_of_returning, remarks_on},
};

/// What a student applied for, and what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The level, from 0.
    pub level: usize,
    /// The number of the room in which the student is placed.
    pub room: Option<usize>,
    /// Where the application stands.
    pub status: EnrollmentStatus,
    /// Whether the student was here last year.
    pub is_returning: bool,
}

impl Draft {
    /// The applications of a student, oldest first.
    pub fn apply(
        &mut self,
        student: UserId,
        place: Place,
        structure: &Structure,
    ) -> Result<Vec<History>, DemoError> {
        let mut histories = Vec::new();
        if place.is_returning {
            let room = self.room_last_year(place.level);
            let came_new = Place {
                level: place.level - 1,
                room: Some(room),
                status: EnrollmentStatus::Enrolled,
                ..place
            };
            let end = self.enrolled_by(self.calendar.last.period.starts_on());
            histories.push(self.history(
                student,
                came_new,
                &structure.last,
                structure,
                (PATHS_LAST_YEAR, end),
            )?);
        }
        let paths = if place.is_returning { paths_of_returning } else { paths_of_new }(place.status);
        let end = if place.status == EnrollmentStatus::Enrolled {
            self.enrolled_by(self.calendar.current.period.starts_on())
        } else {
            let (least, most) = days_waiting(place.status);
            office_day(self.calendar.yesterday() - Days::new(self.dice.between(least, most).into()))
        };
        histories.push(self.history(student, place, &structure.current, structure, (paths, end))?);
        Ok(histories)
    }

    fn history(
        &mut self,
        student: UserId,
        place: Place,
        year: &OpenYear,
        structure: &Structure,
        (paths, end): (&[Path], NaiveDate),
    ) -> Result<History, DemoError> {
        let path = self.dice.pick(paths);
        let section: Option<SectionId> = place.room.map(|room| year.rooms[room]);
        Ok(History {
            student,
            school_year: year.id,
            grade_level: structure.levels[place.level],
            steps: self.steps(path, end)?,
            place: section.map(|section| (self.ids.next(), section)),
        })
    }

    /// The steps of a path whose last one falls on the day `end`, each some days after the one before.
    fn steps(&mut self, path: Path, end: NaiveDate) -> Result<Vec<Step>, DemoError> {
        let (mut steps, mut day) = (Vec::new(), end);
        for (number, &to) in path.iter().enumerate().rev() {
            let from = number.checked_sub(1).map(|before| path[before]);
            let said = self.dice.pick(remarks_on(from, to));
            let remarks = if said.is_empty() { None } else { Some(said.parse().legal()?) };
            let (by, at) = (self.dice.pick(&self.registrars), office_hour(day, &mut self.dice));
            steps.push(Step { to, remarks, by, at });
            day = office_day(day - Days::new(self.dice.between(1, 6).into()));
        }
        steps.reverse();
        Ok(steps)
    }

    /// A day in the weeks in which a year that begins on `start` is filled, and in the past.
    fn enrolled_by(&mut self, start: NaiveDate) -> NaiveDate {
        let latest = (start + Days::new(7)).min(self.calendar.yesterday());
        office_day(latest - Days::new(self.dice.below(75).into()))
    }

    /// The two sections of the level below take turns.
    fn room_last_year(&mut self, level: usize) -> usize {
        let first = (level - 1) * 2;
        self.returning[level] += 1;
        first + self.returning[level] % 2
    }
}

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::UserId,
    structure::SectionId,
    tasks::{Closing, Points, TaskFacts, TaskId},
};

use super::{Lesson, draft::Draft, hand_ins::HandIn, meetings::at_hour, notices::SchoolDays};
use crate::demo::{
    DemoError, Legal,
    data::{
        staff::{PARENT, TEACHER_AND_PARENT, TEACHERS},
        subjects::Department,
        tasks::{HOMEWORK, Homework, LIVELY},
    },
};

/// A task, and what became of it.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: TaskId,
    pub lesson: Lesson,
    pub facts: TaskFacts,
    pub is_published: bool,
    /// When it was written, and published if it is.
    pub since: DateTime<Utc>,
    /// In the order in which they came.
    pub hand_ins: Vec<HandIn>,
    pub begun: Vec<Begun>,
    /// When the scores were returned.
    pub returned: Option<DateTime<Utc>>,
}

/// What a student has begun to write and not handed in.
#[derive(Clone, Debug)]
pub struct Begun {
    pub student: UserId,
    pub text: String,
    pub at: DateTime<Utc>,
}

/// A student of a section.
#[derive(Clone, Copy, Debug)]
pub struct Pupil {
    pub student: UserId,
    /// When the student was placed.
    pub since: DateTime<Utc>,
    /// Whether it is one whom people try, or whose parents they try.
    pub is_tried: bool,
}

impl Draft {
    /// What is set in the sections of this year, and what is handed in.
    pub fn plan_tasks(&mut self) -> Result<(), DemoError> {
        for (room, section) in self.current_sections().into_iter().enumerate() {
            let class = self.class_of(section)?;
            for homework in &HOMEWORK {
                let Some(lesson) = self.lesson_of(section, homework.department) else { continue };
                let mut task = self.set(homework, lesson)?;
                let share = if LIVELY.contains(&room) { homework.share } else { homework.share / 3 };
                self.hand_in(&mut task, homework, share, &class)?;
                self.plan.tasks.push(task);
            }
        }
        Ok(())
    }

    fn set(&mut self, homework: &Homework, lesson: Lesson) -> Result<Task, DemoError> {
        let days = self.school_days();
        let (day, hour) = homework.due;
        let due_at = at_hour(days.away(day), hour);
        let facts = TaskFacts {
            title: homework.title.parse().legal()?,
            instructions: Some(homework.instructions.parse().legal()?),
            points: Points::try_new(homework.points).legal()?,
            closing: Closing::try_new(due_at, due_at + TimeDelta::days(homework.late_days)).legal()?,
        };
        Ok(Task {
            id: self.ids.next(),
            lesson,
            facts,
            is_published: homework.is_published,
            since: at_hour(days.away(homework.written), 8),
            hand_ins: Vec::new(),
            begun: Vec::new(),
            returned: homework.returned.map(|day| at_hour(days.away(day), 9)),
        })
    }

    /// The days of classes around today.
    pub(super) const fn school_days(&self) -> SchoolDays {
        SchoolDays { today: self.calendar.today }
    }

    /// The first subject in the section that somebody of the department teaches who is here.
    pub(super) fn lesson_of(&self, section: SectionId, department: Department) -> Option<Lesson> {
        let colleagues = TEACHERS.iter().filter(|(.., theirs)| *theirs == department);
        let ids: Vec<UserId> = colleagues
            .filter_map(|(first_name, last_name, _)| self.teachers.get(&(*first_name, *last_name)).copied())
            .collect();
        let mut lessons = self.plan.lessons.iter().filter(|lesson| lesson.section == section);
        lessons.find(|lesson| ids.contains(&lesson.teacher) && self.has_come(lesson.teacher)).copied()
    }

    /// The students of a section.
    pub(super) fn class_of(&self, section: SectionId) -> Result<Vec<Pupil>, DemoError> {
        let tried = self.tried_students()?;
        let enrolled = self.plan.histories.iter().filter_map(|one| {
            let (_, theirs) = one.place?;
            (theirs == section).then_some((one.student, one.steps.last()?.at))
        });
        let guests = self.plan.guests.iter().filter(|guest| guest.section == section);
        let all = enrolled.chain(guests.map(|guest| (guest.student, guest.since)));
        Ok(all.map(|(student, since)| Pupil { student, since, is_tried: tried.contains(&student) }).collect())
    }

    /// The children of the parents whom everyone may log in as; the student is one of them.
    fn tried_students(&self) -> Result<HashSet<UserId>, DemoError> {
        let parents = [self.holder_of(PARENT)?, self.holder_of(TEACHER_AND_PARENT)?];
        let links = self.plan.links.iter().filter(|link| parents.contains(&link.guardian));
        Ok(links.map(|link| link.student).collect())
    }
}

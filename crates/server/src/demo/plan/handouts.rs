use chrono::{DateTime, Utc};
use domain::{
    files::FileId,
    identity::UserId,
    modules::{Description, ModuleFacts, ModuleId, STEP},
    structure::SectionId,
};

use super::{Lesson, draft::Draft, meetings::at_hour, tasks::Pupil};
use crate::demo::{
    DemoError, Legal,
    data::{
        sheets::Sheet,
        tasks::{HANDOUTS, Handout, LIVELY},
    },
};

/// A learning module with its file, and who has opened it.
#[derive(Clone, Debug)]
pub struct Module {
    pub id: ModuleId,
    pub file: FileId,
    pub lesson: Lesson,
    pub facts: ModuleFacts,
    pub sheet: Sheet,
    pub position: i64,
    /// When it was given out.
    pub at: DateTime<Utc>,
    pub opened: Vec<(UserId, DateTime<Utc>)>,
}

impl Draft {
    /// What teachers give out in the sections of this year.
    pub fn plan_modules(&mut self) -> Result<(), DemoError> {
        for (room, section) in self.current_sections().into_iter().enumerate() {
            let class = self.class_of(section)?;
            let share = if LIVELY.contains(&room) { 40 } else { 10 };
            let mut position = 0;
            for handout in &HANDOUTS {
                position += STEP;
                if let Some(module) = self.give_out(handout, section, position)? {
                    let opened = self.readers(&class, share, module.at);
                    self.plan.modules.push(Module { opened, ..module });
                }
            }
        }
        Ok(())
    }

    fn give_out(
        &mut self,
        handout: &Handout,
        section: SectionId,
        position: i64,
    ) -> Result<Option<Module>, DemoError> {
        let Some(lesson) = self.lesson_of(section, handout.department) else { return Ok(None) };
        let facts = ModuleFacts {
            title: handout.title.parse().legal()?,
            description: handout.description.map(Description::try_new).transpose().legal()?,
        };
        let (id, file, at) =
            (self.ids.next(), self.ids.next(), at_hour(self.school_days().away(handout.given), 10));
        let (sheet, opened) = (handout.sheet, Vec::new());
        Ok(Some(Module { id, file, lesson, facts, sheet, position, at, opened }))
    }

    /// The students of whom people try one or a parent have opened everything.
    fn readers(&mut self, class: &[Pupil], share: u32, given: DateTime<Utc>) -> Vec<(UserId, DateTime<Utc>)> {
        let mut readers = Vec::new();
        for pupil in class {
            if pupil.is_tried || self.dice.chance(share) {
                readers.push((pupil.student, self.moment(given.max(pupil.since), self.calendar.now)));
            }
        }
        readers
    }
}

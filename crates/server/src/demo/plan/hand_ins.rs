use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::UserId,
    tasks::{Answer, Comment, SubmissionId},
};

use super::{
    draft::Draft,
    meetings::at_hour,
    tasks::{Begun, Pupil, Task},
};
use crate::demo::{
    DemoError, Legal,
    data::tasks::{BEGUN, Homework, Tried, answers_of, comments_on},
};

/// One version of what a student handed in.
#[derive(Clone, Debug)]
pub struct HandIn {
    pub id: SubmissionId,
    pub student: UserId,
    /// Which version of the student's work it is, from 1.
    pub number: u32,
    pub text: Answer,
    pub at: DateTime<Utc>,
    pub grade: Option<Graded>,
}

/// What a hand-in was worth.
#[derive(Clone, Debug)]
pub struct Graded {
    pub score: f64,
    pub comment: Option<Comment>,
    pub at: DateTime<Utc>,
}

/// When a task was handed in for in time, and when late; always in the past.
#[derive(Clone, Copy)]
struct Window {
    begins: DateTime<Utc>,
    due: DateTime<Utc>,
    ends: DateTime<Utc>,
}

impl Draft {
    /// Lets a class hand in, of whom so many of a hundred do, and the teacher grade it.
    pub fn hand_in(
        &mut self,
        task: &mut Task,
        homework: &Homework,
        share: u32,
        class: &[Pupil],
    ) -> Result<(), DemoError> {
        let now = self.calendar.now;
        let days = self.school_days();
        let graded_at = homework.graded.map(|day| at_hour(days.away(day), 16));
        let closing = task.facts.closing;
        let window = Window {
            begins: task.since,
            due: closing.due_at().min(now),
            ends: closing.closes_at().min(graded_at.unwrap_or(now)),
        };
        for pupil in class {
            let times = self.times(homework, share, *pupil, window);
            // Who came to the section later was not asked.
            let times: Vec<_> = times.into_iter().filter(|at| *at > pupil.since).collect();
            let latest = times.len();
            for (number, at) in (1..).zip(times) {
                let is_latest = usize::try_from(number).is_ok_and(|number| number == latest);
                let graded_at = graded_at.filter(|_| is_latest);
                let hand_in = self.version(homework, pupil.student, (number, at), graded_at)?;
                task.hand_ins.push(hand_in);
            }
            if pupil.is_tried && homework.tried == Tried::Draft {
                let at = (now - TimeDelta::hours(2)).max(task.since);
                task.begun.push(Begun { student: pupil.student, text: BEGUN.to_owned(), at });
            }
        }
        task.hand_ins.sort_by_key(|one| one.at);
        Ok(())
    }

    /// When a student handed in, the earliest first.
    fn times(&mut self, homework: &Homework, share: u32, pupil: Pupil, window: Window) -> Vec<DateTime<Utc>> {
        let Window { begins, due, ends } = window;
        let does = if pupil.is_tried {
            homework.tried
        } else if !self.dice.chance(share) {
            Tried::Nothing
        } else if due < ends && self.dice.chance(12) {
            Tried::Late
        } else if self.dice.chance(8) {
            Tried::Twice
        } else {
            return vec![self.moment(begins, due)];
        };
        match does {
            Tried::Twice => {
                let middle = begins + (due - begins) / 2;
                vec![self.moment(begins, middle), self.moment(middle, due)]
            }
            Tried::Late => vec![self.moment(due, ends)],
            Tried::Draft | Tried::Nothing => Vec::new(),
        }
    }

    fn version(
        &mut self,
        homework: &Homework,
        student: UserId,
        (number, at): (u32, DateTime<Utc>),
        graded_at: Option<DateTime<Utc>>,
    ) -> Result<HandIn, DemoError> {
        // A teacher who has not returned the scores is not through with all of them.
        let graded_at = graded_at.filter(|_| homework.returned.is_some() || self.dice.chance(80));
        let grade = graded_at.map(|at| self.grade(homework.points, at)).transpose()?;
        let text = Answer::try_new(self.dice.pick(answers_of(homework.department))).legal()?;
        Ok(HandIn { id: self.ids.next(), student, number, text, at, grade })
    }

    fn grade(&mut self, points: u32, at: DateTime<Utc>) -> Result<Graded, DemoError> {
        let percent = self.dice.between(60, 100);
        // To half a point.
        let score = f64::from(points * percent / 50) / 2.0;
        let comment = if self.dice.chance(60) {
            Some(Comment::try_new(self.dice.pick(comments_on(percent))).legal()?)
        } else {
            None
        };
        Ok(Graded { score, comment, at })
    }

    /// Some second after the first of the moments, and not after the other one.
    pub(super) fn moment(&mut self, after: DateTime<Utc>, until: DateTime<Utc>) -> DateTime<Utc> {
        let seconds = u32::try_from((until - after).num_seconds()).unwrap_or_default();
        after + TimeDelta::seconds(i64::from(self.dice.below(seconds)) + 1)
    }
}

use application::{jobs::Job, tasks::ToReturn};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Actor, HandIn, ManageTask, ReturnScores, Standing, Teaching},
    identity::UserId,
    tasks::{self, NewTask, Submission, Task},
};
use serde_json::json;

use super::{
    DemoError, Legal,
    carry_out::{School, entry},
    plan::{Begun, HandIn as Planned, Lesson, Task as PlannedTask},
};

impl School<'_> {
    /// Sets a task in the name of its teacher, and takes it as far as it has come.
    pub fn set_task(&mut self, planned: &PlannedTask, now: DateTime<Utc>) -> Result<(), DemoError> {
        let teacher = self.teacher_of(planned.lesson)?;
        let Lesson { section, subject, teacher: author, .. } = planned.lesson;
        let new = NewTask { section, subject, facts: planned.facts.clone(), publish: planned.is_published };
        let permitted = teacher.may::<ManageTask<NewTask>>(new).legal()?;
        let set = permitted.create(planned.id, author, planned.since);
        self.store.add_task(&set)?;
        let task = set.into_task();
        let mut entry = entry("task.created", "task", None);
        (entry.record_id, entry.after) = (Some(task.id.uuid()), Some(json!(task)));
        let caller = self.caller_of(author)?;
        self.note(&caller, planned.since, &entry)?;
        self.remind_of(&task, now)?;
        for begun in &planned.begun {
            self.begin(&task, begun)?;
        }
        for hand_in in &planned.hand_ins {
            let submission = self.hand_in(&task, hand_in)?;
            if let Some(graded) = &hand_in.grade {
                self.grade(&teacher, submission, graded)?;
            }
        }
        if let Some(at) = planned.returned {
            let returned = teacher.may::<ReturnScores>(task).legal()?.give_back_all(at);
            self.store.return_scores(&returned, &ToReturn::Latest)?;
        }
        Ok(())
    }

    /// Adds the job that reminds families a day before a task is due. What is past needs none.
    fn remind_of(&mut self, task: &Task, now: DateTime<Utc>) -> Result<(), DemoError> {
        let due_at = task.facts.closing.due_at();
        let at = due_at - TimeDelta::hours(24);
        if task.state.published_at().is_none() || at <= now {
            return Ok(());
        }
        let key = format!("task due soon:{}:{}", task.id, due_at.timestamp_micros());
        let job = Job::TaskDueSoon { task: task.id, due_at };
        Ok(self.store.add_job(self.ids.at(now), &job, at, Some(&key))?)
    }

    fn begin(&mut self, task: &Task, begun: &Begun) -> Result<(), DemoError> {
        let Begun { student, ref text, at } = *begun;
        let target = tasks::HandIn { task: task.clone(), student };
        let permitted = self.student(student, task)?.may::<HandIn>(target).legal()?;
        self.store.lock_work(task.id, student)?;
        let before = self.store.draft(task.id, student)?;
        let saved = permitted.write(&before, text.clone(), before.version, at).legal()?;
        Ok(self.store.save_draft(task.id, student, &saved)?)
    }

    /// Hands in one version of a student's work.
    fn hand_in(&mut self, task: &Task, planned: &Planned) -> Result<Submission, DemoError> {
        let Planned { id, student, number, at, .. } = *planned;
        let target = tasks::HandIn { task: task.clone(), student };
        let permitted = self.student(student, task)?.may::<HandIn>(target).legal()?;
        let new = permitted.hand_in(id, number, Some(planned.text.clone()), Vec::new(), at).legal()?;
        self.store.add_submission(&new)?;
        let submission = new.submission().clone();
        let mut entry = entry("submission.handed_in", "submission", None);
        entry.record_id = Some(id.uuid());
        entry.after =
            Some(json!({ "task": task.id, "number": number, "late": submission.late, "files": new.files() }));
        let caller = self.caller_of(student)?;
        self.note(&caller, at, &entry)?;
        Ok(submission)
    }

    /// Whoever teaches the subject in the section.
    pub(super) fn teacher_of(&self, lesson: Lesson) -> Result<Actor, DemoError> {
        let Lesson { section, subject, teacher, .. } = lesson;
        let teaches = vec![Teaching { section, subject: Some(subject) }];
        self.person(teacher, Standing { teaches, ..Standing::default() })
    }

    /// A student in the section of a task.
    fn student(&self, student: UserId, task: &Task) -> Result<Actor, DemoError> {
        let placed_in = vec![task.section];
        self.person(student, Standing { placed_in, ..Standing::default() })
    }

    fn person(&self, id: UserId, standing: Standing) -> Result<Actor, DemoError> {
        Ok(Actor::person(id, self.account(id)?.roles.all().to_vec(), standing))
    }
}

use application::{Clock, tasks::SubmissionView};
use chrono::TimeDelta;
use domain::{
    access::{Actor, GradeSubmission, HandIn, ManageTask, Standing, Teaching},
    files::{Feature, FileId},
    identity::Role,
    structure::{Assignment, Section, SectionId, SubjectId},
    tasks::{self, Closing, NewTask, Points, Submission, Task, TaskFacts},
};

use super::{Person, School};
use crate::Sure;

impl School {
    /// A published task of 20 points for what this assignment teaches; due in a week, and accepted for a day more.
    #[track_caller]
    pub fn task(&self, assignment: &Assignment) -> Task {
        self.task_with(assignment, self.task_facts(), true)
    }

    /// The same, seen only by those who teach the section.
    #[track_caller]
    pub fn draft_task(&self, assignment: &Assignment) -> Task {
        self.task_with(assignment, self.task_facts(), false)
    }

    /// A task of which the teacher says this.
    #[track_caller]
    pub fn task_with(&self, assignment: &Assignment, facts: TaskFacts, publish: bool) -> Task {
        let Assignment { section, subject, teacher, .. } = *assignment;
        let new = NewTask { section, subject, facts, publish };
        let permitted = teacher_of(assignment).may::<ManageTask<NewTask>>(new).sure();
        let set = permitted.create(self.app.new_id().into(), teacher, self.clock().now());
        self.write(|store| store.add_task(&set));
        set.into_task()
    }

    /// What a teacher may say of a task.
    #[track_caller]
    pub fn task_facts(&self) -> TaskFacts {
        let due_at = self.clock().now() + TimeDelta::days(7);
        TaskFacts {
            title: format!("Task {}", self.number()).parse().sure(),
            instructions: Some("Solve **all** of them.".parse().sure()),
            points: Points::try_new(20).sure(),
            closing: Closing::try_new(due_at, due_at + TimeDelta::days(1)).sure(),
        }
    }

    /// What a student hands in for a task, as the next version of it.
    #[track_caller]
    pub fn hand_in(&self, task: &Task, student: &Person) -> Submission {
        let placed_in = vec![task.section];
        let standing = Standing { placed_in, ..Standing::default() };
        let actor = Actor::person(student.id, vec![Role::Student], standing);
        let work = || tasks::HandIn { task: task.clone(), student: student.id };
        let number = self.write(|store| store.latest_number(task.id, student.id)) + 1;
        let text = Some(format!("My answer, version {number}").parse().sure());
        let now = self.clock().now();
        let id = self.app.new_id().into();
        let new = actor.may::<HandIn>(work()).sure().hand_in(id, number, text, Vec::new(), now).sure();
        self.write(|store| store.add_submission(&new));
        self.submission(new.submission())
    }

    /// Scores what was handed in, in the name of whoever this assignment has teach it.
    #[track_caller]
    pub fn grade(&self, assignment: &Assignment, submission: &Submission, score: f64) -> Submission {
        let permitted = teacher_of(assignment).may::<GradeSubmission>(submission.clone()).sure();
        let (expected, newest) = (submission.version, submission.number);
        let by = (assignment.teacher, self.clock().now());
        let graded = permitted.grade((score, None), expected, newest, by).sure();
        self.write(|store| store.save_submission(&graded));
        graded.into_submission()
    }

    /// Lets the student see the score.
    #[track_caller]
    pub fn give_back(&self, assignment: &Assignment, submission: &Submission) -> Submission {
        let permitted = teacher_of(assignment).may::<GradeSubmission>(submission.clone()).sure();
        let returned = permitted.give_back(submission.version, self.clock().now()).sure();
        self.write(|store| store.save_submission(&returned));
        returned.into_submission()
    }

    /// The record of a file of a section, whose bytes are nowhere.
    #[track_caller]
    pub fn file(&self, uploaded_by: &Person, section: &Section, feature: Feature) -> FileId {
        let id = FileId::from(self.app.new_id());
        let key = || self.app.new_id().simple().to_string();
        let (number, feature) = (self.number(), feature.code());
        let (person, section, storage_key, preview_key) = (uploaded_by.id, section.id, key(), key());
        self.database().execute(&format!(
            "INSERT INTO files (id, feature, status, uploaded_by, section_id, name, storage_key, preview_key,
                media_type, size, sha256, created_at)
             VALUES ('{id}', '{feature}', 'clean', '{person}', '{section}', 'file-{number}.pdf', '{storage_key}',
                '{preview_key}', 'application/pdf', 1000, decode(repeat('ab', 32), 'hex'), now())"
        ));
        id
    }

    /// Makes a file part of what was handed in.
    #[track_caller]
    pub fn put_into(&self, submission: &Submission, file: FileId) {
        self.database().execute(&format!(
            "INSERT INTO submission_files (submission_id, file_id, position) VALUES ('{}', '{file}', 0)",
            submission.id
        ));
    }

    fn submission(&self, submission: &Submission) -> Submission {
        let found: Option<SubmissionView> = self.write(|store| store.submission(submission.id));
        found.sure().submission
    }
}

/// Whoever the assignment names, as the teacher of its subject, whoever they are by now.
fn teacher_of(assignment: &Assignment) -> Actor {
    let Assignment { section, subject, teacher, .. } = *assignment;
    Actor::person(teacher, vec![Role::Teacher], teaching(section, subject))
}

fn teaching(section: SectionId, subject: SubjectId) -> Standing {
    Standing { teaches: vec![Teaching { section, subject: Some(subject) }], ..Standing::default() }
}

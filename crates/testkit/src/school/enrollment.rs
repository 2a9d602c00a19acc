use application::{
    Event,
    enrollment::{Advance, Submit},
};
use domain::{
    Version,
    enrollment::{Application, EnrollmentStatus, Progress, Stage},
};

use super::{Person, School, builder};
use crate::Sure;

impl School {
    /// What is told when an application of this student was moved.
    pub fn move_of(&self, student: &Person) -> Event {
        let (student, school_year) = (student.id, self.year.id);
        let (status, version) = (EnrollmentStatus::UnderReview, Version::FIRST.next());
        Event::EnrollmentChanged { student, school_year, status, version }
    }

    /// An application of a student for the year, just submitted.
    #[track_caller]
    pub fn apply(&self, student: &Person) -> Progress {
        let application =
            Application { student: student.id, school_year: self.year.id, grade_level: self.grade.id };
        let command = Submit { application, remarks: None };
        self.app.enrollment().submit(&builder(), &command).sure().progress
    }

    /// Moves an application, step by step.
    #[track_caller]
    pub fn advance(&self, progress: Progress, steps: &[EnrollmentStatus]) -> Progress {
        steps.iter().fold(progress, |progress, step| {
            let command = Advance {
                student: progress.student,
                school_year: Some(progress.school_year),
                expected: progress.version,
                to: Stage::try_new(*step, None).sure(),
                remarks: None,
            };
            self.app.enrollment().advance(&builder(), &command).sure().progress
        })
    }

    /// An application of a student that has been approved.
    #[track_caller]
    pub fn approved(&self, student: &Person) -> Progress {
        let progress = self.apply(student);
        self.advance(progress, &[EnrollmentStatus::UnderReview, EnrollmentStatus::Approved])
    }
}

use chrono::{DateTime, Utc};

use super::EnrollmentStatus;
use crate::{
    Lines, Version,
    access::{ManageEnrollment, Permitted},
    identity::UserId,
    structure::{GradeLevelId, SchoolYearId, SectionId},
};

/// What the registrar tells the family about a move.
pub type Remarks = Lines<1000>;

/// An application that is about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    /// Who applies.
    pub student: UserId,
    /// For which year.
    pub school_year: SchoolYearId,
    /// For which level.
    pub grade_level: GradeLevelId,
}

/// How far a student's application for a school year has come.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Progress {
    /// Who applies.
    pub student: UserId,
    /// For which year; a student has one application a year.
    pub school_year: SchoolYearId,
    /// For which level.
    pub grade_level: GradeLevelId,
    /// Where it stands.
    pub stage: Stage,
    /// What was said at the last move.
    pub remarks: Option<Remarks>,
    /// When it was handed in.
    pub submitted_at: DateTime<Utc>,
    /// When it last moved.
    pub changed_at: DateTime<Utc>,
    /// Who moved it; `None` for the system.
    pub changed_by: Option<UserId>,
    /// How often it has been written.
    pub version: Version,
}

/// Where an application stands, with what belongs to standing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(missing_docs, reason = "the statuses of the same names say it")]
pub enum Stage {
    Submitted,
    DocumentsPending,
    UnderReview,
    Assessment,
    Approved,
    Waitlisted,
    Rejected,
    PaymentPending,
    /// The student has a place in this section.
    Enrolled {
        section: SectionId,
    },
    Withdrawn,
}

impl Stage {
    /// The stage for a status; `enrolled` is only a stage with the section that it names.
    ///
    /// # Errors
    /// [`MoveRefused::SectionMissing`] when `enrolled` comes without a section, and
    /// [`MoveRefused::SectionNotWanted`] when another status comes with one.
    pub const fn try_new(status: EnrollmentStatus, section: Option<SectionId>) -> Result<Self, MoveRefused> {
        let stage = match (status, section) {
            (EnrollmentStatus::Enrolled, Some(section)) => return Ok(Self::Enrolled { section }),
            (EnrollmentStatus::Enrolled, None) => return Err(MoveRefused::SectionMissing),
            (_, Some(_)) => return Err(MoveRefused::SectionNotWanted),
            (EnrollmentStatus::Submitted, None) => Self::Submitted,
            (EnrollmentStatus::DocumentsPending, None) => Self::DocumentsPending,
            (EnrollmentStatus::UnderReview, None) => Self::UnderReview,
            (EnrollmentStatus::Assessment, None) => Self::Assessment,
            (EnrollmentStatus::Approved, None) => Self::Approved,
            (EnrollmentStatus::Waitlisted, None) => Self::Waitlisted,
            (EnrollmentStatus::Rejected, None) => Self::Rejected,
            (EnrollmentStatus::PaymentPending, None) => Self::PaymentPending,
            (EnrollmentStatus::Withdrawn, None) => Self::Withdrawn,
        };
        Ok(stage)
    }

    /// The status, without what belongs to it.
    pub const fn status(self) -> EnrollmentStatus {
        match self {
            Self::Submitted => EnrollmentStatus::Submitted,
            Self::DocumentsPending => EnrollmentStatus::DocumentsPending,
            Self::UnderReview => EnrollmentStatus::UnderReview,
            Self::Assessment => EnrollmentStatus::Assessment,
            Self::Approved => EnrollmentStatus::Approved,
            Self::Waitlisted => EnrollmentStatus::Waitlisted,
            Self::Rejected => EnrollmentStatus::Rejected,
            Self::PaymentPending => EnrollmentStatus::PaymentPending,
            Self::Enrolled { .. } => EnrollmentStatus::Enrolled,
            Self::Withdrawn => EnrollmentStatus::Withdrawn,
        }
    }

    /// The section, once enrolled.
    pub const fn section(self) -> Option<SectionId> {
        if let Self::Enrolled { section } = self { Some(section) } else { None }
    }
}

/// Why a stage could not be made of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefused {
    /// Nobody said in which section the student is to be enrolled.
    #[error("enrolling needs a section")]
    SectionMissing,
    /// A section was named for a status that has none.
    #[error("only enrolling takes a section")]
    SectionNotWanted,
}

/// The school does not allow this move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {from} cannot become {to}")]
pub struct IllegalMove {
    /// Where the application stands.
    pub from: EnrollmentStatus,
    /// Where it was to go.
    pub to: EnrollmentStatus,
}

impl IllegalMove {
    /// The moves that the school does allow.
    pub const fn allowed_next(&self) -> &'static [EnrollmentStatus] {
        self.from.allowed_next()
    }
}

/// One step in the history of an application. Steps are added, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Move {
    /// Where it stood; `None` for the first step.
    pub from: Option<EnrollmentStatus>,
    /// Where it went.
    pub to: EnrollmentStatus,
    /// What was said.
    pub remarks: Option<Remarks>,
    /// Who moved it; `None` for the system.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// An application that has been made or has moved, as it must be stored: where it stands, and the step.
#[derive(Clone, Debug)]
pub struct Moved {
    progress: Progress,
    step: Move,
}

impl Moved {
    /// Where the application stands now.
    pub const fn progress(&self) -> &Progress {
        &self.progress
    }
    /// The step that brought it there.
    pub const fn step(&self) -> &Move {
        &self.step
    }
    /// Where the application stands now, after it was stored.
    pub fn into_progress(self) -> Progress {
        self.progress
    }
}

impl Permitted<ManageEnrollment<Application>> {
    /// Makes the application.
    pub fn submit(self, remarks: Option<Remarks>, now: DateTime<Utc>) -> Moved {
        let by = self.by();
        let Application { student, school_year, grade_level } = self.into_target();
        let progress = Progress {
            student,
            school_year,
            grade_level,
            stage: Stage::Submitted,
            remarks: remarks.clone(),
            submitted_at: now,
            changed_at: now,
            changed_by: by,
            version: Version::FIRST,
        };
        let step = Move { from: None, to: EnrollmentStatus::Submitted, remarks, by, at: now };
        Moved { progress, step }
    }
}

impl Permitted<ManageEnrollment> {
    /// Moves the application to another stage.
    ///
    /// # Errors
    /// [`IllegalMove`] when the school does not allow it, with the moves that it does.
    pub fn advance(
        self,
        to: Stage,
        remarks: Option<Remarks>,
        now: DateTime<Utc>,
    ) -> Result<Moved, IllegalMove> {
        let by = self.by();
        let before = self.into_target();
        let (from, to_status) = (before.stage.status(), to.status());
        if !from.allowed_next().contains(&to_status) {
            return Err(IllegalMove { from, to: to_status });
        }
        let step = Move { from: Some(from), to: to_status, remarks: remarks.clone(), by, at: now };
        let version = before.version.next();
        Ok(Moved {
            progress: Progress { stage: to, remarks, changed_at: now, changed_by: by, version, ..before },
            step,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Id,
        access::{Actor, Denied, Standing},
        identity::Role,
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id<T>(number: u128) -> Id<T> {
        Id::new(Uuid::from_u128(number))
    }

    fn registrar() -> Actor {
        Actor::person(id(1), vec![Role::Registrar], Standing::default())
    }

    fn submitted() -> Progress {
        let application = Application { student: id(2), school_year: id(3), grade_level: id(4) };
        let Ok(permitted) = registrar().may::<ManageEnrollment<Application>>(application) else { panic!() };
        permitted.submit(None, DateTime::UNIX_EPOCH).into_progress()
    }

    fn stage(status: EnrollmentStatus) -> Stage {
        let section = (status == EnrollmentStatus::Enrolled).then(|| id(5));
        let Ok(stage) = Stage::try_new(status, section) else { panic!() };
        stage
    }

    /// The moves as the school's rules list them, written out once more by hand.
    const RULES: &str = "
        submitted: documents_pending under_review withdrawn
        documents_pending: under_review withdrawn
        under_review: documents_pending assessment approved waitlisted rejected withdrawn
        assessment: approved waitlisted rejected withdrawn
        waitlisted: approved rejected withdrawn
        approved: payment_pending enrolled withdrawn
        payment_pending: enrolled withdrawn
        enrolled:
        rejected:
        withdrawn:";

    #[test]
    fn exactly_the_moves_of_the_rules_are_allowed() {
        for from in EnrollmentStatus::ALL {
            let Some(line) = RULES.lines().find(|line| line.trim().starts_with(&format!("{from}:"))) else {
                panic!("{from}")
            };
            for to in EnrollmentStatus::ALL {
                let listed = line.split_whitespace().skip(1).any(|word| word == to.code());
                let progress = Progress { stage: stage(from), ..submitted() };
                let Ok(permitted) = registrar().may::<ManageEnrollment>(progress) else { panic!() };
                let moved = permitted.advance(stage(to), None, DateTime::UNIX_EPOCH);
                assert_eq!(moved.is_ok(), listed, "{from} → {to}");
                if let Err(illegal) = moved {
                    assert_eq!(illegal.allowed_next(), from.allowed_next());
                }
            }
        }
    }

    #[test]
    fn only_enrolled_has_a_section() {
        assert_eq!(Stage::try_new(EnrollmentStatus::Enrolled, None), Err(MoveRefused::SectionMissing));
        assert_eq!(
            Stage::try_new(EnrollmentStatus::Approved, Some(id(5))),
            Err(MoveRefused::SectionNotWanted)
        );
    }

    #[test]
    fn a_student_may_not_move_an_application_and_learns_of_no_other() {
        let student = Actor::person(id(2), vec![Role::Student], Standing::default());
        assert!(matches!(student.may::<ManageEnrollment>(submitted()), Err(Denied::Forbidden)));
        let stranger = Actor::person(id(9), vec![Role::Student], Standing::default());
        assert!(matches!(stranger.may::<ManageEnrollment>(submitted()), Err(Denied::Hidden)));
    }

    proptest! {
        /// Whatever is tried, the version counts the moves, and the last step says how it came here.
        #[test]
        fn history_and_version_follow_every_move(tries in proptest::collection::vec(0_usize..10, 0..40)) {
            let (mut progress, mut moves) = (submitted(), 1);
            for index in tries {
                let before = progress.clone();
                let Ok(permitted) = registrar().may::<ManageEnrollment>(progress.clone()) else { panic!() };
                if let Ok(moved) = permitted.advance(stage(EnrollmentStatus::ALL[index]), None, DateTime::UNIX_EPOCH) {
                    prop_assert!(!before.stage.status().is_final());
                    prop_assert_eq!(moved.step().from, Some(before.stage.status()));
                    prop_assert_eq!(moved.step().to, moved.progress().stage.status());
                    progress = moved.into_progress();
                    moves += 1;
                }
                prop_assert_eq!(progress.version.number(), moves);
            }
        }
    }
}

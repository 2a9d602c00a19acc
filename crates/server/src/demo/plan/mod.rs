//! What the demo school consists of, as a value: everything is decided here, and nothing is done.

mod addresses;
mod conversations;
mod draft;
mod families;
mod guardians;
mod hand_ins;
mod handouts;
mod histories;
mod meetings;
mod notices;
mod staff;
mod structure;
mod tasks;

use chrono::{DateTime, Utc};
use domain::{
    enrollment::{EnrollmentStatus, Remarks},
    identity::{GuardianId, GuardianTerms, NewAccount, UserId},
    structure::{
        AssignmentId, GradeLevel, GradeLevelId, PlacementId, SchoolYear, SchoolYearId, Section, SectionId,
        Subject, SubjectId, Term,
    },
};

use super::{DemoError, calendar::Calendar};
pub use conversations::{Conversation, Members, Message};
use draft::Draft;
pub use hand_ins::{Graded, HandIn};
pub use handouts::Module;
pub use meetings::{Fate, Meeting};
pub use notices::{Announcement, Event};
pub use tasks::{Begun, Task};

/// The demo school.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The moment at which the school stands like this.
    pub now: DateTime<Utc>,
    pub years: Vec<SchoolYear>,
    pub terms: Vec<Term>,
    pub levels: Vec<GradeLevel>,
    pub subjects: Vec<Subject>,
    /// The administrator comes first.
    pub people: Vec<Person>,
    pub sections: Vec<Section>,
    pub lessons: Vec<Lesson>,
    pub links: Vec<Link>,
    pub histories: Vec<History>,
    pub guests: Vec<Guest>,
    pub meetings: Vec<Meeting>,
    pub announcements: Vec<Announcement>,
    pub events: Vec<Event>,
    pub tasks: Vec<Task>,
    pub modules: Vec<Module>,
    pub conversations: Vec<Conversation>,
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: NewAccount,
    /// When the account was made.
    pub since: DateTime<Utc>,
    pub login: Login,
    /// When the account was closed.
    pub left: Option<DateTime<Utc>>,
}

/// Whether somebody can log in, and has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// The invitation has not been answered.
    Invited,
    /// Has a password, and came last at this time.
    Used { hash: &'static str, last: DateTime<Utc> },
}

/// A teacher who teaches a subject in a section.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    pub id: AssignmentId,
    pub section: SectionId,
    pub subject: SubjectId,
    pub teacher: UserId,
}

/// A guardian and a student.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    pub id: GuardianId,
    pub student: UserId,
    pub guardian: UserId,
    pub terms: GuardianTerms,
}

/// The way of an application, and the place to which it led.
#[derive(Clone, Debug)]
pub struct History {
    pub student: UserId,
    pub school_year: SchoolYearId,
    pub grade_level: GradeLevelId,
    /// From the submission on; never empty.
    pub steps: Vec<Step>,
    /// Where the student is placed once enrolled.
    pub place: Option<(PlacementId, SectionId)>,
}

/// A student who is placed in a section while the application is still looked at.
#[derive(Clone, Copy, Debug)]
pub struct Guest {
    pub id: PlacementId,
    pub student: UserId,
    pub section: SectionId,
    /// Who placed the student.
    pub by: UserId,
    pub since: DateTime<Utc>,
}

/// One step of an application.
#[derive(Clone, Debug)]
pub struct Step {
    pub to: EnrollmentStatus,
    pub remarks: Option<Remarks>,
    pub by: UserId,
    pub at: DateTime<Utc>,
}

impl Plan {
    /// The demo school as it would stand at `now`. The same moment gives the same school.
    pub fn for_a_school_at(now: DateTime<Utc>) -> Result<Self, DemoError> {
        let mut draft = Draft::new(Calendar::around(now)?);
        draft.employ_staff()?;
        let structure = draft.build_structure()?;
        draft.admit_families(&structure)?;
        draft.plan_meetings()?;
        draft.plan_notices()?;
        draft.plan_tasks()?;
        draft.plan_modules()?;
        draft.plan_conversations()?;
        Ok(draft.plan)
    }
}

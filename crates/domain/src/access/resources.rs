use super::{Action, ActionKind, Actor, ReadAccount, Relation, Relations};
use crate::{
    enrollment::{Application, Progress},
    identity::{Account, Guardian, NewAccount, Role, UserId},
    meetings::{Meeting, NewMeeting},
    modules::{Module, NewModule, Shelf},
    notices::{AnnouncementAt, AnnouncementContent, Audience, EventContent, Life, SchoolEvent},
    settings::Settings,
    structure::{Assignment, Placement, Section, SectionId, SubjectId},
    tasks::{HandIn, NewTask, SectionTasks, Submission, Task, TaskState},
};

/// A record that actions are for.
pub trait Resource {
    /// How an actor stands to the record through one of their roles. Never empty.
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations;

    /// The entry of the table that lets an actor know that the record exists. `None` when that is no
    /// secret, as for what is about to be made.
    fn known_through(&self) -> Option<ActionKind>;
}

/// A school year, term, grade level or subject: everyone may know them, so nothing about them is secret.
#[derive(Clone, Debug)]
pub struct Catalog<T>(pub T);

/// The class list of a section. Whoever is placed in the section, or has a child there, finds a line of
/// their own in it.
#[derive(Clone, Debug)]
pub struct ClassList(pub Section);

pub(super) const STRANGER: Relations = Relations::of(&[Relation::Unrelated]);

impl<T> Resource for Catalog<T> {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for Settings {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for Account {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.id() == Some(self.id))
            .with(Relation::Child, actor.has_child(role, self.id, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ReadAccount::kind(self))
    }
}

impl Resource for NewAccount {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for Guardian {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.id() == Some(self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadFamilies)
    }
}

impl Resource for Section {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER.with(Relation::OwnSection, actor.belongs_to(role, self.id))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

impl Resource for ClassList {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        let belongs = actor.belongs_to(role, self.0.id);
        STRANGER
            .with(Relation::OwnSection, belongs)
            .with(Relation::Own, belongs && role == Role::Student)
            .with(Relation::Child, belongs && role == Role::Parent)
    }
    fn known_through(&self) -> Option<ActionKind> {
        self.0.known_through()
    }
}

impl Resource for Placement {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
            .with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadPlacements)
    }
}

impl Resource for Assignment {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, role == Role::Teacher && actor.id() == Some(self.teacher))
            .with(Relation::OwnSection, actor.belongs_to(role, self.section))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

impl Resource for Progress {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        STRANGER
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadEnrollment)
    }
}

impl Resource for Application {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl AnnouncementAt {
    /// The entry of the table that lets somebody see it: what is not live is only for those who write it.
    pub(super) fn read_through(&self) -> ActionKind {
        match self.life() {
            Life::Live => ActionKind::ReadNotices,
            Life::Scheduled | Life::Expired => ActionKind::ManageNotices,
        }
    }
}

impl Resource for AnnouncementAt {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        addressed(&self.announcement.content.audience, actor, role)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(self.read_through())
    }
}

impl Resource for AnnouncementContent {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

impl Resource for SchoolEvent {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        addressed(&self.content.audience, actor, role)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadNotices)
    }
}

impl Resource for EventContent {
    fn relations(&self, _: &Actor, _: Role, _: ActionKind) -> Relations {
        STRANGER
    }
    fn known_through(&self) -> Option<ActionKind> {
        None
    }
}

fn addressed(audience: &Audience, actor: &Actor, role: Role) -> Relations {
    STRANGER.with(Relation::Addressed, audience.addresses(role, actor.sections_through(role)))
}

impl Resource for Meeting {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        meeting(self.host, self.section, actor, role, action)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadMeetings)
    }
}

impl Resource for NewMeeting {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        meeting(self.host, self.section, actor, role, action)
    }
    /// Whoever does not belong to the section may not learn that it exists.
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

/// A teacher holds meetings only of sections that are their own; what they once held they go on seeing.
fn meeting(host: UserId, section: SectionId, actor: &Actor, role: Role, action: ActionKind) -> Relations {
    let belongs = actor.belongs_to(role, section);
    let may_hold = belongs || role != Role::Teacher || action == ActionKind::ReadMeetings;
    STRANGER.with(Relation::Own, actor.id() == Some(host) && may_hold).with(Relation::OwnSection, belongs)
}

impl Task {
    /// The entry of the table that lets somebody see it: what is not published is only for those who teach it.
    pub(super) const fn read_through(&self) -> ActionKind {
        match self.state {
            TaskState::Published { .. } => ActionKind::ReadTasks,
            TaskState::Draft => ActionKind::ReadDraftTasks,
        }
    }
}

impl Resource for Task {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        taught(self.section, self.subject, actor, role)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(self.read_through())
    }
}

impl Resource for NewTask {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        taught(self.section, self.subject, actor, role)
    }
    /// Whoever does not belong to the section may not learn that it exists.
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

impl Resource for SectionTasks {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        STRANGER.with(Relation::OwnSection, actor.belongs_to(role, self.0))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadTasks)
    }
}

impl Resource for HandIn {
    /// It is the student's own for as long as the student is placed in the section of the task.
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        let belongs = actor.belongs_to(role, self.task.section);
        taught(self.task.section, self.task.subject, actor, role)
            .with(Relation::Own, belongs && actor.is_student(role, self.student))
            .with(Relation::Child, belongs && actor.has_child(role, self.student, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        self.task.known_through()
    }
}

impl Resource for Submission {
    fn relations(&self, actor: &Actor, role: Role, action: ActionKind) -> Relations {
        taught(self.section, self.subject, actor, role)
            .with(Relation::Own, actor.is_student(role, self.student))
            .with(Relation::Child, actor.has_child(role, self.student, action.guardian_right()))
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSubmissions)
    }
}

/// The adviser of a section, who teaches no subject there, belongs to the section alone.
fn taught(section: SectionId, subject: SubjectId, actor: &Actor, role: Role) -> Relations {
    STRANGER
        .with(Relation::OwnSection, actor.belongs_to(role, section))
        .with(Relation::OwnSubject, actor.teaches(role, section, subject))
}

impl Resource for Shelf {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        let belongs = actor.belongs_to(role, self.0);
        STRANGER.with(Relation::OwnSection, belongs)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadModules)
    }
}

impl Resource for Module {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        material(self.section, self.teacher, actor, role)
    }
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadModules)
    }
}

impl Resource for NewModule {
    fn relations(&self, actor: &Actor, role: Role, _: ActionKind) -> Relations {
        material(self.section, self.teacher, actor, role)
    }
    /// Whoever does not belong to the section may not learn that it exists.
    fn known_through(&self) -> Option<ActionKind> {
        Some(ActionKind::ReadSections)
    }
}

/// Material belongs to whoever added it for as long as the section is theirs.
fn material(section: SectionId, teacher: UserId, actor: &Actor, role: Role) -> Relations {
    let belongs = actor.belongs_to(role, section);
    STRANGER.with(Relation::Own, belongs && actor.id() == Some(teacher)).with(Relation::OwnSection, belongs)
}

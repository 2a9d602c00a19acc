use std::marker::PhantomData;

use super::{ActionKind, Catalog, ClassList, Resource};
use crate::{
    chat::{DeletedMessage, Message, Outgoing, Seat},
    enrollment::Progress,
    identity::{Account, Guardian},
    meetings::Meeting,
    modules::{Module, Shelf},
    notices::{AnnouncementAt, SchoolEvent},
    settings::Settings,
    structure::{Assignment, Placement, Section},
    tasks::{SectionTasks, Submission, Task},
};

/// An action as a type, so that a proof names what it permits.
pub trait Action {
    /// The record that it is for.
    type Target: Resource;
    /// Which entry of the table decides. Most actions have one; an account is judged as one of the staff
    /// or as one of a family.
    fn kind(target: &Self::Target) -> ActionKind;
}

/// See one account.
#[derive(Debug)]
pub struct ReadAccount;
/// Make (`T` a [`NewAccount`](crate::identity::NewAccount)) or change an account.
#[derive(Debug)]
pub struct ManageAccount<T = Account>(PhantomData<fn() -> T>);
/// Change one's own profile, password and sessions.
#[derive(Debug)]
pub struct ManageOwnAccount;
/// See the guardians of a student; the target is the student's account.
#[derive(Debug)]
pub struct ReadGuardians;
/// See whose guardian a parent is; the target is the parent's account. Which of the links the actor sees is
/// for [`Actor::scope`](super::Actor::scope) to say.
#[derive(Debug)]
pub struct ReadChildren;
/// Give a student a guardian (`T` the student's [`Account`]), change and undo a guardian link.
#[derive(Debug)]
pub struct ManageGuardian<T = Guardian>(PhantomData<fn() -> T>);
/// Change the settings of the school.
#[derive(Debug)]
pub struct ManageSettings;
/// Make, change and delete school years, terms, grade levels and subjects.
#[derive(Debug)]
pub struct ManageCatalog<T>(PhantomData<fn() -> T>);
/// See one section.
#[derive(Debug)]
pub struct ReadSection;
/// Make, change and delete a section.
#[derive(Debug)]
pub struct ManageSection;
/// See the class list of a section, or one's own line of it; what of it the actor sees is for
/// [`Actor::scope`](super::Actor::scope) to say.
#[derive(Debug)]
pub struct ReadClassList;
/// Place a student in a section (`T` the [`Section`]), or end a placement.
#[derive(Debug)]
pub struct ManagePlacement<T = Placement>(PhantomData<fn() -> T>);
/// Assign a teacher to a section (`T` the [`Section`]), or end an assignment.
#[derive(Debug)]
pub struct ManageAssignment<T = Assignment>(PhantomData<fn() -> T>);
/// See one application.
#[derive(Debug)]
pub struct ReadEnrollment;
/// Make (`T` an [`Application`](crate::enrollment::Application)) or move an application.
#[derive(Debug)]
pub struct ManageEnrollment<T = Progress>(PhantomData<fn() -> T>);
/// See one announcement.
#[derive(Debug)]
pub struct ReadAnnouncement;
/// Write (`T` an [`AnnouncementContent`](crate::notices::AnnouncementContent)), change and delete an
/// announcement.
#[derive(Debug)]
pub struct ManageAnnouncement<T = AnnouncementAt>(PhantomData<fn() -> T>);
/// See one event.
#[derive(Debug)]
pub struct ReadEvent;
/// Add (`T` an [`EventContent`](crate::notices::EventContent)), change and delete an event.
#[derive(Debug)]
pub struct ManageEvent<T = SchoolEvent>(PhantomData<fn() -> T>);
/// See one meeting.
#[derive(Debug)]
pub struct ReadMeeting;
/// Schedule (`T` a [`NewMeeting`](crate::meetings::NewMeeting)), change, start, end and cancel a meeting.
#[derive(Debug)]
pub struct ManageMeeting<T = Meeting>(PhantomData<fn() -> T>);
/// See one task.
#[derive(Debug)]
pub struct ReadTask;
/// Set (`T` a [`NewTask`](crate::tasks::NewTask)), change and delete a task.
#[derive(Debug)]
pub struct ManageTask<T = Task>(PhantomData<fn() -> T>);
/// See the tasks of a section; which of them the actor sees is for [`Actor::scope`](super::Actor::scope) to say.
#[derive(Debug)]
pub struct ReadSectionTasks;
/// See who has handed in what for a task, and what it was worth.
#[derive(Debug)]
pub struct ReadRoster;
/// Return every score of a task.
#[derive(Debug)]
pub struct ReturnScores;
/// Prepare and hand in one's own work; the target is the task as one student meets it.
#[derive(Debug)]
pub struct HandIn;
/// See what one student handed in.
#[derive(Debug)]
pub struct ReadSubmission;
/// See the score of a hand-in, and what is said about it.
#[derive(Debug)]
pub struct ReadScore;
/// Score and return a hand-in.
#[derive(Debug)]
pub struct GradeSubmission;
/// See the modules of a section; which of them the actor sees is for [`Actor::scope`](super::Actor::scope)
/// to say.
#[derive(Debug)]
pub struct ReadShelf;
/// See and download one learning module.
#[derive(Debug)]
pub struct ReadModule;
/// Add (`T` a [`NewModule`](crate::modules::NewModule)), change, replace and remove a learning module.
#[derive(Debug)]
pub struct ManageModule<T = Module>(PhantomData<fn() -> T>);

/// Take part in a conversation (`T` one's own [`Seat`]), or begin one between two (`T` a
/// [`NewDirect`](crate::chat::NewDirect)). Whom somebody may begin to write to is for
/// [`Actor::contacts`](super::Actor::contacts) to say.
#[derive(Debug)]
pub struct Converse<T = Seat>(PhantomData<fn() -> T>);
/// Send a message into a conversation. Whether the sender is a member is for the store to say, at the moment of
/// storing it.
#[derive(Debug)]
pub struct SendMessage;
/// Change and delete a message of one's own.
#[derive(Debug)]
pub struct EditMessage;
/// Make a group (`T` a [`NewGroup`](crate::chat::NewGroup)) or the conversation of a section (`T` a
/// [`NewSectionConversation`](crate::chat::NewSectionConversation)), and lead one (`T` one's own [`Seat`]).
#[derive(Debug)]
pub struct ManageGroup<T = Seat>(PhantomData<fn() -> T>);
/// See what a deleted message said.
#[derive(Debug)]
pub struct ReadDeletedMessage;

impl Action for ReadAccount {
    type Target = Account;
    fn kind(account: &Account) -> ActionKind {
        if account.roles.are_family() { ActionKind::ReadFamilies } else { ActionKind::ReadAccounts }
    }
}
impl<T: Resource + HasRoles> Action for ManageAccount<T> {
    type Target = T;
    fn kind(account: &T) -> ActionKind {
        if account.roles().are_family() { ActionKind::ManageFamilies } else { ActionKind::ManageAccounts }
    }
}
impl Action for ManageOwnAccount {
    type Target = Account;
    fn kind(_: &Account) -> ActionKind {
        ActionKind::ManageOwnAccount
    }
}
impl Action for ReadGuardians {
    type Target = Account;
    fn kind(_: &Account) -> ActionKind {
        ActionKind::ReadFamilies
    }
}
impl Action for ReadChildren {
    type Target = Account;
    fn kind(_: &Account) -> ActionKind {
        ActionKind::ReadFamilies
    }
}
impl<T: Resource> Action for ManageGuardian<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageFamilies
    }
}
impl Action for ManageSettings {
    type Target = Settings;
    fn kind(_: &Settings) -> ActionKind {
        ActionKind::ManageSettings
    }
}
impl<T> Action for ManageCatalog<T> {
    type Target = Catalog<T>;
    fn kind(_: &Catalog<T>) -> ActionKind {
        ActionKind::ManageCatalog
    }
}
impl Action for ReadSection {
    type Target = Section;
    fn kind(_: &Section) -> ActionKind {
        ActionKind::ReadSections
    }
}
impl Action for ManageSection {
    type Target = Section;
    fn kind(_: &Section) -> ActionKind {
        ActionKind::ManageSections
    }
}
impl Action for ReadClassList {
    type Target = ClassList;
    fn kind(_: &ClassList) -> ActionKind {
        ActionKind::ReadPlacements
    }
}
impl<T: Resource> Action for ManagePlacement<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManagePlacements
    }
}
impl<T: Resource> Action for ManageAssignment<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageAssignments
    }
}
impl Action for ReadEnrollment {
    type Target = Progress;
    fn kind(_: &Progress) -> ActionKind {
        ActionKind::ReadEnrollment
    }
}
impl<T: Resource> Action for ManageEnrollment<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageEnrollment
    }
}
impl Action for ReadAnnouncement {
    type Target = AnnouncementAt;
    /// What is not live is only for those who write it.
    fn kind(announcement: &AnnouncementAt) -> ActionKind {
        announcement.read_through()
    }
}
impl<T: Resource> Action for ManageAnnouncement<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageNotices
    }
}
impl Action for ReadEvent {
    type Target = SchoolEvent;
    fn kind(_: &SchoolEvent) -> ActionKind {
        ActionKind::ReadNotices
    }
}
impl<T: Resource> Action for ManageEvent<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageNotices
    }
}
impl Action for ReadMeeting {
    type Target = Meeting;
    fn kind(_: &Meeting) -> ActionKind {
        ActionKind::ReadMeetings
    }
}
impl<T: Resource> Action for ManageMeeting<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageMeetings
    }
}
impl Action for ReadTask {
    type Target = Task;
    /// What is not published is only for those who teach the section, and for those who lead the school.
    fn kind(task: &Task) -> ActionKind {
        task.read_through()
    }
}
impl<T: Resource> Action for ManageTask<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageTasks
    }
}
impl Action for ReadSectionTasks {
    type Target = SectionTasks;
    fn kind(_: &SectionTasks) -> ActionKind {
        ActionKind::ReadTasks
    }
}
impl Action for ReadRoster {
    type Target = Task;
    fn kind(_: &Task) -> ActionKind {
        ActionKind::ReadUnreturnedScores
    }
}
impl Action for ReturnScores {
    type Target = Task;
    fn kind(_: &Task) -> ActionKind {
        ActionKind::GradeSubmissions
    }
}
impl Action for HandIn {
    type Target = crate::tasks::HandIn;
    fn kind(_: &crate::tasks::HandIn) -> ActionKind {
        ActionKind::HandIn
    }
}
impl Action for ReadSubmission {
    type Target = Submission;
    fn kind(_: &Submission) -> ActionKind {
        ActionKind::ReadSubmissions
    }
}
impl Action for ReadScore {
    type Target = Submission;
    /// Until it is returned, a score is only for those who teach.
    fn kind(submission: &Submission) -> ActionKind {
        if submission.state.returned_at().is_some() {
            ActionKind::ReadSubmissions
        } else {
            ActionKind::ReadUnreturnedScores
        }
    }
}
impl Action for GradeSubmission {
    type Target = Submission;
    fn kind(_: &Submission) -> ActionKind {
        ActionKind::GradeSubmissions
    }
}
impl Action for ReadShelf {
    type Target = Shelf;
    fn kind(_: &Shelf) -> ActionKind {
        ActionKind::ReadModules
    }
}
impl Action for ReadModule {
    type Target = Module;
    fn kind(_: &Module) -> ActionKind {
        ActionKind::ReadModules
    }
}
impl<T: Resource> Action for ManageModule<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageModules
    }
}

impl<T: Resource> Action for Converse<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::Converse
    }
}
impl Action for SendMessage {
    type Target = Outgoing;
    fn kind(_: &Outgoing) -> ActionKind {
        ActionKind::Converse
    }
}
impl Action for EditMessage {
    type Target = Message;
    fn kind(_: &Message) -> ActionKind {
        ActionKind::Converse
    }
}
impl<T: Resource> Action for ManageGroup<T> {
    type Target = T;
    fn kind(_: &T) -> ActionKind {
        ActionKind::ManageGroups
    }
}
impl Action for ReadDeletedMessage {
    type Target = DeletedMessage;
    fn kind(_: &DeletedMessage) -> ActionKind {
        ActionKind::ReadDeletedMessages
    }
}

/// Records that are judged by the roles that they carry.
pub trait HasRoles {
    /// The roles.
    fn roles(&self) -> &crate::identity::Roles;
}
impl HasRoles for Account {
    fn roles(&self) -> &crate::identity::Roles {
        &self.roles
    }
}
impl HasRoles for crate::identity::NewAccount {
    fn roles(&self) -> &crate::identity::Roles {
        &self.roles
    }
}

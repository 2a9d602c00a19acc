use super::{
    ActionKind, Relation,
    Relation::{Addressed, Child, Own, OwnSection, OwnSubject},
    Relations,
};
use crate::identity::Role::{
    self, AcademicCoordinator, Accounting, Admin, Guidance, Parent, Principal, Registrar, Student, Teacher,
};

const NONE: Relations = Relations::NONE;
const EVERY: Relations = Relations::EVERY;

/// Whether a person with `role` who stands in `relation` to a record may do `action` with it.
///
/// This is the whole policy of the school. It is judged, cell by cell, by a matrix that was written by
/// hand and is kept apart from this code.
///
/// ```
/// use homeroom_domain::{access::{allows, ActionKind, Relation}, identity::Role};
/// assert!(allows(Role::Student, ActionKind::ReadEnrollment, Relation::Own));
/// assert!(!allows(Role::Student, ActionKind::ReadEnrollment, Relation::Unrelated));
/// assert!(!allows(Role::Teacher, ActionKind::ManageSections, Relation::OwnSection));
/// ```
pub const fn allows(role: Role, action: ActionKind, relation: Relation) -> bool {
    reach(role, action).contains(relation)
}

/// The relations in which `role` may do `action`.
#[expect(clippy::too_many_lines, reason = "it is the whole policy, and is read as one table")]
pub const fn reach(role: Role, action: ActionKind) -> Relations {
    match action {
        ActionKind::ManageAccounts => match role {
            Admin => EVERY,
            Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher | Student
            | Parent => NONE,
        },
        ActionKind::ReadAccounts => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => EVERY,
            Teacher | Student | Parent => NONE,
        },
        ActionKind::ManageFamilies => match role {
            Admin | Registrar => EVERY,
            Principal | AcademicCoordinator | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadFamilies => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => EVERY,
            Parent => Relations::of(&[Own, Child]),
            Teacher | Student => NONE,
        },
        ActionKind::ManageOwnAccount => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher
            | Student | Parent => Relations::of(&[Own]),
        },
        ActionKind::ManageSettings => match role {
            Admin => EVERY,
            Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher | Student
            | Parent => NONE,
        },
        ActionKind::ReadSettings => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => EVERY,
            Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadPublicSettings => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher
            | Student | Parent => EVERY,
        },
        ActionKind::ManageCatalog | ActionKind::ManageSections => match role {
            Admin | AcademicCoordinator | Registrar => EVERY,
            Principal | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadCatalog => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher
            | Student | Parent => EVERY,
        },
        ActionKind::ReadSections => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher => EVERY,
            Student | Parent => Relations::of(&[OwnSection]),
        },
        ActionKind::ManagePlacements => match role {
            Admin | AcademicCoordinator | Registrar => EVERY,
            Principal | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadPlacements => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => EVERY,
            Teacher => Relations::of(&[OwnSection]),
            Student => Relations::of(&[Own]),
            Parent => Relations::of(&[Child]),
        },
        ActionKind::ManageAssignments => match role {
            Admin | AcademicCoordinator => EVERY,
            Principal | Registrar | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadAssignments => match role {
            Admin | Principal | AcademicCoordinator | Registrar => EVERY,
            Teacher => Relations::of(&[Own]),
            Student | Parent => Relations::of(&[OwnSection]),
            Accounting | Guidance => NONE,
        },
        ActionKind::ManageEnrollment => match role {
            Admin | Registrar => EVERY,
            Principal | AcademicCoordinator | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadEnrollment => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => EVERY,
            Student => Relations::of(&[Own]),
            Parent => Relations::of(&[Child]),
            Teacher => NONE,
        },
        ActionKind::ReadAudit => match role {
            Admin | Principal => EVERY,
            AcademicCoordinator | Registrar | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ManageNotices => match role {
            Admin | Principal | AcademicCoordinator => EVERY,
            Registrar | Accounting | Guidance | Teacher | Student | Parent => NONE,
        },
        ActionKind::ReadNotices => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => EVERY,
            Teacher | Student | Parent => Relations::of(&[Addressed]),
        },
        ActionKind::ManageMeetings => match role {
            Principal | AcademicCoordinator | Teacher => Relations::of(&[Own]),
            Admin | Registrar | Accounting | Guidance | Student | Parent => NONE,
        },
        ActionKind::ReadMeetings => match role {
            Admin => EVERY,
            Principal | AcademicCoordinator => Relations::of(&[Own]),
            Teacher => Relations::of(&[Own, OwnSection]),
            Student | Parent => Relations::of(&[OwnSection]),
            Registrar | Accounting | Guidance => NONE,
        },
        ActionKind::ReadTasks => match role {
            Admin | Principal | AcademicCoordinator => EVERY,
            Teacher => Relations::of(&[OwnSubject, OwnSection]),
            Student | Parent => Relations::of(&[OwnSection]),
            Registrar | Accounting | Guidance => NONE,
        },
        ActionKind::ReadDraftTasks | ActionKind::ReadUnreturnedScores => match role {
            Admin | Principal | AcademicCoordinator => EVERY,
            Teacher => Relations::of(&[OwnSubject, OwnSection]),
            Registrar | Accounting | Guidance | Student | Parent => NONE,
        },
        ActionKind::ManageTasks | ActionKind::GradeSubmissions => match role {
            Teacher => Relations::of(&[OwnSubject]),
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Student
            | Parent => NONE,
        },
        ActionKind::ReadSubmissions => match role {
            Admin | Principal | AcademicCoordinator => EVERY,
            Teacher => Relations::of(&[OwnSubject, OwnSection]),
            Student => Relations::of(&[Own]),
            Parent => Relations::of(&[Child]),
            Registrar | Accounting | Guidance => NONE,
        },
        ActionKind::HandIn => match role {
            Student => Relations::of(&[Own]),
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher
            | Parent => NONE,
        },
        ActionKind::ReadModules => match role {
            Admin | Principal | AcademicCoordinator => EVERY,
            Teacher => Relations::of(&[Own, OwnSection]),
            Student | Parent => Relations::of(&[OwnSection]),
            Registrar | Accounting | Guidance => NONE,
        },
        ActionKind::ManageModules => match role {
            Teacher => Relations::of(&[Own]),
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Student
            | Parent => NONE,
        },
        ActionKind::Converse => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher
            | Student | Parent => Relations::of(&[Own]),
        },
        ActionKind::ManageGroups => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance => {
                Relations::of(&[Own])
            }
            Teacher => Relations::of(&[Own, OwnSection]),
            Student | Parent => NONE,
        },
        ActionKind::ReadDeletedMessages => match role {
            Admin => EVERY,
            Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher | Student
            | Parent => NONE,
        },
        ActionKind::ManageOwnNotifications => match role {
            Admin | Principal | AcademicCoordinator | Registrar | Accounting | Guidance | Teacher
            | Student | Parent => Relations::of(&[Own]),
        },
    }
}

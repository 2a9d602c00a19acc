//! What is refused, and whether the refusal tells that the record exists.

use homeroom_domain::{
    access::{
        Action, Actor, Catalog, ClassList, Denied, ManageAccount, ManageAssignment, ManageCatalog,
        ManageEnrollment, ManageGuardian, ManageOwnAccount, ManagePlacement, ManageSection, ManageSettings,
        ReadAccount, ReadChildren, ReadClassList, ReadEnrollment, ReadGuardians, ReadSection,
    },
    enrollment::Application,
    identity::{Account, GuardianRights, NewAccount, Role},
    structure::{Section, Subject},
};

use crate::{
    settings::settings,
    support::{
        account, assignment, guardian_of, id, link, person, placed_in, placement, progress, section,
        standing, teaches, text, version,
    },
};

const OK: Result<(), Denied> = Ok(());
const FORBIDDEN: Result<(), Denied> = Err(Denied::Forbidden);
const HIDDEN: Result<(), Denied> = Err(Denied::Hidden);

/// Tells of each action and record what the people in the list are answered.
fn answers<A: Action>(target: &A::Target, expected: &[(&str, &Actor, Result<(), Denied>)])
where
    A::Target: Clone,
{
    for (who, actor, answer) in expected {
        assert_eq!(actor.may::<A>(target.clone()).map(drop), *answer, "{who}: {}", A::kind(target).code());
    }
}

/// Everybody stands to student 2, who is placed in section 11.
struct Cast {
    admin: Actor,
    principal: Actor,
    coordinator: Actor,
    registrar: Actor,
    accounting: Actor,
    teacher: Actor,
    other_teacher: Actor,
    student: Actor,
    classmate: Actor,
    other_student: Actor,
    parent: Actor,
    parent_for_money: Actor,
    other_parent: Actor,
    visitor: Actor,
    system: Actor,
}

fn cast() -> Cast {
    let money_only = GuardianRights { money: true, ..GuardianRights::default() };
    Cast {
        admin: person(1, &[Role::Admin]),
        principal: person(20, &[Role::Principal]),
        coordinator: person(21, &[Role::AcademicCoordinator]),
        registrar: person(22, &[Role::Registrar]),
        accounting: person(23, &[Role::Accounting]),
        teacher: standing(30, &[Role::Teacher], teaches(id(11))),
        other_teacher: standing(31, &[Role::Teacher], teaches(id(12))),
        student: standing(2, &[Role::Student], placed_in(id(11))),
        classmate: standing(3, &[Role::Student], placed_in(id(11))),
        other_student: standing(4, &[Role::Student], placed_in(id(12))),
        parent: standing(5, &[Role::Parent], guardian_of(id(2), GuardianRights::ALL, &[id(11)])),
        parent_for_money: standing(6, &[Role::Parent], guardian_of(id(2), money_only, &[id(11)])),
        other_parent: standing(7, &[Role::Parent], guardian_of(id(4), GuardianRights::ALL, &[id(12)])),
        visitor: Actor::anonymous(),
        system: Actor::system("nightly"),
    }
}

#[test]
fn accounts() {
    let cast = cast();
    let (family, staff) = (account(2, &[Role::Student]), account(30, &[Role::Teacher]));
    answers::<ReadAccount>(
        &family,
        &[
            ("principal", &cast.principal, OK),
            ("teacher", &cast.teacher, HIDDEN),
            ("the student", &cast.student, HIDDEN),
            ("parent", &cast.parent, OK),
            ("parent for money", &cast.parent_for_money, HIDDEN),
            ("other parent", &cast.other_parent, HIDDEN),
            ("visitor", &cast.visitor, HIDDEN),
        ],
    );
    answers::<ReadAccount>(
        &staff,
        &[
            ("registrar", &cast.registrar, OK),
            ("that teacher", &cast.teacher, HIDDEN),
            ("parent", &cast.parent, HIDDEN),
        ],
    );
    answers::<ManageAccount>(
        &family,
        &[
            ("admin", &cast.admin, OK),
            ("system", &cast.system, OK),
            ("registrar", &cast.registrar, OK),
            ("principal", &cast.principal, FORBIDDEN),
            ("parent", &cast.parent, FORBIDDEN),
            ("other parent", &cast.other_parent, HIDDEN),
        ],
    );
    answers::<ManageAccount>(
        &staff,
        &[
            ("admin", &cast.admin, OK),
            ("registrar", &cast.registrar, FORBIDDEN),
            ("that teacher", &cast.teacher, HIDDEN),
        ],
    );
    answers::<ManageOwnAccount>(
        &family,
        &[
            ("the student", &cast.student, OK),
            ("classmate", &cast.classmate, HIDDEN),
            ("admin", &cast.admin, FORBIDDEN),
            ("system", &cast.system, FORBIDDEN),
            ("visitor", &cast.visitor, HIDDEN),
        ],
    );
}

#[test]
fn accounts_that_are_not_there_yet() {
    let cast = cast();
    let new = |role| NewAccount {
        id: id(70),
        email: account(70, &[role]).email,
        first_name: text("Bea"),
        last_name: text("Cruz"),
        roles: account(70, &[role]).roles,
    };
    answers::<ManageAccount<NewAccount>>(
        &new(Role::Parent),
        &[
            ("registrar", &cast.registrar, OK),
            ("principal", &cast.principal, FORBIDDEN),
            ("parent", &cast.parent, FORBIDDEN),
        ],
    );
    answers::<ManageAccount<NewAccount>>(
        &new(Role::Teacher),
        &[
            ("admin", &cast.admin, OK),
            ("registrar", &cast.registrar, FORBIDDEN),
            ("student", &cast.student, FORBIDDEN),
        ],
    );
}

#[test]
fn guardians() {
    let cast = cast();
    answers::<ReadGuardians>(
        &account(2, &[Role::Student]),
        &[
            ("accounting", &cast.accounting, OK),
            ("parent", &cast.parent, OK),
            ("parent for money", &cast.parent_for_money, HIDDEN),
            ("other parent", &cast.other_parent, HIDDEN),
            ("the student", &cast.student, HIDDEN),
            ("teacher", &cast.teacher, HIDDEN),
        ],
    );
    let parent = cast.parent.id().unwrap();
    answers::<ReadChildren>(
        &Account { id: parent, ..account(2, &[Role::Parent]) },
        &[
            ("accounting", &cast.accounting, OK),
            ("the parent", &cast.parent, OK),
            ("other parent", &cast.other_parent, HIDDEN),
            ("the student", &cast.student, HIDDEN),
            ("teacher", &cast.teacher, HIDDEN),
        ],
    );
    let same_for_both = [
        ("registrar", &cast.registrar, OK),
        ("principal", &cast.principal, FORBIDDEN),
        ("parent", &cast.parent, FORBIDDEN),
        ("other parent", &cast.other_parent, HIDDEN),
        ("the student", &cast.student, HIDDEN),
        ("teacher", &cast.teacher, HIDDEN),
    ];
    answers::<ManageGuardian<Account>>(&account(2, &[Role::Student]), &same_for_both);
    answers::<ManageGuardian>(&link(5, 2), &same_for_both);
}

#[test]
fn settings_and_catalog_are_no_secret() {
    let cast = cast();
    answers::<ManageSettings>(
        &settings(),
        &[
            ("admin", &cast.admin, OK),
            ("principal", &cast.principal, FORBIDDEN),
            ("student", &cast.student, FORBIDDEN),
        ],
    );
    let subject =
        Subject { id: id(900), code: text("MATH7"), title: text("Mathematics 7"), version: version(1) };
    answers::<ManageCatalog<Subject>>(
        &Catalog(subject),
        &[
            ("coordinator", &cast.coordinator, OK),
            ("registrar", &cast.registrar, OK),
            ("principal", &cast.principal, FORBIDDEN),
            ("parent", &cast.parent, FORBIDDEN),
        ],
    );
}

#[test]
fn sections() {
    let (cast, section) = (cast(), section(11, 30, 2));
    answers::<ReadSection>(
        &section,
        &[
            ("other teacher", &cast.other_teacher, OK),
            ("student", &cast.student, OK),
            ("other student", &cast.other_student, HIDDEN),
            ("parent", &cast.parent, OK),
            ("parent for money", &cast.parent_for_money, HIDDEN),
            ("visitor", &cast.visitor, HIDDEN),
        ],
    );
    answers::<ManageSection>(
        &section,
        &[
            ("coordinator", &cast.coordinator, OK),
            ("teacher", &cast.teacher, FORBIDDEN),
            ("student", &cast.student, FORBIDDEN),
            ("other student", &cast.other_student, HIDDEN),
        ],
    );
}

#[test]
fn class_lists_and_places() {
    let (cast, section) = (cast(), section(11, 30, 2));
    answers::<ReadClassList>(
        &ClassList(section.clone()),
        &[
            ("teacher", &cast.teacher, OK),
            ("other teacher", &cast.other_teacher, FORBIDDEN),
            ("student, for the own line", &cast.student, OK),
            ("other student", &cast.other_student, HIDDEN),
            ("parent, for the child's line", &cast.parent, OK),
            ("parent for money", &cast.parent_for_money, HIDDEN),
            ("other parent", &cast.other_parent, HIDDEN),
        ],
    );
    answers::<ManagePlacement<Section>>(
        &section,
        &[
            ("registrar", &cast.registrar, OK),
            ("coordinator", &cast.coordinator, OK),
            ("accounting", &cast.accounting, FORBIDDEN),
            ("teacher", &cast.teacher, FORBIDDEN),
            ("other teacher", &cast.other_teacher, FORBIDDEN),
            ("student", &cast.student, FORBIDDEN),
            ("other student", &cast.other_student, HIDDEN),
        ],
    );
    answers::<ManagePlacement>(
        &placement(2, 11),
        &[
            ("registrar", &cast.registrar, OK),
            ("teacher", &cast.teacher, FORBIDDEN),
            ("other teacher", &cast.other_teacher, HIDDEN),
            ("the student", &cast.student, FORBIDDEN),
            ("classmate", &cast.classmate, HIDDEN),
            ("parent", &cast.parent, FORBIDDEN),
        ],
    );
}

#[test]
fn assignments() {
    let (cast, section) = (cast(), section(11, 30, 2));
    let same_for_both = [
        ("coordinator", &cast.coordinator, OK),
        ("registrar", &cast.registrar, FORBIDDEN),
        ("accounting", &cast.accounting, FORBIDDEN),
        ("other teacher", &cast.other_teacher, FORBIDDEN),
        ("student", &cast.student, FORBIDDEN),
        ("other student", &cast.other_student, HIDDEN),
        ("other parent", &cast.other_parent, HIDDEN),
    ];
    answers::<ManageAssignment<Section>>(&section, &same_for_both);
    answers::<ManageAssignment>(&assignment(30, 11), &same_for_both);
}

#[test]
fn enrollment() {
    let cast = cast();
    answers::<ReadEnrollment>(
        &progress(2),
        &[
            ("accounting", &cast.accounting, OK),
            ("the student", &cast.student, OK),
            ("parent", &cast.parent, OK),
            ("parent for money", &cast.parent_for_money, HIDDEN),
            ("other parent", &cast.other_parent, HIDDEN),
            ("teacher of the student", &cast.teacher, HIDDEN),
        ],
    );
    answers::<ManageEnrollment>(
        &progress(2),
        &[
            ("registrar", &cast.registrar, OK),
            ("system", &cast.system, OK),
            ("coordinator", &cast.coordinator, FORBIDDEN),
            ("parent", &cast.parent, FORBIDDEN),
            ("parent for money", &cast.parent_for_money, HIDDEN),
            ("teacher", &cast.teacher, HIDDEN),
        ],
    );
    let application = Application { student: id(2), school_year: id(800), grade_level: id(801) };
    answers::<ManageEnrollment<Application>>(
        &application,
        &[
            ("registrar", &cast.registrar, OK),
            ("parent", &cast.parent, FORBIDDEN),
            ("teacher", &cast.teacher, FORBIDDEN),
        ],
    );
}

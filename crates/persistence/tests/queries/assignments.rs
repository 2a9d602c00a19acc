use application::{Constraint, StoreError};
use domain::{
    access::{ActionKind, ManageAssignment},
    identity::Role,
};

use crate::school::{Outcome, PAGE, School, add_subject, as_student, everything, id, may};

const READ: ActionKind = ActionKind::ReadSections;

#[test]
fn teachers_of_a_section_are_listed_by_subject() -> Outcome {
    let school = School::open()?;
    let (section, other) = (school.section("Mabini", 30)?, school.section("Rizal", 30)?);
    let (ana, ben) =
        (school.account(Role::Teacher, "Ana", "Reyes")?, school.account(Role::Teacher, "Ben", "Cruz")?);
    let (science, mathematics) = school.write(|store| {
        Ok((add_subject(store, "SCI7", "Science 7")?, add_subject(store, "MATH7", "Mathematics 7")?))
    })?;
    school.assign(&ana, &science, &section)?;
    let assignment = school.assign(&ben, &mathematics, &section)?;
    school.assign(&ben, &mathematics, &other)?;

    let page = school.write(|store| Ok(store.assignments(&everything(READ)?, section.id, PAGE)?))?;
    let lines: Vec<_> =
        page.items.iter().map(|line| (line.subject_code.as_str(), line.teacher_name.as_str())).collect();
    assert_eq!(lines, [("MATH7", "Ben Cruz"), ("SCI7", "Ana Reyes")]);
    let view = school.write(|store| Ok(store.assignment(assignment.id)?))?.ok_or("no assignment")?;
    assert_eq!((&view.assignment, view.subject_title.as_str()), (&assignment, "Mathematics 7"));

    let student = school.student("Luz")?;
    let seen = |scope| school.write(|store| Ok(store.assignments(&scope, section.id, PAGE)?.total));
    assert_eq!(seen(as_student(&student, &[&section], READ)?)?, 2);
    assert_eq!(seen(as_student(&student, &[&other], READ)?)?, 0);
    Ok(())
}

#[test]
fn a_teacher_is_assigned_once_and_to_what_there_is() -> Outcome {
    let school = School::open()?;
    let (section, teacher) = (school.section("Mabini", 30)?, school.account(Role::Teacher, "Ana", "Reyes")?);
    let subject = school.write(|store| add_subject(store, "SCI7", "Science 7"))?;
    school.assign(&teacher, &subject, &section)?;
    let twice = school.assign(&teacher, &subject, &section).err().ok_or("assigned twice")?;
    assert_eq!(twice.downcast_ref(), Some(&StoreError::Violated(Constraint::AlreadyAssigned)));
    let unknown = domain::structure::Subject { id: id(), ..subject };
    let unknown = school.assign(&teacher, &unknown, &section).err().ok_or("no such subject")?;
    assert_eq!(unknown.downcast_ref(), Some(&StoreError::Violated(Constraint::UnknownReference)));
    Ok(())
}

#[test]
fn an_assignment_brings_rights_and_takes_them_away() -> Outcome {
    let school = School::open()?;
    let (section, teacher) = (school.section("Mabini", 30)?, school.account(Role::Teacher, "Ana", "Reyes")?);
    let subject = school.write(|store| add_subject(store, "SCI7", "Science 7"))?;
    let before = school.epoch(teacher.id)?;
    let assignment = school.assign(&teacher, &subject, &section)?;
    let during = school.epoch(teacher.id)?;
    school.write(|store| {
        let ended = may::<ManageAssignment>(assignment.clone())?.end();
        Ok(store.end_assignment(&ended)?)
    })?;
    assert!(before < during && during < school.epoch(teacher.id)?);
    assert_eq!(school.write(|store| Ok(store.assignment(assignment.id)?))?, None);
    Ok(())
}

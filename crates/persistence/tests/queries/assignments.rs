use application::{
    Constraint, StoreError,
    structure::{AssignmentFilter, AssignmentView},
};
use domain::{
    access::{ActionKind, ManageAssignment, ReadScope},
    identity::Role,
};

use crate::school::{
    Made, Outcome, PAGE, School, add_subject, add_year, as_adviser, as_student, everything, id, may,
};

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

    let page = school.write(|store| Ok(store.section_teachers(&everything(READ)?, section.id, PAGE)?))?;
    let lines: Vec<_> =
        page.items.iter().map(|line| (line.subject_code.as_str(), line.teacher_name.as_str())).collect();
    assert_eq!(lines, [("MATH7", "Ben Cruz"), ("SCI7", "Ana Reyes")]);
    let view = school.write(|store| Ok(store.assignment(assignment.id)?))?.ok_or("no assignment")?;
    assert_eq!((&view.assignment, view.subject_title.as_str()), (&assignment, "Mathematics 7"));

    let student = school.student("Luz")?;
    let seen = |scope| school.write(|store| Ok(store.section_teachers(&scope, section.id, PAGE)?.total));
    assert_eq!(seen(as_student(&student, &[&section], READ)?)?, 2);
    assert_eq!(seen(as_student(&student, &[&other], READ)?)?, 0);
    Ok(())
}

#[test]
fn assignments_of_a_year_are_listed_by_section_and_subject() -> Outcome {
    let school = School::open()?;
    let (mabini, rizal) = (school.section("Mabini", 30)?, school.section("Rizal", 30)?);
    let (ana, ben) =
        (school.account(Role::Teacher, "Ana", "Reyes")?, school.account(Role::Teacher, "Ben", "Cruz")?);
    let (science, mathematics) = school.write(|store| {
        Ok((add_subject(store, "SCI7", "Science 7")?, add_subject(store, "MATH7", "Mathematics 7")?))
    })?;
    for (teacher, subject, section) in
        [(&ben, &mathematics, &rizal), (&ana, &science, &mabini), (&ben, &mathematics, &mabini)]
    {
        school.assign(teacher, subject, section)?;
    }
    let kind = ActionKind::ReadAssignments;
    let list = |scope: &ReadScope, filter: AssignmentFilter| -> Made<Vec<String>> {
        let page = school.write(|store| Ok(store.assignments(scope, &filter, PAGE)?))?;
        assert_eq!(page.total as usize, page.items.len());
        let line = |view: &AssignmentView| format!("{} {}", view.section_name, view.subject_code);
        Ok(page.items.iter().map(line).collect())
    };
    let (all, any) = (everything(kind)?, AssignmentFilter::default());
    assert_eq!(list(&all, any)?, ["Mabini MATH7", "Mabini SCI7", "Rizal MATH7"]);
    assert_eq!(list(&all, AssignmentFilter { teacher: Some(ana.id), ..any })?, ["Mabini SCI7"]);
    assert_eq!(list(&all, AssignmentFilter { section: Some(rizal.id), ..any })?, ["Rizal MATH7"]);
    let past = school.write(|store| add_year(store, "Past", 2001))?;
    assert_eq!(list(&all, AssignmentFilter { school_year: Some(past.id), ..any })?, Vec::<String>::new());
    let this = AssignmentFilter { school_year: Some(mabini.school_year), ..any };
    assert_eq!(list(&all, this)?.len(), 3);

    let student = school.student("Luz")?;
    assert_eq!(list(&as_student(&student, &[&rizal], kind)?, any)?, ["Rizal MATH7"]);
    // A teacher sees what they teach themselves, not what others teach in the section that they advise.
    assert_eq!(list(&as_adviser(&ben, &mabini, kind)?, any)?, ["Mabini MATH7", "Rizal MATH7"]);
    assert_eq!(list(&everything(READ)?, any)?, Vec::<String>::new(), "leave to see sections is another");
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

use application::{Constraint, StoreError};
use domain::{
    access::{ActionKind, ManagePlacement, ReadScope},
    identity::Role,
    structure::{NewPlacement, Section},
};

use crate::school::{
    Made, Outcome, PAGE, School, as_adviser, as_parent, as_student, day, everything, id, may, place,
    terms_from,
};

const READ: ActionKind = ActionKind::ReadPlacements;

fn class_list(school: &School, scope: &ReadScope, section: &Section) -> Made<Vec<String>> {
    let page = school.write(|store| Ok(store.placements(scope, section.id, PAGE)?))?;
    assert_eq!(page.total as usize, page.items.len());
    Ok(page.items.into_iter().map(|line| line.first_name).collect())
}

fn enrolled(school: &School, section: &Section) -> Made<u32> {
    Ok(school.write(|store| Ok(store.section(section.id)?))?.ok_or("no section")?.section.enrolled)
}

#[test]
fn a_placement_is_read_as_it_was_stored() -> Outcome {
    let school = School::open()?;
    let (section, student) = (school.section("Mabini", 30)?, school.student("Luz")?);
    let placement = school.place(&student, &section)?;
    let line = school.write(|store| Ok(store.placement(student.id, section.id)?))?.ok_or("no line")?;
    assert_eq!(line.placement, placement);
    assert_eq!((line.first_name.as_str(), line.last_name.as_str()), ("Luz", "Santos"));
    assert_eq!(line.email, student.email.as_str());
    let locked = school.write(|store| Ok(store.placement_for_update(student.id, school.year.id)?))?;
    assert_eq!(locked, Some(placement));
    assert_eq!(enrolled(&school, &section)?, 1);
    Ok(())
}

#[test]
fn a_student_who_moves_is_counted_once() -> Outcome {
    let school = School::open()?;
    let (from, to) = (school.section("Mabini", 30)?, school.section("Rizal", 30)?);
    let student = school.student("Luz")?;
    let first = school.place(&student, &from)?;
    let second = school.place(&student, &to)?;
    assert_eq!((first.id, first.section, second.section), (second.id, from.id, to.id));
    assert_eq!((enrolled(&school, &from)?, enrolled(&school, &to)?), (0, 1));
    assert_eq!(school.write(|store| Ok(store.placement(student.id, from.id)?))?, None);
    Ok(())
}

#[test]
fn a_removed_student_leaves_the_place_free() -> Outcome {
    let school = School::open()?;
    let (section, student) = (school.section("Mabini", 1)?, school.student("Luz")?);
    let placement = school.place(&student, &section)?;
    school.write(|store| {
        let removed = may::<ManagePlacement>(placement.clone())?.remove();
        Ok(store.remove_placement(&removed)?)
    })?;
    assert_eq!(enrolled(&school, &section)?, 0);
    school.place(&school.student("Jose")?, &section)?;
    Ok(())
}

#[test]
fn the_database_has_the_last_word_on_places() -> Outcome {
    let school = School::open()?;
    // `place` believes the section as it is given here: empty.
    let section = school.section("Mabini", 1)?;
    let student = school.student("Luz")?;
    school.place(&student, &section)?;
    let full = school.place(&school.student("Jose")?, &section).err().ok_or("overfull")?;
    assert_eq!(full.downcast_ref(), Some(&StoreError::Violated(Constraint::SectionFull)));

    let other = school.section("Rizal", 5)?;
    let twice = school.write(|store| {
        let new = NewPlacement { id: id(), placed_on: day(2002, 6, 3)? };
        let permitted = may::<ManagePlacement<Section>>(other.clone())?;
        Ok(store.save_placement(&permitted.place(&student, new, None, false)?)?)
    });
    let twice = twice.err().ok_or("placed twice")?;
    assert_eq!(twice.downcast_ref(), Some(&StoreError::Violated(Constraint::AlreadyPlaced)));
    Ok(())
}

#[test]
fn a_class_list_shows_what_the_reader_may_see() -> Outcome {
    let school = School::open()?;
    let (section, other) = (school.section("Mabini", 30)?, school.section("Rizal", 30)?);
    let (luz, jose) = (school.student("Luz")?, school.student("Jose")?);
    school.place(&luz, &section)?;
    school.place(&jose, &section)?;
    let teacher = school.account(Role::Teacher, "Ana", "Reyes")?;
    let parent = school.account(Role::Parent, "Eva", "Santos")?;
    assert_eq!(class_list(&school, &everything(READ)?, &section)?, ["Jose", "Luz"]);
    assert_eq!(class_list(&school, &as_adviser(&teacher, &section, READ)?, &section)?, ["Jose", "Luz"]);
    assert_eq!(class_list(&school, &as_adviser(&teacher, &other, READ)?, &section)?, Vec::<String>::new());
    assert_eq!(class_list(&school, &as_student(&luz, &[&section], READ)?, &section)?, ["Luz"]);
    assert_eq!(class_list(&school, &as_parent(&parent, &jose, &section, READ)?, &section)?, ["Jose"]);
    Ok(())
}

#[test]
fn a_placement_changes_the_rights_of_the_family() -> Outcome {
    let school = School::open()?;
    let section = school.section("Mabini", 30)?;
    let (student, parent) = (school.student("Luz")?, school.account(Role::Parent, "Eva", "Santos")?);
    school.link(&parent, &student, terms_from(2000)?)?;
    let before = [school.epoch(student.id)?, school.epoch(parent.id)?];
    school.write(|store| place(store, &student, &section))?;
    let after = [school.epoch(student.id)?, school.epoch(parent.id)?];
    assert!(before[0] < after[0] && before[1] < after[1], "{before:?} {after:?}");
    Ok(())
}

use application::{
    Constraint, Direction, Sort, StoreError,
    structure::{Dependent, SectionFilter, SectionSort},
};
use domain::{
    access::{ActionKind, ManageSection, ReadScope},
    identity::Role,
    structure::{Capacity, Section, SectionFacts},
};

use crate::school::{
    Made, Outcome, PAGE, School, add_level, add_subject, add_year, as_parent, as_student, everything, id,
    may, text,
};

const READ: ActionKind = ActionKind::ReadSections;

fn list(
    school: &School,
    scope: &ReadScope,
    filter: &SectionFilter,
    sort: &[(SectionSort, Direction)],
) -> Made<Vec<String>> {
    let page = school.write(|store| Ok(store.sections(scope, filter, &Sort(sort.to_vec()), PAGE)?))?;
    assert_eq!(page.total as usize, page.items.len());
    Ok(page.items.into_iter().map(|view| view.section.facts.name.to_string()).collect())
}

#[test]
fn a_section_is_read_with_the_names_around_it() -> Outcome {
    let school = School::open()?;
    let teacher = school.account(Role::Teacher, "Ana", "Reyes")?;
    let section = school.new_section("Mabini", 30)?;
    let facts =
        SectionFacts { adviser: Some(teacher.id), room: Some(text("Room 5")?), ..section.facts.clone() };
    let wanted = Section { facts, ..section };
    school.write(|store| {
        let opened = may::<ManageSection>(wanted.clone())?.open(Some(&teacher))?;
        Ok(store.add_section(&opened)?)
    })?;
    let view = school.write(|store| Ok(store.section(wanted.id)?))?.ok_or("no section")?;
    assert_eq!(view.section, wanted);
    assert_eq!(view.grade_level_name, "Grade 7");
    assert_eq!(view.adviser_name.as_deref(), Some("Ana Reyes"));
    assert_eq!(school.write(|store| Ok(store.section(id())?))?, None);
    Ok(())
}

#[test]
fn a_change_stores_what_is_gone_too() -> Outcome {
    let school = School::open()?;
    let teacher = school.account(Role::Teacher, "Ana", "Reyes")?;
    let section = school.section("Mabini", 30)?;
    let with_adviser = SectionFacts {
        name: text("Bonifacio")?,
        adviser: Some(teacher.id),
        room: Some(text("Room 5")?),
        capacity: Capacity::try_new(31)?,
    };
    let bare = SectionFacts { adviser: None, room: None, ..with_adviser.clone() };
    for facts in [with_adviser, bare] {
        let epoch = school.epoch(teacher.id)?;
        let saved = school.write(|store| {
            let section = store.section_for_update(section.id)?.ok_or("no section")?;
            let version = section.version;
            let saved = may::<ManageSection>(section)?.change(facts.clone(), Some(&teacher), version)?;
            store.save_section(&saved)?;
            Ok(saved.into_section())
        })?;
        let read = school.write(|store| Ok(store.section(section.id)?))?.ok_or("no section")?;
        assert_eq!(read.section, saved);
        assert!(school.epoch(teacher.id)? > epoch, "an adviser comes and goes with rights");
    }
    Ok(())
}

#[test]
fn sections_are_filtered() -> Outcome {
    let school = School::open()?;
    let section = school.section("Mabini", 1)?;
    school.section("Rizal", 30)?;
    school.place(&school.student("Luz")?, &section)?;
    let (year, level) =
        school.write(|store| Ok((add_year(store, "2001–2002", 2001)?, add_level(store, "G8", 8)?)))?;
    let other = Section { school_year: year.id, ..school.new_section("Luna", 30)? };
    let eighth = Section { grade_level: level.id, ..school.new_section("Jacinto", 30)? };
    school.write(|store| {
        store.add_section(&may::<ManageSection>(other.clone())?.open(None)?)?;
        Ok(store.add_section(&may::<ManageSection>(eighth.clone())?.open(None)?)?)
    })?;

    let all = everything(READ)?;
    let find = |filter: SectionFilter| list(&school, &all, &filter, &[]);
    let none = SectionFilter::default;
    assert_eq!(find(none())?, ["Mabini", "Rizal", "Jacinto"]);
    assert_eq!(find(SectionFilter { school_year: Some(year.id), ..none() })?, ["Luna"]);
    assert_eq!(find(SectionFilter { grade_level: Some(level.id), ..none() })?, ["Jacinto"]);
    assert_eq!(find(SectionFilter { query: Some("riz".into()), ..none() })?, ["Rizal"]);
    assert_eq!(find(SectionFilter { with_free_places: true, ..none() })?, ["Rizal", "Jacinto"]);
    Ok(())
}

#[test]
fn sections_are_sorted_by_each_field_both_ways() -> Outcome {
    let school = School::open()?;
    let full = school.section("A", 1)?;
    school.section("B", 30)?;
    school.place(&school.student("Luz")?, &full)?;
    let all = everything(READ)?;
    let sorted = |field, direction| list(&school, &all, &SectionFilter::default(), &[(field, direction)]);
    for (field, first) in [
        (SectionSort::GradeLevel, "A"),
        (SectionSort::Name, "A"),
        (SectionSort::Enrolled, "B"),
        (SectionSort::FreePlaces, "A"),
    ] {
        let ascending = sorted(field, Direction::Ascending)?;
        let mut descending = sorted(field, Direction::Descending)?;
        assert_eq!(ascending[0], first, "{field:?}");
        descending.reverse();
        assert_eq!(ascending, descending, "{field:?}");
    }
    Ok(())
}

#[test]
fn families_see_their_own_sections_only() -> Outcome {
    let school = School::open()?;
    let (own, _) = (school.section("Own", 30)?, school.section("Other", 30)?);
    let student = school.student("Luz")?;
    let parent = school.account(Role::Parent, "Eva", "Santos")?;
    let any = SectionFilter::default();
    assert_eq!(list(&school, &as_student(&student, &[&own], READ)?, &any, &[])?, ["Own"]);
    assert_eq!(list(&school, &as_parent(&parent, &student, &own, READ)?, &any, &[])?, ["Own"]);
    assert_eq!(list(&school, &as_student(&student, &[], READ)?, &any, &[])?, Vec::<String>::new());
    let another_kind = everything(ActionKind::ReadCatalog)?;
    assert_eq!(list(&school, &another_kind, &any, &[])?, Vec::<String>::new());
    Ok(())
}

#[test]
fn names_are_taken_and_capacity_holds() -> Outcome {
    let school = School::open()?;
    let section = school.section("Mabini", 2)?;
    let twin = school.section("mabini", 2).err().ok_or("two of one name")?;
    assert_eq!(twin.downcast_ref(), Some(&StoreError::Violated(Constraint::SectionNameTaken)));

    school.place(&school.student("Luz")?, &section)?;
    school.place(&school.student("Jose")?, &section)?;
    // As if the two had been placed after the section was read.
    let shrink = school.write(|store| {
        let facts = SectionFacts { capacity: Capacity::try_new(1)?, ..section.facts.clone() };
        let version = section.version;
        let saved = may::<ManageSection>(section.clone())?.change(facts, None, version)?;
        Ok(store.save_section(&saved)?)
    });
    let shrink = shrink.err().ok_or("fewer seats than students")?;
    assert_eq!(shrink.downcast_ref(), Some(&StoreError::Violated(Constraint::SectionFull)));
    Ok(())
}

#[test]
fn a_section_is_deleted_unless_something_depends_on_it() -> Outcome {
    let school = School::open()?;
    let section = school.section("Mabini", 2)?;
    let delete = || {
        school.write(|store| {
            let section = store.section_for_update(section.id)?.ok_or("no section")?;
            let version = section.version;
            Ok(store.delete_section(&may::<ManageSection>(section)?.delete(version)?)?)
        })
    };
    school.place(&school.student("Luz")?, &section)?;
    let teacher = school.account(Role::Teacher, "Ana", "Reyes")?;
    let subject = school.write(|store| add_subject(store, "MATH7", "Mathematics 7"))?;
    school.assign(&teacher, &subject, &section)?;
    let dependents = school.write(|store| Ok(store.section_dependents(section.id)?))?;
    assert_eq!(dependents, ["placements", "assignments"].map(|kind| Dependent { kind, count: 1 }));
    let in_use = delete().err().ok_or("deleted")?;
    assert_eq!(in_use.downcast_ref(), Some(&StoreError::Violated(Constraint::InUse)));

    let empty = school.section("Rizal", 2)?;
    school.write(|store| {
        let version = empty.version;
        Ok(store.delete_section(&may::<ManageSection>(empty.clone())?.delete(version)?)?)
    })?;
    assert_eq!(school.write(|store| Ok(store.section(empty.id)?))?, None);
    Ok(())
}

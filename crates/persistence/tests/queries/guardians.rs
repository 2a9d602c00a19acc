use application::{Constraint, StoreError};
use domain::{
    access::{ActionKind, ManageGuardian, ReadScope},
    identity::{GuardianRights, GuardianTerms, Relationship, Role},
};

use crate::school::{Made, Outcome, PAGE, School, as_parent, day, everything, id, may, terms_from};

#[test]
fn guardians_of_a_student_come_by_the_day_of_their_link() -> Outcome {
    let school = School::open()?;
    let student = school.student("Luz")?;
    let (eva, leo) =
        (school.account(Role::Parent, "Eva", "Santos")?, school.account(Role::Parent, "Leo", "Cruz")?);
    let rights = GuardianRights { academics: true, money: false, contact: true };
    let ends_on = Some(day(2020, 12, 31)?);
    let terms = GuardianTerms { relationship: Relationship::Other, rights, ends_on, ..terms_from(2010)? };
    let later = school.link(&eva, &student, terms)?;
    let earlier = school.link(&leo, &student, terms_from(2001)?)?;

    let views = school.write(|store| Ok(store.guardians(student.id)?))?;
    let links: Vec<_> = views.iter().map(|view| &view.link).collect();
    assert_eq!(links, [&earlier, &later]);
    let view = school.write(|store| Ok(store.guardian(later.id)?))?.ok_or("no link")?;
    assert_eq!((view.guardian.first_name.as_str(), view.guardian.last_name.as_str()), ("Eva", "Santos"));
    assert_eq!((&view.guardian.email, &view.student.email), (&eva.email, &student.email));
    assert_eq!(view.student.first_name, "Luz");
    assert_eq!(school.write(|store| Ok(store.guardian(id())?))?, None);
    Ok(())
}

#[test]
fn students_of_a_guardian_come_by_name_and_within_the_scope() -> Outcome {
    let school = School::open()?;
    let (luz, jose, other) = (school.student("Luz")?, school.student("Jose")?, school.student("Ben")?);
    let (eva, leo) =
        (school.account(Role::Parent, "Eva", "Santos")?, school.account(Role::Parent, "Leo", "Cruz")?);
    for (guardian, student) in [(&eva, &luz), (&eva, &jose), (&leo, &other)] {
        school.link(guardian, student, terms_from(2001)?)?;
    }
    let list = |scope: &ReadScope| -> Made<Vec<String>> {
        let page = school.write(|store| Ok(store.students_of(scope, eva.id, PAGE)?))?;
        assert_eq!(page.total as usize, page.items.len());
        Ok(page.items.into_iter().map(|view| view.student.first_name).collect())
    };
    let kind = ActionKind::ReadFamilies;
    assert_eq!(list(&everything(kind)?)?, ["Jose", "Luz"]);
    let section = school.section("Mabini", 30)?;
    assert_eq!(list(&as_parent(&eva, &luz, &section, kind)?)?, ["Luz"]);
    assert_eq!(list(&everything(ActionKind::ReadAccounts)?)?, Vec::<String>::new());
    Ok(())
}

#[test]
fn two_people_are_linked_once_at_a_time() -> Outcome {
    let school = School::open()?;
    let (student, parent) = (school.student("Luz")?, school.account(Role::Parent, "Eva", "Santos")?);
    let ended = GuardianTerms { ends_on: Some(day(2009, 12, 31)?), ..terms_from(2001)? };
    school.link(&parent, &student, ended)?;
    school.link(&parent, &student, terms_from(2010)?)?;
    let again = school.link(&parent, &student, terms_from(2015)?).err().ok_or("linked twice")?;
    assert_eq!(again.downcast_ref(), Some(&StoreError::Violated(Constraint::GuardianLinked)));
    Ok(())
}

#[test]
fn a_link_is_changed_and_undone_and_so_are_its_rights() -> Outcome {
    let school = School::open()?;
    let (student, parent) = (school.student("Luz")?, school.account(Role::Parent, "Eva", "Santos")?);
    let link = school.link(&parent, &student, terms_from(2001)?)?;
    let ended = GuardianTerms { ends_on: Some(day(2009, 12, 31)?), ..link.terms };
    for terms in [ended, link.terms] {
        let epoch = school.epoch(parent.id)?;
        let saved = school.write(|store| {
            let link = store.guardian_for_update(link.id)?.ok_or("no link")?;
            let version = link.version;
            let saved = may::<ManageGuardian>(link)?.agree(terms, version)?;
            store.save_guardian(&saved)?;
            Ok(saved.into_link())
        })?;
        let read = school.write(|store| Ok(store.guardian(link.id)?))?.ok_or("no link")?;
        assert_eq!(read.link, saved);
        assert!(school.epoch(parent.id)? > epoch);
    }

    let epoch = school.epoch(parent.id)?;
    school.write(|store| {
        let link = store.guardian_for_update(link.id)?.ok_or("no link")?;
        let version = link.version;
        Ok(store.delete_guardian(&may::<ManageGuardian>(link)?.unlink(version)?)?)
    })?;
    assert_eq!(school.write(|store| Ok(store.guardians(student.id)?))?, []);
    assert!(school.epoch(parent.id)? > epoch);
    Ok(())
}

use application::{
    Constraint, Direction, Page, PageRequest, Sort, Store, StoreError,
    structure::{Dependent, SubjectSort},
};
use domain::{
    access::{Catalog, ManageCatalog},
    structure::{CatalogSaved, GradeLevel, Period, SchoolYear, Subject, Term, Versioned},
};

use crate::school::{
    Made, Outcome, PAGE, School, add_level, add_subject, add_term, add_year, day, may, text,
};

fn changed<T: Versioned>(record: T, change: impl FnOnce(T) -> T) -> Made<CatalogSaved<T>> {
    let version = record.version();
    Ok(may::<ManageCatalog<T>>(Catalog(record))?.change(version, change)?)
}

fn violation<T>(outcome: Made<T>) -> Option<Constraint> {
    match outcome.err()?.downcast_ref()? {
        StoreError::Violated(constraint) => Some(*constraint),
        _ => None,
    }
}

fn names<T>(page: Page<T>, name: impl Fn(T) -> String) -> Vec<String> {
    page.items.into_iter().map(name).collect()
}

#[test]
fn school_years_come_newest_first_and_one_is_current() -> Outcome {
    let school = School::open()?;
    let page = school.write(|store| {
        add_year(store, "2001–2002", 2001)?;
        add_year(store, "2999–3000", 2999)?;
        Ok(store.school_years(PAGE)?)
    })?;
    assert_eq!(page.total, 3);
    let years: Vec<_> = page.items.iter().map(|view| (view.year.name.as_str(), view.current)).collect();
    assert_eq!(years, [("2999–3000", false), ("2002–2003", true), ("2001–2002", false)]);

    let view = school.write(|store| Ok(store.school_year(school.year.id)?))?.ok_or("no year")?;
    assert_eq!((&view.year, view.current), (&school.year, true));
    Ok(())
}

#[test]
fn a_page_knows_how_many_there_are_in_all() -> Outcome {
    let school = School::open()?;
    let (second, beyond) = school.write(|store| {
        add_year(store, "2001–2002", 2001)?;
        Ok((
            store.school_years(PageRequest::try_new(1, 1)?)?,
            store.school_years(PageRequest::try_new(1, 7)?)?,
        ))
    })?;
    assert_eq!((second.items.len(), second.total), (1, 2));
    assert_eq!((beyond.items.len(), beyond.total), (0, 2));
    Ok(())
}

#[test]
fn school_years_neither_overlap_nor_share_a_name() -> Outcome {
    let school = School::open()?;
    let overlapping = school.write(|store| add_year(store, "Another", 2002));
    assert_eq!(violation(overlapping), Some(Constraint::SchoolYearsOverlap));
    let twin = school.write(|store| add_year(store, "2002–2003", 2004));
    assert_eq!(violation(twin), Some(Constraint::SchoolYearNameTaken));
    Ok(())
}

#[test]
fn a_school_year_is_changed_and_deleted() -> Outcome {
    let school = School::open()?;
    let period = Period::try_new(day(2002, 5, 1)?, day(2003, 4, 30)?)?;
    let saved = school.write(|store| {
        let year = store.school_year_for_update(school.year.id)?.ok_or("no year")?;
        let saved = changed(year, |year| SchoolYear { period, ..year })?;
        store.save_school_year(&saved)?;
        Ok(saved.into_record())
    })?;
    let read = school.write(|store| Ok(store.school_year(saved.id)?))?;
    assert_eq!(read.map(|view| view.year), Some(saved.clone()));

    school.write(|store| {
        let version = saved.version;
        let deleted = may::<ManageCatalog<SchoolYear>>(Catalog(saved.clone()))?.delete(version)?;
        Ok(store.delete_school_year(&deleted)?)
    })?;
    assert!(school.write(|store| Ok(store.school_year(saved.id)?))?.is_none());
    Ok(())
}

#[test]
fn what_is_in_use_is_not_deleted_and_says_why() -> Outcome {
    let school = School::open()?;
    school.section("Mabini", 30)?;
    school.write(|store| {
        let period = Period::try_new(day(2002, 6, 1)?, day(2002, 8, 31)?)?;
        add_term(store, &school.year, "First", period)
    })?;
    let dependents = school.write(|store| Ok(store.school_year_dependents(school.year.id)?))?;
    let expected = ["terms", "sections"].map(|kind| Dependent { kind, count: 1 });
    assert_eq!(dependents, expected);
    let dependents = school.write(|store| Ok(store.grade_level_dependents(school.level.id)?))?;
    assert_eq!(dependents, [Dependent { kind: "sections", count: 1 }]);

    let delete_year = school.write(|store| {
        let year = school.year.clone();
        let version = year.version;
        let deleted = may::<ManageCatalog<SchoolYear>>(Catalog(year))?.delete(version)?;
        Ok(store.delete_school_year(&deleted)?)
    });
    assert_eq!(violation(delete_year), Some(Constraint::InUse));
    let delete_level = school.write(|store| {
        let level = school.level.clone();
        let version = level.version;
        let deleted = may::<ManageCatalog<GradeLevel>>(Catalog(level))?.delete(version)?;
        Ok(store.delete_grade_level(&deleted)?)
    });
    assert_eq!(violation(delete_level), Some(Constraint::InUse));
    Ok(())
}

#[test]
fn terms_stay_inside_their_year_and_apart() -> Outcome {
    let school = School::open()?;
    let first = Period::try_new(day(2002, 6, 1)?, day(2002, 8, 31)?)?;
    let second = Period::try_new(day(2002, 9, 1)?, day(2002, 12, 20)?)?;
    let outside = Period::try_new(day(2003, 3, 1)?, day(2003, 4, 1)?)?;
    let add = |name: &str, period| school.write(|store| add_term(store, &school.year, name, period));
    let term = add("First", first)?;
    assert_eq!(violation(add("Also first", first)), Some(Constraint::TermsOverlap));
    assert_eq!(violation(add("first", second)), Some(Constraint::TermNameTaken));
    assert_eq!(violation(add("Third", outside)), Some(Constraint::TermOutsideSchoolYear));

    let shorter = Period::try_new(day(2002, 7, 1)?, day(2003, 3, 31)?)?;
    let shrink_year = school.write(|store| {
        let saved = changed(school.year.clone(), |year| SchoolYear { period: shorter, ..year })?;
        Ok(store.save_school_year(&saved)?)
    });
    assert_eq!(violation(shrink_year), Some(Constraint::TermOutsideSchoolYear));

    let moved = school.write(|store| {
        let term = store.term_for_update(term.id)?.ok_or("no term")?;
        let saved = changed(term, |term| Term { period: second, ..term })?;
        store.save_term(&saved)?;
        Ok(saved.into_record())
    })?;
    assert_eq!(school.write(|store| Ok(store.term(term.id)?))?, Some(moved.clone()));
    school.write(|store| {
        let version = moved.version;
        let deleted = may::<ManageCatalog<Term>>(Catalog(moved.clone()))?.delete(version)?;
        Ok(store.delete_term(&deleted)?)
    })?;
    assert_eq!(school.write(|store| Ok(store.term(term.id)?))?, None);
    Ok(())
}

#[test]
fn terms_are_listed_by_year_in_order_of_time() -> Outcome {
    let school = School::open()?;
    let other = school.write(|store| {
        let other = add_year(store, "2001–2002", 2001)?;
        let period =
            |from: u32, to: u32| -> Made<_> { Ok(Period::try_new(day(2002, from, 1)?, day(2002, to, 1)?)?) };
        add_term(store, &school.year, "Second", period(9, 10)?)?;
        add_term(store, &school.year, "First", period(6, 7)?)?;
        add_term(store, &other, "Last", period(1, 2)?)?;
        Ok(other)
    })?;
    let list = |year| school.write(|store| Ok(names(store.terms(year, PAGE)?, |term| term.name.to_string())));
    assert_eq!(list(None)?, ["Last", "First", "Second"]);
    assert_eq!(list(Some(school.year.id))?, ["First", "Second"]);
    assert_eq!(list(Some(other.id))?, ["Last"]);
    Ok(())
}

#[test]
fn grade_levels_stand_in_their_order() -> Outcome {
    let school = School::open()?;
    let level = school.write(|store| add_level(store, "G10", 10))?;
    let codes = |store: &mut dyn Store| -> Made<Vec<String>> {
        Ok(names(store.grade_levels(PAGE)?, |level| level.code.to_string()))
    };
    assert_eq!(school.write(codes)?, ["G7", "G10"]);
    assert_eq!(
        violation(school.write(|store| add_level(store, "g7", 8))),
        Some(Constraint::GradeLevelCodeTaken)
    );
    assert_eq!(
        violation(school.write(|store| add_level(store, "G8", 10))),
        Some(Constraint::GradeLevelPositionTaken)
    );

    let moved = school.write(|store| {
        let level = store.grade_level_for_update(level.id)?.ok_or("no level")?;
        let saved = changed(level, |level| GradeLevel { position: 1, ..level })?;
        store.save_grade_level(&saved)?;
        Ok(saved.into_record())
    })?;
    assert_eq!(school.write(|store| Ok(store.grade_level(level.id)?))?, Some(moved.clone()));
    assert_eq!(school.write(codes)?, ["G10", "G7"]);

    school.write(|store| {
        let version = moved.version;
        let deleted = may::<ManageCatalog<GradeLevel>>(Catalog(moved.clone()))?.delete(version)?;
        Ok(store.delete_grade_level(&deleted)?)
    })?;
    assert_eq!(school.write(codes)?, ["G7"]);
    Ok(())
}

fn subject_codes(school: &School, typed: Option<&str>, sort: &Sort<SubjectSort>) -> Made<Vec<String>> {
    school.write(|store| Ok(names(store.subjects(typed, sort, PAGE)?, |subject| subject.code.to_string())))
}

#[test]
fn subjects_come_by_code_or_by_title() -> Outcome {
    let school = School::open()?;
    school.write(|store| {
        add_subject(store, "MATH7", "Algebra")?;
        add_subject(store, "ESP7", "Spanish")?;
        add_subject(store, "MATH8", "Algebra")
    })?;
    let by = |field, direction| subject_codes(&school, None, &Sort(vec![(field, direction)]));
    assert_eq!(by(SubjectSort::Code, Direction::Descending)?, ["MATH8", "MATH7", "ESP7"]);
    assert_eq!(by(SubjectSort::Title, Direction::Ascending)?, ["MATH7", "MATH8", "ESP7"]);
    assert_eq!(by(SubjectSort::Title, Direction::Descending)?, ["ESP7", "MATH7", "MATH8"]);
    Ok(())
}

#[test]
fn subjects_are_found_without_case_accents_and_wildcards() -> Outcome {
    let school = School::open()?;
    school.write(|store| {
        add_subject(store, "MATH7", "Mathematics 7")?;
        add_subject(store, "ESP7", "Educación física")?;
        add_subject(store, "STAT", "100% statistics")
    })?;
    let find = |typed: Option<&str>| subject_codes(&school, typed, &Sort::default());
    assert_eq!(find(None)?, ["ESP7", "MATH7", "STAT"]);
    assert_eq!(find(Some("EDUCACION"))?, ["ESP7"]);
    assert_eq!(find(Some("7 math"))?, ["MATH7"]);
    assert_eq!(find(Some("%"))?, ["STAT"]);
    assert_eq!(find(Some("_"))?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_subject_is_changed_and_deleted() -> Outcome {
    let school = School::open()?;
    let subject = school.write(|store| add_subject(store, "MATH7", "Mathematics 7"))?;
    assert_eq!(
        violation(school.write(|store| add_subject(store, "math7", "Another"))),
        Some(Constraint::SubjectCodeTaken)
    );
    let renamed = school.write(|store| {
        let subject = store.subject_for_update(subject.id)?.ok_or("no subject")?;
        let title = text("Algebra")?;
        let saved = changed(subject, |subject| Subject { title, ..subject })?;
        store.save_subject(&saved)?;
        Ok(saved.into_record())
    })?;
    assert_eq!(school.write(|store| Ok(store.subject(subject.id)?))?, Some(renamed.clone()));
    assert_eq!(school.write(|store| Ok(store.subject_dependents(subject.id)?))?, []);
    school.write(|store| {
        let version = renamed.version;
        let deleted = may::<ManageCatalog<Subject>>(Catalog(renamed.clone()))?.delete(version)?;
        Ok(store.delete_subject(&deleted)?)
    })?;
    assert_eq!(school.write(|store| Ok(store.subject(subject.id)?))?, None);
    Ok(())
}

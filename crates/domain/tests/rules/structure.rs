//! Years, terms, sections, places and teachers.

use homeroom_domain::{
    Stale,
    access::{Actor, Catalog, ManageAssignment, ManageCatalog, ManagePlacement, ManageSection},
    identity::{Account, Role},
    structure::{
        AssignmentRefused, Capacity, NewPlacement, Period, PeriodRefused, Placement, PlacementRefused,
        SchoolYear, Section, SectionFacts, SectionRefused, Subject, Term, TermRefused,
    },
};
use proptest::prelude::*;

use crate::support::{account, assignment, day, id, left, legal, person, placement, section, text, version};

fn coordinator() -> Actor {
    person(21, &[Role::AcademicCoordinator])
}

fn place(
    section: Section,
    student: u128,
    existing: Option<&Placement>,
    move_existing: bool,
) -> Result<Placement, PlacementRefused> {
    let new = NewPlacement { id: id(77), placed_on: day(2026, 6, 8) };
    let permitted = legal(coordinator().may::<ManagePlacement<Section>>(section));
    let student = account(student, &[Role::Student]);
    permitted
        .place(&student, new, existing, move_existing)
        .map(homeroom_domain::structure::Placed::into_placement)
}

#[test]
fn a_student_is_placed_while_a_place_is_free() {
    let placed = place(section(11, 30, 29), 2, None, false).unwrap();
    assert_eq!((placed.student, placed.section, placed.school_year), (id(2), id(11), id(800)));
    assert_eq!(place(section(11, 30, 30), 2, None, false), Err(PlacementRefused::SectionFull));
    assert_eq!(place(section(11, 30, 31), 2, None, true), Err(PlacementRefused::SectionFull));
}

#[test]
fn a_student_has_one_section_a_year_and_moves_only_when_asked() {
    let (here, elsewhere) = (placement(2, 11), placement(2, 12));
    assert_eq!(place(section(11, 30, 5), 2, Some(&here), true), Err(PlacementRefused::AlreadyHere));
    let refused = Err(PlacementRefused::PlacedElsewhere { section: id(12) });
    assert_eq!(place(section(11, 30, 5), 2, Some(&elsewhere), false), refused);
    let moved = place(section(11, 30, 5), 2, Some(&elsewhere), true).unwrap();
    assert_eq!((moved.id, moved.section), (elsewhere.id, id(11)), "the same placement, in the new section");
    assert_eq!(place(section(11, 5, 5), 2, Some(&elsewhere), true), Err(PlacementRefused::SectionFull));
}

#[test]
fn a_move_tells_which_section_was_left() {
    let elsewhere = placement(2, 12);
    let new = NewPlacement { id: id(77), placed_on: day(2026, 6, 8) };
    let student = account(2, &[Role::Student]);
    let permitted = || legal(coordinator().may::<ManagePlacement<Section>>(section(11, 30, 5)));
    assert_eq!(permitted().place(&student, new, Some(&elsewhere), true).unwrap().moved_from(), Some(id(12)));
    assert_eq!(permitted().place(&student, new, None, true).unwrap().moved_from(), None);
    let removed = coordinator().may::<ManagePlacement>(elsewhere.clone()).unwrap().remove();
    assert_eq!(removed.placement(), &elsewhere);
}

#[test]
fn only_a_teacher_who_is_there_teaches() {
    let assign = |teacher: Account| {
        let permitted = legal(coordinator().may::<ManageAssignment<Section>>(section(11, 30, 5)));
        permitted.assign(id(8000), id(900), &teacher).map(|made| made.assignment().clone())
    };
    assert_eq!(assign(account(30, &[Role::Parent])), Err(AssignmentRefused::NotATeacher));
    assert_eq!(assign(left(account(30, &[Role::Teacher]))), Err(AssignmentRefused::NotATeacher));
    assert_eq!(assign(account(30, &[Role::Parent, Role::Teacher])), Ok(assignment(30, 11)));
    let ended = coordinator().may::<ManageAssignment>(assignment(30, 11)).unwrap().end();
    assert_eq!(ended.assignment(), &assignment(30, 11));
}

#[test]
fn only_a_student_who_is_there_is_placed() {
    let new = NewPlacement { id: id(77), placed_on: day(2026, 6, 8) };
    for nobody in [account(2, &[Role::Parent]), left(account(2, &[Role::Student]))] {
        let permitted = coordinator().may::<ManagePlacement<Section>>(section(11, 30, 5)).unwrap();
        assert_eq!(permitted.place(&nobody, new, None, false).map(drop), Err(PlacementRefused::NotAStudent));
    }
}

#[test]
fn only_a_teacher_who_is_there_becomes_adviser() {
    let (teacher, parent) = (account(30, &[Role::Teacher]), account(30, &[Role::Parent]));
    let advised = |by: u128| Section {
        facts: SectionFacts { adviser: Some(id(by)), ..facts(30) },
        ..section(11, 30, 5)
    };
    let open = |account: Option<&Account>| {
        legal(coordinator().may::<ManageSection>(advised(30))).open(account).map(drop)
    };
    assert_eq!(open(Some(&teacher)), Ok(()));
    for nobody in [None, Some(&parent), Some(&left(teacher.clone())), Some(&account(31, &[Role::Teacher]))] {
        assert_eq!(open(nobody), Err(SectionRefused::AdviserNotATeacher), "{nobody:?}");
    }
    let change = |to: u128, account: Option<&Account>| {
        let permitted = legal(coordinator().may::<ManageSection>(advised(30)));
        permitted.change(advised(to).facts, account, version(2)).map(drop)
    };
    assert_eq!(change(30, None), Ok(()), "an adviser who stays is not judged again");
    assert_eq!(change(31, None), Err(SectionRefused::AdviserNotATeacher));
    assert_eq!(change(31, Some(&account(31, &[Role::Teacher]))), Ok(()));
}

fn facts(capacity: u32) -> SectionFacts {
    SectionFacts { capacity: legal(Capacity::try_new(capacity)), ..section(11, 30, 0).facts }
}

#[test]
fn a_section_opens_empty_and_shrinks_no_further_than_it_is_filled() {
    let opened =
        coordinator().may::<ManageSection>(section(11, 30, 12)).unwrap().open(None).unwrap().into_section();
    assert_eq!((opened.enrolled, opened.version), (0, version(1)));
    let change = |capacity| {
        let permitted = legal(coordinator().may::<ManageSection>(section(11, 30, 12)));
        permitted.change(facts(capacity), None, version(2)).map(|saved| saved.section().free_places())
    };
    assert_eq!(change(12), Ok(0));
    assert_eq!(change(13), Ok(1));
    assert_eq!(change(11), Err(SectionRefused::BelowEnrolled { enrolled: 12 }));
}

#[test]
fn sections_change_and_go_only_from_the_version_that_was_seen() {
    let stale = Stale { current: version(2) };
    let permitted = || legal(coordinator().may::<ManageSection>(section(11, 30, 12)));
    assert_eq!(permitted().change(facts(40), None, version(1)).map(drop), Err(SectionRefused::Stale(stale)));
    assert_eq!(permitted().delete(version(3)).map(drop), Err(stale));
    assert_eq!(permitted().delete(version(2)).unwrap().section().id, id(11));
    assert_eq!(permitted().change(facts(40), None, version(2)).unwrap().section().version, version(3));
}

#[test]
fn the_catalog_counts_its_versions() {
    let subject =
        Subject { id: id(900), code: text("MATH7"), title: text("Mathematics 7"), version: version(5) };
    let permitted = || legal(coordinator().may::<ManageCatalog<Subject>>(Catalog(subject.clone())));
    assert_eq!(permitted().create().record().version, version(1));
    let retitle = |subject: Subject| Subject { title: text("Algebra"), ..subject };
    let changed = permitted().change(version(5), retitle).unwrap().into_record();
    assert_eq!((changed.title.as_str(), changed.version), ("Algebra", version(6)));
    let exchange = |subject: Subject| Subject { id: id(901), version: version(99), ..subject };
    let changed = permitted().change(version(5), exchange).unwrap().into_record();
    assert_eq!(
        (changed.id, changed.version),
        (subject.id, version(6)),
        "a change makes no other record of it"
    );
    assert_eq!(permitted().change(version(4), retitle).map(drop), Err(Stale { current: version(5) }));
    assert_eq!(permitted().delete(version(4)).map(drop), Err(Stale { current: version(5) }));
    assert_eq!(permitted().delete(version(5)).unwrap().record(), &subject);
}

#[test]
fn terms_lie_inside_their_year() {
    let year = |last| SchoolYear {
        id: id(800),
        name: text("2027–2028"),
        period: legal(Period::try_new(day(2027, 6, 7), last)),
        version: version(1),
    };
    let term = Term {
        id: id(810),
        school_year: id(800),
        name: text("Third term"),
        period: legal(Period::try_new(day(2028, 1, 3), day(2028, 2, 29))),
        version: version(1),
    };
    assert_eq!(term.check_within(&year(day(2028, 2, 29))), Ok(()));
    assert_eq!(term.check_within(&year(day(2028, 2, 28))), Err(TermRefused::OutsideSchoolYear));
}

proptest! {
    /// Two periods overlap exactly if some day lies in both, and one covers the other exactly if every
    /// day of the other lies in it.
    #[test]
    fn periods_agree_with_their_days(start in 0_i64..30, length in -2_i64..15, other_start in 0_i64..30, other_length in 0_i64..15) {
        let on = |offset: i64| day(2028, 2, 15) + chrono::TimeDelta::days(offset);
        let Ok(period) = Period::try_new(on(start), on(start + length)) else {
            prop_assert!(length < 0);
            return Ok(());
        };
        prop_assert!(length >= 0);
        let other = legal(Period::try_new(on(other_start), on(other_start + other_length)));
        let days = || (-5..60).map(on);
        prop_assert_eq!(period.overlaps(other), days().any(|day| period.contains(day) && other.contains(day)));
        prop_assert_eq!(period.covers(other), days().all(|day| !other.contains(day) || period.contains(day)));
    }

    /// However students come and go, a section never takes more than it holds.
    #[test]
    fn a_section_is_never_overfull(capacity in 1_u32..6, students in proptest::collection::vec(1_u128..12, 0..40)) {
        let (mut room, mut placed) = (section(11, capacity, 0), Vec::<Placement>::new());
        for student in students {
            let existing = placed.iter().position(|one| one.student == id(student));
            match place(room.clone(), student, existing.map(|index| &placed[index]), true) {
                Ok(new) => placed.push(new),
                Err(PlacementRefused::AlreadyHere) => {
                    prop_assert!(existing.is_some());
                    placed.swap_remove(existing.unwrap_or_default());
                }
                Err(refused) => prop_assert_eq!(refused, PlacementRefused::SectionFull),
            }
            room.enrolled = u32::try_from(placed.len()).unwrap_or(u32::MAX);
            prop_assert!(room.enrolled <= capacity);
        }
    }

    #[test]
    fn capacities_are_what_a_room_can_hold(seats in 0_u32..1000) {
        let capacity = Capacity::try_new(seats);
        prop_assert_eq!(capacity.is_ok(), (1..=500).contains(&seats));
        prop_assert!(capacity.is_err() || capacity.is_ok_and(|capacity| u32::from(capacity) == seats));
    }
}

#[test]
fn a_period_needs_its_days_in_order() {
    assert_eq!(Period::try_new(day(2028, 2, 29), day(2028, 2, 28)), Err(PeriodRefused));
    assert!(Period::try_new(day(2028, 2, 29), day(2028, 2, 29)).is_ok());
}

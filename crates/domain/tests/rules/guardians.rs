//! Guardian links: their terms, and what they let a guardian know.

use homeroom_domain::{
    Stale,
    access::{ActionKind, Actor, Denied, ManageGuardian, Reach, ReadAccount, ReadEnrollment, ReadSection},
    identity::{
        Account, Guardian, GuardianRefused, GuardianRights, GuardianSaved, GuardianTerms, Relationship,
        Right, Role,
    },
};
use proptest::prelude::*;

use crate::support::{
    account, day, guardian_of, id, legal, link, person, progress, section, standing, terms, version,
};

const NOTHING: GuardianRights = GuardianRights { academics: false, money: false, contact: false };

fn registrar() -> Actor {
    person(22, &[Role::Registrar])
}

fn students_account() -> Account {
    account(2, &[Role::Student])
}

fn parents_account() -> Account {
    account(5, &[Role::Parent])
}

fn make(guardian: &Account, student: &Account, terms: GuardianTerms) -> Result<Guardian, GuardianRefused> {
    let permitted = legal(registrar().may::<ManageGuardian<Account>>(student.clone()));
    permitted.link(id(9000), guardian, terms).map(GuardianSaved::into_link)
}

fn parent(rights: GuardianRights) -> Actor {
    standing(5, &[Role::Parent], guardian_of(id(2), rights, &[id(11)]))
}

#[test]
fn a_link_without_academics_gives_nothing_of_enrollment() {
    let without = parent(GuardianRights { academics: false, ..GuardianRights::ALL });
    assert_eq!(without.may::<ReadEnrollment>(progress(2)).map(drop), Err(Denied::Hidden));
    assert_eq!(without.may::<ReadSection>(section(11, 30, 2)).map(drop), Err(Denied::Hidden));
    let scope = without.scope(ActionKind::ReadEnrollment).unwrap();
    assert_eq!(scope.reach(ActionKind::ReadEnrollment), Reach::NOTHING);
    assert!(without.may::<ReadAccount>(account(2, &[Role::Student])).is_ok(), "contact is another right");
}

#[test]
fn each_right_opens_its_own_area_alone() {
    let academics = parent(GuardianRights { academics: true, ..NOTHING });
    assert!(academics.may::<ReadEnrollment>(progress(2)).is_ok());
    assert!(academics.may::<ReadSection>(section(11, 30, 2)).is_ok());
    assert!(academics.may::<ReadAccount>(account(2, &[Role::Student])).is_err());
    for rights in [NOTHING, GuardianRights { money: true, ..NOTHING }] {
        assert!(parent(rights).may::<ReadEnrollment>(progress(2)).is_err());
        assert!(parent(rights).may::<ReadAccount>(account(2, &[Role::Student])).is_err());
    }
    let held = [Right::Academics, Right::Money, Right::Contact];
    assert!(held.iter().all(|right| GuardianRights::ALL.holds(*right) && !NOTHING.holds(*right)));
}

#[test]
fn two_links_to_one_child_add_up() {
    let mut both = guardian_of(id(2), GuardianRights { contact: true, ..NOTHING }, &[id(11)]);
    both.children
        .extend(guardian_of(id(2), GuardianRights { academics: true, ..NOTHING }, &[id(11)]).children);
    let guardian = standing(5, &[Role::Parent], both);
    assert!(guardian.may::<ReadEnrollment>(progress(2)).is_ok());
    assert!(guardian.may::<ReadAccount>(account(2, &[Role::Student])).is_ok());
}

#[test]
fn a_link_is_in_force_from_its_first_day_to_its_last() {
    let leap_year = terms(day(2028, 2, 29), Some(day(2028, 2, 29)));
    assert!(!leap_year.in_force_on(day(2028, 2, 28)));
    assert!(leap_year.in_force_on(day(2028, 2, 29)));
    assert!(!leap_year.in_force_on(day(2028, 3, 1)));
    let until_further_notice = terms(day(2028, 2, 29), None);
    assert!(until_further_notice.in_force_on(day(2199, 12, 31)));
    assert!(!until_further_notice.in_force_on(day(2028, 2, 28)));
}

#[test]
fn a_link_cannot_end_before_it_starts() {
    let wrong = terms(day(2028, 2, 29), Some(day(2028, 2, 28)));
    assert_eq!(make(&parents_account(), &students_account(), wrong), Err(GuardianRefused::EndsBeforeStart));
    let agreed = registrar().may::<ManageGuardian>(link(5, 2)).unwrap().agree(wrong, version(1));
    assert_eq!(agreed.map(drop), Err(GuardianRefused::EndsBeforeStart));
}

#[test]
fn a_link_joins_a_parent_to_a_student() {
    let (terms, both) = (link(5, 2).terms, account(2, &[Role::Student, Role::Parent]));
    let (student, parent) = (students_account(), parents_account());
    assert_eq!(make(&parent, &student, terms), Ok(link(5, 2)));
    assert_eq!(make(&both, &both, terms), Err(GuardianRefused::OwnGuardian));
    assert_eq!(make(&parent, &account(3, &[Role::Parent]), terms), Err(GuardianRefused::NotAStudent));
    assert_eq!(make(&account(30, &[Role::Teacher]), &student, terms), Err(GuardianRefused::NotAParent));
}

#[test]
fn a_link_made_by_mistake_is_undone_from_the_version_that_was_seen() {
    let permitted = || legal(registrar().may::<ManageGuardian>(link(5, 2)));
    assert_eq!(permitted().unlink(version(1)).unwrap().link(), &link(5, 2));
    assert_eq!(permitted().unlink(version(2)).map(drop), Err(Stale { current: version(1) }));
}

#[test]
fn terms_are_agreed_anew_from_the_version_that_was_seen() {
    let ended = terms(day(2026, 6, 1), Some(day(2026, 12, 31)));
    let permitted = || legal(registrar().may::<ManageGuardian>(link(5, 2)));
    let agreed = permitted().agree(ended, version(1)).unwrap().into_link();
    assert_eq!((agreed.terms, agreed.version), (ended, version(2)));
    let stale = permitted().agree(ended, version(9)).map(drop);
    assert_eq!(stale, Err(GuardianRefused::Stale(Stale { current: version(1) })));
}

#[test]
fn relationships_are_read_back_from_their_codes() {
    for relationship in Relationship::ALL {
        assert_eq!(relationship.code().parse(), Ok(relationship));
    }
    assert_eq!("landlord".parse::<Relationship>(), Err(GuardianRefused::UnknownRelationship));
}

proptest! {
    /// Of any two days a link is made exactly if they stand in order, and is then in force on just the
    /// days between them.
    #[test]
    fn a_link_is_in_force_on_just_its_days(start in 0_i64..4000, length in -50_i64..400, asked in -100_i64..500) {
        let first = day(2026, 1, 1) + chrono::TimeDelta::days(start);
        let last = first + chrono::TimeDelta::days(length);
        let asked_terms = terms(first, Some(last));
        let made = make(&parents_account(), &students_account(), asked_terms);
        prop_assert_eq!(made.is_ok(), length >= 0);
        let on = first + chrono::TimeDelta::days(asked);
        prop_assert_eq!(asked_terms.in_force_on(on), (0..=length).contains(&asked));
    }
}

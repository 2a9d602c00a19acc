//! People and records to try the rules on.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use homeroom_domain::{
    Id, Text, Version,
    access::{Actor, Child, Standing, Teaching},
    enrollment::{Progress, Stage},
    identity::{
        Account, Activity, Email, Guardian, GuardianRights, GuardianTerms, Relationship, Role, Roles, UserId,
    },
    structure::{Assignment, Capacity, Placement, Section, SectionFacts, SectionId},
};
use uuid::Uuid;

/// The value of something that the test itself has made legal.
pub fn legal<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(refused) => panic!("the test's own data was refused: {refused:?}"),
    }
}

pub fn id<T>(number: u128) -> Id<T> {
    Id::new(Uuid::from_u128(number))
}

pub fn text<const MAX: usize>(typed: &str) -> Text<MAX> {
    legal(typed.parse())
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("there is no such day"),
    }
}

pub fn moment(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

pub fn version(number: u32) -> Version {
    match Version::from_number(number) {
        Some(version) => version,
        None => panic!("versions begin at 1"),
    }
}

/// A person in no relation to anything.
pub fn person(number: u128, roles: &[Role]) -> Actor {
    Actor::person(id(number), roles.to_vec(), Standing::default())
}

pub fn standing(number: u128, roles: &[Role], standing: Standing) -> Actor {
    Actor::person(id(number), roles.to_vec(), standing)
}

pub fn teaches(section: SectionId) -> Standing {
    Standing { teaches: vec![Teaching { section, subject: Some(id(900)) }], ..Standing::default() }
}

pub fn placed_in(section: SectionId) -> Standing {
    Standing { placed_in: vec![section], ..Standing::default() }
}

pub fn guardian_of(student: UserId, rights: GuardianRights, sections: &[SectionId]) -> Standing {
    Standing { children: vec![Child { student, rights, sections: sections.to_vec() }], ..Standing::default() }
}

pub fn account(number: u128, roles: &[Role]) -> Account {
    let roles = legal(Roles::try_new(roles[0], roles.to_vec()));
    Account {
        id: id(number),
        email: legal(Email::try_new(&format!("person{number}@school.example"))),
        first_name: text("Ana"),
        last_name: text("Reyes"),
        roles,
        activity: Activity::Active,
        created_at: moment(0),
        version: version(3),
    }
}

/// The account of somebody who has left.
pub fn left(account: Account) -> Account {
    Account { activity: Activity::Inactive { since: moment(1) }, ..account }
}

pub fn section(number: u128, capacity: u32, enrolled: u32) -> Section {
    Section {
        id: id(number),
        school_year: id(800),
        grade_level: id(801),
        facts: SectionFacts {
            name: text("Sampaguita"),
            adviser: None,
            room: None,
            capacity: legal(Capacity::try_new(capacity)),
        },
        enrolled,
        version: version(2),
    }
}

pub fn placement(student: u128, section: u128) -> Placement {
    Placement {
        id: id(7000 + student * 10 + section),
        student: id(student),
        section: id(section),
        school_year: id(800),
        placed_on: day(2026, 6, 1),
    }
}

pub fn assignment(teacher: u128, section: u128) -> Assignment {
    Assignment { id: id(8000), teacher: id(teacher), subject: id(900), section: id(section) }
}

pub fn progress(student: u128) -> Progress {
    Progress {
        student: id(student),
        school_year: id(800),
        grade_level: id(801),
        stage: Stage::Submitted,
        remarks: None,
        submitted_at: moment(0),
        changed_at: moment(0),
        changed_by: None,
        version: version(1),
    }
}

pub fn terms(starts_on: NaiveDate, ends_on: Option<NaiveDate>) -> GuardianTerms {
    GuardianTerms { relationship: Relationship::Mother, rights: GuardianRights::ALL, starts_on, ends_on }
}

pub fn link(guardian: u128, student: u128) -> Guardian {
    Guardian {
        id: id(9000),
        guardian: id(guardian),
        student: id(student),
        terms: terms(day(2026, 6, 1), None),
        version: version(1),
    }
}

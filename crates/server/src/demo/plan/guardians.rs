use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::identity::{Email, GuardianRights, GuardianTerms, Relationship, Role, UserId};

use super::{Link, addresses::HOME, draft::Draft, families::Child};
use crate::demo::{
    DemoError,
    calendar::day_of,
    data::names::{FAMILY, FEMALE, MALE},
};

/// Knows how the child does at school, and pays nothing.
const NO_MONEY: GuardianRights = GuardianRights { money: false, ..GuardianRights::ALL };
/// Pays, and is not told how the child does at school.
const NO_ACADEMICS: GuardianRights = GuardianRights { academics: false, ..GuardianRights::ALL };
/// May be called when the child is ill.
const CONTACT_ONLY: GuardianRights = GuardianRights { academics: false, money: false, contact: true };

/// One family in so many has a second guardian who no longer is one.
const FORMER: usize = 37;
/// One family in so many has a second guardian who is going to be one.
const FUTURE: usize = 41;

/// When a link begins and ends.
#[derive(Clone, Copy)]
enum Time {
    SinceAdmission,
    Former,
    Future,
}

impl Draft {
    /// The guardians of the `number`th family: one, and often a second.
    pub fn add_guardians(
        &mut self,
        last_name: &str,
        children: &[Child],
        number: usize,
    ) -> Result<(), DemoError> {
        let first = match self.dice.below(20) {
            0..=12 => Relationship::Mother,
            13..=17 => Relationship::Father,
            18 => Relationship::Grandparent,
            _ => Relationship::Guardian,
        };
        let rights = if self.dice.chance(94) { GuardianRights::ALL } else { NO_MONEY };
        let time = Time::SinceAdmission;
        self.add_guardian(last_name, children, first, rights, time)?;
        let second = match first {
            Relationship::Mother => Relationship::Father,
            Relationship::Father => Relationship::Mother,
            _ => Relationship::Other,
        };
        let has_long_been_here = children.iter().all(|child| child.is_returning);
        let (time, rights) = match number {
            number if number % FORMER == 5 && has_long_been_here => (Time::Former, GuardianRights::ALL),
            number if number % FUTURE == 11 => (Time::Future, NO_MONEY),
            _ if self.dice.chance(30) => (Time::SinceAdmission, self.rights_of_second()),
            _ => return Ok(()),
        };
        self.add_guardian(last_name, children, second, rights, time)
    }

    /// A mother whose name and address are known.
    pub fn add_mother(
        &mut self,
        name: (&str, &str),
        email: Email,
        children: &[Child],
    ) -> Result<(), DemoError> {
        let id = self.ids.next();
        self.add_person(id, name, email, &[Role::Parent], since(children, self.calendar.now), false)?;
        self.link_mother(id, children);
        Ok(())
    }

    /// Links a mother who has an account to her children.
    pub fn link_mother(&mut self, mother: UserId, children: &[Child]) {
        for child in children {
            self.link(mother, child, Relationship::Mother, GuardianRights::ALL, Time::SinceAdmission);
        }
    }

    fn add_guardian(
        &mut self,
        last_name: &str,
        children: &[Child],
        relationship: Relationship,
        rights: GuardianRights,
        time: Time,
    ) -> Result<(), DemoError> {
        let first_name = match relationship {
            Relationship::Mother => self.dice.pick(&FEMALE),
            Relationship::Father => self.dice.pick(&MALE),
            _ => self.given_name(),
        };
        let shares_name = matches!(relationship, Relationship::Mother | Relationship::Father);
        let last_name = if shares_name { last_name } else { self.dice.pick(&FAMILY) };
        let email = self.addresses.give(first_name, last_name, HOME)?;
        let is_invited = children.iter().all(|child| child.is_invited);
        let since = since(children, self.calendar.now);
        let id = self.ids.next();
        self.add_person(id, (first_name, last_name), email, &[Role::Parent], since, is_invited)?;
        for child in children {
            self.link(id, child, relationship, rights, time);
        }
        Ok(())
    }

    fn link(
        &mut self,
        guardian: UserId,
        child: &Child,
        relationship: Relationship,
        rights: GuardianRights,
        time: Time,
    ) {
        let (today, admitted) = (self.calendar.today, day_of(child.since));
        let (starts_on, ends_on): (NaiveDate, Option<NaiveDate>) = match time {
            Time::SinceAdmission => (admitted, None),
            Time::Former => (admitted, Some(today - Days::new(45))),
            Time::Future => (today + Days::new(21), None),
        };
        let terms = GuardianTerms { relationship, rights, starts_on, ends_on };
        self.plan.links.push(Link { id: self.ids.next(), student: child.id, guardian, terms });
    }

    fn rights_of_second(&mut self) -> GuardianRights {
        match self.dice.below(10) {
            0..=5 => GuardianRights::ALL,
            6 | 7 => NO_MONEY,
            8 => NO_ACADEMICS,
            _ => CONTACT_ONLY,
        }
    }
}

/// Guardians are given their accounts after the first of the children.
fn since(children: &[Child], now: DateTime<Utc>) -> DateTime<Utc> {
    children.iter().map(|child| child.since).min().unwrap_or(now) + TimeDelta::minutes(5)
}

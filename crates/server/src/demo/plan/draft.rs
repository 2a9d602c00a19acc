use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::{Email, NewAccount, Role, Roles, UserId};

use super::{Login, Person, Plan, addresses::Addresses};
use crate::demo::{
    DemoError, Legal,
    calendar::{Calendar, office_hour},
    data::{rooms::LEVELS, staff},
    dice::Dice,
    ids::Ids,
};

/// Any number does; this one makes a pleasant school.
const SEED: u64 = 0x4E41_5252_4131;

/// In seconds.
const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

/// A plan in the making, with what the making needs.
pub struct Draft {
    pub calendar: Calendar,
    pub dice: Dice,
    pub ids: Ids,
    pub addresses: Addresses,
    /// Who moves applications; whoever stands in it twice moves twice as many.
    pub registrars: Vec<UserId>,
    /// How many students of each level were here last year.
    pub returning: [usize; LEVELS],
    /// The teachers by name.
    pub teachers: HashMap<(&'static str, &'static str), UserId>,
    pub plan: Plan,
}

impl Draft {
    pub fn new(calendar: Calendar) -> Self {
        let now = calendar.now;
        Self {
            calendar,
            dice: Dice::new(SEED),
            ids: Ids::default(),
            addresses: Addresses::default(),
            registrars: Vec::new(),
            returning: [0; LEVELS],
            teachers: HashMap::new(),
            plan: empty_plan(now),
        }
    }

    /// Adds somebody with an account.
    pub fn add_person(
        &mut self,
        id: UserId,
        (first_name, last_name): (&str, &str),
        email: Email,
        roles: &[Role],
        since: DateTime<Utc>,
        is_invited: bool,
    ) -> Result<(), DemoError> {
        let primary = *roles.first().ok_or("everyone has a role").legal()?;
        let hash = if primary == Role::Admin { staff::ADMINISTRATOR_HASH } else { staff::EVERYONE_HASH };
        let login = if is_invited {
            Login::Invited
        } else {
            Login::Used { hash, last: self.last_login(primary, since) }
        };
        let account = NewAccount {
            id,
            email,
            first_name: first_name.parse().legal()?,
            last_name: last_name.parse().legal()?,
            roles: Roles::try_new(primary, roles.to_vec()).legal()?,
        };
        self.plan.people.push(Person { account, since, login, left: None });
        Ok(())
    }

    /// Closes an account that was made; whoever has left came last on the day before.
    pub fn close(&mut self, id: UserId, left: DateTime<Utc>) {
        for person in self.plan.people.iter_mut().filter(|person| person.account.id == id) {
            person.left = Some(left);
            if let Login::Used { last, .. } = &mut person.login {
                *last = (*last).min(left - TimeDelta::days(1));
            }
        }
    }

    /// A moment since the account was made: for the staff of late, for families within some weeks.
    fn last_login(&mut self, role: Role, since: DateTime<Utc>) -> DateTime<Utc> {
        let Calendar { now, .. } = self.calendar;
        let is_eager = self.dice.chance(70);
        let mut ago = |least, most| now - TimeDelta::seconds(self.dice.between(least, most).into());
        let login = match (role.is_family(), is_eager) {
            (false, true) => ago(5 * MINUTE, 3 * HOUR),
            (false, false) => office_hour(self.calendar.yesterday(), &mut self.dice),
            (true, true) => ago(20 * MINUTE, 4 * DAY),
            (true, false) => ago(4 * DAY, 25 * DAY),
        };
        login.max(since + TimeDelta::minutes(30)).min(now)
    }
}

const fn empty_plan(now: DateTime<Utc>) -> Plan {
    Plan {
        now,
        years: Vec::new(),
        terms: Vec::new(),
        levels: Vec::new(),
        subjects: Vec::new(),
        people: Vec::new(),
        sections: Vec::new(),
        lessons: Vec::new(),
        links: Vec::new(),
        histories: Vec::new(),
        guests: Vec::new(),
        meetings: Vec::new(),
        announcements: Vec::new(),
        events: Vec::new(),
        tasks: Vec::new(),
        modules: Vec::new(),
        conversations: Vec::new(),
    }
}

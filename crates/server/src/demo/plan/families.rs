use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::{
    enrollment::EnrollmentStatus::{Enrolled, Submitted, UnderReview, Withdrawn},
    identity::{Email, Role, UserId},
    structure::SectionId,
};

use super::{Guest, addresses::SCHOOL, draft::Draft, histories::Place, structure::Structure};
use crate::demo::{
    DemoError, Legal,
    calendar::{office_day, office_hour},
    data::{
        names::{FAMILY, FEMALE, MALE},
        paths::WITHOUT_PLACE,
        rooms::{GUEST_ROOM, ROOMS},
        staff::{MOTHER, PARENT, STUDENT},
    },
};

/// How many families have so many children at the school; all others have one.
const LARGE_FAMILIES: [(usize, usize); 3] = [(4, 8), (3, 24), (2, 58)];
/// How many students nobody has linked to a guardian yet.
const WITHOUT_GUARDIAN: usize = 14;

/// A child of a family, with what its guardians need to know.
#[derive(Clone, Copy, Debug)]
pub struct Child {
    pub id: UserId,
    pub since: DateTime<Utc>,
    pub is_invited: bool,
    pub is_returning: bool,
}

impl Draft {
    /// The students with their applications, and their guardians.
    pub fn admit_families(&mut self, structure: &Structure) -> Result<(), DemoError> {
        let mut places = self.places();
        self.admit_known_families(&mut places, structure)?;
        self.dice.shuffle(&mut places);
        let sizes = LARGE_FAMILIES.into_iter().flat_map(|(size, many)| std::iter::repeat_n(size, many));
        let mut sizes: Vec<usize> = sizes.collect();
        self.dice.shuffle(&mut sizes);
        let mut sizes = sizes.into_iter();
        let mut number = 0;
        while !places.is_empty() {
            let size = sizes.next().unwrap_or(1);
            let last_name = self.dice.pick(&FAMILY);
            let siblings = take_siblings(&mut places, size);
            let (mut children, mut given) = (Vec::new(), Vec::new());
            for place in siblings {
                let name = self.given_name_unlike(&given);
                given.push(name);
                let email = self.addresses.give(name, last_name, SCHOOL)?;
                children.push(self.admit((name, last_name), email, place, structure)?);
            }
            if places.len() >= WITHOUT_GUARDIAN {
                self.add_guardians(last_name, &children, number)?;
            }
            number += 1;
        }
        Ok(())
    }

    /// The families whose names the documentation tells: a student who is in class already while the
    /// application waits to be moved on, with a sibling who has a place, a teacher's children, and a student who
    /// has left.
    fn admit_known_families(
        &mut self,
        places: &mut Vec<Place>,
        structure: &Structure,
    ) -> Result<(), DemoError> {
        let email = self.addresses.take(STUDENT)?;
        let under_review =
            Place { level: ROOMS[GUEST_ROOM].level, room: None, status: UnderReview, is_returning: true };
        let miguel = self.admit(("Miguel", "Dela Cruz"), email, under_review, structure)?;
        self.welcome(miguel.id, structure.current.rooms[GUEST_ROOM])?;
        let althea = self.admit_to_room("Althea", "Dela Cruz", 0, places, structure)?;
        let marisol = self.addresses.take(PARENT)?;
        self.add_mother(("Marisol", "Dela Cruz"), marisol, &[miguel, althea])?;

        let gabriel = self.admit_to_room("Gabriel", MOTHER.1, 2, places, structure)?;
        let sofia = self.admit_to_room("Sofía", MOTHER.1, 8, places, structure)?;
        let lucia = *self.teachers.get(&MOTHER).ok_or("there is no such teacher").legal()?;
        self.link_mother(lucia, &[gabriel, sofia]);

        let email = self.addresses.give("Rafael", "Ocampo", SCHOOL)?;
        let withdrawn = Place { level: 3, room: None, status: Withdrawn, is_returning: true };
        let rafael = self.admit(("Rafael", "Ocampo"), email, withdrawn, structure)?;
        let left = office_hour(self.calendar.yesterday(), &mut self.dice);
        self.close(rafael.id, left);
        self.add_guardians("Ocampo", &[rafael], 0)
    }

    /// Places a student in a section before the application is through.
    fn welcome(&mut self, student: UserId, section: SectionId) -> Result<(), DemoError> {
        let day = office_day(self.calendar.current.period.starts_on() - Days::new(14));
        let by = *self.registrars.first().ok_or("there is no registrar").legal()?;
        let (id, since) = (self.ids.next(), office_hour(day, &mut self.dice));
        self.plan.guests.push(Guest { id, student, section, by, since });
        Ok(())
    }

    fn admit_to_room(
        &mut self,
        first_name: &str,
        last_name: &str,
        room: usize,
        places: &mut Vec<Place>,
        structure: &Structure,
    ) -> Result<Child, DemoError> {
        let index = places.iter().position(|place| place.room == Some(room));
        let place = places.remove(index.ok_or("there is no place in the room").legal()?);
        let email = self.addresses.give(first_name, last_name, SCHOOL)?;
        self.admit((first_name, last_name), email, place, structure)
    }

    /// Every place of the current year, and every application without one.
    fn places(&mut self) -> Vec<Place> {
        let mut places = Vec::new();
        for (number, room) in ROOMS.iter().enumerate() {
            for _ in 0..room.students {
                let is_returning = room.level > 0 && self.dice.chance(85);
                let room_number = Some(number);
                places.push(Place { level: room.level, room: room_number, status: Enrolled, is_returning });
            }
        }
        for (status, levels) in WITHOUT_PLACE {
            let waiting =
                levels.iter().map(|&level| Place { level, room: None, status, is_returning: false });
            places.extend(waiting);
        }
        places
    }

    /// A student with an account and applications.
    fn admit(
        &mut self,
        name: (&str, &str),
        email: Email,
        place: Place,
        structure: &Structure,
    ) -> Result<Child, DemoError> {
        let is_invited = place.status == Submitted;
        // Whoever is new is given an account when the application is made; who that is, is known before.
        let id = self.ids.next();
        let histories = self.apply(id, place, structure)?;
        let first = histories.first().and_then(|history| history.steps.first());
        let since = first.ok_or("an application begins with a step").legal()?.at - TimeDelta::minutes(10);
        self.add_person(id, name, email, &[Role::Student], since, is_invited)?;
        self.plan.histories.extend(histories);
        Ok(Child { id, since, is_invited, is_returning: place.is_returning })
    }

    /// Some given name that no sibling has.
    fn given_name_unlike(&mut self, siblings: &[&str]) -> &'static str {
        loop {
            let name = self.given_name();
            if !siblings.contains(&name) {
                return name;
            }
        }
    }

    /// Some given name.
    pub fn given_name(&mut self) -> &'static str {
        let names = if self.dice.chance(50) { &FEMALE } else { &MALE };
        self.dice.pick(names)
    }
}

/// Takes places for siblings, of different levels as long as there are any.
fn take_siblings(places: &mut Vec<Place>, size: usize) -> Vec<Place> {
    let mut siblings: Vec<Place> = Vec::new();
    while siblings.len() < size && !places.is_empty() {
        let differs = |place: &Place| siblings.iter().all(|sibling| sibling.level != place.level);
        let index = places.iter().position(differs).unwrap_or_default();
        siblings.push(places.remove(index));
    }
    siblings
}

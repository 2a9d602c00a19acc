use chrono::{DateTime, Days, Utc};
use domain::identity::{Role, UserId};

use super::{addresses::SCHOOL, draft::Draft};
use crate::demo::{
    DemoError,
    calendar::{office_day, office_hour},
    data::staff::{
        INVITED_COUNSELOR, MOTHER, OFFICES, PREDECESSOR, SUCCESSOR, TEACHER, TEACHER_AND_PARENT, TEACHERS,
    },
};

impl Draft {
    /// The offices and the teachers.
    pub fn employ_staff(&mut self) -> Result<(), DemoError> {
        for (first_name, last_name, address, role) in OFFICES {
            let is_invited = (first_name, last_name) == INVITED_COUNSELOR;
            let since = self.employed(is_invited);
            let email = self.addresses.take(address)?;
            let id = self.ids.next();
            self.add_person(id, (first_name, last_name), email, &[role], since, is_invited)?;
            if role == Role::Registrar {
                // The first of them sits at the window, and does as much as the others together.
                self.registrars.extend(if self.registrars.is_empty() { vec![id, id] } else { vec![id] });
            }
        }
        for (first_name, last_name, _) in TEACHERS {
            self.employ_teacher((first_name, last_name))?;
        }
        let predecessor = self.employ_teacher(PREDECESSOR)?;
        let left_on = office_day(self.calendar.last.period.ends_on() + Days::new(14));
        let left = office_hour(left_on, &mut self.dice);
        self.close(predecessor, left);
        Ok(())
    }

    fn employ_teacher(&mut self, name: (&'static str, &'static str)) -> Result<UserId, DemoError> {
        let is_new = name == SUCCESSOR;
        let since = self.employed(is_new);
        let email = match name {
            TEACHER => self.addresses.take("teacher@school.local")?,
            MOTHER => self.addresses.take(TEACHER_AND_PARENT)?,
            (first_name, last_name) => self.addresses.give(first_name, last_name, SCHOOL)?,
        };
        let roles: &[Role] = if name == MOTHER { &[Role::Teacher, Role::Parent] } else { &[Role::Teacher] };
        let id = self.ids.next();
        self.add_person(id, name, email, roles, since, is_new)?;
        self.teachers.insert(name, id);
        Ok(id)
    }

    /// When somebody's account was made: yesterday, or in the weeks in which the school began with Homeroom.
    fn employed(&mut self, is_new: bool) -> DateTime<Utc> {
        let day = if is_new {
            self.calendar.yesterday()
        } else {
            office_day(self.calendar.founding() + Days::new(self.dice.below(10).into()))
        };
        office_hour(day, &mut self.dice)
    }
}

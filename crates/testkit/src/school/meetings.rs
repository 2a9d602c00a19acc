use application::{Clock, jobs::Mailer};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access::{Actor, ManageMeeting, Standing, Teaching},
    identity::Role,
    meetings::{Meeting, MeetingFacts, MeetingTime, NewMeeting},
    structure::Section,
};

use super::{Person, School};
use crate::Sure;

impl School {
    /// A meeting of a section that this person holds in an hour, or later where the section or the person are
    /// busy then.
    #[track_caller]
    pub fn meeting(&self, host: &Person, section: &Section) -> Meeting {
        let starts_at = self.clock().now() + TimeDelta::hours(1 + 2 * i64::from(self.number()));
        self.meeting_at(host, section, starts_at)
    }

    /// A meeting that begins at this moment, and is to last an hour.
    #[track_caller]
    pub fn meeting_at(&self, host: &Person, section: &Section, starts_at: DateTime<Utc>) -> Meeting {
        let number = self.number();
        let facts = MeetingFacts {
            title: format!("Meeting {number}").parse().sure(),
            time: MeetingTime::try_new(starts_at, starts_at + TimeDelta::hours(1)).sure(),
            url: format!("https://meet.example/{number}").parse().sure(),
        };
        let new = NewMeeting { host: host.id, section: section.id, facts };
        let permitted = teacher_of(host, section).may::<ManageMeeting<NewMeeting>>(new).sure();
        let scheduled = permitted.schedule(self.app.new_id().into(), starts_at).sure();
        self.write(|store| store.add_meeting(&scheduled));
        scheduled.into_meeting()
    }

    /// Starts a meeting in the name of its host.
    #[track_caller]
    pub fn start_meeting(&self, meeting: &Meeting) -> Meeting {
        let standing = teaching(meeting.section);
        let host = Actor::person(meeting.host, vec![Role::Teacher], standing);
        let permitted = host.may::<ManageMeeting>(meeting.clone()).sure();
        let started = permitted.start(meeting.version, self.clock().now()).sure();
        self.write(|store| store.save_meeting(&started));
        started.into_meeting()
    }

    /// Lets time pass and does what is due by then.
    #[track_caller]
    pub fn after(&self, time: TimeDelta, mailer: &dyn Mailer) {
        self.clock().advance(time);
        self.do_jobs(mailer);
    }
}

/// The person as a teacher of the section, whoever they are by now.
fn teacher_of(person: &Person, section: &Section) -> Actor {
    Actor::person(person.id, vec![Role::Teacher], teaching(section.id))
}

fn teaching(section: domain::structure::SectionId) -> Standing {
    Standing { teaches: vec![Teaching { section, subject: None }], ..Standing::default() }
}

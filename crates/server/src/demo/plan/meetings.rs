use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use domain::{
    identity::UserId,
    meetings::{MeetingFacts, MeetingId, MeetingTime, NewMeeting},
    structure::{SchoolYearId, SectionId},
};

use super::{Lesson, Login, draft::Draft};
use crate::demo::{DemoError, Legal, calendar::office_day, data::staff::STUDENT};

/// A meeting and what became of it.
#[derive(Clone, Debug)]
pub struct Meeting {
    pub id: MeetingId,
    pub new: NewMeeting,
    /// When it was scheduled.
    pub since: DateTime<Utc>,
    pub fate: Fate,
}

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is to be held.
    Scheduled,
    /// It is being held.
    Live { since: DateTime<Utc> },
    /// It was held.
    Ended { from: DateTime<Utc>, to: DateTime<Utc> },
    /// It will not be held.
    Cancelled { at: DateTime<Utc>, reason: &'static str },
}

/// Where meetings are held. The addresses are of a domain that is nobody's.
const ROOM: &str = "https://meet.example/narra";

const TOPICS: [&str; 8] = [
    "Review before the quarterly test",
    "Consultation on the research paper",
    "Make-up class",
    "Reading circle",
    "Group presentations",
    "Questions about the project",
    "Homeroom meeting",
    "Laboratory briefing",
];

impl Draft {
    /// The meetings of a few sections: one is live, others are to be held this week, were held, were cancelled.
    pub fn plan_meetings(&mut self) -> Result<(), DemoError> {
        let (now, today) = (self.calendar.now, self.calendar.today);
        let hosts = self.hosts();
        for (number, lesson) in hosts.iter().enumerate() {
            let days = u64::try_from(number % 4).legal()?;
            let (later, earlier) =
                (school_day_after(today, 1 + days), office_day(today - Days::new(1 + days)));
            if number == 0 {
                let starts_at = now - TimeDelta::minutes(10);
                self.meet(lesson, starts_at, Fate::Live { since: starts_at + TimeDelta::minutes(1) })?;
            }
            let starts_at = at_hour(later, 14);
            if number % 5 == 3 {
                let at = now - TimeDelta::hours(2);
                self.meet(
                    lesson,
                    starts_at,
                    Fate::Cancelled { at, reason: "The district holds its meet that day." },
                )?;
            } else {
                self.meet(lesson, starts_at, Fate::Scheduled)?;
            }
            let from = at_hour(earlier, 9);
            self.meet(lesson, from, Fate::Ended { from, to: from + TimeDelta::minutes(52) })?;
        }
        Ok(())
    }

    fn meet(&mut self, lesson: &Lesson, starts_at: DateTime<Utc>, fate: Fate) -> Result<(), DemoError> {
        let (id, number) = (self.ids.next(), self.plan.meetings.len());
        let since = starts_at.min(self.calendar.now) - TimeDelta::days(3);
        let facts = MeetingFacts {
            title: TOPICS[number % TOPICS.len()].parse().legal()?,
            time: MeetingTime::try_new(starts_at, starts_at + TimeDelta::hours(1)).legal()?,
            url: format!("{ROOM}-{:03}", number + 1).parse().legal()?,
        };
        let new = NewMeeting { host: lesson.teacher, section: lesson.section, facts };
        self.plan.meetings.push(Meeting { id, new, since, fate });
        Ok(())
    }

    /// One lesson of each section of this year, each with a teacher of its own; the section of the student that
    /// people try comes first.
    fn hosts(&self) -> Vec<Lesson> {
        let tried = self.tried_section();
        let year = self.current_year();
        let is_here = |section: SectionId| {
            self.plan.sections.iter().any(|one| one.id == section && Some(one.school_year) == year)
        };
        let mut lessons: Vec<_> =
            self.plan.lessons.iter().filter(|lesson| is_here(lesson.section)).copied().collect();
        lessons.sort_by_key(|lesson| Some(lesson.section) != tried);
        let mut hosts: Vec<Lesson> = Vec::new();
        for lesson in lessons {
            let is_new = |one: &Lesson| one.section != lesson.section && one.teacher != lesson.teacher;
            if hosts.iter().all(is_new) && self.has_come(lesson.teacher) {
                hosts.push(lesson);
            }
        }
        hosts
    }

    /// Whether the teacher is here, and has answered the invitation.
    pub(super) fn has_come(&self, teacher: UserId) -> bool {
        self.plan.people.iter().any(|person| {
            person.account.id == teacher
                && person.left.is_none()
                && matches!(person.login, Login::Used { .. })
        })
    }

    pub(super) fn current_year(&self) -> Option<SchoolYearId> {
        let period = self.calendar.current.period;
        self.plan.years.iter().find(|year| year.period == period).map(|year| year.id)
    }

    pub(super) fn tried_section(&self) -> Option<SectionId> {
        let student = self.plan.people.iter().find(|person| person.account.email.as_str() == STUDENT)?;
        let year = self.current_year()?;
        let is_theirs = |one: &&super::History| one.student == student.account.id && one.school_year == year;
        self.plan.histories.iter().find(is_theirs)?.place.map(|(_, section)| section)
    }
}

/// A day of classes so many days of classes later.
fn school_day_after(today: NaiveDate, days: u64) -> NaiveDate {
    let is_class = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let coming = (1..).map(|ahead| today + Days::new(ahead)).filter(is_class);
    coming.take(usize::try_from(days).unwrap_or(1)).last().unwrap_or(today)
}

/// An hour of the school's clocks, which are eight hours ahead.
pub(super) fn at_hour(day: NaiveDate, hour: i64) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(hour - 8)
}

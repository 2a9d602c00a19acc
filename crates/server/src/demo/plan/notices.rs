use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use domain::{
    identity::UserId,
    notices::{AnnouncementContent, AnnouncementId, Audience, EventContent, EventId, EventTime},
    structure::SectionId,
};

use super::{draft::Draft, meetings::at_hour};
use crate::demo::{
    DemoError, Legal,
    calendar::office_day,
    data::{
        notices::{CONFERENCE, HAPPENINGS, HOLIDAYS, Happening, NEWS, News, TESTS, TRIP, To, When},
        staff::PARENT,
    },
};

/// An announcement, and who wrote it when.
#[derive(Clone, Debug)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub by: UserId,
    pub since: DateTime<Utc>,
    pub content: AnnouncementContent,
}

/// An event, and who put it into the calendar when.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    pub by: UserId,
    pub since: DateTime<Utc>,
    pub content: EventContent,
}

impl Draft {
    /// What is announced, and what stands in the calendar of the weeks around today.
    pub fn plan_notices(&mut self) -> Result<(), DemoError> {
        let days = SchoolDays { today: self.calendar.today };
        for news in &NEWS {
            self.announce(news, days)?;
        }
        for (number, happening) in HAPPENINGS.iter().enumerate() {
            self.add_event(happening, days, number)?;
        }
        Ok(())
    }

    fn announce(&mut self, news: &News, days: SchoolDays) -> Result<(), DemoError> {
        let (day, hour) = news.published;
        let publish_at = at_hour(days.away(day), hour);
        let expires_at = news.lasts.map(|many| at_hour(days.away(day) + Days::new(many), 0));
        let content = AnnouncementContent {
            title: days.tell(news.title)?.parse().legal()?,
            body: days.tell(news.body)?.parse().legal()?,
            audience: self.audience(news.to)?,
            pinned: news.pinned,
            publish_at,
            expires_at,
        };
        // What is not live yet was written on the last day on which the office was open.
        let since = publish_at.min(at_hour(self.calendar.yesterday(), 15));
        let (id, by) = (self.ids.next(), self.holder_of(news.by)?);
        self.plan.announcements.push(Announcement { id, by, since, content });
        Ok(())
    }

    fn add_event(&mut self, one: &Happening, days: SchoolDays, number: usize) -> Result<(), DemoError> {
        let (name, time) = self.time_of(one.when, days)?;
        let content = EventContent {
            title: one.title.replace("{name}", &name).parse().legal()?,
            body: one.body.map(str::parse).transpose().legal()?,
            time,
            place: one.place.map(str::parse).transpose().legal()?,
            audience: self.audience(one.to)?,
        };
        // The calendar was filled bit by bit, well before what is in it.
        let before = days.away(-12 - i64::try_from(number).legal()? / 3);
        let (id, by, since) = (self.ids.next(), self.holder_of(one.by)?, at_hour(before, 13));
        self.plan.events.push(Event { id, by, since, content });
        Ok(())
    }

    /// When something happens, with the name of the holiday or the quarter.
    fn time_of(&self, when: When, days: SchoolDays) -> Result<(String, EventTime), DemoError> {
        let (name, time) = match when {
            When::Days(first, last) => (String::new(), EventTime::days(days.away(first), days.away(last))),
            When::Hours(day, from, to) => {
                let day = days.away(day);
                (String::new(), EventTime::moments(at_hour(day, from), at_hour(day, to)))
            }
            When::Week => {
                let monday = days.quiet_monday();
                (String::new(), EventTime::days(monday, monday + Days::new(4)))
            }
            When::Holiday(number) => {
                let (day, name) = days.holiday(number)?;
                (name.to_owned(), EventTime::days(day, day))
            }
            When::EndOfQuarter => {
                let (name, last) = self.end_of_quarter()?;
                (name.to_owned(), EventTime::days(office_day(last - Days::new(2)), last))
            }
        };
        Ok((name, time.legal()?))
    }

    /// The quarter that is going on, or the next one, and its last day of classes.
    fn end_of_quarter(&self) -> Result<(&'static str, NaiveDate), DemoError> {
        let years = [&self.calendar.current, &self.calendar.coming];
        let mut quarters = years.into_iter().flat_map(|year| &year.quarters);
        let found = quarters.find(|(_, period)| office_day(period.ends_on()) >= self.calendar.today);
        let (name, period) = found.ok_or("there is no quarter to come").legal()?;
        Ok((*name, office_day(period.ends_on())))
    }

    fn audience(&self, to: To) -> Result<Audience, DemoError> {
        match to {
            To::Everyone => Ok(Audience::everyone()),
            To::Roles(roles) => Audience::try_new(false, roles.iter().copied(), []).legal(),
            To::Rooms(rooms) => {
                let sections = self.current_sections();
                Audience::try_new(false, [], rooms.iter().filter_map(|&room| sections.get(room).copied()))
                    .legal()
            }
            To::Child => Audience::try_new(false, [], self.section_of_child()).legal(),
        }
    }

    /// The sections of this year, in the order of the rooms.
    pub(super) fn current_sections(&self) -> Vec<SectionId> {
        let year = self.current_year();
        let of_year = self.plan.sections.iter().filter(|one| Some(one.school_year) == year);
        of_year.map(|section| section.id).collect()
    }

    fn section_of_child(&self) -> Option<SectionId> {
        let parent = self.plan.people.iter().find(|person| person.account.email.as_str() == PARENT)?;
        let year = self.current_year()?;
        let is_child = |student| {
            self.plan.links.iter().any(|link| link.guardian == parent.account.id && link.student == student)
        };
        let mut theirs = self.plan.histories.iter().filter(|one| one.school_year == year);
        theirs.find_map(|one| one.place.filter(|_| is_child(one.student))).map(|(_, section)| section)
    }

    /// Who has this address.
    pub(super) fn holder_of(&self, address: &str) -> Result<UserId, DemoError> {
        let person = self.plan.people.iter().find(|person| person.account.email.as_str() == address);
        Ok(person.ok_or("there is nobody with this address").legal()?.account.id)
    }
}

/// The days of classes around a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct SchoolDays {
    pub(super) today: NaiveDate,
}

impl SchoolDays {
    /// The day so many days of classes later, or earlier; today, or the one after it, is 0.
    pub(super) fn away(self, many: i64) -> NaiveDate {
        let mut day = self.today;
        let step = TimeDelta::days(if many < 0 { -1 } else { 1 });
        let mut left = many.abs();
        while left > 0 || !is_class(day) {
            day += step;
            left -= i64::from(is_class(day) && left > 0);
        }
        day
    }

    /// The Monday of the first week to come in which no workday is a holiday.
    fn quiet_monday(self) -> NaiveDate {
        let mut monday = self.today + Days::new(7 - u64::from(self.today.weekday().num_days_from_monday()));
        while (0..5).any(|ahead| holiday_on(monday + Days::new(ahead)).is_some()) {
            monday = monday + Days::new(7);
        }
        monday
    }

    /// The next holiday, the one after it, and so on.
    fn holiday(self, number: usize) -> Result<(NaiveDate, &'static str), DemoError> {
        let mut coming = self.today.iter_days().filter_map(|day| holiday_on(day).map(|name| (day, name)));
        coming.nth(number).ok_or("there is no such holiday").legal()
    }

    /// A text with the days for which its marks stand.
    fn tell(self, text: &str) -> Result<String, DemoError> {
        let mut text = text.to_owned();
        for (mark, day) in [
            ("{week}", self.quiet_monday()),
            ("{holiday}", self.holiday(0)?.0),
            ("{conference}", self.away(CONFERENCE)),
            ("{tests}", self.away(TESTS)),
            ("{trip}", self.away(TRIP)),
        ] {
            text = text.replace(mark, &day.format("%B %-d").to_string());
        }
        Ok(text)
    }
}

fn is_class(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && holiday_on(day).is_none()
}

fn holiday_on(day: NaiveDate) -> Option<&'static str> {
    let found = HOLIDAYS.iter().find(|(month, of_month, _)| (*month, *of_month) == (day.month(), day.day()));
    found.map(|(.., name)| *name)
}

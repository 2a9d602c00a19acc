use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use domain::structure::Period;

use super::{DemoError, Legal, dice::Dice};

/// How far the clocks of the Philippines are ahead, summer and winter.
const AHEAD: TimeDelta = TimeDelta::hours(8);
/// The office is open from eight to five, which is the beginning of the day in UTC.
const MINUTES_OPEN: u32 = 9 * 60;

/// The school years around a moment, and the office hours in which the school does its work.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The moment.
    pub now: DateTime<Utc>,
    /// Which day it is in the school.
    pub today: NaiveDate,
    /// The year before the current one.
    pub last: Year,
    /// The year that Homeroom calls the current one: the last to have begun, also in April and May, when
    /// it is over and the next has not begun.
    pub current: Year,
    /// The year after it.
    pub coming: Year,
}

/// A school year: June to March, in four quarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub name: String,
    pub period: Period,
    pub quarters: Vec<(&'static str, Period)>,
}

/// Name, first and last day of each quarter as (years after June's, month, day).
type Quarter = (&'static str, (i32, u32, u32), (i32, u32, u32));

const QUARTERS: [Quarter; 4] = [
    ("First Quarter", (0, 6, 1), (0, 8, 15)),
    ("Second Quarter", (0, 8, 16), (0, 10, 31)),
    ("Third Quarter", (0, 11, 1), (1, 1, 15)),
    ("Fourth Quarter", (1, 1, 16), (1, 3, 31)),
];

impl Calendar {
    pub fn around(now: DateTime<Utc>) -> Result<Self, DemoError> {
        let today = (now + AHEAD).date_naive();
        let june = if today.month() >= 6 { today.year() } else { today.year() - 1 };
        Ok(Self {
            now,
            today,
            last: Year::beginning_in(june - 1)?,
            current: Year::beginning_in(june)?,
            coming: Year::beginning_in(june + 1)?,
        })
    }

    /// When the school began to work with Homeroom: well before the first application.
    pub fn founding(&self) -> NaiveDate {
        office_day(self.last.period.starts_on() - Days::new(200))
    }

    /// The last day on which the office was open and which is over.
    pub fn yesterday(&self) -> NaiveDate {
        office_day(self.today - Days::new(1))
    }
}

impl Year {
    fn beginning_in(june: i32) -> Result<Self, DemoError> {
        let quarters = QUARTERS
            .iter()
            .map(|&(name, first, last)| Ok((name, period(june, first, last)?)))
            .collect::<Result<Vec<_>, DemoError>>()?;
        Ok(Self {
            name: format!("{june}–{}", june + 1),
            period: period(june, (0, 6, 1), (1, 3, 31))?,
            quarters,
        })
    }
}

fn period(june: i32, first: (i32, u32, u32), last: (i32, u32, u32)) -> Result<Period, DemoError> {
    let day = |(years, month, day)| {
        NaiveDate::from_ymd_opt(june + years, month, day).ok_or("the calendar has no such day").legal()
    };
    Period::try_new(day(first)?, day(last)?).legal()
}

/// The day itself, or the Friday before a weekend.
pub fn office_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day - Days::new(1),
        Weekday::Sun => day - Days::new(2),
        _ => day,
    }
}

/// Some minute of the day at which the office is open.
pub fn office_hour(day: NaiveDate, dice: &mut Dice) -> DateTime<Utc> {
    let seconds = dice.below(MINUTES_OPEN * 60);
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::seconds(seconds.into())
}

/// Which day it is in the school.
pub fn day_of(time: DateTime<Utc>) -> NaiveDate {
    (time + AHEAD).date_naive()
}

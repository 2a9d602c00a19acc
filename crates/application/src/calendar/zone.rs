use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use domain::settings::Settings;

use crate::StoreError;

/// The clocks of the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchoolZone(Tz);

/// From when to when a day of the school lasts, the end excluded.
///
/// # Errors
/// [`StoreError::Corrupt`] when the settings name no time zone.
pub fn day_bounds(settings: &Settings, day: NaiveDate) -> Result<(DateTime<Utc>, DateTime<Utc>), StoreError> {
    Ok(SchoolZone::of(settings)?.day_bounds(day))
}

impl SchoolZone {
    /// Those that the settings name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when they name no time zone.
    pub fn of(settings: &Settings) -> Result<Self, StoreError> {
        Self::named(settings.values.time_zone.as_str())
    }

    /// Those with this IANA name.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when there are none.
    pub fn named(name: &str) -> Result<Self, StoreError> {
        name.parse().map(Self).map_err(|_| StoreError::Corrupt {
            table: "settings",
            id: name.to_owned(),
            reason: "there is no such time zone".to_owned(),
        })
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The day that it is at a moment.
    pub fn day_of(self, moment: DateTime<Utc>) -> NaiveDate {
        moment.with_timezone(&self.0).date_naive()
    }

    /// From when to when a day lasts, the end excluded. Days follow one another without a gap and without an
    /// overlap, whatever clocks do at midnight.
    pub fn day_bounds(self, day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        (self.start_of(day), self.start_of(next))
    }

    /// The first moment at which clocks show this day, or a later one where there is no such day.
    fn start_of(self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        // Where clocks are put forward at midnight, the day begins later; one that was left out altogether
        // begins with the next.
        (0..=MOST_SKIPPED)
            .filter_map(|minutes| midnight.checked_add_signed(TimeDelta::minutes(minutes)))
            .find_map(|local| self.0.from_local_datetime(&local).earliest())
            .map_or_else(|| midnight.and_utc(), |start| start.with_timezone(&Utc))
    }
}

/// The most minutes by which clocks were ever put forward: a day, where the date line moved.
const MOST_SKIPPED: i64 = 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(zone: &str, day: &str) -> Result<(String, String, i64), Box<dyn std::error::Error>> {
        let (start, end) = SchoolZone::named(zone)?.day_bounds(day.parse()?);
        Ok((start.to_rfc3339(), end.to_rfc3339(), (end - start).num_minutes()))
    }

    fn lasts(zone: &str, day: &str, start: &str, end: &str) -> Result<(), Box<dyn std::error::Error>> {
        let (starts, ends, _) = bounds(zone, day)?;
        assert_eq!(
            (starts.as_str(), ends.as_str()),
            (&*format!("{start}:00+00:00"), &*format!("{end}:00+00:00")),
            "{zone} {day}"
        );
        Ok(())
    }

    #[test]
    fn days_last_from_midnight_to_midnight() -> Result<(), Box<dyn std::error::Error>> {
        lasts("Asia/Manila", "2028-02-29", "2028-02-28T16:00", "2028-02-29T16:00")?;
        lasts("Asia/Manila", "2026-12-31", "2026-12-30T16:00", "2026-12-31T16:00")?;
        lasts("Asia/Kathmandu", "2026-07-01", "2026-06-30T18:15", "2026-07-01T18:15")?;
        lasts("Pacific/Kiritimati", "2026-07-01", "2026-06-30T10:00", "2026-07-01T10:00")?;
        lasts("UTC", "2026-07-01", "2026-07-01T00:00", "2026-07-02T00:00")
    }

    #[test]
    fn days_on_which_clocks_change_are_shorter_or_longer() -> Result<(), Box<dyn std::error::Error>> {
        lasts("America/New_York", "2026-03-08", "2026-03-08T05:00", "2026-03-09T04:00")?;
        assert_eq!(bounds("America/New_York", "2026-03-08")?.2, 23 * 60);
        lasts("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00")?;
        assert_eq!(bounds("America/New_York", "2026-11-01")?.2, 25 * 60);
        assert_eq!(bounds("Australia/Lord_Howe", "2026-04-05")?.2, 24 * 60 + 30);
        Ok(())
    }

    #[test]
    fn a_day_without_a_midnight_begins_when_its_clocks_begin() -> Result<(), Box<dyn std::error::Error>> {
        // In Santiago clocks go from 23:59 to 01:00 in September, and show the hour before midnight twice in April.
        lasts("America/Santiago", "2026-09-06", "2026-09-06T04:00", "2026-09-07T03:00")?;
        assert_eq!(bounds("America/Santiago", "2026-09-06")?.2, 23 * 60);
        assert_eq!(bounds("America/Santiago", "2026-04-04")?.2, 25 * 60);
        lasts("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", "2026-04-24T21:00")?;
        // In Havana they show midnight twice: the day begins with the first.
        lasts("America/Havana", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00")
    }

    #[test]
    fn a_day_that_a_school_left_out_has_no_length() -> Result<(), Box<dyn std::error::Error>> {
        assert_eq!(bounds("Pacific/Apia", "2011-12-30")?.2, 0);
        assert_eq!(bounds("Pacific/Apia", "2011-12-31")?.2, 24 * 60);
        Ok(())
    }

    #[test]
    fn days_follow_one_another_and_every_moment_has_its_day() -> Result<(), Box<dyn std::error::Error>> {
        let zones = ["America/New_York", "America/Santiago", "Africa/Cairo", "America/Havana", "Asia/Manila"];
        for name in zones {
            let zone = SchoolZone::named(name)?;
            let mut day: NaiveDate = "2026-01-01".parse()?;
            for _ in 0..800 {
                let next = day.checked_add_days(Days::new(1)).ok_or("the calendar ends")?;
                let (start, end) = zone.day_bounds(day);
                assert_eq!(end, zone.day_bounds(next).0, "{name} {day}");
                assert_eq!(zone.day_of(start), day, "{name}");
                assert_eq!(zone.day_of(end - TimeDelta::seconds(1)), day, "{name}");
                day = next;
            }
        }
        assert!(SchoolZone::named("Mars/Olympus").is_err());
        Ok(())
    }
}

//! The calendar as other programs read it (RFC 5545).

use application::calendar::{Calendar, Entry, EntrySubject, EntryTime};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{meetings::MeetingStatus, tasks::TaskStatus};
use icalendar::{Calendar as Document, Component, Event, EventLike, EventStatus, Property};

/// Writes a calendar: whole days as dates, with the day after the last as their end; moments in UTC, so that
/// no program needs to know the school's clocks.
pub fn write(calendar: &Calendar, origin: &str) -> String {
    let host = origin.split("://").nth(1).unwrap_or(origin);
    let host = host.split([':', '/']).next().unwrap_or(host);
    let mut document = Document::empty();
    document
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Homeroom//Calendar//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property(("X-WR-CALNAME", "Homeroom"))
        .append_property(("X-WR-TIMEZONE", calendar.zone.name()))
        .append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    for entry in &calendar.entries {
        document.push(event(entry, host, origin));
    }
    document.to_string()
}

fn event(entry: &Entry, host: &str, origin: &str) -> Event {
    let mut event = Event::new();
    event
        .summary(&entry.title)
        .add_property("DTSTAMP", stamp(entry.changed_at))
        .add_property("LAST-MODIFIED", stamp(entry.changed_at))
        .add_property("SEQUENCE", (entry.version - 1).to_string());
    match entry.time {
        EntryTime::Days { first, last } => {
            event
                .append_property(day("DTSTART", first))
                .append_property(day("DTEND", last.checked_add_days(Days::new(1)).unwrap_or(last)))
                .add_property("TRANSP", "TRANSPARENT");
        }
        EntryTime::Moments { starts_at, ends_at } => {
            event.add_property("DTSTART", stamp(starts_at)).add_property("DTEND", stamp(ends_at));
        }
        // An end must lie after the start; without one, it ends as it starts and takes nobody's time.
        EntryTime::Moment(at) => {
            event.add_property("DTSTART", stamp(at)).add_property("TRANSP", "TRANSPARENT");
        }
    }
    describe(&mut event, &entry.subject, host, origin);
    event.done()
}

fn describe(event: &mut Event, subject: &EntrySubject, host: &str, origin: &str) {
    match subject {
        EntrySubject::Event { id, place } => {
            event.uid(&format!("event-{id}@{host}"));
            if let Some(place) = place {
                event.location(place);
            }
        }
        EntrySubject::Meeting { id, section_name, host_name, url, status, .. } => {
            let (word, is_on) = match status {
                MeetingStatus::Cancelled => (EventStatus::Cancelled, false),
                MeetingStatus::Scheduled | MeetingStatus::Live | MeetingStatus::Ended => {
                    (EventStatus::Confirmed, true)
                }
            };
            event.uid(&format!("meeting-{id}@{host}")).status(word);
            if is_on {
                event.location(url).description(&format!("{section_name} · {host_name}\n{url}"));
            } else {
                event.description(&format!("{section_name} · {host_name}"));
            }
            event.append_property(Property::new("URL", format!("{origin}/meetings/{id}")));
        }
        EntrySubject::Task { id, section_name, subject_title, status, .. } => {
            let word = match status {
                TaskStatus::Draft => EventStatus::Tentative,
                TaskStatus::Published => EventStatus::Confirmed,
            };
            event.uid(&format!("task-{id}@{host}")).status(word);
            event.description(&format!("{section_name} · {subject_title}"));
            event.append_property(Property::new("URL", format!("{origin}/tasks/{id}")));
        }
    }
}

fn stamp(moment: DateTime<Utc>) -> String {
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}

fn day(name: &str, day: NaiveDate) -> Property {
    Property::new(name, day.format("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
}

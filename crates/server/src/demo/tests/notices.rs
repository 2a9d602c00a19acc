use std::collections::HashSet;

use application::{
    Caller, PageRequest, StoreError, audit::AuditQuery, notices::EventFilter,
    notifications::NotificationScopes,
};
use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::{
    access::ActionKind,
    identity::{Role, UserId},
    notices::{EventTime, Life},
    structure::Section,
};
use testkit::TestDatabase;

use super::{MOMENTS, Outcome, moments, person, store_of_files};
use crate::demo::{calendar::day_of, data::staff::STUDENT, load, plan::Plan};

#[test]
fn announcements_are_pinned_live_scheduled_and_expired_and_told_to_people_of_every_kind() -> Outcome {
    for now in moments() {
        let plan = Plan::for_a_school_at(now)?;
        let contents = || plan.announcements.iter().map(|one| &one.content);
        let of = |life| contents().filter(|content| content.life(now) == life).count();
        assert_eq!((of(Life::Live), of(Life::Scheduled), of(Life::Expired)), (10, 1, 1), "{now}");
        let mut pinned = contents().filter(|content| content.pinned);
        assert!(pinned.clone().count() == 1 && pinned.all(|content| content.audience.is_everyone()), "{now}");
        for role in [Role::Parent, Role::Student, Role::Teacher] {
            assert!(contents().any(|content| content.audience.roles().contains(&role)), "{now}: {role}");
        }
        let of_year = |section: &&Section| section.school_year == plan.years[1].id;
        let current: HashSet<_> = plan.sections.iter().filter(of_year).map(|section| section.id).collect();
        let mut named = contents().flat_map(|content| content.audience.sections());
        assert!(named.all(|section| current.contains(section)), "{now}");
        for one in &plan.announcements {
            let text = format!("{}\n{}", one.content.title, one.content.body.as_str());
            assert!(!text.contains(['{', '}']) && !text.contains("http:"), "{text}");
            assert!(wrote(&plan, one.by, one.since, now), "{now}: {one:?}");
        }
    }
    Ok(())
}

#[test]
fn events_stand_on_days_and_at_times_around_today() -> Outcome {
    for now in moments() {
        let (plan, today) = (Plan::for_a_school_at(now)?, day_of(now));
        let mut days = Vec::new();
        for event in &plan.events {
            assert!(wrote(&plan, event.by, event.since, now), "{now}: {event:?}");
            assert!(!event.content.title.as_str().contains('{'), "{event:?}");
            days.push(match event.content.time {
                EventTime::Days(days) => (days.first(), days.last()),
                EventTime::Moments(time) => (day_of(time.starts_at()), day_of(time.ends_at())),
            });
        }
        assert!(days.iter().any(|(_, last)| *last < today), "{now}");
        assert!(days.iter().filter(|(first, _)| *first >= today).count() >= 8, "{now}");
        let around =
            |(first, last): &&(_, _)| *first < today + Days::new(50) && *last > today - Days::new(30);
        assert!(days.iter().filter(around).count() >= 10, "{now}: {days:?}");
        assert!(days.iter().any(|(first, last)| *last - *first == TimeDelta::days(4)), "{now}");
    }
    Ok(())
}

/// Whether a person who was employed by then, and may, wrote something before now.
fn wrote(plan: &Plan, by: UserId, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let mut people = plan.people.iter().filter(|person| person.account.id == by);
    people.any(|person| person.since < since && since < now)
}

#[test]
fn the_bell_rings_for_what_is_pinned_and_the_trail_names_who_came() -> Outcome {
    let (database, (_directory, files)) = (TestDatabase::new()?, store_of_files()?);
    let (db, now) = (database.database(), MOMENTS[0].parse()?);
    load(db, &files, now)?;
    let plan = Plan::for_a_school_at(now)?;
    let student = person(&plan, STUDENT).ok_or("no student")?.account.id;
    let scopes = NotificationScopes {
        notices: Some(Caller::system("test").scope(ActionKind::ReadNotices)?),
        ..NotificationScopes::default()
    };
    let trail = AuditQuery { action: Some("login.".to_owned()), limit: 100, ..AuditQuery::default() };
    let everything = Caller::system("test").scope(ActionKind::ReadNotices)?;
    let (unread, logins, events) = db.snapshot(|store| {
        let unread = store.count_unread(student, &scopes, now)?;
        let logins = store.audit_entries(&trail)?;
        let events = store.events(&everything, &EventFilter::default(), PageRequest::default())?;
        Ok::<_, StoreError>((unread, logins, events.total))
    })?;
    assert_eq!(unread, 1);
    assert_eq!(usize::try_from(events)?, plan.events.len());
    assert!(!logins.is_empty());
    assert!(
        logins.iter().all(|login| login.actor.is_some_and(|actor| Some(actor.uuid()) == login.record_id))
    );
    Ok(())
}

//! How a meeting moves on, and who may see and hold it.

use chrono::{DateTime, TimeDelta, Utc};
use homeroom_domain::{
    Version,
    access::{Actor, Denied, ManageMeeting, ReadMeeting},
    calendar::{Span, SpanRefused},
    identity::Role,
    meetings::{
        Meeting, MeetingFacts, MeetingRefused, MeetingSaved, MeetingState, MeetingStatus, MeetingTime,
        MeetingTimeRefused, NewMeeting,
    },
};
use proptest::{collection::vec, prelude::*};

use crate::{
    support::{day, id, legal, moment, person, placed_in, standing, teaches, text, version},
    union::{PEOPLE, SECTIONS, anybody},
};

/// A meeting of an hour, a thousand hours after the beginning of time.
pub fn meeting(host: u128, place: u128) -> Meeting {
    Meeting {
        id: id(9500),
        host: id(host),
        section: id(place),
        facts: facts(),
        state: MeetingState::Scheduled,
        version: version(1),
    }
}

fn at(hours: i64) -> DateTime<Utc> {
    moment(hours * 3600)
}

fn facts() -> MeetingFacts {
    MeetingFacts {
        title: text("Review"),
        time: legal(MeetingTime::try_new(at(1000), at(1001))),
        url: legal("https://meet.example/review".parse()),
    }
}

fn in_state(state: MeetingState) -> Meeting {
    Meeting { state, ..meeting(1, 11) }
}

fn every_state() -> [MeetingState; 4] {
    [
        MeetingState::Scheduled,
        MeetingState::Live { started_at: at(1000) },
        MeetingState::Ended { started_at: at(1000), ended_at: at(1001) },
        MeetingState::Cancelled { cancelled_at: at(999), reason: None },
    ]
}

fn host() -> Actor {
    standing(1, &[Role::Teacher], teaches(id(11)))
}

/// What a host can do with a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Change,
    Start,
    End,
    Cancel,
}

const VERBS: [Verb; 4] = [Verb::Change, Verb::Start, Verb::End, Verb::Cancel];

fn apply(
    meeting: &Meeting,
    verb: Verb,
    expected: Version,
    now: DateTime<Utc>,
) -> Result<MeetingSaved, MeetingRefused> {
    let permitted = legal(host().may::<ManageMeeting>(meeting.clone()));
    match verb {
        Verb::Change => permitted.change(facts(), expected, now),
        Verb::Start => permitted.start(expected, now),
        Verb::End => permitted.end(expected, now),
        Verb::Cancel => permitted.cancel(None, expected, now),
    }
}

#[test]
fn every_move_is_allowed_from_one_status_and_refused_from_the_others() {
    for state in every_state() {
        let meeting = in_state(state);
        let status = meeting.state.status();
        for verb in VERBS {
            let (from, to) = match verb {
                Verb::Change => (MeetingStatus::Scheduled, MeetingStatus::Scheduled),
                Verb::Start => (MeetingStatus::Scheduled, MeetingStatus::Live),
                Verb::End => (MeetingStatus::Live, MeetingStatus::Ended),
                Verb::Cancel => (MeetingStatus::Scheduled, MeetingStatus::Cancelled),
            };
            let moved = apply(&meeting, verb, meeting.version, at(1000));
            if status == from {
                let after = legal(moved).into_meeting();
                assert_eq!((after.state.status(), after.version), (to, version(2)), "{verb:?}");
                assert!(verb == Verb::Change || status.allowed_next().contains(&to));
            } else {
                let refused = MeetingRefused::Illegal { status, allowed: status.allowed_next() };
                assert_eq!(moved.err(), Some(refused), "{verb:?} of {status:?}");
            }
        }
    }
}

#[test]
fn what_has_changed_meanwhile_stays() {
    for state in every_state() {
        for verb in VERBS {
            let refused = apply(&in_state(state.clone()), verb, version(2), at(1000)).err();
            assert!(matches!(refused, Some(MeetingRefused::Stale(_))), "{verb:?} of {state:?}");
        }
    }
}

#[test]
fn a_meeting_whose_time_is_over_is_neither_scheduled_nor_moved_nor_started() {
    let new = || legal(host().may::<ManageMeeting<NewMeeting>>(new_meeting(1, 11)));
    assert_eq!(new().schedule(id(1), at(1001)).err(), Some(MeetingRefused::Over));
    assert!(new().schedule(id(1), at(1001) - TimeDelta::seconds(1)).is_ok());
    for verb in [Verb::Change, Verb::Start] {
        let over = apply(&meeting(1, 11), verb, version(1), at(1001));
        assert_eq!(over.err(), Some(MeetingRefused::Over), "{verb:?}");
    }
    assert!(apply(&meeting(1, 11), Verb::Start, version(1), at(900)).is_ok(), "a host may be early");
    assert!(apply(&meeting(1, 11), Verb::Cancel, version(1), at(2000)).is_ok());
}

#[test]
fn only_a_live_meeting_runs_out_and_only_after_its_overtime() {
    let end = at(1001) + Meeting::OVERTIME;
    for state in every_state() {
        let is_live = state.status() == MeetingStatus::Live;
        let meeting = in_state(state);
        assert!(meeting.clone().run_out(end - TimeDelta::seconds(1)).is_none());
        let run_out = meeting.run_out(end).map(|saved| saved.into_meeting().state);
        let ended = MeetingState::Ended { started_at: at(1000), ended_at: end };
        assert_eq!(run_out, is_live.then_some(ended));
    }
}

#[test]
fn a_meeting_ends_after_its_start_and_within_a_day() {
    let of = MeetingTime::try_new;
    assert_eq!(of(at(1), at(1)), Err(MeetingTimeRefused::EndsBeforeStart));
    assert_eq!(of(at(2), at(1)), Err(MeetingTimeRefused::EndsBeforeStart));
    assert_eq!(of(at(0), at(24) + TimeDelta::seconds(1)), Err(MeetingTimeRefused::TooLong));
    assert!(of(at(0), at(24)).is_ok());
    let far = |year| day(year, 1, 1).and_time(chrono::NaiveTime::MIN).and_utc();
    assert_eq!(of(far(1899), far(1899) + TimeDelta::hours(1)), Err(MeetingTimeRefused::OutOfReach));
    assert_eq!(of(far(2200), far(2200) + TimeDelta::hours(1)), Err(MeetingTimeRefused::OutOfReach));
    let leap_day = day(2028, 2, 29).and_time(chrono::NaiveTime::MIN).and_utc();
    assert!(of(leap_day, leap_day + TimeDelta::hours(1)).is_ok());
}

#[test]
fn one_looks_at_some_days_in_their_order() {
    let of = Span::try_new;
    assert!(of(day(2028, 2, 29), day(2028, 2, 29)).is_ok());
    assert_eq!(of(day(2028, 3, 1), day(2028, 2, 29)), Err(SpanRefused::EndsBeforeStart));
    assert!(of(day(2026, 1, 1), day(2027, 5, 16)).is_ok(), "500 days later");
    assert_eq!(of(day(2026, 1, 1), day(2027, 5, 17)), Err(SpanRefused::TooLong));
}

fn new_meeting(host: u128, place: u128) -> NewMeeting {
    NewMeeting { host: id(host), section: id(place), facts: facts() }
}

#[test]
fn teachers_hold_meetings_of_their_own_sections_and_heads_of_any() {
    let may = |actor: &Actor, place| actor.may::<ManageMeeting<NewMeeting>>(new_meeting(1, place)).map(drop);
    assert_eq!(may(&host(), 11), Ok(()));
    assert_eq!(may(&host(), 12), Err(Denied::Forbidden), "teachers know of every section");
    for head in [Role::Principal, Role::AcademicCoordinator] {
        assert_eq!(may(&person(1, &[head]), 12), Ok(()));
    }
    assert_eq!(may(&person(1, &[Role::Admin]), 11), Err(Denied::Forbidden));
    assert_eq!(may(&standing(1, &[Role::Student], placed_in(id(11))), 11), Err(Denied::Forbidden));
    assert_eq!(may(&standing(1, &[Role::Student], placed_in(id(11))), 12), Err(Denied::Hidden));
    let in_anothers_name = host().may::<ManageMeeting<NewMeeting>>(new_meeting(2, 11)).map(drop);
    assert_eq!(in_anothers_name, Err(Denied::Forbidden));
}

#[test]
fn a_meeting_of_another_section_does_not_exist_for_a_student() {
    let student = standing(2, &[Role::Student], placed_in(id(11)));
    assert!(student.may::<ReadMeeting>(meeting(1, 11)).is_ok());
    assert_eq!(student.may::<ReadMeeting>(meeting(1, 12)).map(drop), Err(Denied::Hidden));
    assert_eq!(student.may::<ManageMeeting>(meeting(1, 11)).map(drop), Err(Denied::Forbidden));
    assert_eq!(student.may::<ManageMeeting>(meeting(1, 12)).map(drop), Err(Denied::Hidden));
}

#[test]
fn who_no_longer_teaches_a_section_sees_what_they_held_there_and_does_not_change_it() {
    let elsewhere = standing(1, &[Role::Teacher], teaches(id(12)));
    assert!(elsewhere.may::<ReadMeeting>(meeting(1, 11)).is_ok());
    assert_eq!(elsewhere.may::<ManageMeeting>(meeting(1, 11)).map(drop), Err(Denied::Forbidden));
}

proptest! {
    /// Whatever a host does, in whatever order: the status only moves along its arrows, each move is a new
    /// version, and what is over stays over.
    #[test]
    fn no_way_leads_back(steps in vec((0_usize..4, 990_i64..1010, any::<bool>()), 0..20)) {
        let mut now = meeting(1, 11);
        for (verb, hour, stale) in steps {
            let before = now.clone();
            let expected = if stale { before.version.next() } else { before.version };
            if let Ok(saved) = apply(&before, VERBS[verb], expected, at(hour)) {
                now = saved.into_meeting();
                let (from, to) = (before.state.status(), now.state.status());
                prop_assert!(!stale);
                prop_assert_eq!(now.version, before.version.next());
                prop_assert!(from == to && from == MeetingStatus::Scheduled || from.allowed_next().contains(&to));
                prop_assert_eq!((now.id, now.host, now.section), (before.id, before.host, before.section));
            } else {
                prop_assert_eq!(&now, &before);
            }
        }
    }

    /// Whoever may change a meeting may see it, and its section is one of theirs or they are a head.
    #[test]
    fn who_may_change_a_meeting_may_see_it(actor in anybody()) {
        for number in PEOPLE {
            for place in SECTIONS {
                let meeting = meeting(number, place);
                let may_change = actor.may::<ManageMeeting>(meeting.clone()).is_ok();
                let may_see = actor.may::<ReadMeeting>(meeting).is_ok();
                prop_assert!(!may_change || may_see);
                prop_assert!(!may_change || actor.id() == Some(id(number)));
            }
        }
    }
}

//! Whom announcements and events address, when an announcement is live, and who may see and change what.

use chrono::{NaiveTime, TimeDelta};
use homeroom_domain::{
    access::{Actor, Child, Denied, ManageAnnouncement, ManageEvent, ReadAnnouncement, ReadEvent, Standing},
    identity::{GuardianRights, Role},
    notices::{
        Announcement, AnnouncementContent, AnnouncementRefused, Audience, AudienceRefused, EventContent,
        EventTime, EventTimeRefused, Life, SchoolEvent,
    },
};
use proptest::{prelude::*, sample::subsequence};

use crate::{
    support::{day, guardian_of, id, legal, moment, person, placed_in, standing, teaches, text, version},
    union::{SECTIONS, anybody},
};

/// When the announcements of these tests go live, and when they expire.
const FROM: i64 = 1000;
const UNTIL: i64 = 2000;

const HEADS: [Role; 3] = [Role::Admin, Role::Principal, Role::AcademicCoordinator];
const OFFICES: [Role; 3] = [Role::Registrar, Role::Accounting, Role::Guidance];

prop_compose! {
    /// Any audience that there may be.
    pub fn some_audience()(
        everyone in any::<bool>(),
        roles in subsequence(Role::ALL.to_vec(), 0..=4),
        sections in subsequence(SECTIONS.to_vec(), 0..=2),
    ) -> Audience {
        let sections = sections.into_iter().map(id);
        Audience::try_new(everyone, roles, sections).unwrap_or_else(|_| Audience::everyone())
    }
}

pub fn announcement(audience: Audience) -> Announcement {
    let content = AnnouncementContent {
        title: text("Fair"),
        body: legal("On **Friday**.".parse()),
        audience,
        pinned: false,
        publish_at: moment(FROM),
        expires_at: Some(moment(UNTIL)),
    };
    Announcement { id: id(9600), author: Some(id(90)), content, version: version(3) }
}

pub fn event(audience: Audience) -> SchoolEvent {
    let content = EventContent {
        title: text("Fair"),
        body: None,
        time: legal(EventTime::days(day(2028, 2, 29), day(2028, 2, 29))),
        place: Some(text("The hall")),
        audience,
    };
    SchoolEvent { id: id(9700), author: Some(id(90)), content, version: version(3) }
}

fn to_roles(roles: &[Role]) -> Audience {
    legal(Audience::try_new(false, roles.to_vec(), []))
}

fn to_sections(sections: &[u128]) -> Audience {
    legal(Audience::try_new(false, [], sections.iter().map(|number| id(*number))))
}

/// Whether an event for this audience is one that the actor may see.
fn sees(actor: &Actor, audience: &Audience) -> bool {
    actor.may::<ReadEvent>(event(audience.clone())).is_ok()
}

#[test]
fn an_audience_is_never_nobody_and_what_is_named_twice_counts_once() {
    assert_eq!(Audience::try_new(false, [], []), Err(AudienceRefused::Nobody));
    assert_eq!(Audience::try_new(true, [], []), Ok(Audience::everyone()));
    assert_eq!(to_roles(&[Role::Student, Role::Student]), to_roles(&[Role::Student]));
    assert_eq!(to_sections(&[11, 11]), to_sections(&[11]));
    let most = Audience::MOST_SECTIONS as u128;
    let many = |count: u128| Audience::try_new(false, [], (0..count).map(id));
    assert!(many(most).is_ok());
    assert_eq!(many(most + 1), Err(AudienceRefused::TooManySections));
}

#[test]
fn a_section_is_addressed_through_the_role_in_which_one_stands_there() {
    let here = to_sections(&[11]);
    let parent_of = |rights| guardian_of(id(2), rights, &[id(11)]);
    let no_academics = GuardianRights { academics: false, ..GuardianRights::ALL };
    let cases = [
        (Role::Teacher, teaches(id(11)), true),
        (Role::Student, placed_in(id(11)), true),
        (Role::Parent, parent_of(GuardianRights::ALL), true),
        (Role::Parent, parent_of(no_academics), false),
        (Role::Teacher, teaches(id(12)), false),
        (Role::Teacher, parent_of(GuardianRights::ALL), false),
        (Role::Teacher, placed_in(id(11)), false),
        (Role::Student, teaches(id(11)), false),
        (Role::Parent, placed_in(id(11)), false),
    ];
    for (role, stands, addressed) in cases {
        let case = format!("{role} {stands:?}");
        assert_eq!(sees(&standing(1, &[role], stands), &here), addressed, "{case}");
    }
}

#[test]
fn a_teacher_with_a_child_in_a_section_is_addressed_there_as_a_parent_alone() {
    let child = Child { student: id(2), rights: GuardianRights::ALL, sections: vec![id(12)] };
    let stands = Standing { children: vec![child], ..teaches(id(11)) };
    let with = |roles: &[Role]| standing(1, roles, stands.clone());
    let (taught, of_the_child) = (to_sections(&[11]), to_sections(&[12]));
    for (roles, expected) in [
        (&[Role::Teacher][..], (true, false)),
        (&[Role::Parent], (false, true)),
        (&[Role::Teacher, Role::Parent], (true, true)),
    ] {
        let actor = with(roles);
        assert_eq!((sees(&actor, &taught), sees(&actor, &of_the_child)), expected, "{roles:?}");
    }
}

#[test]
fn an_announcement_is_live_from_its_time_of_publishing_until_before_it_expires() {
    let content = announcement(Audience::everyone()).content;
    for (at, life) in [
        (FROM - 1, Life::Scheduled),
        (FROM, Life::Live),
        (UNTIL - 1, Life::Live),
        (UNTIL, Life::Expired),
        (UNTIL + 1, Life::Expired),
    ] {
        assert_eq!(content.life(moment(at)), life, "{at}");
    }
    let instant = TimeDelta::nanoseconds(1);
    assert_eq!(content.life(moment(FROM) - instant), Life::Scheduled);
    assert_eq!(content.life(moment(UNTIL) - instant), Life::Live);
    let without_end = AnnouncementContent { expires_at: None, ..content };
    assert_eq!(without_end.life(moment(i64::from(i32::MAX))), Life::Live);
}

#[test]
fn an_announcement_expires_after_it_is_published_when_written_and_when_changed() {
    let head = person(1, &[Role::Principal]);
    let content = |until| {
        let content = announcement(Audience::everyone()).content;
        AnnouncementContent { expires_at: Some(moment(until)), ..content }
    };
    for (until, refused) in [
        (FROM - 1, Some(AnnouncementRefused::ExpiresTooEarly)),
        (FROM, Some(AnnouncementRefused::ExpiresTooEarly)),
        (FROM + 1, None),
    ] {
        let new = legal(head.may::<ManageAnnouncement<AnnouncementContent>>(content(until)));
        assert_eq!(new.announce(id(1)).err(), refused, "{until}");
        let old = announcement(Audience::everyone()).at(moment(FROM));
        let changed = legal(head.may::<ManageAnnouncement>(old)).change(content(until), version(3));
        assert_eq!(changed.err(), refused, "{until}");
    }
}

#[test]
fn what_is_not_live_is_there_for_its_writers_alone() {
    let to_students = announcement(to_roles(&[Role::Student]));
    let hidden = Err(Denied::Hidden);
    for (at, life) in [(FROM - 1, Life::Scheduled), (FROM, Life::Live), (UNTIL, Life::Expired)] {
        let then = to_students.clone().at(moment(at));
        assert_eq!(then.life(), life);
        let read = |role| person(1, &[role]).may::<ReadAnnouncement>(then.clone()).map(drop);
        let change = |role| person(1, &[role]).may::<ManageAnnouncement>(then.clone()).map(drop);
        for head in HEADS {
            assert_eq!((read(head), change(head)), (Ok(()), Ok(())), "{head} {life:?}");
        }
        let (seen, unchanged) =
            if life == Life::Live { (Ok(()), Err(Denied::Forbidden)) } else { (hidden, hidden) };
        for reader in OFFICES.into_iter().chain([Role::Student]) {
            assert_eq!((read(reader), change(reader)), (seen, unchanged), "{reader} {life:?}");
        }
        for not_addressed in [Role::Teacher, Role::Parent] {
            assert_eq!((read(not_addressed), change(not_addressed)), (hidden, hidden), "{life:?}");
        }
    }
}

#[test]
fn nobody_but_heads_writes_what_there_is_not_yet() {
    for role in Role::ALL {
        let (told, happens) = (announcement(Audience::everyone()), event(Audience::everyone()));
        let expected = if HEADS.contains(&role) { Ok(()) } else { Err(Denied::Forbidden) };
        let actor = person(1, &[role]);
        let announces = actor.may::<ManageAnnouncement<AnnouncementContent>>(told.content);
        assert_eq!(announces.map(drop), expected, "{role}");
        let schedules = actor.may::<ManageEvent<EventContent>>(happens.content);
        assert_eq!(schedules.map(drop), expected, "{role}");
    }
}

#[test]
fn an_event_that_does_not_address_somebody_does_not_exist_for_them() {
    let to_students = event(to_roles(&[Role::Student]));
    for (role, answer) in [
        (Role::Registrar, Err(Denied::Forbidden)),
        (Role::Student, Err(Denied::Forbidden)),
        (Role::Teacher, Err(Denied::Hidden)),
        (Role::Parent, Err(Denied::Hidden)),
        (Role::Principal, Ok(())),
    ] {
        let changed = person(1, &[role]).may::<ManageEvent>(to_students.clone()).map(drop);
        assert_eq!(changed, answer, "{role}");
    }
    let visitor = Actor::anonymous().may::<ReadEvent>(event(Audience::everyone())).map(drop);
    assert_eq!(visitor, Err(Denied::Hidden), "everyone is everyone in the school");
}

#[test]
fn days_follow_one_another_within_a_year_that_a_school_can_plan() {
    let of = EventTime::days;
    assert!(of(day(2028, 2, 29), day(2028, 2, 29)).is_ok(), "one day is enough");
    assert_eq!(of(day(2028, 2, 29), day(2028, 2, 28)), Err(EventTimeRefused::EndsBeforeStart));
    assert!(of(day(2028, 2, 29), day(2029, 3, 1)).is_ok(), "366 days later");
    assert_eq!(of(day(2028, 2, 29), day(2029, 3, 2)), Err(EventTimeRefused::TooLong));
    assert!(of(day(1900, 1, 1), day(1900, 1, 1)).is_ok());
    assert!(of(day(2199, 12, 31), day(2199, 12, 31)).is_ok());
    for (first, last) in [
        (day(1899, 12, 31), day(1900, 1, 1)),
        (day(2199, 12, 31), day(2200, 1, 1)),
        (chrono::NaiveDate::MIN, chrono::NaiveDate::MAX),
    ] {
        assert_eq!(of(first, last), Err(EventTimeRefused::OutOfReach), "{first} {last}");
    }
}

#[test]
fn moments_follow_one_another_too_and_are_never_the_same() {
    let of = EventTime::moments;
    let at = |year, month, date| day(year, month, date).and_time(NaiveTime::MIN).and_utc();
    let (leap_day, second) = (at(2028, 2, 29), TimeDelta::seconds(1));
    assert!(of(leap_day, leap_day + second).is_ok());
    assert_eq!(of(leap_day, leap_day), Err(EventTimeRefused::EndsBeforeStart));
    assert_eq!(of(leap_day, leap_day - second), Err(EventTimeRefused::EndsBeforeStart));
    assert!(of(leap_day, leap_day + TimeDelta::days(366)).is_ok());
    assert_eq!(of(leap_day, leap_day + TimeDelta::days(366) + second), Err(EventTimeRefused::TooLong));
    assert_eq!(of(at(1900, 1, 1) - second, at(1900, 1, 1)), Err(EventTimeRefused::OutOfReach));
    assert_eq!(of(at(2200, 1, 1) - second, at(2200, 1, 1)), Err(EventTimeRefused::OutOfReach));
    let ever = of(chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC);
    assert_eq!(ever, Err(EventTimeRefused::OutOfReach));
}

#[test]
fn whoever_changes_a_notice_says_which_version_and_its_author_stays() {
    let head = person(1, &[Role::Principal]);
    let (told, happens) = (announcement(Audience::everyone()), event(Audience::everyone()));
    let announced = || legal(head.may::<ManageAnnouncement>(told.clone().at(moment(UNTIL))));
    let scheduled = || legal(head.may::<ManageEvent>(happens.clone()));
    for stale in [version(2), version(4)] {
        let changed = announced().change(told.content.clone(), stale);
        assert!(matches!(changed.err(), Some(AnnouncementRefused::Stale(_))));
        assert!(announced().delete(stale).is_err());
        assert!(scheduled().change(happens.content.clone(), stale).is_err());
        assert!(scheduled().delete(stale).is_err());
    }
    let saved = legal(announced().change(told.content.clone(), version(3))).into_announcement();
    assert_eq!((saved.author, saved.version), (Some(id(90)), version(4)));
    let saved = legal(scheduled().change(happens.content.clone(), version(3))).into_event();
    assert_eq!((saved.author, saved.version), (Some(id(90)), version(4)));
    assert_eq!(legal(announced().delete(version(3))).announcement(), &told);
    assert_eq!(legal(scheduled().delete(version(3))).event(), &happens);
    let new = legal(head.may::<ManageEvent<EventContent>>(happens.content)).schedule(id(1));
    assert_eq!((new.event().author, new.event().version), (Some(id(1)), version(1)));
}

proptest! {
    /// Both together address exactly whom one of them addresses, and what is added never takes anybody away.
    #[test]
    fn either_of_two_audiences_is_their_union(
        one in some_audience(), other in some_audience(), actor in anybody(),
    ) {
        let both = one.or(&other);
        prop_assert_eq!(sees(&actor, &both), sees(&actor, &one) || sees(&actor, &other));
        for role in Role::ALL {
            for place in SECTIONS {
                let addressed = |audience: &Audience| audience.addresses(role, [id(place)]);
                prop_assert_eq!(addressed(&both), addressed(&one) || addressed(&other), "{} {}", role, place);
            }
        }
        prop_assert_eq!(&both, &other.or(&one));
        prop_assert_eq!(one.or(&one), one);
    }

    /// Whoever may change a notice may see it, at every moment of its life.
    #[test]
    fn who_may_change_a_notice_may_see_it(actor in anybody(), audience in some_audience(), at in 0_i64..3000) {
        let told = announcement(audience.clone()).at(moment(at));
        let may_change = actor.may::<ManageAnnouncement>(told.clone()).is_ok();
        prop_assert!(!may_change || actor.may::<ReadAnnouncement>(told).is_ok());
        let happens = event(audience);
        let may_change = actor.may::<ManageEvent>(happens.clone()).is_ok();
        prop_assert!(!may_change || actor.may::<ReadEvent>(happens).is_ok());
    }
}

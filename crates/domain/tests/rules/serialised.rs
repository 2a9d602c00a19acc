//! What comes in by serde is checked as if it had been typed.

use homeroom_domain::{
    Id, Text,
    enrollment::Remarks,
    identity::{Email, Role, Roles},
    meetings::{MeetingLink, MeetingTime},
    notices::{Audience, EventTime},
    settings::{Currency, Locale, Settings},
    structure::{Capacity, Period},
};
use serde::de::DeserializeOwned;

use crate::{
    meetings::meeting,
    notices::{announcement, event},
    settings::settings,
    support::{account, day, id, legal, moment, progress, section},
};

fn is_refused<T: DeserializeOwned>(json: &str) {
    assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
}

fn comes_back<T: serde::Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = legal(serde_json::to_string(value));
    assert_eq!(&legal(serde_json::from_str::<T>(&json)), value, "{json}");
}

#[test]
fn what_could_not_be_made_cannot_be_read_either() {
    is_refused::<Roles>(r#"{"primary": "admin", "all": ["student"]}"#);
    is_refused::<Roles>(r#"{"primary": "admin", "all": []}"#);
    is_refused::<Period>(r#"{"starts_on": "2028-02-29", "ends_on": "2028-02-28"}"#);
    is_refused::<Period>(r#"{"starts_on": "2027-02-29", "ends_on": "2028-02-28"}"#);
    is_refused::<MeetingLink>(r#""http://meet.example/""#);
    is_refused::<MeetingLink>(r#""javascript:alert(1)""#);
    is_refused::<MeetingTime>(r#"{"starts_at": "2026-07-01T10:00:00Z", "ends_at": "2026-07-01T09:00:00Z"}"#);
    is_refused::<Audience>(r#"{"everyone": false, "roles": [], "section_ids": []}"#);
    is_refused::<Audience>(r#"{"everyone": false, "roles": ["nobody"], "section_ids": []}"#);
    is_refused::<EventTime>(r#"{"starts_on": "2028-02-29", "ends_on": "2028-02-28"}"#);
    is_refused::<EventTime>(r#"{"starts_on": "2027-02-29", "ends_on": "2027-03-01"}"#);
    is_refused::<EventTime>(r#"{"starts_on": "2026-01-01", "ends_on": "2028-01-01"}"#);
    is_refused::<EventTime>(r#"{"starts_on": "1899-12-31", "ends_on": "1899-12-31"}"#);
    is_refused::<EventTime>(r#"{"starts_at": "2026-07-01T10:00:00Z", "ends_at": "2026-07-01T10:00:00Z"}"#);
    is_refused::<EventTime>(r#"{"starts_at": "2026-07-01T10:00:00Z", "ends_on": "2026-07-01"}"#);
    is_refused::<Currency>(r#""pesos""#);
    is_refused::<Locale>(r#""English""#);
    is_refused::<Capacity>("0");
    is_refused::<Email>(r#""nobody""#);
    is_refused::<Id<Settings>>(r#""7""#);
    is_refused::<Text<20>>(r#""two\nlines""#);
    is_refused::<Text<20>>(r#""a\ttab""#);
    is_refused::<Remarks>(r#""a\u0000nul""#);
    assert!(serde_json::from_str::<Remarks>(r#""two\nlines""#).is_ok());
}

#[test]
fn whatever_is_written_is_read_back() {
    comes_back(&legal(Roles::try_new(Role::Parent, vec![Role::Parent, Role::Teacher])));
    comes_back(&legal(Period::try_new(day(2028, 2, 29), day(2028, 3, 31))));
    comes_back(&settings());
    comes_back(&account(2, &[Role::Student]));
    comes_back(&section(11, 30, 2));
    comes_back(&progress(2));
    comes_back(&meeting(1, 11));
    let some = legal(Audience::try_new(false, [Role::Parent, Role::Student], [id(11), id(12)]));
    for audience in [Audience::everyone(), some] {
        comes_back(&announcement(audience.clone()));
        comes_back(&event(audience));
    }
    comes_back(&legal(EventTime::moments(moment(0), moment(1))));
}

//! What a school decides for itself.

use homeroom_domain::{
    Stale,
    access::ManageSettings,
    identity::Role,
    settings::{CodeRefused, Currency, Locale, Settings, SettingsValues},
};
use proptest::prelude::*;

use crate::support::{legal, person, text, version};

pub fn settings() -> Settings {
    Settings {
        values: SettingsValues {
            school_name: text("Maple School"),
            address: None,
            time_zone: text("Asia/Manila"),
            currency: legal(Currency::try_new("PHP")),
            locale: legal(Locale::try_new("en-PH")),
            classmates_may_chat: false,
            max_upload_bytes: 50_000_000,
            section_quota_bytes: 6_000_000_000,
            person_quota_bytes: 7_000_000_000,
        },
        version: version(4),
    }
}

#[test]
fn a_change_counts_and_a_stale_one_is_refused() {
    let admin = person(1, &[Role::Admin]);
    let values = SettingsValues { classmates_may_chat: true, ..settings().values };
    let changed =
        admin.may::<ManageSettings>(settings()).unwrap().change(values.clone(), version(4)).unwrap();
    assert_eq!(changed.settings(), &Settings { values: values.clone(), version: version(5) });
    let stale = admin.may::<ManageSettings>(settings()).unwrap().change(values, version(3));
    assert_eq!(stale.map(drop), Err(Stale { current: version(4) }));
}

#[test]
fn codes_have_the_shape_of_their_kind() {
    for wrong in ["", "PH", "PHPP", "php", "P1P", "ÅÄÖ", "PHP "] {
        assert_eq!(Currency::try_new(wrong), Err(CodeRefused::Currency), "{wrong:?}");
    }
    for right in ["en", "en-PH", "fil-PH", "de-CH"] {
        assert_eq!(Locale::try_new(right).map(|locale| locale.tag().to_owned()), Ok(right.to_owned()));
    }
    for wrong in ["", "e", "EN", "en-", "en-ph", "en_PH", "-PH", "en-PHL", "en-PH-x", "english"] {
        assert_eq!(Locale::try_new(wrong), Err(CodeRefused::Locale), "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn parsing_a_code_never_fails_otherwise_than_by_refusing(typed in "\\PC{0,8}") {
        prop_assert!(Currency::try_new(&typed).is_ok_and(|currency| currency.code() == typed) || typed.len() != 3
            || typed.bytes().any(|byte| !byte.is_ascii_uppercase()));
        if let Ok(locale) = Locale::try_new(&typed) {
            prop_assert_eq!(locale.tag(), typed);
        }
    }
}

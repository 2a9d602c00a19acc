use domain::{
    Version,
    access::ManageSettings,
    settings::{Currency, Locale, SettingsValues},
};

use crate::school::{Outcome, School, may, text};

#[test]
fn there_are_settings_from_the_first_day() -> Outcome {
    let settings = School::open()?.write(|store| Ok(store.settings()?))?;
    assert_eq!(settings.version, Version::FIRST);
    assert_eq!(settings.values.school_name.as_str(), "Our School");
    assert_eq!(settings.values.address, None);
    Ok(())
}

#[test]
fn settings_are_read_as_they_were_stored() -> Outcome {
    let school = School::open()?;
    let values = SettingsValues {
        school_name: text("Maple School")?,
        address: Some(domain::Lines::try_new("1 Elm Street\nManila")?),
        time_zone: text("Europe/Lisbon")?,
        currency: Currency::try_new("EUR")?,
        locale: Locale::try_new("pt")?,
        classmates_may_chat: true,
        max_upload_bytes: 5_000_000_000,
        section_quota_bytes: 6_000_000_000,
        person_quota_bytes: 7_000_000_000,
    };
    let saved = school.write(|store| {
        let permitted = may::<ManageSettings>(store.settings_for_update()?)?;
        let saved = permitted.change(values.clone(), Version::FIRST)?;
        store.save_settings(&saved)?;
        Ok(saved.into_settings())
    })?;
    assert_eq!(school.write(|store| Ok(store.settings()?))?, saved);
    assert_eq!(saved.values, values);

    let without_address = SettingsValues { address: None, ..values };
    school.write(|store| {
        let permitted = may::<ManageSettings>(store.settings_for_update()?)?;
        Ok(store.save_settings(&permitted.change(without_address.clone(), saved.version)?)?)
    })?;
    assert_eq!(school.write(|store| Ok(store.settings()?))?.values, without_address);
    Ok(())
}

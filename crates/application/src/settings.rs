//! The settings of the school: one record, versioned and audited.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    Lines, Stale, Text, Version,
    access::{ActionKind, Denied, ManageSettings},
    settings::{Currency, Locale, Settings, SettingsSaved, SettingsValues},
};
use serde_json::json;

use crate::{App, AuditEntry, Caller, Constraint, Event, StoreError, calendar::SchoolZone};

/// The settings as they are kept.
pub trait SettingsRecord {
    /// The settings; there always are some.
    fn settings(&mut self) -> Result<Settings, StoreError>;

    /// The same, locked until the unit of work ends.
    fn settings_for_update(&mut self) -> Result<Settings, StoreError>;

    /// Stores changed settings.
    fn save_settings(&mut self, settings: &SettingsSaved) -> Result<(), StoreError>;
}

/// The part of the settings that everyone needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSettings {
    /// The name of the school.
    pub school_name: Text<200>,
    /// Where it stands.
    pub address: Option<Lines<500>>,
    /// The zone of its clocks, by IANA name.
    pub time_zone: Text<64>,
    /// The money it counts in.
    pub currency: Currency,
    /// How dates, numbers and words are written.
    pub locale: Locale,
    /// Whether students may write to others of their section.
    pub classmates_may_chat: bool,
    /// How often the settings have been written.
    pub version: Version,
}

impl From<Settings> for PublicSettings {
    fn from(Settings { values, version }: Settings) -> Self {
        let SettingsValues {
            school_name,
            address,
            time_zone,
            currency,
            locale,
            classmates_may_chat,
            max_upload_bytes: _,
            section_quota_bytes: _,
            person_quota_bytes: _,
        } = values;
        Self { school_name, address, time_zone, currency, locale, classmates_may_chat, version }
    }
}

/// Why the settings were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadSettingsError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the settings stayed as they were.
#[derive(Debug, thiserror::Error)]
pub enum ChangeSettingsError {
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The settings were changed in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// There is no time zone of this name.
    #[error("there is no such time zone; choose an IANA name such as Asia/Manila")]
    UnknownTimeZone,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ChangeSettingsError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(Constraint::TimeZoneUnknown) => Self::UnknownTimeZone,
            other => Self::Store(other),
        }
    }
}

/// The use cases of the settings.
#[derive(Clone, Copy)]
pub struct SchoolSettings<'a>(pub(crate) &'a App);

impl SchoolSettings<'_> {
    /// Every setting.
    pub fn all(self, caller: &Caller) -> Result<Settings, ReadSettingsError> {
        caller.scope(ActionKind::ReadSettings)?;
        Ok(self.0.db.read(|store| store.settings())?)
    }

    /// The part that everyone needs.
    pub fn public(self, caller: &Caller) -> Result<PublicSettings, ReadSettingsError> {
        caller.scope(ActionKind::ReadPublicSettings)?;
        Ok(self.0.db.read(|store| store.settings())?.into())
    }

    /// Changes the settings: `change` makes the new ones of those that are in force.
    pub fn change(
        self,
        caller: &Caller,
        expected: Version,
        change: impl Fn(SettingsValues) -> SettingsValues,
    ) -> Result<Settings, ChangeSettingsError> {
        let settings = self.0.db.atomically(caller, |store| {
            let before = store.settings_for_update()?;
            let permitted = caller.may::<ManageSettings>(before.clone())?;
            before.version.check(expected)?;
            let values = change(before.values.clone());
            if zone(&values).is_none() {
                return Err(ChangeSettingsError::UnknownTimeZone);
            }
            let saved = permitted.change(values, expected)?;
            store.save_settings(&saved)?;
            let entry = AuditEntry {
                action: "settings.changed",
                record_kind: "settings",
                record_id: None,
                before: Some(json!(before.values)),
                after: Some(json!(saved.settings().values)),
            };
            self.0.audit_to(store, caller, &entry)?;
            Ok(saved.into_settings())
        })?;
        self.0.events.publish(Event::SettingsChanged);
        Ok(settings)
    }
}

/// Which day it is in the school.
pub(crate) fn school_day(settings: &Settings, now: DateTime<Utc>) -> Result<NaiveDate, StoreError> {
    Ok(SchoolZone::of(settings)?.day_of(now))
}

fn zone(values: &SettingsValues) -> Option<Tz> {
    values.time_zone.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings_in(time_zone: &str) -> Result<Settings, Box<dyn std::error::Error>> {
        let values = SettingsValues {
            school_name: "Maple School".parse()?,
            address: None,
            time_zone: time_zone.parse()?,
            currency: Currency::try_new("PHP")?,
            locale: Locale::try_new("en-PH")?,
            classmates_may_chat: false,
            max_upload_bytes: 1,
            section_quota_bytes: 6_000_000_000,
            person_quota_bytes: 7_000_000_000,
        };
        Ok(Settings { values, version: Version::FIRST })
    }

    #[test]
    fn the_day_is_that_of_the_schools_clocks() -> Result<(), Box<dyn std::error::Error>> {
        let late = "2026-06-30T16:30:00Z".parse()?;
        assert_eq!(school_day(&settings_in("Asia/Manila")?, late), Ok("2026-07-01".parse()?));
        assert_eq!(school_day(&settings_in("America/Lima")?, late), Ok("2026-06-30".parse()?));
        assert!(school_day(&settings_in("Mars/Olympus")?, late).is_err());
        Ok(())
    }
}

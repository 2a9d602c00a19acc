//! The settings of the school: one record, versioned and audited.

use domain::settings::{Settings, SettingsSaved};

use crate::{App, StoreError};

/// The settings as they are kept.
pub trait SettingsRecord {
    /// The settings; there always are some.
    fn settings(&mut self) -> Result<Settings, StoreError>;

    /// The same, locked until the unit of work ends.
    fn settings_for_update(&mut self) -> Result<Settings, StoreError>;

    /// Stores changed settings.
    fn save_settings(&mut self, settings: &SettingsSaved) -> Result<(), StoreError>;
}

/// The use cases of the settings.
#[derive(Clone, Copy)]
pub struct SchoolSettings<'a>(pub(crate) &'a App);

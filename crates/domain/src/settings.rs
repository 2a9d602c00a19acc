//! What a school decides for itself.

use std::str::FromStr;

use crate::{
    Lines, Stale, Text, Version,
    access::{self, Permitted},
};

/// The settings of the school. There is one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Settings {
    /// What is set.
    pub values: SettingsValues,
    /// How often the settings have been written.
    pub version: Version,
}

/// What a school may set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SettingsValues {
    /// The name of the school.
    pub school_name: Text<200>,
    /// Where it stands, in several lines.
    pub address: Option<Lines<500>>,
    /// The zone of its clocks, by IANA name, such as "Asia/Manila". Whether the zone exists is for the
    /// caller to check: this crate carries no table of zones.
    pub time_zone: Text<64>,
    /// The money it counts in.
    pub currency: Currency,
    /// How dates, numbers and words are written, such as "en-PH".
    pub locale: Locale,
    /// Whether students may write to others of their section.
    pub classmates_may_chat: bool,
    /// The largest file that may be handed in, in bytes.
    pub max_upload_bytes: u64,
    /// The most bytes that the files of one section may take together.
    pub section_quota_bytes: u64,
    /// The most bytes that the files of one person may take together.
    pub person_quota_bytes: u64,
}

/// A currency by its three letters (ISO 4217).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Currency(String);

/// A language and region (BCP 47), such as "en-PH".
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Locale(String);

/// The code has not the shape of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    /// A currency has three capital letters.
    #[error("must be three capital letters, such as PHP")]
    Currency,
    /// A locale has a language of two or three letters and perhaps a region.
    #[error("must be a language and perhaps a region, such as en-PH")]
    Locale,
}

impl Currency {
    /// A currency from its code.
    pub fn try_new(code: &str) -> Result<Self, CodeRefused> {
        let fits = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        if fits { Ok(Self(code.to_owned())) } else { Err(CodeRefused::Currency) }
    }
    /// The three letters.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl Locale {
    /// A locale from its tag.
    pub fn try_new(tag: &str) -> Result<Self, CodeRefused> {
        let (language, region) =
            tag.split_once('-').map_or((tag, None), |(language, region)| (language, Some(region)));
        let language_fits =
            (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
        let region_fits = region
            .is_none_or(|region| region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()));
        if language_fits && region_fits { Ok(Self(tag.to_owned())) } else { Err(CodeRefused::Locale) }
    }
    /// The tag.
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl FromStr for Currency {
    type Err = CodeRefused;
    fn from_str(code: &str) -> Result<Self, CodeRefused> {
        Self::try_new(code)
    }
}
impl FromStr for Locale {
    type Err = CodeRefused;
    fn from_str(tag: &str) -> Result<Self, CodeRefused> {
        Self::try_new(tag)
    }
}
impl TryFrom<String> for Currency {
    type Error = CodeRefused;
    fn try_from(code: String) -> Result<Self, CodeRefused> {
        Self::try_new(&code)
    }
}
impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.0
    }
}
impl TryFrom<String> for Locale {
    type Error = CodeRefused;
    fn try_from(tag: String) -> Result<Self, CodeRefused> {
        Self::try_new(&tag)
    }
}
impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.0
    }
}

/// Settings as they must be stored.
#[derive(Clone, Debug)]
pub struct SettingsSaved(Settings);

impl SettingsSaved {
    /// The settings as they are now.
    pub const fn settings(&self) -> &Settings {
        &self.0
    }
    /// The settings as they are now, after they were stored.
    pub fn into_settings(self) -> Settings {
        self.0
    }
}

impl Permitted<access::ManageSettings> {
    /// Changes the settings, from version `expected`.
    pub fn change(self, values: SettingsValues, expected: Version) -> Result<SettingsSaved, Stale> {
        let version = self.target().version;
        version.check(expected)?;
        Ok(SettingsSaved(Settings { values, version: version.next() }))
    }
}

//! The settings of the school.

use actix_web::{get, patch, web::Data};
use application::settings::{ChangeSettingsError, PublicSettings, ReadSettingsError};
use domain::{
    Text,
    settings::{Currency, Locale, Settings, SettingsValues},
};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    problem::Problem,
    routes::Routes,
    shape::{
        Body, BodyRefusals, ChangeRefusals, IfMatch, Patch, Refusals, Signed, Versioned, between, parsed_if,
        parsed_lines, parses, parses_lines,
    },
    state::Api,
};

/// What the school decides for itself, as far as everyone needs it.
#[derive(Serialize, ToSchema)]
#[schema(as = PublicSettings)]
pub struct PublicSettingsBody {
    school_name: String,
    #[schema(required)]
    address: Option<String>,
    /// The zone of the school's clocks, by IANA name.
    time_zone: String,
    /// The money that the school counts in, by ISO 4217.
    currency: String,
    /// How dates, numbers and words are written, such as `en-PH`.
    locale: String,
    /// Whether students may write to others of their section.
    classmates_may_chat: bool,
    /// Goes into `If-Match`.
    version: u32,
}

/// Everything that the school decides for itself.
#[derive(Serialize, ToSchema)]
#[schema(as = Settings)]
pub struct SettingsBody {
    #[serde(flatten)]
    public: PublicSettingsBody,
    /// The largest file that may be uploaded.
    max_upload_bytes: u64,
    /// What the files of one section may take together.
    section_quota_bytes: u64,
    /// What the files of one person may take together.
    person_quota_bytes: u64,
}

/// Other settings. What is absent stays.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SettingsChange)]
#[garde(allow_unvalidated)]
pub struct SettingsChangeBody {
    #[garde(inner(custom(parses::<_, Text<200>>)))]
    #[schema(min_length = 1, max_length = 200)]
    school_name: Option<String>,
    /// Null for none.
    #[garde(inner(custom(parses_lines::<500>)))]
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500)]
    address: Patch<String>,
    #[garde(inner(custom(parses::<_, Text<64>>)))]
    #[schema(min_length = 1, max_length = 64)]
    time_zone: Option<String>,
    #[garde(inner(custom(parses::<_, Currency>)))]
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: Option<String>,
    #[garde(inner(custom(parses::<_, Locale>)))]
    #[schema(pattern = "^[a-z]{2,3}(-[A-Z]{2})?$")]
    locale: Option<String>,
    classmates_may_chat: Option<bool>,
    /// At most 10 GiB.
    #[garde(inner(custom(between::<1, 10_737_418_240, _>)))]
    #[schema(minimum = 1, maximum = 10_737_418_240_i64)]
    max_upload_bytes: Option<u64>,
    /// At most 1 PiB.
    #[garde(inner(custom(between::<1, 1_125_899_906_842_624, _>)))]
    #[schema(minimum = 1, maximum = 1_125_899_906_842_624_i64)]
    section_quota_bytes: Option<u64>,
    /// At most 1 PiB.
    #[garde(inner(custom(between::<1, 1_125_899_906_842_624, _>)))]
    #[schema(minimum = 1, maximum = 1_125_899_906_842_624_i64)]
    person_quota_bytes: Option<u64>,
}

pub fn routes(routes: &mut Routes<'_>) {
    routes.service(read_settings).service(change_settings).service(read_public_settings);
}

/// Every setting.
#[utoipa::path(tag = "settings", responses((status = 200, body = SettingsBody), Refusals))]
#[get("/settings")]
pub async fn read_settings(caller: Signed, api: Data<Api>) -> Result<Versioned<SettingsBody>, Problem> {
    let settings = api.database(move |app| app.settings().all(&caller)).await?;
    Ok(versioned(settings))
}

/// The settings that everyone needs.
#[utoipa::path(tag = "settings", responses((status = 200, body = PublicSettingsBody), Refusals))]
#[get("/settings/public")]
pub async fn read_public_settings(
    caller: Signed,
    api: Data<Api>,
) -> Result<Versioned<PublicSettingsBody>, Problem> {
    let settings = api.database(move |app| app.settings().public(&caller)).await?;
    let version = settings.version.number();
    Ok(Versioned::ok(settings.into(), version))
}

/// Changes settings.
#[utoipa::path(
    tag = "settings",
    params(IfMatch),
    request_body = SettingsChangeBody,
    responses((status = 200, body = SettingsBody), Refusals, BodyRefusals, ChangeRefusals)
)]
#[patch("/settings")]
pub async fn change_settings(
    caller: Signed,
    api: Data<Api>,
    if_match: IfMatch,
    body: Body<SettingsChangeBody>,
) -> Result<Versioned<SettingsBody>, Problem> {
    let change = body.value.change()?;
    let settings = api.database(move |app| app.settings().change(&caller, if_match.0, change)).await?;
    Ok(versioned(settings))
}

fn versioned(settings: Settings) -> Versioned<SettingsBody> {
    let version = settings.version.number();
    let SettingsValues { max_upload_bytes, section_quota_bytes, person_quota_bytes, .. } = settings.values;
    let public = PublicSettings::from(settings).into();
    Versioned::ok(SettingsBody { public, max_upload_bytes, section_quota_bytes, person_quota_bytes }, version)
}

impl SettingsChangeBody {
    /// Makes the new settings of those that are in force.
    fn change(self) -> Result<impl Fn(SettingsValues) -> SettingsValues + Send + 'static, Problem> {
        let school_name = parsed_if::<Text<200>>("school_name", self.school_name.as_deref())?;
        let address = self.address.try_map(|typed| parsed_lines::<500>("address", &typed))?;
        let time_zone = parsed_if::<Text<64>>("time_zone", self.time_zone.as_deref())?;
        let currency = parsed_if::<Currency>("currency", self.currency.as_deref())?;
        let locale = parsed_if::<Locale>("locale", self.locale.as_deref())?;
        let (classmates_may_chat, max_upload_bytes) = (self.classmates_may_chat, self.max_upload_bytes);
        let (of_section, of_person) = (self.section_quota_bytes, self.person_quota_bytes);
        Ok(move |before: SettingsValues| SettingsValues {
            school_name: school_name.clone().unwrap_or(before.school_name),
            address: address.clone().over(before.address),
            time_zone: time_zone.clone().unwrap_or(before.time_zone),
            currency: currency.clone().unwrap_or(before.currency),
            locale: locale.clone().unwrap_or(before.locale),
            classmates_may_chat: classmates_may_chat.unwrap_or(before.classmates_may_chat),
            max_upload_bytes: max_upload_bytes.unwrap_or(before.max_upload_bytes),
            section_quota_bytes: of_section.unwrap_or(before.section_quota_bytes),
            person_quota_bytes: of_person.unwrap_or(before.person_quota_bytes),
        })
    }
}

impl From<PublicSettings> for PublicSettingsBody {
    fn from(settings: PublicSettings) -> Self {
        Self {
            school_name: settings.school_name.to_string(),
            address: settings.address.map(|address| address.to_string()),
            time_zone: settings.time_zone.to_string(),
            currency: settings.currency.into(),
            locale: settings.locale.into(),
            classmates_may_chat: settings.classmates_may_chat,
            version: settings.version.number(),
        }
    }
}

impl From<ReadSettingsError> for Problem {
    fn from(error: ReadSettingsError) -> Self {
        match error {
            ReadSettingsError::Denied(denied) => denied.into(),
            ReadSettingsError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangeSettingsError> for Problem {
    fn from(error: ChangeSettingsError) -> Self {
        match error {
            ChangeSettingsError::Denied(denied) => denied.into(),
            ChangeSettingsError::Stale(stale) => stale.into(),
            ChangeSettingsError::UnknownTimeZone => Self::field("time_zone", "unknown", error.to_string()),
            ChangeSettingsError::Store(failure) => failure.into(),
        }
    }
}

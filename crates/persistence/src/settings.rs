use application::{StoreError, settings::SettingsRecord};
use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use domain::{
    Lines,
    settings::{Currency, Locale, Settings, SettingsSaved, SettingsValues},
};

use crate::{
    rows::{Row, stored_version},
    schema::settings,
    store::PgStore,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = settings)]
struct SettingsRow {
    school_name: String,
    address: Option<String>,
    time_zone: String,
    currency: String,
    locale: String,
    classmates_may_chat: bool,
    max_upload_bytes: i64,
    section_quota_bytes: i64,
    person_quota_bytes: i64,
    version: i32,
}

impl SettingsRecord for PgStore<'_> {
    fn settings(&mut self) -> Result<Settings, StoreError> {
        let row =
            self.ask(|connection| settings::table.select(SettingsRow::as_select()).first(connection))?;
        into_settings(&row)
    }

    fn settings_for_update(&mut self) -> Result<Settings, StoreError> {
        let row = self.ask(|connection| {
            settings::table.select(SettingsRow::as_select()).for_no_key_update().first(connection)
        })?;
        into_settings(&row)
    }

    fn save_settings(&mut self, saved: &SettingsSaved) -> Result<(), StoreError> {
        let Settings { values, version } = saved.settings();
        self.ask(|connection| {
            diesel::update(settings::table)
                .set((
                    settings::school_name.eq(values.school_name.as_str()),
                    settings::address.eq(values.address.as_ref().map(Lines::as_str)),
                    settings::time_zone.eq(values.time_zone.as_str()),
                    settings::currency.eq(values.currency.code()),
                    settings::locale.eq(values.locale.tag()),
                    settings::classmates_may_chat.eq(values.classmates_may_chat),
                    settings::max_upload_bytes.eq(stored_bytes(values.max_upload_bytes)),
                    settings::section_quota_bytes.eq(stored_bytes(values.section_quota_bytes)),
                    settings::person_quota_bytes.eq(stored_bytes(values.person_quota_bytes)),
                    settings::version.eq(stored_version(*version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }
}

fn stored_bytes(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn into_settings(row: &SettingsRow) -> Result<Settings, StoreError> {
    let at = Row { table: "settings", id: true };
    let values = SettingsValues {
        school_name: at.text(&row.school_name)?,
        address: row.address.as_deref().map(|address| at.lines(address)).transpose()?,
        time_zone: at.text(&row.time_zone)?,
        currency: at.legal(Currency::try_new(&row.currency))?,
        locale: at.legal(Locale::try_new(&row.locale))?,
        classmates_may_chat: row.classmates_may_chat,
        max_upload_bytes: at.legal(u64::try_from(row.max_upload_bytes))?,
        section_quota_bytes: at.legal(u64::try_from(row.section_quota_bytes))?,
        person_quota_bytes: at.legal(u64::try_from(row.person_quota_bytes))?,
    };
    Ok(Settings { values, version: at.version(row.version)? })
}

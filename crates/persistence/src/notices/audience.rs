use application::StoreError;
use diesel::{
    ExpressionMethods, QueryDsl, RunQueryDsl,
    sql_types::{Array, Bool, Text, Uuid as SqlUuid},
};
use domain::{identity::Role, notices::Audience};
use uuid::Uuid;

use crate::{
    rows::Row,
    schema::{audience_roles, audience_sections, audiences},
    store::PgStore,
    words::Words,
};

/// Everyone, roles, sections.
pub type AudienceColumns = (Words<Bool>, Words<Array<Text>>, Words<Array<SqlUuid>>);
/// What is read of them.
pub type AudienceRow = (bool, Vec<String>, Vec<Uuid>);

/// The columns of the audience that a table's rows own.
macro_rules! audience_of {
    ($table:literal) => {
        (
            crate::words::words::<diesel::sql_types::Bool>(concat!(
                "(SELECT everyone FROM audiences WHERE audiences.id = ",
                $table,
                ".audience_id)"
            )),
            crate::words::words::<diesel::sql_types::Array<diesel::sql_types::Text>>(concat!(
                "ARRAY(SELECT role_code FROM audience_roles WHERE audience_roles.audience_id = ",
                $table,
                ".audience_id)"
            )),
            crate::words::words::<diesel::sql_types::Array<diesel::sql_types::Uuid>>(concat!(
                "ARRAY(SELECT section_id FROM audience_sections WHERE audience_sections.audience_id = ",
                $table,
                ".audience_id)"
            )),
        )
    };
}
pub(super) use audience_of;

/// The audience of a row.
pub fn into_audience(at: &Row<Uuid>, row: AudienceRow) -> Result<Audience, StoreError> {
    let (everyone, roles, sections) = row;
    let roles = roles.iter().map(|code| at.legal(code.parse())).collect::<Result<Vec<Role>, _>>()?;
    at.legal(Audience::try_new(everyone, roles, sections.into_iter().map(Into::into)))
}

/// The codes of the roles that an audience names.
pub fn role_codes(audience: &Audience) -> Vec<&'static str> {
    audience.roles().iter().map(|role| role.code()).collect()
}

/// The sections that an audience names.
pub fn section_ids(audience: &Audience) -> Vec<Uuid> {
    audience.sections().iter().map(|section| section.uuid()).collect()
}

impl PgStore<'_> {
    /// Stores a new audience under the id of what it belongs to.
    pub(super) fn add_audience(&mut self, id: Uuid, audience: &Audience) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(audiences::table)
                .values((audiences::id.eq(id), audiences::everyone.eq(audience.is_everyone())))
                .execute(connection)
        })?;
        self.name_addressees(id, audience)
    }

    /// Stores the audience in the place of the one that was there.
    pub(super) fn save_audience(&mut self, id: Uuid, audience: &Audience) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::delete(audience_roles::table.filter(audience_roles::audience_id.eq(id)))
                .execute(connection)
        })?;
        self.ask(|connection| {
            diesel::delete(audience_sections::table.filter(audience_sections::audience_id.eq(id)))
                .execute(connection)
        })?;
        self.ask(|connection| {
            diesel::update(audiences::table.find(id))
                .set(audiences::everyone.eq(audience.is_everyone()))
                .execute(connection)
        })?;
        self.name_addressees(id, audience)
    }

    fn name_addressees(&mut self, id: Uuid, audience: &Audience) -> Result<(), StoreError> {
        let roles: Vec<_> = role_codes(audience)
            .into_iter()
            .map(|code| (audience_roles::audience_id.eq(id), audience_roles::role_code.eq(code)))
            .collect();
        let sections: Vec<_> = section_ids(audience)
            .into_iter()
            .map(|section| (audience_sections::audience_id.eq(id), audience_sections::section_id.eq(section)))
            .collect();
        if !roles.is_empty() {
            self.ask(|connection| {
                diesel::insert_into(audience_roles::table).values(&roles).execute(connection)
            })?;
        }
        if !sections.is_empty() {
            self.ask(|connection| {
                diesel::insert_into(audience_sections::table).values(&sections).execute(connection)
            })?;
        }
        Ok(())
    }
}

use application::{StoreError, modules::Neighbours};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl,
    dsl::{max, min},
    sql_query,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use domain::{
    modules::{ModuleId, STEP},
    structure::SectionId,
};

use crate::{schema::modules, store::PgStore};

const SPREAD: &str = "
UPDATE modules SET position = counted.number * $2
FROM (
    SELECT id, row_number() OVER (ORDER BY position, id) AS number FROM modules WHERE section_id = $1
) AS counted
WHERE modules.id = counted.id";

impl PgStore<'_> {
    pub(super) fn positions_around(
        &mut self,
        section: SectionId,
        after: Option<ModuleId>,
        except: ModuleId,
    ) -> Result<Option<Neighbours>, StoreError> {
        let before: Option<i64> = match after {
            None => None,
            Some(after) => {
                let found: Option<i64> = self.ask(|connection| {
                    modules::table
                        .find(after.uuid())
                        .filter(modules::section_id.eq(section.uuid()))
                        .filter(modules::id.ne(except.uuid()))
                        .select(modules::position)
                        .first(connection)
                        .optional()
                })?;
                let Some(position) = found else { return Ok(None) };
                Some(position)
            }
        };
        let next: Option<i64> = self.ask(|connection| {
            modules::table
                .filter(modules::section_id.eq(section.uuid()))
                .filter(modules::id.ne(except.uuid()))
                .filter(modules::position.gt(before.unwrap_or(i64::MIN)))
                .select(min(modules::position))
                .first(connection)
        })?;
        Ok(Some(Neighbours { before, after: next }))
    }

    pub(super) fn position_of_last(&mut self, section: SectionId) -> Result<Option<i64>, StoreError> {
        self.ask(|connection| {
            modules::table
                .filter(modules::section_id.eq(section.uuid()))
                .select(max(modules::position))
                .first(connection)
        })
    }

    /// Also tells modules apart that two people had put in the same place at once.
    pub(super) fn spread(&mut self, section: SectionId) -> Result<(), StoreError> {
        self.ask(|connection| {
            sql_query(SPREAD).bind::<SqlUuid, _>(section.uuid()).bind::<BigInt, _>(STEP).execute(connection)
        })?;
        Ok(())
    }
}

use application::{
    StoreError,
    files::{KeyOfFile, StorageKey},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Bool, Text, Uuid as SqlUuid},
};
use domain::{
    files::{FileId, FileStatus},
    identity::UserId,
    structure::SectionId,
};
use uuid::Uuid;

use crate::{
    rows::Row,
    schema::{files, person_storage, section_storage},
    store::PgStore,
};

/// Both keys of every file: its own, and that of the picture that there may be.
const KEYS: &str = "
    SELECT id, storage_key AS key, status = 'clean' AS must_exist, missing_since IS NOT NULL AS is_missing
    FROM files WHERE storage_key > $1 AND storage_key <= $2
    UNION ALL
    SELECT id, preview_key, status = 'clean' AND preview_size IS NOT NULL, missing_since IS NOT NULL
    FROM files WHERE preview_key > $1 AND preview_key <= $2
    ORDER BY key";
/// Every key sorts after the one and before the other.
const BEFORE_ALL: &str = "";
const AFTER_ALL: &str = "g";

#[derive(QueryableByName)]
struct KeyRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Bool)]
    must_exist: bool,
    #[diesel(sql_type = Bool)]
    is_missing: bool,
}

impl PgStore<'_> {
    /// What the clean files of a section and of a person take.
    pub(super) fn taken(
        &mut self,
        section: Option<SectionId>,
        person: UserId,
    ) -> Result<(Option<i64>, i64), StoreError> {
        let of_section = section.map(|section| self.taken_in(section)).transpose()?;
        let of_person: Option<i64> = self.ask(|connection| {
            person_storage::table
                .find(person.uuid())
                .select(person_storage::bytes)
                .first(connection)
                .optional()
        })?;
        Ok((of_section, of_person.unwrap_or(0)))
    }

    fn taken_in(&mut self, section: SectionId) -> Result<i64, StoreError> {
        let taken: Option<i64> = self.ask(|connection| {
            section_storage::table
                .find(section.uuid())
                .select(section_storage::bytes)
                .first(connection)
                .optional()
        })?;
        Ok(taken.unwrap_or(0))
    }

    pub(super) fn give_up_pending(&mut self, begun_before: DateTime<Utc>) -> Result<u32, StoreError> {
        let given_up = self.ask(|connection| {
            diesel::update(files::table)
                .filter(files::status.eq(FileStatus::Pending.code()))
                .filter(files::created_at.lt(begun_before))
                .set(files::status.eq(FileStatus::Refused.code()))
                .execute(connection)
        })?;
        Ok(u32::try_from(given_up).unwrap_or(u32::MAX))
    }

    pub(super) fn some_given_up(
        &mut self,
        most: u32,
    ) -> Result<Vec<(FileId, StorageKey, StorageKey)>, StoreError> {
        let rows: Vec<(Uuid, String, String)> = self.ask(|connection| {
            files::table
                .filter(files::status.eq(FileStatus::Refused.code()))
                .order((files::created_at, files::id))
                .limit(most.into())
                .select((files::id, files::storage_key, files::preview_key))
                .load(connection)
        })?;
        rows.iter()
            .map(|(id, key, preview_key)| Ok(((*id).into(), parsed(*id, key)?, parsed(*id, preview_key)?)))
            .collect()
    }

    pub(super) fn keys(
        &mut self,
        after: Option<StorageKey>,
        until: Option<StorageKey>,
    ) -> Result<Vec<KeyOfFile>, StoreError> {
        let after = after.map_or_else(|| BEFORE_ALL.to_owned(), |key| key.to_string());
        let until = until.map_or_else(|| AFTER_ALL.to_owned(), |key| key.to_string());
        let rows: Vec<KeyRow> = self.ask(|connection| {
            sql_query(KEYS).bind::<Text, _>(after).bind::<Text, _>(until).load(connection)
        })?;
        let into_key = |KeyRow { id, key, must_exist, is_missing }: KeyRow| {
            Ok(KeyOfFile { key: parsed(id, &key)?, file: id.into(), must_exist, is_missing })
        };
        rows.into_iter().map(into_key).collect()
    }

    pub(super) fn mark_missing(
        &mut self,
        missing: &[FileId],
        since: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        if missing.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = missing.iter().map(|id| id.uuid()).collect();
        self.ask(|connection| {
            diesel::update(files::table.filter(files::id.eq_any(&ids)))
                .set(files::missing_since.eq(since))
                .execute(connection)
        })?;
        Ok(())
    }
}

fn parsed(id: Uuid, key: &str) -> Result<StorageKey, StoreError> {
    Row { table: "files", id }.legal(StorageKey::parse(key).ok_or("its key is none"))
}

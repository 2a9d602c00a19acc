use application::{StoreError, files::FileView};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, sql_types::Bool};
use domain::files::{Feature, FileKind, StoredFile};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{rows::Row, schema::files, store::PgStore, words::words};

/// The files of a record as one value, in an order of their own: `from` says which.
macro_rules! files_of {
    ($from:literal, $order:literal) => {
        concat!(
            "(SELECT COALESCE(jsonb_agg(jsonb_build_object('id', files.id, 'name', files.name,
                'feature', files.feature, 'media_type', files.media_type, 'size', files.size,
                'sha256', encode(files.sha256, 'hex'), 'has_preview', files.preview_size IS NOT NULL) ORDER BY ",
            $order,
            "), '[]') FROM files JOIN ",
            $from,
            " AND files.status = 'clean')"
        )
    };
}
pub(crate) use files_of;

/// That nothing refers to the file of the row.
const FREE: &str = "NOT EXISTS (SELECT FROM task_attachments WHERE file_id = files.id)
    AND NOT EXISTS (SELECT FROM submission_draft_files WHERE file_id = files.id)
    AND NOT EXISTS (SELECT FROM submission_files WHERE file_id = files.id)
    AND NOT EXISTS (SELECT FROM modules WHERE file_id = files.id)
    AND NOT EXISTS (SELECT FROM message_files WHERE file_id = files.id)";

impl PgStore<'_> {
    /// Gives up those of the files to which nothing refers.
    pub fn give_up(&mut self, given_up: &[Uuid]) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(files::table.filter(files::id.eq_any(given_up)).filter(words::<Bool>(FREE)))
                .set(files::status.eq("refused"))
                .execute(connection)
        })?;
        Ok(())
    }
}

#[derive(Deserialize)]
struct FileRow {
    id: Uuid,
    name: String,
    feature: String,
    media_type: String,
    size: u64,
    sha256: String,
    has_preview: bool,
}

/// The files of what [`files_of`] read.
pub fn into_files(read: Value) -> Result<Vec<FileView>, StoreError> {
    let rows: Vec<FileRow> = serde_json::from_value(read)
        .map_err(|error| StoreError::Unexpected(format!("files that cannot be read: {error}")))?;
    rows.iter().map(into_file).collect()
}

fn into_file(row: &FileRow) -> Result<FileView, StoreError> {
    let at = Row { table: "files", id: row.id };
    let feature = Feature::ALL.into_iter().find(|feature| feature.code() == row.feature);
    let feature = at.legal(feature.ok_or("it is for an unknown feature"))?;
    let kind = at.legal(FileKind::from_media_type(&row.media_type).ok_or("it is of an unknown kind"))?;
    let sha256 = at.legal(row.sha256.parse())?;
    Ok(FileView {
        id: row.id.into(),
        name: at.legal(row.name.parse())?,
        stored: StoredFile { kind, size: row.size, sha256 },
        previewable: feature.shows(kind, row.has_preview),
    })
}

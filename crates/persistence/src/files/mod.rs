//! The records of files, how much room they take, and the addresses that were begun.

mod list;
mod tickets;
mod upkeep;

use application::{
    StoreError,
    files::{FilePlace, FileView, Files, KeptFile, KeyOfFile, NewFile, Room, StorageKey},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
    sql_types::{Jsonb, Nullable, Uuid as SqlUuid},
};
use domain::{
    files::{Feature, File, FileId, FileKind, FileState, FileStatus, Sha256, StoredFile},
    identity::{SessionId, UserId},
    structure::SectionId,
};
use uuid::Uuid;

use crate::{
    rows::Row,
    schema::{files, settings},
    store::PgStore,
    words::{Words, words},
};

pub(crate) use list::files_of;
pub use list::into_files;

#[derive(Queryable, Selectable)]
#[diesel(table_name = files)]
pub struct FileRow {
    id: Uuid,
    feature: String,
    status: String,
    uploaded_by: Uuid,
    section_id: Option<Uuid>,
    name: String,
    media_type: Option<String>,
    size: Option<i64>,
    preview_size: Option<i64>,
    sha256: Option<Vec<u8>>,
    created_at: DateTime<Utc>,
}

/// The keys of a file and of the picture that there may be.
type Keys = (String, String);
/// The module, the task, the task and the student of a draft, the hand-in, and the message that it belongs to.
type PlaceRow =
    (Option<Uuid>, Option<Uuid>, Option<Uuid>, Option<Uuid>, Option<Uuid>, Option<serde_json::Value>);

/// What a file belongs to.
type Place = (
    Words<Nullable<SqlUuid>>,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<SqlUuid>>,
    Words<Nullable<Jsonb>>,
);
const PLACE: Place = (
    words("(SELECT id FROM modules WHERE modules.file_id = files.id)"),
    words("(SELECT task_id FROM task_attachments WHERE task_attachments.file_id = files.id)"),
    words("(SELECT task_id FROM submission_draft_files AS draft WHERE draft.file_id = files.id)"),
    words("(SELECT student_id FROM submission_draft_files AS draft WHERE draft.file_id = files.id)"),
    words(
        "(SELECT submission_id FROM submission_files WHERE submission_files.file_id = files.id
            ORDER BY submission_id DESC LIMIT 1)",
    ),
    words(
        // What went with a message that is deleted is nobody's to open any more.
        "(SELECT to_jsonb(sent) FROM (SELECT conversation_id AS conversation, uploaded_by, number
            FROM message_files AS own WHERE own.file_id = files.id
                AND NOT EXISTS (SELECT FROM messages WHERE messages.conversation_id = own.conversation_id
                    AND messages.number = own.number AND messages.deleted_at IS NOT NULL)) AS sent)",
    ),
);

impl Files for PgStore<'_> {
    fn room(&mut self, section: Option<SectionId>, person: UserId) -> Result<Room, StoreError> {
        let (most, section_quota, person_quota): (i64, i64, i64) = self.ask(|connection| {
            settings::table
                .select((
                    settings::max_upload_bytes,
                    settings::section_quota_bytes,
                    settings::person_quota_bytes,
                ))
                .first(connection)
        })?;
        let (in_section, of_person) = self.taken(section, person)?;
        let left = |quota: i64, taken: i64| u64::try_from(quota.saturating_sub(taken)).unwrap_or(0);
        Ok(Room {
            most_of_a_file: u64::try_from(most).unwrap_or(0),
            of_section: in_section.map(|taken| left(section_quota, taken)),
            of_person: left(person_quota, of_person),
        })
    }

    fn add_file(&mut self, new: &NewFile) -> Result<(), StoreError> {
        let file = &new.file;
        self.ask(|connection| {
            diesel::insert_into(files::table)
                .values((
                    files::id.eq(file.id.uuid()),
                    files::feature.eq(file.feature.code()),
                    files::status.eq(file.state.status().code()),
                    files::uploaded_by.eq(file.uploaded_by.uuid()),
                    files::section_id.eq(file.section.map(SectionId::uuid)),
                    files::name.eq(file.name.as_str()),
                    files::storage_key.eq(new.key.to_string()),
                    files::preview_key.eq(new.preview_key.to_string()),
                    files::created_at.eq(file.created_at),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn file_for_update(&mut self, id: FileId) -> Result<Option<File>, StoreError> {
        let row: Option<FileRow> = self.ask(|connection| {
            files::table
                .find(id.uuid())
                .select(FileRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.as_ref().map(into_file).transpose()
    }

    fn accept_file(&mut self, file: &File, preview_size: Option<u64>) -> Result<(), StoreError> {
        let Some(stored) = file.stored() else {
            return Err(StoreError::Unexpected("a file was accepted without bytes".to_owned()));
        };
        let length = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        self.ask(|connection| {
            diesel::update(files::table.find(file.id.uuid()))
                .set((
                    files::status.eq(file.state.status().code()),
                    files::media_type.eq(stored.kind.media_type()),
                    files::size.eq(length(stored.size)),
                    files::sha256.eq(stored.sha256.0.to_vec()),
                    files::preview_size.eq(preview_size.map(length)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn give_up_file(&mut self, id: FileId) -> Result<(), StoreError> {
        self.give_up(&[id.uuid()])
    }

    fn forget_file(&mut self, id: FileId) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::delete(files::table.find(id.uuid()))
                .filter(files::status.eq(FileStatus::Refused.code()))
                .execute(connection)
        })?;
        Ok(())
    }

    fn kept_file(&mut self, id: FileId) -> Result<Option<KeptFile>, StoreError> {
        let row: Option<(FileRow, Keys, PlaceRow)> = self.ask(|connection| {
            files::table
                .find(id.uuid())
                .filter(files::status.eq(FileStatus::Clean.code()))
                .select((FileRow::as_select(), (files::storage_key, files::preview_key), PLACE))
                .first(connection)
                .optional()
        })?;
        row.map(into_kept).transpose()
    }

    fn give_up_abandoned(&mut self, begun_before: DateTime<Utc>) -> Result<u32, StoreError> {
        self.give_up_pending(begun_before)
    }

    fn given_up_files(&mut self, most: u32) -> Result<Vec<(FileId, StorageKey, StorageKey)>, StoreError> {
        self.some_given_up(most)
    }

    fn keys_between(
        &mut self,
        after: Option<StorageKey>,
        until: Option<StorageKey>,
    ) -> Result<Vec<KeyOfFile>, StoreError> {
        self.keys(after, until)
    }

    fn note_missing(&mut self, missing: &[FileId], since: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        self.mark_missing(missing, since)
    }

    fn begin_ticket(
        &mut self,
        fingerprint: &[u8],
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.add_ticket(fingerprint, session, now)
    }

    fn has_begun(&mut self, fingerprint: &[u8]) -> Result<bool, StoreError> {
        self.knows_ticket(fingerprint)
    }
}

fn into_file(row: &FileRow) -> Result<File, StoreError> {
    let at = Row { table: "files", id: row.id };
    let feature = Feature::ALL.into_iter().find(|feature| feature.code() == row.feature);
    let status = FileStatus::ALL.into_iter().find(|status| status.code() == row.status);
    let state = match at.legal(status.ok_or("it has an unknown status"))? {
        FileStatus::Pending => FileState::Pending,
        FileStatus::Clean => FileState::Clean(at.legal(stored(row).ok_or("it lacks what a clean file has"))?),
        FileStatus::Refused => FileState::Refused,
    };
    Ok(File {
        id: row.id.into(),
        feature: at.legal(feature.ok_or("it is for something unknown"))?,
        uploaded_by: row.uploaded_by.into(),
        section: row.section_id.map(Into::into),
        name: at.legal(row.name.parse())?,
        state,
        created_at: row.created_at,
    })
}

fn stored(row: &FileRow) -> Option<StoredFile> {
    Some(StoredFile {
        kind: FileKind::from_media_type(row.media_type.as_deref()?)?,
        size: u64::try_from(row.size?).ok()?,
        sha256: Sha256(row.sha256.as_deref()?.try_into().ok()?),
    })
}

/// A clean file as a person sees it.
pub fn into_file_view(row: &FileRow) -> Result<FileView, StoreError> {
    let File { id, name, state, feature, .. } = into_file(row)?;
    let FileState::Clean(stored) = state else {
        return Row { table: "files", id: row.id }.legal(Err("a record has a file that is not clean"));
    };
    Ok(FileView { id, name, stored, previewable: feature.shows(stored.kind, row.preview_size.is_some()) })
}

fn into_kept((file, keys, place): (FileRow, Keys, PlaceRow)) -> Result<KeptFile, StoreError> {
    let at = Row { table: "files", id: file.id };
    let (key, preview_key) = keys;
    Ok(KeptFile {
        file: into_file(&file)?,
        key: at.legal(StorageKey::parse(&key).ok_or("its key is none"))?,
        preview_key: at.legal(StorageKey::parse(&preview_key).ok_or("the key of its picture is none"))?,
        preview_size: file.preview_size.map(|size| at.legal(u64::try_from(size))).transpose()?,
        place: into_place(at, place)?,
    })
}

/// Where a file of a conversation stands.
#[derive(serde::Deserialize)]
struct SentRow {
    conversation: Uuid,
    uploaded_by: Uuid,
    number: Option<u64>,
}

fn into_place(at: Row<Uuid>, place: PlaceRow) -> Result<Option<FilePlace>, StoreError> {
    let (module, attached_to, drafted_for, drafted_by, submission, sent) = place;
    if let Some(sent) = sent {
        let SentRow { conversation, uploaded_by, number } = at.legal(serde_json::from_value(sent))?;
        let (conversation, uploaded_by) = (conversation.into(), uploaded_by.into());
        return Ok(Some(FilePlace::Message { conversation, uploaded_by, number }));
    }
    Ok(match (module, attached_to, submission, drafted_for.zip(drafted_by)) {
        (Some(module), ..) => Some(FilePlace::Module(module.into())),
        (_, Some(task), ..) => Some(FilePlace::Attachment(task.into())),
        (_, _, Some(submission), _) => Some(FilePlace::Submission(submission.into())),
        (.., Some((task, student))) => Some(FilePlace::Draft(task.into(), student.into())),
        (None, None, None, None) => None,
    })
}

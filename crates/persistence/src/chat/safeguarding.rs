//! What messages said before they were edited or deleted.

use application::{
    Page, PageRequest, StoreError,
    chat::{DeletedView, Revision},
};
use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, QueryableByName, RunQueryDsl, dsl::exists, select, sql_types};
use domain::{
    chat::{ConversationKind, MessageDeleted, MessageId, MessageState},
    identity::UserId,
};
use uuid::Uuid;

use super::rows::stored;
use crate::{
    rows::{Row, stored_version},
    schema::messages,
    store::PgStore,
    words::{Value, statement},
};

#[derive(QueryableByName)]
struct DeletedRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Uuid)]
    conversation_id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    kind: String,
    #[diesel(sql_type = sql_types::BigInt)]
    number: i64,
    #[diesel(sql_type = sql_types::Uuid)]
    sender_id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    sender_name: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    deleted_by: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    deleted_by_name: Option<String>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    deleted_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::BigInt)]
    edits: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct RevisionRow {
    #[diesel(sql_type = sql_types::Integer)]
    revision: i32,
    #[diesel(sql_type = sql_types::Text)]
    body: String,
    #[diesel(sql_type = sql_types::Bool)]
    deleted: bool,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    replaced_by: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    replaced_by_name: Option<String>,
    #[diesel(sql_type = sql_types::Timestamptz)]
    replaced_at: DateTime<Utc>,
}

impl PgStore<'_> {
    pub(super) fn update_deleted(&mut self, deleted: &MessageDeleted) -> Result<(), StoreError> {
        let message = deleted.message();
        let MessageState::Deleted { deleted_at } = message.state else {
            return Err(StoreError::Unexpected("a message was deleted and stands".to_owned()));
        };
        self.ask(|connection| {
            diesel::update(messages::table.find((message.conversation.uuid(), stored(message.number))))
                .set((
                    messages::body.eq(""),
                    messages::deleted_at.eq(deleted_at),
                    messages::deleted_by.eq(deleted.deleted_by().map(UserId::uuid)),
                    messages::version.eq(stored_version(message.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    pub(super) fn deleted_list(
        &mut self,
        sender: Option<UserId>,
        page: PageRequest,
    ) -> Result<Page<DeletedView>, StoreError> {
        let listed = statement(
            "SELECT w.id, w.conversation_id, c.kind, w.number, w.sender_id,
                u.first_name || ' ' || u.last_name AS sender_name, w.deleted_by,
                (SELECT first_name || ' ' || last_name FROM users WHERE users.id = w.deleted_by) AS deleted_by_name,
                w.deleted_at, (SELECT count(*) FROM message_revisions AS r WHERE r.conversation_id = w.conversation_id
                    AND r.number = w.number AND r.how = 'edited') AS edits, count(*) OVER () AS total
            FROM messages AS w JOIN conversations AS c ON c.id = w.conversation_id
                JOIN users AS u ON u.id = w.sender_id
            WHERE w.deleted_at IS NOT NULL AND COALESCE(w.sender_id = $1, true)
            ORDER BY w.deleted_at DESC, w.id LIMIT $2 OFFSET $3",
            [
                Value::MaybeId(sender.map(UserId::uuid)),
                Value::Number(page.limit().into()),
                Value::Number(page.offset().into()),
            ],
        );
        let rows: Vec<DeletedRow> = self.ask(|connection| listed.load(connection))?;
        let total = match rows.first() {
            Some(row) => row.total,
            None if page.offset() == 0 => 0,
            None => self.deleted_list(sender, PageRequest::default())?.total.into(),
        };
        let items = rows.into_iter().map(into_deleted).collect::<Result<_, _>>()?;
        Ok(Page { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }

    pub(super) fn was_deleted(&mut self, id: MessageId) -> Result<bool, StoreError> {
        let deleted =
            messages::table.filter(messages::id.eq(id.uuid())).filter(messages::deleted_at.is_not_null());
        self.ask(|connection| select(exists(deleted)).get_result(connection))
    }

    pub(super) fn revisions_of(&mut self, id: MessageId) -> Result<Vec<Revision>, StoreError> {
        let all = statement(
            "SELECT r.revision, r.body, r.how = 'deleted' AS deleted, r.replaced_by,
                (SELECT first_name || ' ' || last_name FROM users WHERE users.id = r.replaced_by) AS replaced_by_name,
                r.replaced_at
            FROM messages AS w JOIN message_revisions AS r
                ON r.conversation_id = w.conversation_id AND r.number = w.number
            WHERE w.id = $1 ORDER BY r.revision",
            [Value::Id(id.uuid())],
        );
        let rows: Vec<RevisionRow> = self.ask(|connection| all.load(connection))?;
        let at = Row { table: "message_revisions", id: id.uuid() };
        let revision = |row: RevisionRow| {
            Ok(Revision {
                revision: at.number(row.revision)?,
                body: row.body,
                deleted: row.deleted,
                replaced_by: row.replaced_by.map(Into::into),
                replaced_by_name: row.replaced_by_name,
                replaced_at: row.replaced_at,
            })
        };
        rows.into_iter().map(revision).collect()
    }
}

fn into_deleted(row: DeletedRow) -> Result<DeletedView, StoreError> {
    let at = Row { table: "messages", id: row.id };
    let kind = ConversationKind::ALL.into_iter().find(|kind| kind.code() == row.kind);
    Ok(DeletedView {
        id: row.id.into(),
        conversation: row.conversation_id.into(),
        kind: at.legal(kind.ok_or("it is in a conversation of an unknown kind"))?,
        number: at.legal(u64::try_from(row.number))?,
        sender: row.sender_id.into(),
        sender_name: row.sender_name,
        deleted_by: row.deleted_by.map(Into::into),
        deleted_by_name: row.deleted_by_name,
        deleted_at: row.deleted_at,
        edits: u32::try_from(row.edits).unwrap_or(u32::MAX),
    })
}

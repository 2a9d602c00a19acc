use application::{
    Page, PageRequest, StoreError,
    chat::{Direction, FoundMessage, MessageQuery, MessageView, MessageWindow},
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName, RunQueryDsl, dsl::count_star, sql_types,
};
use domain::{
    chat::{ConversationId, Message, MessageEdited, MessageId, MessageNumber, MessageState},
    files::FileId,
    identity::UserId,
};
use uuid::Uuid;

use super::rows::{MessageRow, message_columns, stored};
use crate::{
    rows::stored_version,
    schema::{message_files, messages},
    store::PgStore,
    words::{Value, statement},
};

macro_rules! select_messages {
    ($rest:literal) => {
        concat!("SELECT ", $crate::chat::rows::message_columns!(), " FROM ", $rest)
    };
}

/// Messages that have every word of `$2`, or words that begin with it, in conversations in which `$1` is.
const FOUND: &str = "
FROM messages AS w
    JOIN conversation_members AS m ON m.conversation_id = w.conversation_id AND m.user_id = $1
        AND m.left_at IS NULL AND w.number > m.since_number
    JOIN conversations AS c ON c.id = w.conversation_id
    JOIN users AS u ON u.id = w.sender_id
WHERE to_tsvector('simple', searchable(w.body)) @@ (
        SELECT string_agg(quote_literal(word) || ':*', ' & ')::tsquery
        FROM unnest(tsvector_to_array(to_tsvector('simple', searchable($2)))) AS word)
    AND w.deleted_at IS NULL AND COALESCE(w.conversation_id = $3, true)";

const TITLE: &str = "COALESCE(c.title,
    (SELECT name FROM sections WHERE sections.id = c.section_id),
    (SELECT first_name || ' ' || last_name FROM users
        WHERE users.id = CASE WHEN c.first_id = m.user_id THEN c.second_id ELSE c.first_id END), '')";

#[derive(QueryableByName)]
struct FoundRow {
    #[diesel(embed)]
    message: MessageRow,
    #[diesel(sql_type = sql_types::Text)]
    conversation_title: String,
    #[diesel(sql_type = sql_types::BigInt)]
    total: i64,
}

impl PgStore<'_> {
    pub(super) fn these_messages(&mut self, ids: &[MessageId]) -> Result<Vec<MessageView>, StoreError> {
        const TEXT: &str =
            select_messages!("messages AS w JOIN users AS u ON u.id = w.sender_id WHERE w.id = ANY($1)");
        self.load_messages(TEXT, vec![Value::Ids(ids.iter().map(|id| id.uuid()).collect())])
    }

    pub(super) fn message_window(
        &mut self,
        conversation: ConversationId,
        window: &MessageWindow,
    ) -> Result<Vec<MessageView>, StoreError> {
        const BEFORE: &str = select_messages!(
            "(SELECT * FROM messages WHERE conversation_id = $1 AND number > $2 AND number < $3
                ORDER BY number DESC LIMIT $4) AS w JOIN users AS u ON u.id = w.sender_id ORDER BY w.number"
        );
        const AFTER: &str = select_messages!(
            "(SELECT * FROM messages WHERE conversation_id = $1 AND number > GREATEST($2, $3)
                ORDER BY number LIMIT $4) AS w JOIN users AS u ON u.id = w.sender_id ORDER BY w.number"
        );
        let (text, number) = match window.direction {
            Direction::Before(number) => (BEFORE, number.map_or(i64::MAX, stored)),
            Direction::After(number) => (AFTER, stored(number)),
        };
        let values = vec![
            Value::Id(conversation.uuid()),
            Value::Number(stored(window.since)),
            Value::Number(number),
            Value::Number(window.limit.into()),
        ];
        self.load_messages(text, values)
    }

    pub(super) fn later_messages(
        &mut self,
        cursors: &[(ConversationId, MessageNumber)],
        most_of_each: u32,
    ) -> Result<Vec<MessageView>, StoreError> {
        const TEXT: &str = select_messages!(
            "unnest($1::uuid[], $2::bigint[]) AS wanted (conversation_id, number)
            CROSS JOIN LATERAL (SELECT * FROM messages
                WHERE messages.conversation_id = wanted.conversation_id AND messages.number > wanted.number
                ORDER BY messages.number LIMIT $3) AS w
            JOIN users AS u ON u.id = w.sender_id
            ORDER BY w.conversation_id, w.number"
        );
        let values = vec![
            Value::Ids(cursors.iter().map(|(id, _)| id.uuid()).collect()),
            Value::Numbers(cursors.iter().map(|(_, number)| stored(*number)).collect()),
            Value::Number(most_of_each.into()),
        ];
        self.load_messages(TEXT, values)
    }

    fn load_messages(
        &mut self,
        text: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<MessageView>, StoreError> {
        let rows: Vec<MessageRow> = self.ask(|connection| statement(text, values).load(connection))?;
        rows.into_iter().map(MessageRow::view).collect()
    }

    pub(super) fn locked_message(
        &mut self,
        conversation: ConversationId,
        number: MessageNumber,
    ) -> Result<Option<Message>, StoreError> {
        const TEXT: &str = select_messages!(
            "messages AS w JOIN users AS u ON u.id = w.sender_id
            WHERE w.conversation_id = $1 AND w.number = $2 FOR NO KEY UPDATE OF w"
        );
        let values = [Value::Id(conversation.uuid()), Value::Number(stored(number))];
        let row: Option<MessageRow> =
            self.ask(|connection| statement(TEXT, values).get_result(connection).optional())?;
        row.map(|row| row.message()).transpose()
    }

    pub(super) fn update_edited(&mut self, edited: &MessageEdited) -> Result<(), StoreError> {
        let message = edited.message();
        let MessageState::Standing { edited_at } = message.state else {
            return Err(StoreError::Unexpected("a deleted message was edited".to_owned()));
        };
        self.ask(|connection| {
            diesel::update(messages::table.find((message.conversation.uuid(), stored(message.number))))
                .set((
                    messages::body.eq(edited.body().as_str()),
                    messages::edited_at.eq(edited_at),
                    messages::version.eq(stored_version(message.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    pub(super) fn search_messages(
        &mut self,
        person: UserId,
        query: &MessageQuery,
        page: PageRequest,
    ) -> Result<Page<FoundMessage>, StoreError> {
        const COLUMNS: &str = concat!("SELECT ", message_columns!(), ", ");
        let text = format!(
            "{COLUMNS} {TITLE} AS conversation_title, count(*) OVER () AS total {FOUND}
            ORDER BY w.created_at DESC, w.id DESC LIMIT $4 OFFSET $5"
        );
        let values = [
            Value::Id(person.uuid()),
            Value::Text(query.words.clone()),
            Value::MaybeId(query.conversation.map(ConversationId::uuid)),
            Value::Number(page.limit().into()),
            Value::Number(page.offset().into()),
        ];
        let rows: Vec<FoundRow> = self.ask(|connection| statement(text, values).load(connection))?;
        let total = match rows.first() {
            Some(row) => row.total,
            None if page.offset() == 0 => 0,
            None => self.search_messages(person, query, PageRequest::default())?.total.into(),
        };
        let found = |row: FoundRow| {
            Ok(FoundMessage { view: row.message.view()?, conversation_title: row.conversation_title })
        };
        let items = rows.into_iter().map(found).collect::<Result<_, StoreError>>()?;
        Ok(Page { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }

    pub(super) fn insert_file(
        &mut self,
        conversation: ConversationId,
        person: UserId,
        file: FileId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(message_files::table)
                .values((
                    message_files::file_id.eq(file.uuid()),
                    message_files::conversation_id.eq(conversation.uuid()),
                    message_files::uploaded_by.eq(person.uuid()),
                    message_files::uploaded_at.eq(now),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    pub(super) fn delete_unsent(
        &mut self,
        conversation: ConversationId,
        person: UserId,
        file: FileId,
    ) -> Result<bool, StoreError> {
        let deleted = self.ask(|connection| {
            diesel::delete(message_files::table.find(file.uuid()))
                .filter(message_files::conversation_id.eq(conversation.uuid()))
                .filter(message_files::uploaded_by.eq(person.uuid()))
                .filter(message_files::number.is_null())
                .execute(connection)
        })?;
        if deleted > 0 {
            self.give_up(&[file.uuid()])?;
        }
        Ok(deleted > 0)
    }

    pub(super) fn count_unsent(
        &mut self,
        conversation: ConversationId,
        person: UserId,
    ) -> Result<usize, StoreError> {
        let count: i64 = self.ask(|connection| {
            message_files::table
                .filter(message_files::conversation_id.eq(conversation.uuid()))
                .filter(message_files::uploaded_by.eq(person.uuid()))
                .filter(message_files::number.is_null())
                .select(count_star())
                .first(connection)
        })?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    pub(super) fn give_up_unsent(&mut self, before: DateTime<Utc>, most: u32) -> Result<u32, StoreError> {
        let unsent: Vec<Uuid> = self.ask(|connection| {
            message_files::table
                .filter(message_files::uploaded_at.lt(before))
                .filter(message_files::number.is_null())
                .select(message_files::file_id)
                .limit(most.into())
                .for_update()
                .skip_locked()
                .load(connection)
        })?;
        self.ask(|connection| {
            diesel::delete(message_files::table.filter(message_files::file_id.eq_any(&unsent)))
                .execute(connection)
        })?;
        self.give_up(&unsent)?;
        Ok(u32::try_from(unsent.len()).unwrap_or(u32::MAX))
    }
}

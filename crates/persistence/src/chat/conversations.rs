use application::{
    Page, PageRequest, StoreError,
    chat::{ConversationFilter, ConversationView, SeatMark, UnreadSummary},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, OptionalExtension, QueryDsl, QueryableByName,
    RunQueryDsl, sql_types,
};
use domain::{
    chat::{Conversation, ConversationForm, ConversationId, ConversationStarted, Pair, Seat},
    identity::UserId,
    structure::SectionId,
};
use uuid::Uuid;

use super::rows::{ConversationRow, SEAT_COLUMNS, SeatRow, stored};
use crate::{
    functions::patterns,
    rows::{Row, stored_version},
    schema::{conversation_members, conversations},
    store::PgStore,
    words::{Value, statement},
};

/// What the patterns of `$4` look for in names.
const PATTERNS: &str = "ARRAY(SELECT searchable(pattern) FROM unnest($4::text[]) AS pattern)";

/// The places that the person `$1` has, as far as they are wanted: `$2` of this kind, `$3` with something unread,
/// `$4` with every pattern in the title or in the name of another member.
const WANTED: &str = "
FROM conversation_members AS m JOIN conversations AS c ON c.id = m.conversation_id
WHERE m.user_id = $1 AND m.left_at IS NULL
    AND COALESCE(c.kind = $2, true)
    AND (NOT $3 OR c.last_number > GREATEST(m.read_number, m.since_number))
    AND (cardinality($4::text[]) = 0 OR searchable(COALESCE(c.title, '')) LIKE ALL (PATTERNS)
        OR EXISTS (SELECT FROM sections WHERE sections.id = c.section_id AND searchable(sections.name) LIKE ALL (PATTERNS))
        OR EXISTS (SELECT FROM conversation_members AS o JOIN users ON users.id = o.user_id
            WHERE o.conversation_id = c.id AND o.left_at IS NULL AND o.user_id <> m.user_id
                AND users.search LIKE ALL (PATTERNS)))";

/// What is shown of them.
macro_rules! view_columns {
    () => {
        concat!(
            "c.active_at, c.created_at,
            (SELECT name FROM sections WHERE sections.id = c.section_id) AS section_name,
            (SELECT count(*) FROM conversation_members AS o
                WHERE o.conversation_id = c.id AND o.left_at IS NULL) AS member_count,
            EXISTS (SELECT FROM message_mentions AS named
                WHERE named.user_id = m.user_id AND named.conversation_id = c.id
                    AND named.number > GREATEST(m.read_number, m.since_number)) AS mentioned,
            (SELECT jsonb_build_object('user_id', o.user_id, 'first_name', u.first_name, 'last_name', u.last_name,
                    'primary_role', u.primary_role, 'read_number', o.read_number, 'joined_at', o.joined_at)
                FROM conversation_members AS o JOIN users AS u ON u.id = o.user_id
                WHERE c.kind = 'direct' AND o.conversation_id = c.id AND o.left_at IS NULL
                    AND o.user_id <> m.user_id LIMIT 1) AS other,
            (SELECT to_jsonb(last) FROM (SELECT ",
            $crate::chat::rows::message_columns!(),
            " FROM messages AS w JOIN users AS u ON u.id = w.sender_id
                WHERE w.conversation_id = c.id AND w.number = c.last_number AND w.number > m.since_number
            ) AS last) AS last_message"
        )
    };
}

#[derive(QueryableByName)]
struct ListedRow {
    #[diesel(embed)]
    conversation: ConversationRow,
    #[diesel(sql_type = sql_types::BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct UnreadRow {
    #[diesel(sql_type = sql_types::BigInt)]
    conversations: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    messages: i64,
    #[diesel(sql_type = sql_types::Bool)]
    mentioned: bool,
}

#[derive(QueryableByName)]
struct TotalRow {
    #[diesel(sql_type = sql_types::BigInt)]
    total: i64,
}

impl PgStore<'_> {
    pub(super) fn read_seat(
        &mut self,
        id: ConversationId,
        person: UserId,
        lock: &str,
    ) -> Result<Option<Seat>, StoreError> {
        let text = format!(
            "SELECT {SEAT_COLUMNS} FROM conversations AS c JOIN conversation_members AS m
                ON m.conversation_id = c.id AND m.user_id = $2 AND m.left_at IS NULL
            WHERE c.id = $1{lock}"
        );
        let values = [Value::Id(id.uuid()), Value::Id(person.uuid())];
        let row: Option<SeatRow> =
            self.ask(|connection| statement(text, values).get_result(connection).optional())?;
        row.map(|row| row.seat()).transpose()
    }

    pub(super) fn every_seat(&mut self, person: UserId) -> Result<Vec<SeatMark>, StoreError> {
        let rows: Vec<(Uuid, i64, i64)> = self.ask(|connection| {
            conversation_members::table
                .inner_join(
                    conversations::table.on(conversations::id.eq(conversation_members::conversation_id)),
                )
                .filter(conversation_members::user_id.eq(person.uuid()))
                .filter(conversation_members::left_at.is_null())
                .select((conversations::id, conversation_members::since_number, conversations::last_number))
                .load(connection)
        })?;
        let mark = |(id, since, last): (Uuid, i64, i64)| {
            let at = Row { table: "conversations", id };
            Ok(SeatMark {
                conversation: id.into(),
                since: at.legal(u64::try_from(since))?,
                last_number: at.legal(u64::try_from(last))?,
            })
        };
        rows.into_iter().map(mark).collect()
    }

    pub(super) fn conversation_list(
        &mut self,
        person: UserId,
        filter: &ConversationFilter,
        page: PageRequest,
    ) -> Result<Page<ConversationView>, StoreError> {
        let text = concat!(
            "WITH wanted AS (SELECT m.id AS member_row, c.active_at AS latest WANTED),
            page AS (SELECT * FROM wanted ORDER BY latest DESC, member_row DESC LIMIT $5 OFFSET $6)
            SELECT SEAT, ",
            view_columns!(),
            ", (SELECT count(*) FROM wanted) AS total
            FROM page JOIN conversation_members AS m ON m.id = page.member_row
                JOIN conversations AS c ON c.id = m.conversation_id
            ORDER BY page.latest DESC, page.member_row DESC"
        );
        let text = text.replace("WANTED", &wanted_rows()).replace("SEAT", SEAT_COLUMNS);
        let mut values = wanted(person, filter);
        values.push(Value::Number(page.limit().into()));
        values.push(Value::Number(page.offset().into()));
        let rows: Vec<ListedRow> = self.ask(|connection| statement(text, values).load(connection))?;
        let total = match rows.first() {
            Some(row) => row.total,
            None if page.offset() == 0 => 0,
            None => {
                let counted =
                    statement(format!("SELECT count(*) AS total {}", wanted_rows()), wanted(person, filter));
                let row: TotalRow = self.ask(|connection| counted.get_result(connection))?;
                row.total
            }
        };
        let items = rows.into_iter().map(|row| row.conversation.view()).collect::<Result<_, _>>()?;
        Ok(Page { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }

    pub(super) fn unread_of(&mut self, person: UserId) -> Result<UnreadSummary, StoreError> {
        let counted = statement(
            "SELECT count(*) AS conversations, COALESCE(sum(waiting.messages), 0)::bigint AS messages,
                COALESCE(bool_or(waiting.mentioned), false) AS mentioned
            FROM (
                SELECT c.last_number - GREATEST(m.read_number, m.since_number) AS messages,
                    EXISTS (SELECT FROM message_mentions AS named
                        WHERE named.user_id = m.user_id AND named.conversation_id = c.id
                            AND named.number > GREATEST(m.read_number, m.since_number)) AS mentioned
                FROM conversation_members AS m JOIN conversations AS c ON c.id = m.conversation_id
                WHERE m.user_id = $1 AND m.left_at IS NULL
                    AND c.last_number > GREATEST(m.read_number, m.since_number)
            ) AS waiting",
            [Value::Id(person.uuid())],
        );
        let row: UnreadRow = self.ask(|connection| counted.get_result(connection))?;
        Ok(UnreadSummary {
            conversations: u32::try_from(row.conversations).unwrap_or(u32::MAX),
            messages: u64::try_from(row.messages).unwrap_or(0),
            mentioned: row.mentioned,
        })
    }

    pub(super) fn one_conversation(
        &mut self,
        id: ConversationId,
        person: UserId,
    ) -> Result<Option<ConversationView>, StoreError> {
        let text = concat!(
            "SELECT SEAT, ",
            view_columns!(),
            " FROM conversations AS c JOIN conversation_members AS m
                ON m.conversation_id = c.id AND m.user_id = $2 AND m.left_at IS NULL
            WHERE c.id = $1"
        );
        let text = text.replace("SEAT", SEAT_COLUMNS);
        let values = [Value::Id(id.uuid()), Value::Id(person.uuid())];
        let row: Option<ConversationRow> =
            self.ask(|connection| statement(text, values).get_result(connection).optional())?;
        row.map(ConversationRow::view).transpose()
    }

    pub(super) fn between(&mut self, pair: Pair) -> Result<Option<ConversationId>, StoreError> {
        let id: Option<Uuid> = self.ask(|connection| {
            conversations::table
                .filter(
                    conversations::first_id
                        .eq(pair.first().uuid())
                        .and(conversations::second_id.eq(pair.second().uuid())),
                )
                .select(conversations::id)
                .first(connection)
                .optional()
        })?;
        Ok(id.map(Into::into))
    }

    pub(super) fn of_section(&mut self, section: SectionId) -> Result<Option<ConversationId>, StoreError> {
        let id: Option<Uuid> = self.ask(|connection| {
            conversations::table
                .filter(conversations::section_id.eq(section.uuid()))
                .select(conversations::id)
                .first(connection)
                .optional()
        })?;
        Ok(id.map(Into::into))
    }

    pub(super) fn insert_conversation(&mut self, started: &ConversationStarted) -> Result<bool, StoreError> {
        let Conversation { id, form, version, .. } = started.conversation();
        let (title, section, pair) = match form {
            ConversationForm::Direct(pair) => (None, None, Some(*pair)),
            ConversationForm::Group { title } => (Some(title.as_str()), None, None),
            ConversationForm::Section(section) => (None, Some(*section), None),
        };
        let inserted = self.ask(|connection| {
            diesel::insert_into(conversations::table)
                .values((
                    conversations::id.eq(id.uuid()),
                    conversations::kind.eq(form.kind().code()),
                    conversations::title.eq(title),
                    conversations::section_id.eq(section.map(SectionId::uuid)),
                    conversations::first_id.eq(pair.map(|pair| pair.first().uuid())),
                    conversations::second_id.eq(pair.map(|pair| pair.second().uuid())),
                    conversations::started_by.eq(started.started_by().map(UserId::uuid)),
                    conversations::active_at.eq(started.started_at()),
                    conversations::version.eq(stored_version(*version)),
                    conversations::created_at.eq(started.started_at()),
                ))
                .on_conflict_do_nothing()
                .execute(connection)
        })?;
        if inserted == 0 {
            return Ok(false);
        }
        match section {
            Some(section) => self.follow(section)?,
            None => {
                self.insert_members(*id, started.members(), started.started_by())?;
            }
        }
        Ok(true)
    }

    fn follow(&mut self, section: SectionId) -> Result<(), StoreError> {
        let followed = statement("SELECT follow_section($1)", [Value::Id(section.uuid())]);
        self.ask(|connection| followed.execute(connection))?;
        Ok(())
    }

    pub(super) fn update_title(&mut self, conversation: &Conversation) -> Result<(), StoreError> {
        let ConversationForm::Group { title } = &conversation.form else {
            return Err(StoreError::Unexpected("only a group has a title".to_owned()));
        };
        self.ask(|connection| {
            diesel::update(conversations::table.find(conversation.id.uuid()))
                .set((
                    conversations::title.eq(title.as_str()),
                    conversations::version.eq(stored_version(conversation.version)),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    pub(super) fn end_membership(
        &mut self,
        conversation: &Conversation,
        person: UserId,
    ) -> Result<bool, StoreError> {
        let ended = statement(
            "UPDATE conversation_members SET left_at = clock_timestamp(), until_number = $3
                WHERE conversation_id = $1 AND user_id = $2 AND left_at IS NULL",
            [
                Value::Id(conversation.id.uuid()),
                Value::Id(person.uuid()),
                Value::Number(stored(conversation.last_number)),
            ],
        );
        Ok(self.ask(|connection| ended.execute(connection))? > 0)
    }
}

fn wanted_rows() -> String {
    WANTED.replace("PATTERNS", PATTERNS)
}

fn wanted(person: UserId, filter: &ConversationFilter) -> Vec<Value> {
    vec![
        Value::Id(person.uuid()),
        Value::MaybeText(filter.kind.map(|kind| kind.code().to_owned())),
        Value::Truth(filter.unread),
        Value::Texts(searched(filter.query.as_deref())),
    ]
}

/// The patterns of what somebody typed, without case and accents.
pub(super) fn searched(typed: Option<&str>) -> Vec<String> {
    patterns(typed.unwrap_or_default())
}

use application::{Page, PageRequest, StoreError, chat::MemberView};
use diesel::{ExpressionMethods, QueryDsl, QueryableByName, RunQueryDsl, sql_types};
use domain::{
    chat::{ConversationId, MessageNumber},
    identity::UserId,
};
use uuid::Uuid;

use super::{
    conversations::searched,
    rows::{MemberRow, stored},
};
use crate::{
    schema::conversation_members,
    store::PgStore,
    words::{Value, statement},
};

const MEMBERS: &str = "
FROM conversation_members AS m JOIN users AS u ON u.id = m.user_id
WHERE m.conversation_id = $1 AND m.left_at IS NULL
    AND searchable(u.first_name || ' ' || u.last_name)
        LIKE ALL (ARRAY(SELECT searchable(pattern) FROM unnest($2::text[]) AS pattern))";

#[derive(QueryableByName)]
struct ListedRow {
    #[diesel(embed)]
    member: MemberRow,
    #[diesel(sql_type = sql_types::BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct JoinedRow {
    #[diesel(sql_type = sql_types::Uuid)]
    user_id: Uuid,
}

impl PgStore<'_> {
    pub(super) fn member_list(
        &mut self,
        id: ConversationId,
        query: Option<&str>,
        page: PageRequest,
    ) -> Result<Page<MemberView>, StoreError> {
        let text = format!(
            "SELECT m.user_id, u.first_name, u.last_name, u.primary_role, m.read_number, m.joined_at,
                count(*) OVER () AS total {MEMBERS}
            ORDER BY u.last_name, u.first_name, u.id LIMIT $3 OFFSET $4"
        );
        let values = [
            Value::Id(id.uuid()),
            Value::Texts(searched(query)),
            Value::Number(page.limit().into()),
            Value::Number(page.offset().into()),
        ];
        let rows: Vec<ListedRow> = self.ask(|connection| statement(text, values).load(connection))?;
        let total = match rows.first() {
            Some(row) => row.total,
            None if page.offset() == 0 => 0,
            None => self.member_list(id, query, PageRequest::default())?.total.into(),
        };
        let items = rows.into_iter().map(|row| row.member.view()).collect::<Result<_, _>>()?;
        Ok(Page { items, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }

    pub(super) fn every_member(&mut self, id: ConversationId) -> Result<Vec<UserId>, StoreError> {
        let ids: Vec<Uuid> = self.ask(|connection| {
            conversation_members::table
                .filter(conversation_members::conversation_id.eq(id.uuid()))
                .filter(conversation_members::left_at.is_null())
                .order(conversation_members::user_id)
                .select(conversation_members::user_id)
                .load(connection)
        })?;
        Ok(ids.into_iter().map(Into::into).collect())
    }

    pub(super) fn insert_members(
        &mut self,
        id: ConversationId,
        people: &[UserId],
        added_by: Option<UserId>,
    ) -> Result<Vec<UserId>, StoreError> {
        let inserted = statement(
            "INSERT INTO conversation_members (conversation_id, user_id, added_by, since_number, read_number)
            SELECT c.id, person, $3, c.last_number, c.last_number
            FROM conversations AS c CROSS JOIN unnest($2::uuid[]) AS person WHERE c.id = $1
            ON CONFLICT (conversation_id, user_id) WHERE left_at IS NULL DO NOTHING
            RETURNING user_id",
            [
                Value::Id(id.uuid()),
                Value::Ids(people.iter().map(|person| person.uuid()).collect()),
                Value::MaybeId(added_by.map(UserId::uuid)),
            ],
        );
        let joined: Vec<JoinedRow> = self.ask(|connection| inserted.load(connection))?;
        Ok(joined.into_iter().map(|row| row.user_id.into()).collect())
    }

    pub(super) fn update_read(
        &mut self,
        id: ConversationId,
        person: UserId,
        number: MessageNumber,
    ) -> Result<bool, StoreError> {
        let read = statement(
            "UPDATE conversation_members SET read_number = $3
                WHERE conversation_id = $1 AND user_id = $2 AND left_at IS NULL AND read_number < $3",
            [Value::Id(id.uuid()), Value::Id(person.uuid()), Value::Number(stored(number))],
        );
        Ok(self.ask(|connection| read.execute(connection))? > 0)
    }
}

use application::{
    StoreError,
    chat::{Post, PostOutcome},
};
use chrono::{DateTime, Utc};
use diesel::{
    PgConnection, QueryResult, QueryableByName, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{self, Array},
};
use uuid::Uuid;

use crate::store::PgStore;

/// Many messages, column by column, as the function of the database takes them.
struct Posting {
    ids: Vec<Uuid>,
    conversations: Vec<Uuid>,
    senders: Vec<Uuid>,
    epochs: Vec<i64>,
    client_ids: Vec<Uuid>,
    bodies: Vec<String>,
    files: Vec<String>,
    mentions: Vec<String>,
    now: DateTime<Utc>,
    patient: bool,
}

#[derive(QueryableByName)]
struct PostedRow {
    #[diesel(sql_type = sql_types::Text)]
    outcome: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    number: Option<i64>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    sender_name: Option<String>,
    #[diesel(sql_type = Array<sql_types::Uuid>)]
    mentions: Vec<Uuid>,
}

impl Posting {
    fn of(posts: &[Post], now: DateTime<Utc>, patient: bool) -> Self {
        let messages = || posts.iter().map(|post| post.posted.message());
        Self {
            ids: messages().map(|message| message.id.uuid()).collect(),
            conversations: messages().map(|message| message.conversation.uuid()).collect(),
            senders: messages().map(|message| message.sender.uuid()).collect(),
            epochs: posts.iter().map(|post| post.rights_epoch).collect(),
            client_ids: messages().map(|message| message.client_message_id).collect(),
            bodies: messages().map(|message| message.content.body().to_owned()).collect(),
            files: messages()
                .map(|message| array(message.content.files().iter().map(|id| id.uuid())))
                .collect(),
            mentions: messages()
                .map(|message| array(message.content.mentions().iter().map(|id| id.uuid())))
                .collect(),
            now,
            patient,
        }
    }
}

/// Identifiers as PostgreSQL writes an array of them: arrays of arrays would all have to be of one length.
fn array(ids: impl Iterator<Item = Uuid>) -> String {
    let ids: Vec<_> = ids.map(|id| id.to_string()).collect();
    format!("{{{}}}", ids.join(","))
}

impl QueryId for Posting {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Posting {
    type SqlType = sql_types::Untyped;
}

impl RunQueryDsl<PgConnection> for Posting {}

impl QueryFragment<Pg> for Posting {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT * FROM post_messages(");
        for ids in [&self.ids, &self.conversations, &self.senders] {
            out.push_bind_param::<Array<sql_types::Uuid>, _>(ids)?;
            out.push_sql(", ");
        }
        out.push_bind_param::<Array<sql_types::BigInt>, _>(&self.epochs)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<sql_types::Uuid>, _>(&self.client_ids)?;
        for texts in [&self.bodies, &self.files, &self.mentions] {
            out.push_sql(", ");
            out.push_bind_param::<Array<sql_types::Text>, _>(texts)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<sql_types::Timestamptz, _>(&self.now)?;
        out.push_sql(", ");
        out.push_bind_param::<sql_types::Bool, _>(&self.patient)?;
        out.push_sql(") ORDER BY ordinal");
        Ok(())
    }
}

impl PgStore<'_> {
    pub(super) fn post(
        &mut self,
        posts: &[Post],
        now: DateTime<Utc>,
        patient: bool,
    ) -> Result<Vec<PostOutcome>, StoreError> {
        let posting = Posting::of(posts, now, patient);
        let rows: Vec<PostedRow> = self.ask(|connection| posting.load(connection))?;
        if rows.len() != posts.len() {
            return Err(StoreError::Unexpected("not every message was answered".to_owned()));
        }
        rows.into_iter().map(into_outcome).collect()
    }
}

fn into_outcome(row: PostedRow) -> Result<PostOutcome, StoreError> {
    let PostedRow { outcome, id, number, sender_name, mentions } = row;
    Ok(match (outcome.as_str(), id, number) {
        ("stored", _, Some(number)) => PostOutcome::Stored {
            number: u64::try_from(number).map_err(|error| StoreError::Unexpected(error.to_string()))?,
            sender_name: sender_name.unwrap_or_default(),
            mentions: mentions.into_iter().map(Into::into).collect(),
        },
        ("known", Some(id), _) => PostOutcome::Known(id.into()),
        ("reused", ..) => PostOutcome::Reused,
        ("no_member", ..) => PostOutcome::NotAMember,
        ("unknown_file", ..) => PostOutcome::UnknownFile,
        ("rights_changed", ..) => PostOutcome::RightsChanged,
        ("busy", ..) => PostOutcome::Busy,
        (other, ..) => return Err(StoreError::Unexpected(format!("a message was answered \"{other}\""))),
    })
}

//! What happened of late, and when people were last there.

use std::collections::HashMap;

use application::{StoreError, chat::Recent};
use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, dsl::max, sql_types::Bool};
use domain::identity::UserId;
use uuid::Uuid;

use crate::{
    rows::Row,
    schema::{conversation_members, last_seen, messages},
    store::PgStore,
    words::{Value, statement, words},
};

impl PgStore<'_> {
    pub(super) fn what_happened(&mut self) -> Result<Recent, StoreError> {
        let heads: Vec<(Uuid, Option<i64>)> = self.ask(|connection| {
            messages::table
                .filter(words::<Bool>("stored_at > clock_timestamp() - interval '30 seconds'"))
                .group_by(messages::conversation_id)
                .select((messages::conversation_id, max(messages::number)))
                .load(connection)
        })?;
        let changed: Vec<(Uuid, i64, i32)> = self.ask(|connection| {
            messages::table
                .filter(words::<Bool>("changed_at > clock_timestamp() - interval '30 seconds'"))
                .select((messages::conversation_id, messages::number, messages::version))
                .load(connection)
        })?;
        let joined: Vec<(Uuid, Uuid)> = self.ask(|connection| {
            conversation_members::table
                .filter(words::<Bool>("joined_at > clock_timestamp() - interval '30 seconds'"))
                .select((conversation_members::conversation_id, conversation_members::user_id))
                .load(connection)
        })?;
        let number = |id: Uuid, stored: i64| Row { table: "messages", id }.legal(u64::try_from(stored));
        Ok(Recent {
            heads: heads
                .into_iter()
                .map(|(id, newest)| Ok((id.into(), number(id, newest.unwrap_or(0))?)))
                .collect::<Result<_, StoreError>>()?,
            changed: changed
                .into_iter()
                .map(|(id, place, version)| {
                    Ok((id.into(), number(id, place)?, u32::try_from(version).unwrap_or(1)))
                })
                .collect::<Result<_, StoreError>>()?,
            joined: joined.into_iter().map(|(id, user)| (id.into(), user.into())).collect(),
        })
    }

    pub(super) fn upsert_seen(&mut self, people: &[UserId], at: DateTime<Utc>) -> Result<(), StoreError> {
        let seen = statement(
            "INSERT INTO last_seen (user_id, seen_at) SELECT person, $2 FROM unnest($1::uuid[]) AS person
                WHERE EXISTS (SELECT FROM users WHERE id = person)
                ORDER BY person
            ON CONFLICT (user_id) DO UPDATE SET seen_at = GREATEST(last_seen.seen_at, excluded.seen_at)",
            [Value::Ids(people.iter().map(|person| person.uuid()).collect()), Value::Time(at)],
        );
        self.ask(|connection| seen.execute(connection))?;
        Ok(())
    }

    pub(super) fn seen(&mut self, people: &[UserId]) -> Result<HashMap<UserId, DateTime<Utc>>, StoreError> {
        let ids: Vec<_> = people.iter().map(|person| person.uuid()).collect();
        let rows: Vec<(Uuid, DateTime<Utc>)> = self.ask(|connection| {
            last_seen::table
                .filter(last_seen::user_id.eq_any(ids))
                .select((last_seen::user_id, last_seen::seen_at))
                .load(connection)
        })?;
        Ok(rows.into_iter().map(|(user, at)| (user.into(), at)).collect())
    }
}

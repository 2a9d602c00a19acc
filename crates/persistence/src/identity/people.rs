use std::{collections::HashSet, sync::Arc};

use application::{
    StoreError,
    identity::{ChildName, KnownPerson, People},
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    OptionalExtension, PgConnection, QueryResult, QueryableByName, RunQueryDsl,
    data_types::PgInterval,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types,
};
use domain::{
    access::{Actor, Child, Standing, Teaching},
    identity::{GuardianRights, SessionLimits, UserId},
};
use serde_json::Value;
use uuid::Uuid;

use super::account::{AccountRow, into_account};
use crate::{rows::Row, store::PgStore, words};

/// Everything that decides what a person may do, at one moment and in one statement.
const PERSON: &str = "
WITH today AS (
    SELECT ($2 AT TIME ZONE time_zone)::date AS day,
        (($2 AT TIME ZONE time_zone)::date + 1)::timestamp AT TIME ZONE time_zone AS ends_at
    FROM settings
), open AS (
    SELECT * FROM (
        SELECT id, LEAST(rotated_at + $3, created_at + $4) AS ends_at
        FROM sessions WHERE user_id = $1 AND revoked_at IS NULL
    ) AS unrevoked WHERE ends_at > $2
)
SELECT u.id, u.email, u.first_name, u.last_name, u.primary_role, u.deactivated_at, u.version, u.created_at,
    ARRAY(SELECT role_code FROM user_roles WHERE user_id = u.id) AS roles,
    e.epoch, LEAST(today.ends_at, (SELECT min(ends_at) FROM open)) AS valid_until,
    ARRAY(SELECT id FROM open) AS sessions,
    ARRAY(SELECT section_id FROM placements WHERE student_id = u.id) AS placed_in,
    (SELECT COALESCE(jsonb_agg(jsonb_build_array(section_id, subject_id)), '[]') FROM (
        SELECT section_id, subject_id FROM teaching_assignments WHERE teacher_id = u.id
        UNION ALL SELECT id, NULL FROM sections WHERE adviser_id = u.id
    ) AS teaching) AS teaches,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object(
            'id', c.id, 'first_name', c.first_name, 'last_name', c.last_name,
            'rights', jsonb_build_object('academics', g.academics, 'money', g.money, 'contact', g.contact),
            'sections', ARRAY(SELECT section_id FROM placements WHERE student_id = c.id)
        ) ORDER BY c.first_name, c.id), '[]')
        FROM guardians AS g JOIN users AS c ON c.id = g.student_id
        WHERE g.guardian_id = u.id AND g.starts_on <= today.day AND COALESCE(g.ends_on >= today.day, true)
    ) AS children
FROM users AS u JOIN rights_epochs AS e ON e.user_id = u.id, today
WHERE u.id = $1";

struct WhoIs {
    user: Uuid,
    now: DateTime<Utc>,
    idle: PgInterval,
    absolute: PgInterval,
}

impl WhoIs {
    fn new(user: UserId, limits: SessionLimits, now: DateTime<Utc>) -> Self {
        Self { user: user.uuid(), now, idle: interval(limits.idle), absolute: interval(limits.absolute) }
    }
}

/// As long as this, or a hundred years: the server's calendar ends too.
fn interval(length: TimeDelta) -> PgInterval {
    let length = length.min(TimeDelta::days(36_500));
    PgInterval::from_microseconds(length.num_microseconds().unwrap_or(i64::MAX))
}

impl QueryId for WhoIs {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for WhoIs {
    type SqlType = sql_types::Untyped;
}

impl RunQueryDsl<PgConnection> for WhoIs {}

impl QueryFragment<Pg> for WhoIs {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        words::write(PERSON, &mut out, |number, out| match number {
            1 => out.push_bind_param::<sql_types::Uuid, _>(&self.user),
            2 => out.push_bind_param::<sql_types::Timestamptz, _>(&self.now),
            3 => out.push_bind_param::<sql_types::Interval, _>(&self.idle),
            _ => out.push_bind_param::<sql_types::Interval, _>(&self.absolute),
        })
    }
}

#[derive(QueryableByName)]
struct PersonRow {
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = sql_types::Text)]
    email: String,
    #[diesel(sql_type = sql_types::Text)]
    first_name: String,
    #[diesel(sql_type = sql_types::Text)]
    last_name: String,
    #[diesel(sql_type = sql_types::Text)]
    primary_role: String,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    deactivated_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = sql_types::Integer)]
    version: i32,
    #[diesel(sql_type = sql_types::Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Array<sql_types::Text>)]
    roles: Vec<String>,
    #[diesel(sql_type = sql_types::BigInt)]
    epoch: i64,
    #[diesel(sql_type = sql_types::Timestamptz)]
    valid_until: DateTime<Utc>,
    #[diesel(sql_type = sql_types::Array<sql_types::Uuid>)]
    sessions: Vec<Uuid>,
    #[diesel(sql_type = sql_types::Array<sql_types::Uuid>)]
    placed_in: Vec<Uuid>,
    #[diesel(sql_type = sql_types::Jsonb)]
    teaches: Value,
    #[diesel(sql_type = sql_types::Jsonb)]
    children: Value,
}

#[derive(serde::Deserialize)]
struct ChildRow {
    id: Uuid,
    first_name: String,
    last_name: String,
    rights: GuardianRights,
    sections: Vec<Uuid>,
}

impl People for PgStore<'_> {
    fn person(
        &mut self,
        user: UserId,
        limits: SessionLimits,
        now: DateTime<Utc>,
    ) -> Result<Option<KnownPerson>, StoreError> {
        let row: Option<PersonRow> =
            self.ask(|connection| WhoIs::new(user, limits, now).get_result(connection).optional())?;
        row.map(into_person).transpose()
    }
}

fn into_person(row: PersonRow) -> Result<KnownPerson, StoreError> {
    let at = Row { table: "users", id: row.id };
    let teaches: Vec<(Uuid, Option<Uuid>)> = at.legal(serde_json::from_value(row.teaches))?;
    let children: Vec<ChildRow> = at.legal(serde_json::from_value(row.children))?;
    let account = into_account(&AccountRow {
        id: row.id,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        primary_role: row.primary_role,
        deactivated_at: row.deactivated_at,
        version: row.version,
        created_at: row.created_at,
        roles: row.roles,
    })?;
    let standing = Standing {
        teaches: teaches
            .into_iter()
            .map(|(section, subject)| Teaching { section: section.into(), subject: subject.map(Into::into) })
            .collect(),
        placed_in: row.placed_in.into_iter().map(Into::into).collect(),
        children: children
            .iter()
            .map(|child| Child {
                student: child.id.into(),
                rights: child.rights,
                sections: child.sections.iter().copied().map(Into::into).collect(),
            })
            .collect(),
    };
    let actor = Actor::person(account.id, account.roles.all().to_vec(), standing);
    Ok(KnownPerson {
        account,
        actor: Arc::new(actor),
        rights_epoch: row.epoch,
        valid_until: row.valid_until,
        children: children.into_iter().map(into_child_name).collect(),
        sessions: row.sessions.into_iter().map(Into::into).collect::<HashSet<_>>(),
    })
}

fn into_child_name(row: ChildRow) -> ChildName {
    ChildName { id: row.id.into(), first_name: row.first_name, last_name: row.last_name, rights: row.rights }
}

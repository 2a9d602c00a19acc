//! What a login is checked against: a question too odd for the query builder.

use std::net::IpAddr;

use application::identity::{Credentials, LoginFailures, PasswordHash};
use chrono::{DateTime, Utc};
use diesel::{
    PgConnection, QueryResult, QueryableByName, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types,
};
use domain::identity::Activity;
use ipnet::IpNet;
use uuid::Uuid;

use crate::words;

const FIND: &str = "
SELECT u.id, u.deactivated_at, p.hash,
    (SELECT count(*) FROM login_failures WHERE email = $1 AND address = $2 AND failed_at > $3) AS account_from_address,
    (SELECT count(*) FROM login_failures WHERE address = $2 AND failed_at > $3) AS of_address,
    (SELECT count(*) FROM login_failures WHERE email = $1 AND failed_at > $3) AS of_account,
    EXISTS (SELECT FROM sessions WHERE user_id = u.id AND address = $2) AS address_is_known
FROM (SELECT) AS always
LEFT JOIN users AS u ON u.email = $1
LEFT JOIN passwords AS p ON p.user_id = u.id";

struct Find<'a> {
    email: &'a str,
    address: Option<IpNet>,
    since: DateTime<Utc>,
}

impl QueryId for Find<'_> {
    type QueryId = Find<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Find<'_> {
    type SqlType = sql_types::Untyped;
}

impl RunQueryDsl<PgConnection> for Find<'_> {}

impl QueryFragment<Pg> for Find<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        words::write(FIND, &mut out, |number, out| match number {
            1 => out.push_bind_param::<sql_types::Text, _>(self.email),
            2 => out.push_bind_param::<sql_types::Nullable<sql_types::Inet>, _>(&self.address),
            _ => out.push_bind_param::<sql_types::Timestamptz, _>(&self.since),
        })
    }
}

#[derive(QueryableByName)]
struct FoundRow {
    #[diesel(sql_type = sql_types::Nullable<sql_types::Uuid>)]
    id: Option<Uuid>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Timestamptz>)]
    deactivated_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = sql_types::Nullable<sql_types::Text>)]
    hash: Option<String>,
    #[diesel(sql_type = sql_types::BigInt)]
    account_from_address: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    of_address: i64,
    #[diesel(sql_type = sql_types::BigInt)]
    of_account: i64,
    #[diesel(sql_type = sql_types::Bool)]
    address_is_known: bool,
}

pub fn find(
    connection: &mut PgConnection,
    email: &str,
    address: Option<IpAddr>,
    since: DateTime<Utc>,
) -> QueryResult<(Option<Credentials>, LoginFailures)> {
    let row: FoundRow = Find { email, address: address.map(IpNet::from), since }.get_result(connection)?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let failures = LoginFailures {
        account_from_address: count(row.account_from_address),
        address: count(row.of_address),
        account: count(row.of_account),
        address_is_known: row.address_is_known,
    };
    let credentials = row.id.map(|id| Credentials {
        user: id.into(),
        activity: row.deactivated_at.map_or(Activity::Active, |since| Activity::Inactive { since }),
        hash: row.hash.map(PasswordHash),
    });
    Ok((credentials, failures))
}

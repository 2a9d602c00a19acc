//! What a login is checked against: a question too odd for the query builder.

use std::net::IpAddr;

use application::identity::{Credentials, LoginFailures, PasswordHash};
use chrono::{DateTime, Utc};
use diesel::{PgConnection, QueryResult, QueryableByName, RunQueryDsl, sql_query, sql_types};
use domain::identity::Activity;
use ipnet::IpNet;
use uuid::Uuid;

const FIND: &str = "
SELECT u.id, u.deactivated_at, p.hash,
    (SELECT count(*) FROM login_failures WHERE email = $1 AND address = $2 AND failed_at > $3) AS account_from_address,
    (SELECT count(*) FROM login_failures WHERE address = $2 AND failed_at > $3) AS of_address,
    (SELECT count(*) FROM login_failures WHERE email = $1 AND failed_at > $3) AS of_account,
    EXISTS (SELECT FROM sessions WHERE user_id = u.id AND address = $2) AS address_is_known
FROM (SELECT) AS always
LEFT JOIN users AS u ON u.email = $1
LEFT JOIN passwords AS p ON p.user_id = u.id";

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
    let row: FoundRow = sql_query(FIND)
        .bind::<sql_types::Text, _>(email)
        .bind::<sql_types::Nullable<sql_types::Inet>, _>(address.map(IpNet::from))
        .bind::<sql_types::Timestamptz, _>(since)
        .get_result(connection)?;
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

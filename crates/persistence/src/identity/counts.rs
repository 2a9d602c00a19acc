use application::{StoreError, identity::AccountCounts};
use diesel::{
    AggregateExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl,
    dsl::{count, count_star},
};
use domain::{access::ReadScope, identity::Role};

use super::account::account_within;
use crate::{
    rows::Row,
    schema::{user_roles, users},
    store::PgStore,
};

impl PgStore<'_> {
    pub(super) fn count_accounts(&mut self, scope: &ReadScope) -> Result<AccountCounts, StoreError> {
        let rows: Vec<(String, i64, i64)> = self.ask(|connection| {
            user_roles::table
                .inner_join(users::table)
                .filter(account_within(scope))
                .group_by(user_roles::role_code)
                .select((
                    user_roles::role_code,
                    count(users::id).aggregate_filter(users::deactivated_at.is_null()),
                    count(users::id).aggregate_filter(users::deactivated_at.is_not_null()),
                ))
                .load(connection)
        })?;
        let never_logged_in: i64 = self.ask(|connection| {
            users::table
                .filter(account_within(scope))
                .filter(users::deactivated_at.is_null())
                .filter(users::last_login_at.is_null())
                .select(count_star())
                .get_result(connection)
        })?;
        let at = Row { table: "user_roles", id: "role_code" };
        let mut by_role: Vec<_> = Role::ALL.into_iter().map(|role| (role, 0, 0)).collect();
        for (code, active, inactive) in rows {
            let role: Role = at.legal(code.parse())?;
            if let Some(entry) = by_role.iter_mut().find(|entry| entry.0 == role) {
                *entry = (role, at.legal(u32::try_from(active))?, at.legal(u32::try_from(inactive))?);
            }
        }
        Ok(AccountCounts { by_role, never_logged_in: at.legal(u32::try_from(never_logged_in))? })
    }
}

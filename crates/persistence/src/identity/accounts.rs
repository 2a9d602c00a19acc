use std::net::IpAddr;

use application::{
    Direction, Page, PageRequest, Sort, StoreError,
    identity::{
        AccountCounts, AccountFilter, AccountSort, AccountView, Accounts, Credentials, LoginFailures,
        PasswordHash,
    },
};
use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, PgSortExpressionMethods,
    QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, TextExpressionMethods,
    dsl::{exists, not},
    pg::Pg,
};
use domain::{
    access::ReadScope,
    identity::{Account, AccountChanged, Activity, Role, UserId},
};
use ipnet::IpNet;
use uuid::Uuid;

use super::{
    account::{AccountRow, account_within, into_account},
    credentials,
};
use crate::{
    functions::{patterns, searchable},
    rows::stored_version,
    schema::{guardians, login_failures, passwords, user_roles, users},
    store::PgStore,
};

/// A line of the list of accounts.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct AccountViewRow {
    #[diesel(embed)]
    account: AccountRow,
    last_login_at: Option<DateTime<Utc>>,
    #[diesel(select_expression = passwords::user_id.nullable())]
    password_of: Option<Uuid>,
}

fn into_view(row: &AccountViewRow) -> Result<AccountView, StoreError> {
    Ok(AccountView {
        account: into_account(&row.account)?,
        invited: row.password_of.is_none(),
        last_login_at: row.last_login_at,
    })
}

impl Accounts for PgStore<'_> {
    fn account(&mut self, id: UserId) -> Result<Option<Account>, StoreError> {
        let row: Option<AccountRow> = self.ask(|connection| {
            users::table.find(id.uuid()).select(AccountRow::as_select()).first(connection).optional()
        })?;
        row.as_ref().map(into_account).transpose()
    }

    fn account_view(&mut self, id: UserId) -> Result<Option<AccountView>, StoreError> {
        let row: Option<AccountViewRow> = self.ask(|connection| {
            users::table
                .left_join(passwords::table.on(passwords::user_id.eq(users::id)))
                .filter(users::id.eq(id.uuid()))
                .select(AccountViewRow::as_select())
                .first(connection)
                .optional()
        })?;
        row.as_ref().map(into_view).transpose()
    }

    fn account_for_update(&mut self, id: UserId) -> Result<Option<Account>, StoreError> {
        let row: Option<AccountRow> = self.ask(|connection| {
            users::table
                .find(id.uuid())
                .select(AccountRow::as_select())
                .for_no_key_update()
                .first(connection)
                .optional()
        })?;
        row.as_ref().map(into_account).transpose()
    }

    fn accounts(
        &mut self,
        scope: &ReadScope,
        filter: &AccountFilter,
        sort: &Sort<AccountSort>,
        page: PageRequest,
    ) -> Result<Page<AccountView>, StoreError> {
        let filtered = || {
            let mut query = users::table
                .left_join(passwords::table.on(passwords::user_id.eq(users::id)))
                .into_boxed::<Pg>()
                .filter(account_within(scope));
            if let Some(role) = filter.role {
                let holds = user_roles::table
                    .filter(user_roles::user_id.eq(users::id))
                    .filter(user_roles::role_code.eq(role.code()));
                query = query.filter(exists(holds));
            }
            match filter.active {
                Some(true) => query = query.filter(users::deactivated_at.is_null()),
                Some(false) => query = query.filter(users::deactivated_at.is_not_null()),
                None => {}
            }
            if filter.without_guardian {
                let student = user_roles::table
                    .filter(user_roles::user_id.eq(users::id))
                    .filter(user_roles::role_code.eq(Role::Student.code()));
                let links = guardians::table.filter(guardians::student_id.eq(users::id));
                query = query.filter(exists(student)).filter(not(exists(links)));
            }
            if filter.never_logged_in {
                query = query.filter(users::last_login_at.is_null());
            }
            for pattern in patterns(filter.query.as_deref().unwrap_or_default()) {
                query = query.filter(users::search.like(searchable(pattern)));
            }
            query
        };
        let mut ordered = filtered();
        for (field, direction) in &sort.0 {
            ordered = match (field, direction) {
                (AccountSort::Name, Direction::Ascending) => {
                    ordered.then_order_by((users::last_name.asc(), users::first_name.asc()))
                }
                (AccountSort::Name, Direction::Descending) => {
                    ordered.then_order_by((users::last_name.desc(), users::first_name.desc()))
                }
                (AccountSort::Email, Direction::Ascending) => ordered.then_order_by(users::email.asc()),
                (AccountSort::Email, Direction::Descending) => ordered.then_order_by(users::email.desc()),
                (AccountSort::CreatedAt, Direction::Ascending) => {
                    ordered.then_order_by(users::created_at.asc())
                }
                (AccountSort::CreatedAt, Direction::Descending) => {
                    ordered.then_order_by(users::created_at.desc())
                }
                // Never is longer ago than any day.
                (AccountSort::LastLoginAt, Direction::Ascending) => {
                    ordered.then_order_by(users::last_login_at.asc().nulls_first())
                }
                (AccountSort::LastLoginAt, Direction::Descending) => {
                    ordered.then_order_by(users::last_login_at.desc().nulls_last())
                }
            };
        }
        let ordered = ordered
            .then_order_by(users::id)
            .limit(page.limit().into())
            .offset(page.offset().into())
            .select(AccountViewRow::as_select());
        self.page_of(ordered, || filtered().select(users::id), |row| into_view(&row))
    }

    fn account_counts(&mut self, scope: &ReadScope) -> Result<AccountCounts, StoreError> {
        self.count_accounts(scope)
    }

    fn add_account(&mut self, changed: &AccountChanged) -> Result<(), StoreError> {
        let account = changed.account();
        self.ask(|connection| {
            diesel::insert_into(users::table)
                .values((
                    users::id.eq(account.id.uuid()),
                    users::email.eq(account.email.as_str()),
                    users::first_name.eq(account.first_name.as_str()),
                    users::last_name.eq(account.last_name.as_str()),
                    users::primary_role.eq(account.roles.primary().code()),
                    users::created_at.eq(account.created_at),
                ))
                .execute(connection)
        })?;
        self.add_roles(account)
    }

    fn save_account(&mut self, changed: &AccountChanged) -> Result<(), StoreError> {
        let account = changed.account();
        let deactivated_at = match account.activity {
            Activity::Active => None,
            Activity::Inactive { since } => Some(since),
        };
        self.ask(|connection| {
            diesel::update(users::table.find(account.id.uuid()))
                .set((
                    users::email.eq(account.email.as_str()),
                    users::first_name.eq(account.first_name.as_str()),
                    users::last_name.eq(account.last_name.as_str()),
                    users::primary_role.eq(account.roles.primary().code()),
                    users::deactivated_at.eq(deactivated_at),
                    users::version.eq(stored_version(account.version)),
                ))
                .execute(connection)
        })?;
        let kept: Vec<_> = account.roles.all().iter().map(|role| role.code()).collect();
        self.ask(|connection| {
            diesel::delete(
                user_roles::table
                    .filter(user_roles::user_id.eq(account.id.uuid()))
                    .filter(user_roles::role_code.ne_all(kept)),
            )
            .execute(connection)
        })?;
        self.add_roles(account)
    }

    fn has_one_administrator(&mut self) -> Result<bool, StoreError> {
        let active: i64 = self.ask(|connection| {
            user_roles::table
                .inner_join(users::table.on(users::id.eq(user_roles::user_id)))
                .filter(user_roles::role_code.eq(Role::Admin.code()))
                .filter(users::deactivated_at.is_null())
                .count()
                .get_result(connection)
        })?;
        Ok(active == 1)
    }

    fn credentials(
        &mut self,
        email: &str,
        address: Option<IpAddr>,
        since: DateTime<Utc>,
    ) -> Result<(Option<Credentials>, LoginFailures), StoreError> {
        self.ask(|connection| credentials::find(connection, email, address, since))
    }

    fn password_hash(&mut self, user: UserId) -> Result<Option<PasswordHash>, StoreError> {
        let hash = self.ask(|connection| {
            passwords::table.find(user.uuid()).select(passwords::hash).first(connection).optional()
        })?;
        Ok(hash.map(PasswordHash))
    }

    fn set_password(
        &mut self,
        user: UserId,
        hash: &PasswordHash,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::insert_into(passwords::table)
                .values((
                    passwords::user_id.eq(user.uuid()),
                    passwords::hash.eq(&hash.0),
                    passwords::set_at.eq(now),
                ))
                .on_conflict(passwords::user_id)
                .do_update()
                .set((passwords::hash.eq(&hash.0), passwords::set_at.eq(now)))
                .execute(connection)
        })?;
        Ok(())
    }

    fn add_login_failure(
        &mut self,
        email: &str,
        address: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let email: String = email.chars().take(254).collect();
        self.ask(|connection| {
            diesel::insert_into(login_failures::table)
                .values((
                    login_failures::email.eq(email),
                    login_failures::address.eq(address.map(IpNet::from)),
                    login_failures::failed_at.eq(now),
                ))
                .execute(connection)
        })?;
        Ok(())
    }

    fn note_login(&mut self, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.ask(|connection| {
            diesel::update(users::table.find(user.uuid()))
                .set(users::last_login_at.eq(now))
                .execute(connection)
        })?;
        Ok(())
    }

    fn forget_login_failures(&mut self, before: DateTime<Utc>, most: u32) -> Result<u32, StoreError> {
        self.forget("login_failures", "failed_at", before, most)
    }
}

impl PgStore<'_> {
    fn add_roles(&mut self, account: &Account) -> Result<(), StoreError> {
        let rows: Vec<_> = account
            .roles
            .all()
            .iter()
            .map(|role| (user_roles::user_id.eq(account.id.uuid()), user_roles::role_code.eq(role.code())))
            .collect();
        self.ask(|connection| {
            diesel::insert_into(user_roles::table).values(rows).on_conflict_do_nothing().execute(connection)
        })?;
        Ok(())
    }
}

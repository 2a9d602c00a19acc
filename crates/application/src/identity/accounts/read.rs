use domain::{
    access::{ActionKind, Denied, ReadAccount, ReadScope},
    identity::UserId,
};

use crate::{
    Caller, Page, PageRequest, Sort, StoreError,
    identity::{AccountCounts, AccountFilter, AccountSort, AccountView, Identity},
};

/// Why accounts were not shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadAccountError {
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// The caller may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity<'_> {
    /// A part of the list of accounts that the caller may see.
    pub fn accounts(
        self,
        caller: &Caller,
        filter: &AccountFilter,
        sort: &Sort<AccountSort>,
        page: PageRequest,
    ) -> Result<Page<AccountView>, ReadAccountError> {
        let scope = accounts_scope(caller)?;
        Ok(self.0.list(caller, |store| store.accounts(&scope, filter, sort, page))?)
    }

    /// One account.
    pub fn account(self, caller: &Caller, id: UserId) -> Result<AccountView, ReadAccountError> {
        let view = self.0.db.read(|store| store.account_view(id))?.ok_or(ReadAccountError::NotFound)?;
        caller.may::<ReadAccount>(view.account.clone())?;
        Ok(view)
    }

    /// How many accounts there are, for whoever may see those of the staff.
    pub fn account_counts(self, caller: &Caller) -> Result<AccountCounts, ReadAccountError> {
        let scope = caller.scope(ActionKind::ReadAccounts)?;
        Ok(self.0.db.snapshot(|store| store.account_counts(&scope))?)
    }
}

/// Leave to see every account, or else those of families.
fn accounts_scope(caller: &Caller) -> Result<ReadScope, Denied> {
    caller.scope(ActionKind::ReadAccounts).or_else(|_| caller.scope(ActionKind::ReadFamilies))
}

//! The demo school: a believable school of a few hundred people, for whoever tries Homeroom.
//!
//! First a [`Plan`](plan::Plan) is made, which is nothing but a value: the same moment gives the same plan.
//! Then the files that teachers give out go into the store of files, and the plan is carried out in one unit of
//! work, with the verbs of the domain and at the times at which each thing is said to have happened, so that no
//! rule is bent for the demo; only the passwords, which everybody may know, go past the rules for passwords.

mod calendar;
mod carry_out;
mod converse;
mod data;
mod dice;
mod files;
mod grade;
mod ids;
mod meet;
mod modules;
mod notices;
mod plan;
mod tasks;
#[cfg(test)]
mod tests;

use std::error::Error;

use application::{
    Caller, Database, Store, StoreError,
    files::{FileStorage, ReceiveError},
};
use chrono::{DateTime, Utc};
use domain::access::ActionKind;

use self::{carry_out::carry_out, files::Landed, ids::Ids, plan::Plan};

/// Under which name the demo does its work.
const NAME: &str = "demo";

/// What came of loading the demo school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// The school was empty; now it is the demo school.
    Made,
    /// It is the demo school already, and nothing was changed.
    AlreadyThere,
}

/// Why there is no demo school.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Somebody has begun to fill this school, and the demo's passwords are known to everyone.
    #[error("the demo school only goes into an empty database, and this one holds a school already")]
    NotEmpty,
    /// A rule forbids something that the demo does.
    #[error("the demo school breaks a rule: {0}")]
    Refused(#[source] Box<dyn Error + Send + Sync>),
    /// A file that teachers give out did not get into the store of files.
    #[error(transparent)]
    Files(#[from] ReceiveError),
    /// The system has no runtime to give.
    #[error(transparent)]
    System(#[from] std::io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// For what the demo knows to be legal, and what the rules look at nevertheless.
trait Legal<T> {
    fn legal(self) -> Result<T, DemoError>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> Legal<T> for Result<T, E> {
    fn legal(self) -> Result<T, DemoError> {
        self.map_err(|refused| DemoError::Refused(refused.into()))
    }
}

/// Fills an empty school as it would stand at `now`, or leaves a demo school as it is. Files lie in `storage`
/// before there is a record of them, and are taken away again when there is to be none.
pub fn load(db: &dyn Database, storage: &dyn FileStorage, now: DateTime<Utc>) -> Result<Loaded, DemoError> {
    let caller = Caller::system(NAME);
    if db.snapshot(|store| is_made(store, &caller, now))? {
        return Ok(Loaded::AlreadyThere);
    }
    let plan = Plan::for_a_school_at(now)?;
    let landed = Landed::of(&plan, storage)?;
    let loaded = db.atomically(&caller, |store| {
        // Two servers that start at once meet here: the settings are locked until the first is done.
        let settings = store.settings_for_update()?;
        if is_made(store, &caller, now)? {
            return Ok(Loaded::AlreadyThere);
        }
        carry_out(&plan, &landed, store, &caller, settings)?;
        Ok(Loaded::Made)
    });
    if !matches!(loaded, Ok(Loaded::Made)) {
        landed.take_away(storage);
    }
    loaded
}

/// Whether the demo school is there already; refuses when another school is.
fn is_made(store: &mut dyn Store, caller: &Caller, now: DateTime<Utc>) -> Result<bool, DemoError> {
    if is_there(store, now)? {
        Ok(true)
    } else if has_people(store, caller)? {
        Err(DemoError::NotEmpty)
    } else {
        Ok(false)
    }
}

/// Whether the administrator of the demo exists, even under another address by now.
fn is_there(store: &mut dyn Store, now: DateTime<Utc>) -> Result<bool, StoreError> {
    if store.account(Ids::administrator())?.is_some() {
        return Ok(true);
    }
    let (known, _) = store.credentials(data::staff::ADMINISTRATOR, None, now)?;
    Ok(known.is_some())
}

fn has_people(store: &mut dyn Store, caller: &Caller) -> Result<bool, DemoError> {
    let everyone = caller.scope(ActionKind::ReadAccounts).legal()?;
    let counts = store.account_counts(&everyone)?;
    Ok(counts.by_role.iter().any(|(_, active, inactive)| active + inactive > 0))
}

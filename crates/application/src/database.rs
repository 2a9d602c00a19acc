use domain::identity::UserId;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Caller, Once, StoreError,
    audit::AuditTrail,
    calendar::{CalendarEntries, CalendarFeeds},
    chat::{Conversations, Messages, Presences},
    enrollment::Enrollments,
    files::Files,
    identity::{Accounts, Guardians, Links, People, Sessions},
    jobs::Jobs,
    meetings::Meetings,
    modules::Modules,
    notices::{Announcements, SchoolEvents},
    notifications::Notifications,
    settings::SettingsRecord,
    structure::{Assignments, GradeLevels, Placements, SchoolYears, Sections, Subjects, Terms},
    tasks::{Drafts, Submissions, Tasks},
};

/// Every collection that the school keeps, as one unit of work sees them.
pub trait Store:
    Accounts
    + Announcements
    + Assignments
    + AuditTrail
    + CalendarEntries
    + CalendarFeeds
    + Conversations
    + Drafts
    + Enrollments
    + Files
    + GradeLevels
    + Guardians
    + Jobs
    + Links
    + Meetings
    + Memos
    + Messages
    + Modules
    + Notifications
    + People
    + Placements
    + Presences
    + RightsEpochs
    + SchoolEvents
    + SchoolYears
    + Sections
    + Sessions
    + SettingsRecord
    + Subjects
    + Submissions
    + Tasks
    + Terms
{
}

impl<T> Store for T where
    T: Accounts
        + Announcements
        + Assignments
        + AuditTrail
        + CalendarEntries
        + CalendarFeeds
        + Conversations
        + Drafts
        + Enrollments
        + Files
        + GradeLevels
        + Guardians
        + Jobs
        + Links
        + Meetings
        + Memos
        + Messages
        + Modules
        + Notifications
        + People
        + Placements
        + Presences
        + RightsEpochs
        + SchoolEvents
        + SchoolYears
        + Sections
        + Sessions
        + SettingsRecord
        + Subjects
        + Submissions
        + Tasks
        + Terms
{
}

/// The epochs of people's rights. An epoch grows whenever anything that decides the rights changes, in
/// the transaction of that change.
pub trait RightsEpochs {
    /// Checks that the person's rights still are those of `epoch`, and keeps them so until the unit of
    /// work ends.
    ///
    /// # Errors
    /// [`StoreError::RightsChanged`] when they are others by now.
    fn confirm_rights(&mut self, user: UserId, epoch: i64) -> Result<(), StoreError>;

    /// The people whose rights changed in the last half minute, with their epochs.
    ///
    /// Asked every two seconds: that the answers overlap makes up for changes that commit late.
    fn recent_rights_changes(&mut self) -> Result<Vec<(UserId, i64)>, StoreError>;

    /// Whether the database answers at all.
    fn ping(&mut self) -> Result<(), StoreError>;
}

/// The answers to requests that bear an idempotency key, kept for 48 hours.
pub trait Memos {
    /// Takes the key until the unit of work ends; `false` when another request holds it.
    fn take_key(&mut self, user: UserId, key: &str) -> Result<bool, StoreError>;

    /// The fingerprint and the answer that were kept for this key.
    fn memo(&mut self, user: UserId, key: &str) -> Result<Option<(Vec<u8>, serde_json::Value)>, StoreError>;

    /// Keeps the answer.
    fn remember(&mut self, user: UserId, once: &Once, answer: &serde_json::Value) -> Result<(), StoreError>;

    /// Forgets answers that were kept long enough, at most so many, and says how many.
    fn forget_old_memos(&mut self, most: u32) -> Result<u32, StoreError>;
}

/// Which part of time a unit of work sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// One statement, without a transaction.
    Statement,
    /// Several statements that see one moment and change nothing.
    Snapshot,
    /// A change, whole or not at all.
    Change,
}

/// How a unit of work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Keep what was changed.
    Commit,
    /// Leave everything as it was.
    RollBack,
}

/// The database, as adapters provide it. Use cases call the functions of `dyn Database` below, where
/// there is no commit to forget and no connection outside the closure.
pub trait Database: Send + Sync {
    /// Runs `work` on a store of its own.
    ///
    /// # Errors
    /// What kept the unit of work from beginning or from ending as it was to end;
    /// [`StoreError::Contention`] whenever one of its statements met a deadlock or a serialisation failure.
    fn run(&self, moment: Moment, work: &mut dyn FnMut(&mut dyn Store) -> Verdict) -> Result<(), StoreError>;
}

// The lifetime matters: without it callers would need a database that lives for ever.
impl dyn Database + '_ {
    /// One statement, without a transaction around it.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.conclude(Moment::Statement, work)
    }

    /// Several statements that see one moment.
    pub fn snapshot<T, E: From<StoreError>>(
        &self,
        work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.conclude(Moment::Snapshot, work)
    }

    /// A change by `caller`: `Ok` commits, `Err` rolls back. The rights that the caller came with are
    /// confirmed first, and hold until the change is done.
    ///
    /// `work` runs once more when other work was in the way.
    pub fn atomically<T, E: From<StoreError>>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        self.conclude(Moment::Change, |store| {
            if let Some(user) = caller.id() {
                store.confirm_rights(user, caller.rights_epoch())?;
            }
            work(store)
        })
    }

    /// Like [`atomically`](Self::atomically), and when the caller wishes it, with an effect only once: the
    /// same request again gets the first answer.
    pub fn once<T, E>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<StoreError>,
    {
        self.atomically(caller, |store| match (caller.id(), caller.wish()) {
            (Some(user), Some(wish)) => answer_once(store, user, wish, &mut work),
            _ => work(store),
        })
    }

    fn conclude<T, E: From<StoreError>>(
        &self,
        moment: Moment,
        mut work: impl FnMut(&mut dyn Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut attempt = || {
            let mut outcome = None;
            let ended = self.run(moment, &mut |store| {
                let result = work(store);
                let verdict = if result.is_ok() { Verdict::Commit } else { Verdict::RollBack };
                outcome = Some(result);
                verdict
            });
            (ended, outcome)
        };
        let (mut ended, mut outcome) = attempt();
        if ended == Err(StoreError::Contention) {
            (ended, outcome) = attempt();
        }
        match (ended, outcome) {
            (Ok(()), Some(result)) => result,
            (Err(failure), _) => Err(failure.into()),
            (Ok(()), None) => Err(StoreError::Unexpected("the unit of work was never run".into()).into()),
        }
    }
}

fn answer_once<T, E>(
    store: &mut dyn Store,
    user: UserId,
    wish: &Once,
    work: &mut impl FnMut(&mut dyn Store) -> Result<T, E>,
) -> Result<T, E>
where
    T: Serialize + DeserializeOwned,
    E: From<StoreError>,
{
    if !store.take_key(user, &wish.key)? {
        return Err(StoreError::KeyInFlight.into());
    }
    let unreadable = |error: serde_json::Error| StoreError::Unexpected(format!("memo: {error}"));
    if let Some((fingerprint, answer)) = store.memo(user, &wish.key)? {
        if fingerprint != wish.fingerprint {
            return Err(StoreError::KeyReused.into());
        }
        return Ok(serde_json::from_value(answer).map_err(unreadable)?);
    }
    let answer = work(store)?;
    store.remember(user, wish, &serde_json::to_value(&answer).map_err(unreadable)?)?;
    Ok(answer)
}

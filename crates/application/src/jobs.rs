//! Work that must happen, but not while somebody waits: a row in a table, done by a background worker,
//! tried again with growing pauses, and parked when it never succeeds.

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::Email;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, Caller, StoreError};

/// Work that must happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Send a mail.
    SendMail(Message),
    /// Mail a link for a new password to whoever has this address, if anyone does.
    OfferReset {
        /// The address that somebody typed.
        email: String,
    },
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// To whom.
    pub to: Email,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// A job that a worker has taken.
#[derive(Clone, Debug)]
pub struct TakenJob {
    /// Identifies the job.
    pub id: Uuid,
    /// What must be done, or why nobody can read what it is.
    pub job: Result<Job, String>,
    /// How often it has been tried, this time included.
    pub attempt: u32,
}

/// The jobs that are kept.
pub trait Jobs {
    /// Adds a job to be done at `run_at` or later. A second job with the same `unique_key` is not added.
    fn add_job(
        &mut self,
        id: Uuid,
        job: &Job,
        run_at: DateTime<Utc>,
        unique_key: Option<&str>,
    ) -> Result<(), StoreError>;

    /// Takes the next job that is due, so that no other worker gets it before `leased_until`.
    fn take_job(
        &mut self,
        now: DateTime<Utc>,
        leased_until: DateTime<Utc>,
    ) -> Result<Option<TakenJob>, StoreError>;

    /// The job is done.
    fn finish_job(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// The job failed: try again at `retry_at`, or park it when there is no such time.
    fn fail_job(&mut self, id: Uuid, reason: &str, retry_at: Option<DateTime<Utc>>)
    -> Result<(), StoreError>;
}

/// Sends mail.
pub trait Mailer: Send + Sync {
    /// Hands the message over to whoever delivers it.
    ///
    /// # Errors
    /// What went wrong, for the log.
    fn send(&self, message: &Message) -> Result<(), MailError>;
}

/// The mail could not be handed over.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MailError(pub String);

/// Why a job was not done.
enum Failure {
    /// It may go better the next time.
    Again(String),
    /// It never will.
    Hopeless(String),
}

impl Failure {
    #[expect(clippy::needless_pass_by_value, reason = "it is given as the error of a result")]
    fn again(error: impl ToString) -> Self {
        Self::Again(error.to_string())
    }
}

/// How often a job is tried before it is parked.
const MOST_ATTEMPTS: u32 = 8;
/// How long a worker may keep a job.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// The use cases of background work.
#[derive(Clone, Copy)]
pub struct Background<'a>(pub(crate) &'a App);

impl Background<'_> {
    /// Does the next job that is due. `false` when there is none.
    pub fn do_next(self, mailer: &dyn Mailer) -> Result<bool, StoreError> {
        let caller = Caller::system("jobs");
        let now = self.0.clock.now();
        let Some(taken) = self.0.db.atomically(&caller, |store| store.take_job(now, now + LEASE))? else {
            return Ok(false);
        };
        let outcome = self.carry_out(mailer, &taken);
        let now = self.0.clock.now();
        self.0.db.atomically(&caller, |store| match &outcome {
            Ok(()) => store.finish_job(taken.id, now),
            Err(Failure::Again(error)) => store.fail_job(taken.id, error, retry_at(taken.attempt, now)),
            Err(Failure::Hopeless(error)) => store.fail_job(taken.id, error, None),
        })?;
        if let Err(Failure::Again(error) | Failure::Hopeless(error)) = outcome {
            tracing::warn!(job = %taken.id, attempt = taken.attempt, %error, "a job failed");
        }
        Ok(true)
    }

    fn carry_out(self, mailer: &dyn Mailer, taken: &TakenJob) -> Result<(), Failure> {
        if taken.attempt > MOST_ATTEMPTS {
            // No worker lived to say so.
            return Err(Failure::Hopeless("its workers died".to_owned()));
        }
        match &taken.job {
            Ok(Job::SendMail(message)) => mailer.send(message).map_err(Failure::again),
            Ok(Job::OfferReset { email }) => self.0.identity().offer_reset(email).map_err(Failure::again),
            Err(reason) => Err(Failure::Hopeless(reason.clone())),
        }
    }

    /// Whether the database answers.
    pub fn ping(self) -> Result<(), StoreError> {
        self.0.db.read(|store| store.ping())
    }

    /// Forgets what need not be kept any longer.
    pub fn tidy(self) -> Result<(), StoreError> {
        let before = self.0.clock.now() - TimeDelta::days(1);
        self.0.db.atomically(&Caller::system("tidy"), |store| {
            store.forget_old_memos()?;
            store.forget_login_failures(before)
        })
    }
}

/// When a job that failed for the `attempt`th time is tried again: after 10 s, 20 s, 40 s and so on, until
/// it has been tried often enough.
fn retry_at(attempt: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let pause = TimeDelta::seconds(10 * i64::from(2_u32.saturating_pow(attempt.saturating_sub(1)).min(360)));
    (attempt < MOST_ATTEMPTS).then(|| now + pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_until_the_job_is_parked() {
        let start = DateTime::UNIX_EPOCH;
        let pauses: Vec<_> = (1..=MOST_ATTEMPTS)
            .map(|attempt| retry_at(attempt, start).map(|at| (at - start).num_seconds()))
            .collect();
        assert_eq!(pauses, [Some(10), Some(20), Some(40), Some(80), Some(160), Some(320), Some(640), None]);
    }
}

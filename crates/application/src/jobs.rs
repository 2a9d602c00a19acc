//! Work that must happen, but not while somebody waits: a row in a table, done by a background worker,
//! tried again with growing pauses, and parked when it never succeeds.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::Email,
    meetings::MeetingId,
    modules::ModuleId,
    notices::{AnnouncementId, EventId},
    notifications::{MeetingNews, NotificationId},
    tasks::{SubmissionId, TaskId},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{App, Caller, Store, StoreError, notifications::FamilyNews};

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
    /// An announcement goes live, or expires.
    AnnouncementDue {
        /// Which.
        announcement: AnnouncementId,
    },
    /// Notify those whom an announcement addresses that is live already.
    NotifyAnnouncement {
        /// Which.
        announcement: AnnouncementId,
    },
    /// Notify those whom an event addresses.
    NotifyEvent {
        /// Which.
        event: EventId,
    },
    /// Mail somebody what a notification says.
    MailNotification {
        /// Which.
        notification: NotificationId,
    },
    /// Tell a section what happened to its meeting.
    NotifyMeeting {
        /// Which.
        meeting: MeetingId,
        /// What happened.
        news: MeetingNews,
        /// When it happened.
        since: DateTime<Utc>,
    },
    /// End a meeting that nobody has ended.
    MeetingOvertime {
        /// Which.
        meeting: MeetingId,
    },
    /// Tell families that their section was given a task.
    NotifyTask {
        /// Which.
        task: TaskId,
    },
    /// Tell families that a task is due soon.
    TaskDueSoon {
        /// Which.
        task: TaskId,
        /// When it was due when this was planned; a task that is due at another moment now has another job.
        due_at: DateTime<Utc>,
    },
    /// Tell a family that their hand-in was returned.
    NotifySubmission {
        /// Which.
        submission: SubmissionId,
    },
    /// Tell families that their section was given a learning module.
    NotifyModule {
        /// Which.
        module: ModuleId,
    },
}

impl Job {
    /// What is kept of a job that is parked: to whom a mail was, but not what it said, for it may hold a link.
    fn without_secrets(&self) -> Value {
        match self {
            Self::SendMail(Message { to, subject, body: _, id: _ }) => {
                json!({ "kind": "send_mail", "to": to, "subject": subject })
            }
            Self::OfferReset { email } => json!({ "kind": "offer_reset", "email": email }),
            Self::AnnouncementDue { .. }
            | Self::NotifyAnnouncement { .. }
            | Self::NotifyEvent { .. }
            | Self::MailNotification { .. }
            | Self::NotifyMeeting { .. }
            | Self::MeetingOvertime { .. }
            | Self::NotifyTask { .. }
            | Self::TaskDueSoon { .. }
            | Self::NotifySubmission { .. }
            | Self::NotifyModule { .. } => json!(self),
        }
    }
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
    /// What tells it from every other mail, so that one that is sent twice is taken for one; `None` for one that
    /// is never sent twice.
    #[serde(default)]
    pub id: Option<String>,
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

    /// Adds several jobs, each with its identifier, to be done at `run_at` or later.
    fn add_jobs(&mut self, jobs: &[(Uuid, Job)], run_at: DateTime<Utc>) -> Result<(), StoreError>;

    /// Takes the next job that is due, so that no other worker gets it before `leased_until`.
    fn take_job(
        &mut self,
        now: DateTime<Utc>,
        leased_until: DateTime<Utc>,
    ) -> Result<Option<TakenJob>, StoreError>;

    /// The job is done.
    fn finish_job(&mut self, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError>;

    /// The job failed: try again at `retry_at`.
    fn fail_job(&mut self, id: Uuid, reason: &str, retry_at: DateTime<Utc>) -> Result<(), StoreError>;

    /// The job failed for good. Of its payload only `kept` stays, for whoever looks at it.
    fn park_job(&mut self, id: Uuid, reason: &str, kept: &Value) -> Result<(), StoreError>;

    /// Forgets jobs that were done before this, at most so many, and says how many.
    fn forget_jobs(&mut self, done_before: DateTime<Utc>, most: u32) -> Result<u32, StoreError>;
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

/// How many records are forgotten in one unit of work.
const BATCH: u32 = 500;
/// How long failed logins are kept, which count for a quarter of an hour.
const KEEP_FAILURES: TimeDelta = TimeDelta::days(1);
/// How long links are kept after they could last be used.
const KEEP_LINKS: TimeDelta = TimeDelta::days(7);
/// How long it is kept that a job was done.
const KEEP_JOBS: TimeDelta = TimeDelta::days(30);
/// How long logins are kept after they ended. They tell from which network addresses a person is known.
const KEEP_UNSENT: TimeDelta = TimeDelta::hours(24);
const KEEP_SESSIONS: TimeDelta = TimeDelta::days(90);

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
        // What nobody can read may hold anything.
        let kept = taken.job.as_ref().map_or(Value::Null, Job::without_secrets);
        self.0.db.atomically(&caller, |store| match &outcome {
            Ok(()) => store.finish_job(taken.id, now),
            Err(Failure::Again(error)) => match retry_at(taken.attempt, now) {
                Some(at) => store.fail_job(taken.id, error, at),
                None => store.park_job(taken.id, error, &kept),
            },
            Err(Failure::Hopeless(error)) => store.park_job(taken.id, error, &kept),
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
        let job = taken.job.as_ref().map_err(|reason| Failure::Hopeless(reason.clone()))?;
        let done = match job {
            Job::SendMail(message) => return mailer.send(message).map_err(Failure::again),
            Job::MailNotification { notification } => return self.mail(mailer, *notification),
            Job::OfferReset { email } => self.0.identity().offer_reset(email),
            Job::AnnouncementDue { announcement } => self.0.notices().announcement_due(*announcement),
            Job::NotifyAnnouncement { announcement } => {
                self.0.notices().notify_of_announcement(*announcement).map(drop)
            }
            Job::NotifyEvent { event } => self.0.notices().notify_of_event(*event),
            Job::NotifyMeeting { meeting, news, since } => self.0.meetings().notify(*meeting, *news, *since),
            Job::MeetingOvertime { meeting } => self.0.meetings().run_out(*meeting),
            Job::NotifyTask { task } => self.tell(FamilyNews::TaskPublished(*task)),
            Job::TaskDueSoon { task, due_at } => {
                self.tell(FamilyNews::TaskDueSoon { task: *task, due_at: *due_at })
            }
            Job::NotifySubmission { submission } => self.tell(FamilyNews::SubmissionReturned(*submission)),
            Job::NotifyModule { module } => self.tell(FamilyNews::ModulePublished(*module)),
        };
        done.map_err(Failure::again)
    }

    fn tell(self, news: FamilyNews) -> Result<(), StoreError> {
        self.0.notifications().tell_families(news)
    }

    fn mail(self, mailer: &dyn Mailer, notification: NotificationId) -> Result<(), Failure> {
        match self.0.notifications().letter(notification) {
            Ok(Some(letter)) => mailer.send(&letter).map_err(Failure::again),
            Ok(None) => Ok(()),
            Err(unreadable @ StoreError::Corrupt { .. }) => Err(Failure::Hopeless(unreadable.to_string())),
            Err(error) => Err(Failure::again(error)),
        }
    }

    /// Whether the database answers.
    pub fn ping(self) -> Result<(), StoreError> {
        self.0.db.read(|store| store.ping())
    }

    /// Forgets what need not be kept any longer. What is parked stays until somebody has looked at it.
    pub fn tidy(self) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        self.in_batches(|store| store.forget_old_memos(BATCH))?;
        self.in_batches(|store| store.forget_login_failures(now - KEEP_FAILURES, BATCH))?;
        self.in_batches(|store| store.forget_links(now - KEEP_LINKS, BATCH))?;
        self.in_batches(|store| store.forget_jobs(now - KEEP_JOBS, BATCH))?;
        self.in_batches(|store| store.forget_sessions(now - KEEP_SESSIONS, BATCH))?;
        self.in_batches(|store| store.give_up_unsent_files(now - KEEP_UNSENT, BATCH))
    }

    /// Forgets a few at a time, each few in a unit of work of its own, so that nobody waits for long.
    fn in_batches(
        self,
        mut forget: impl FnMut(&mut dyn Store) -> Result<u32, StoreError>,
    ) -> Result<(), StoreError> {
        let caller = Caller::system("tidy");
        while self.0.db.atomically(&caller, &mut forget)? >= BATCH {}
        Ok(())
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

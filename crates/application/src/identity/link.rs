use chrono::TimeDelta;
use domain::identity::{Account, Activity, Email, Password, PasswordRefused};
use uuid::Uuid;

use super::{Identity, Link, LinkPurpose, PasswordHash, login::session_entry};
use crate::{
    App, Caller, Origin, Store, StoreError,
    jobs::{Job, Message},
};

/// How long a link that lets a person set a password may be used.
const LINK_LIFETIME: TimeDelta = TimeDelta::minutes(30);

/// Why no link could be asked for.
#[derive(Debug, thiserror::Error)]
pub enum ForgotError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A new password for whoever holds a link, before it is hashed.
pub struct ResetPassword {
    /// Accepted by the rules for this person.
    pub password: Password,
}

/// Why no password was set.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link is unknown, was used, or has ended; which of these is not said.
    #[error("this link is no longer valid")]
    LinkRefused,
    /// The password is not one that the person may have.
    #[error(transparent)]
    Password(#[from] PasswordRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity<'_> {
    /// Sees to it that whoever has this address and forgot the password gets a link. Does the same work,
    /// and so takes the same time, whether or not there is such an account: looking for it is left to a job.
    pub fn forgot(self, email: &str, origin: &Origin) -> Result<(), ForgotError> {
        // What is no address is nobody's.
        let Ok(email) = Email::try_new(email) else { return Ok(()) };
        let job = Job::OfferReset { email: email.into() };
        let now = self.0.clock.now();
        let caller = Caller::anonymous(origin.clone());
        Ok(self.0.db.atomically(&caller, |store| store.add_job(self.0.ids.next(), &job, now, None))?)
    }

    /// Mails a link to the active account with this address, if there is one.
    pub(crate) fn offer_reset(self, email: &str) -> Result<(), StoreError> {
        let caller = Caller::system("password reset");
        let now = self.0.clock.now();
        self.0.db.atomically(&caller, |store| {
            let (credentials, _) = store.credentials(email, None, now)?;
            let Some(credentials) = credentials.filter(|known| known.activity == Activity::Active) else {
                return Ok(());
            };
            let Some(account) = store.account(credentials.user)? else { return Ok(()) };
            send_link(self.0, store, &account, LinkPurpose::Reset)?;
            self.0.audit_to(store, &caller, &session_entry("password.forgotten", Some(account.id)))
        })
    }

    /// Whether whoever holds the link may set this password. The first of two steps: between them the
    /// password is hashed, while no connection is held.
    pub fn check_reset(self, token: &str, typed: &str, origin: &Origin) -> Result<ResetPassword, ResetError> {
        let fingerprint = self.0.tokens.fingerprint(token.as_bytes());
        let now = self.0.clock.now();
        self.0.db.atomically(&Caller::anonymous(origin.clone()), |store| {
            let link = store.open_link_for_update(&fingerprint, now)?.ok_or(ResetError::LinkRefused)?;
            let account = store.account(link.user)?.ok_or(ResetError::LinkRefused)?;
            Ok(ResetPassword { password: accept_password(store, &account, typed)?? })
        })
    }

    /// Sets the password and ends every session. The link is used up.
    pub fn complete_reset(self, token: &str, hash: &PasswordHash, origin: &Origin) -> Result<(), ResetError> {
        let fingerprint = self.0.tokens.fingerprint(token.as_bytes());
        let caller = Caller::anonymous(origin.clone());
        let now = self.0.clock.now();
        let user = self.0.db.atomically(&caller, |store| {
            let link = store.open_link_for_update(&fingerprint, now)?.ok_or(ResetError::LinkRefused)?;
            store.use_link(link.id, now)?;
            store.set_password(link.user, hash, now)?;
            store.revoke_sessions(link.user, None, now)?;
            self.0.audit_to(store, &caller, &session_entry("password.reset", Some(link.user)))?;
            Ok::<_, ResetError>(link.user)
        })?;
        self.0.rights_changed(user);
        Ok(())
    }
}

/// Accepts a new password for this person by the rules.
pub(super) fn accept_password(
    store: &mut dyn Store,
    account: &Account,
    typed: &str,
) -> Result<Result<Password, PasswordRefused>, StoreError> {
    let settings = store.settings()?;
    let own_names = [
        account.first_name.as_str(),
        account.last_name.as_str(),
        account.email.as_str(),
        settings.values.school_name.as_str(),
    ];
    Ok(Password::try_new(typed, &account.roles, &own_names))
}

/// Makes a link and the job that mails it.
pub(super) fn send_link(
    app: &App,
    store: &mut dyn Store,
    account: &Account,
    purpose: LinkPurpose,
) -> Result<(), StoreError> {
    let secret = Uuid::from_bytes(app.ids.secret()).simple().to_string();
    let now = app.clock.now();
    let link = Link {
        id: app.ids.next(),
        user: account.id,
        purpose,
        created_at: now,
        expires_at: now + LINK_LIFETIME,
    };
    store.add_link(&link, &app.tokens.fingerprint(secret.as_bytes()))?;
    let school = store.settings()?.values.school_name;
    let (page, subject, why) = match purpose {
        LinkPurpose::Reset => (
            "reset",
            format!("{school}: choose a new password"),
            "Somebody asked for a new password for your account.",
        ),
        LinkPurpose::Invitation => {
            ("welcome", format!("{school}: your account"), "An account was made for you.")
        }
    };
    // The secret stands in the fragment, which browsers send to no server and write to no log.
    let url = format!("{}/{page}#token={secret}", app.public_url);
    let body = format!(
        "Hello {},\n\n{why} Open this address within 30 minutes to choose your password:\n\n{url}\n\nIf you did not expect this, you need do nothing.\n",
        account.first_name
    );
    let message = Message { to: account.email.clone(), subject, body, id: None };
    store.add_job(app.ids.next(), &Job::SendMail(message), now, Some(&format!("link:{}", link.id)))
}

use std::sync::Arc;

use domain::identity::{Activity, Refresh, RefreshRefused, Session, SessionId};

use super::{Identity, SignedIn, TokenRefused, login::session_entry};
use crate::{Caller, Event, Origin, StoreError};

/// Why a session was not continued.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The token is not valid, or its session has ended.
    #[error(transparent)]
    Refused(#[from] TokenRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What came of a refresh within the unit of work. A reuse commits too: it ends the family.
enum Outcome {
    Continued(Session, Arc<super::KnownPerson>),
    Reused(Session),
}

impl Identity<'_> {
    /// The session that a refresh token belongs to, if its seal is genuine. Touches nothing but memory.
    pub fn session_of(self, token: &str) -> Option<SessionId> {
        self.0.tokens.read_refresh(token).ok().map(|(session, _)| session)
    }

    /// Continues a session: spends the refresh token and gives the next.
    ///
    /// A token that was spent before ends the whole family, because somebody holds a copy; but its direct
    /// predecessor, replayed within ten seconds, gets the same successor.
    pub fn refresh(self, token: &str, origin: &Origin) -> Result<SignedIn, RefreshError> {
        let (id, generation) = self.0.tokens.read_refresh(token)?;
        let caller = Caller::anonymous(origin.clone());
        let now = self.0.clock.now();
        let outcome = self.0.db.atomically(&caller, |store| {
            let (session, fingerprint) = store.session_for_update(id)?.ok_or(TokenRefused)?;
            let is_current = generation == session.generation;
            if is_current && fingerprint != self.0.tokens.fingerprint(token.as_bytes()) {
                return Err(TokenRefused.into());
            }
            match session.clone().refresh(generation, self.0.session_limits, now) {
                Ok(refresh) => {
                    let session = match refresh {
                        Refresh::Rotated(session) => {
                            let next = self.0.tokens.refresh_token(session.id, session.generation);
                            store.rotate_session(&session, &self.0.tokens.fingerprint(next.as_bytes()))?;
                            session
                        }
                        Refresh::Repeated(session) => session,
                    };
                    let person = store.person(session.user, self.0.session_limits, now)?;
                    let person = Arc::new(person.ok_or(TokenRefused)?);
                    Ok::<_, RefreshError>(Outcome::Continued(session, person))
                }
                Err(RefreshRefused::Ended) => Err(TokenRefused.into()),
                Err(RefreshRefused::Reused) => {
                    store.revoke_session(session.user, session.id, now)?;
                    self.0.audit_to(store, &caller, &session_entry("session.reused", Some(session.user)))?;
                    Ok(Outcome::Reused(session))
                }
            }
        })?;
        match outcome {
            Outcome::Continued(session, person) if person.account.activity == Activity::Active => {
                let token = self.0.tokens.refresh_token(session.id, session.generation);
                Ok(self.signed_in(person, session, token)?)
            }
            Outcome::Continued(..) => Err(TokenRefused.into()),
            Outcome::Reused(session) => {
                self.0.people.forget(session.user);
                self.0.events.publish(Event::SessionEnded { user: session.user, session: session.id });
                Err(TokenRefused.into())
            }
        }
    }
}

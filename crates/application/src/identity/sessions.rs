use domain::identity::{SessionId, UserId};

use super::{Identity, SessionView, TokenRefused, login::session_entry};
use crate::{Caller, Event, Origin, StoreError};

/// Why sessions were not listed or ended.
#[derive(Debug, thiserror::Error)]
pub enum SessionsError {
    /// There is no such open session of the caller.
    #[error("there is no such session")]
    NotFound,
    /// Nobody is logged in.
    #[error(transparent)]
    Refused(#[from] TokenRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity<'_> {
    /// The caller's open sessions, the last used first.
    pub fn sessions(self, caller: &Caller) -> Result<Vec<SessionView>, SessionsError> {
        let user = caller.id().ok_or(TokenRefused)?;
        let now = self.0.clock.now();
        Ok(self.0.db.read(|store| store.open_sessions(user, self.0.session_limits, now))?)
    }

    /// When a session ends if nothing more happens.
    pub fn session_end(self, session: &domain::identity::Session) -> chrono::DateTime<chrono::Utc> {
        session.expires_at(self.0.session_limits)
    }

    /// Ends one of the caller's sessions.
    pub fn end_session(self, caller: &Caller, id: SessionId) -> Result<(), SessionsError> {
        let user = caller.id().ok_or(TokenRefused)?;
        let now = self.0.clock.now();
        self.0.db.atomically(caller, |store| {
            if !store.revoke_session(user, id, now)? {
                return Err(SessionsError::NotFound);
            }
            Ok(self.0.audit_to(store, caller, &session_entry("session.ended", Some(user)))?)
        })?;
        self.session_ended(user, id);
        Ok(())
    }

    /// Ends every session of the caller, this one too.
    pub fn end_all_sessions(self, caller: &Caller) -> Result<(), SessionsError> {
        let user = caller.id().ok_or(TokenRefused)?;
        let now = self.0.clock.now();
        self.0.db.atomically(caller, |store| {
            store.revoke_sessions(user, None, now)?;
            self.0.audit_to(store, caller, &session_entry("session.all_ended", Some(user)))
        })?;
        self.0.rights_changed(user);
        Ok(())
    }

    /// Ends the session that a refresh token belongs to. Logging out with a token that is no longer valid
    /// is no error: whoever holds it is logged out.
    pub fn logout(self, token: &str, origin: &Origin) -> Result<(), SessionsError> {
        let Ok((id, _)) = self.0.tokens.read_refresh(token) else { return Ok(()) };
        let caller = Caller::anonymous(origin.clone());
        let now = self.0.clock.now();
        let ended = self.0.db.atomically(&caller, |store| {
            let Some((session, _)) = store.session_for_update(id)? else { return Ok(None) };
            store.revoke_session(session.user, id, now)?;
            let person = Caller::proved(session.user, id, origin.clone());
            self.0.audit_to(store, &person, &session_entry("session.ended", Some(session.user)))?;
            Ok::<_, StoreError>(Some(session.user))
        })?;
        if let Some(user) = ended {
            self.session_ended(user, id);
        }
        Ok(())
    }

    fn session_ended(self, user: UserId, session: SessionId) {
        self.0.people.forget(user);
        self.0.events.publish(Event::SessionEnded { user, session });
    }
}

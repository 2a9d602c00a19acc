use std::sync::Arc;

use domain::identity::UserId;

use super::{AccessClaims, Identity, KnownPerson, TokenRefused};
use crate::{App, Caller, Event, Origin, StoreError};

/// Why a request is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// The token is not valid, or its login has ended.
    #[error(transparent)]
    Refused(#[from] TokenRefused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity<'_> {
    /// What the token says, if it is valid. Touches nothing but memory.
    pub fn read_token(self, token: &str) -> Result<AccessClaims, TokenRefused> {
        self.0.tokens.read_access(token, self.0.clock.now())
    }

    /// The person of the claims, if they were seen of late and the login is known to be open. Touches
    /// nothing but memory; when it has no answer, ask [`authenticate`](Self::authenticate).
    pub fn recognise(self, claims: &AccessClaims) -> Option<Arc<KnownPerson>> {
        self.0
            .people
            .get(claims.user)
            .filter(|person| person.admits(claims.session) && self.0.clock.now() < person.valid_until)
    }

    /// The person of the claims, from the database.
    pub fn authenticate(self, claims: &AccessClaims) -> Result<Arc<KnownPerson>, AuthenticateError> {
        let person = self.0.know(claims.user)?.ok_or(TokenRefused)?;
        if person.admits(claims.session) { Ok(person) } else { Err(TokenRefused.into()) }
    }

    /// A caller for a request of this person.
    pub fn caller(self, person: &KnownPerson, claims: &AccessClaims, origin: Origin) -> Caller {
        Caller::person(Arc::clone(&person.actor), person.rights_epoch, claims.session, origin)
    }

    /// The person as the database knows them now.
    pub fn me(self, caller: &Caller) -> Result<Arc<KnownPerson>, AuthenticateError> {
        let user = caller.id().ok_or(TokenRefused)?;
        Ok(self.0.know(user)?.ok_or(TokenRefused)?)
    }

    /// Forgets everyone whose rights changed of late on any instance, and tells whoever watches. Called
    /// every two seconds.
    pub fn follow_rights_changes(&self) -> Result<(), StoreError> {
        if self.0.people.has_lost_touch(self.0.clock.now()) {
            // Changes may have come and gone unseen: whoever is known is known no more.
            self.0.people.clear();
        }
        let changes = self.0.db.read(|store| store.recent_rights_changes()).inspect_err(|_| {
            self.0.people.out_of_touch();
        })?;
        if self.0.people.in_touch(self.0.clock.now()) {
            // A change may have been made whose answer never came, and of which nobody told.
            self.0.events.publish(Event::Resync);
        }
        for (user, epoch) in changes {
            if self.0.people.get(user).is_some_and(|known| known.rights_epoch != epoch) {
                self.0.rights_changed(user);
            }
        }
        Ok(())
    }
}

impl App {
    /// Reads a person and remembers them.
    fn know(&self, user: UserId) -> Result<Option<Arc<KnownPerson>>, StoreError> {
        let (limits, now) = (self.session_limits, self.clock.now());
        let person = self.db.read(|store| store.person(user, limits, now))?.map(Arc::new);
        match &person {
            Some(person) => self.people.put(person),
            None => self.people.forget(user),
        }
        Ok(person)
    }

    /// Forgets what was known of a person whose rights have changed, and tells whoever watches.
    pub(crate) fn rights_changed(&self, user: UserId) {
        self.people.forget(user);
        self.events.publish(Event::RightsChanged { user });
    }
}

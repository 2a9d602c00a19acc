use chrono::{DateTime, TimeDelta, Utc};

use super::{SessionId, UserId};

/// One login on one device: the family of refresh tokens that follow one another.
///
/// Each refresh spends the token of the current generation and begins the next. The token of a generation
/// is derived from the family and the generation, so the same generation always means the same token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Identifies the family.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// The generation whose token has not been spent, from 0.
    pub generation: u32,
    /// When the person logged in.
    pub created_at: DateTime<Utc>,
    /// When the current generation began.
    pub rotated_at: DateTime<Utc>,
    /// When the session was ended, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// How long a session may last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// A token not used for this long is dead.
    pub idle: TimeDelta,
    /// A family ends this long after the login, whatever happens.
    pub absolute: TimeDelta,
    /// For this long the direct predecessor of an unspent token is still answered, with that same token:
    /// two tabs may refresh at once.
    pub overlap: TimeDelta,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: TimeDelta::days(14), absolute: TimeDelta::days(30), overlap: TimeDelta::seconds(10) }
    }
}

/// What a refresh comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The token was the current one; the session now stands at the next generation.
    Rotated(Session),
    /// The token was the direct predecessor, replayed within the overlap: answer with the current token.
    Repeated(Session),
}

/// Why a refresh was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefreshRefused {
    /// The session was ended, or has lasted long enough.
    #[error("the session has ended")]
    Ended,
    /// The token had been spent: someone holds a copy, so the whole family must end.
    #[error("the token was used twice")]
    Reused,
}

/// Why a login was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginRefused {
    /// The address or the password is wrong, or the account is closed; which of them is not said.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// Too many failures; try again later.
    #[error("too many failed attempts")]
    TooManyFailures {
        /// How long to wait.
        retry_after: TimeDelta,
    },
}

impl Session {
    /// Whether the session still gives access at this moment.
    pub fn is_open(&self, limits: SessionLimits, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && now < self.expires_at(limits)
    }

    /// When the session ends if nothing more happens.
    pub fn expires_at(&self, limits: SessionLimits) -> DateTime<Utc> {
        (self.rotated_at + limits.idle).min(self.created_at + limits.absolute)
    }

    /// Answers a token of `generation` at `now`.
    pub fn refresh(
        self,
        generation: u32,
        limits: SessionLimits,
        now: DateTime<Utc>,
    ) -> Result<Refresh, RefreshRefused> {
        if !self.is_open(limits, now) {
            return Err(RefreshRefused::Ended);
        }
        if generation == self.generation {
            let generation = self.generation.checked_add(1).ok_or(RefreshRefused::Ended)?;
            return Ok(Refresh::Rotated(Self { generation, rotated_at: now, ..self }));
        }
        let is_direct_predecessor = generation.checked_add(1) == Some(self.generation);
        if is_direct_predecessor && now - self.rotated_at <= limits.overlap {
            return Ok(Refresh::Repeated(self));
        }
        Err(RefreshRefused::Reused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn session() -> Session {
        Session {
            id: SessionId::new(uuid::Uuid::from_u128(1)),
            user: UserId::new(uuid::Uuid::from_u128(2)),
            generation: 0,
            created_at: DateTime::UNIX_EPOCH,
            rotated_at: DateTime::UNIX_EPOCH,
            revoked_at: None,
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn the_direct_predecessor_is_answered_for_ten_seconds() {
        let Ok(Refresh::Rotated(rotated)) = session().refresh(0, SessionLimits::default(), at(5)) else {
            panic!()
        };
        assert_eq!(rotated.generation, 1);
        assert_eq!(
            rotated.clone().refresh(0, SessionLimits::default(), at(15)),
            Ok(Refresh::Repeated(rotated.clone()))
        );
        assert_eq!(rotated.refresh(0, SessionLimits::default(), at(16)), Err(RefreshRefused::Reused));
    }

    #[test]
    fn a_session_ends_when_idle_and_when_old() {
        let day = 24 * 3600;
        assert_eq!(session().refresh(0, SessionLimits::default(), at(14 * day)), Err(RefreshRefused::Ended));
        let mut kept_alive = session();
        for days in [10, 20, 29] {
            let Ok(Refresh::Rotated(next)) =
                kept_alive.clone().refresh(kept_alive.generation, SessionLimits::default(), at(days * day))
            else {
                panic!("day {days}")
            };
            kept_alive = next;
        }
        assert_eq!(kept_alive.refresh(3, SessionLimits::default(), at(30 * day)), Err(RefreshRefused::Ended));
    }

    proptest! {
        /// However tokens are replayed, an ancestor older than the direct predecessor never gets an answer.
        #[test]
        fn no_older_ancestor_is_ever_answered(steps in proptest::collection::vec((0_u32..6, 0_i64..20), 1..40)) {
            let (mut current, mut now) = (session(), 0);
            for (generation, pause) in steps {
                now += pause;
                match current.clone().refresh(generation, SessionLimits::default(), at(now)) {
                    Ok(Refresh::Rotated(next)) => {
                        prop_assert_eq!(generation, current.generation);
                        current = next;
                    }
                    Ok(Refresh::Repeated(same)) => {
                        prop_assert_eq!(generation + 1, current.generation);
                        prop_assert_eq!(&same, &current);
                    }
                    Err(RefreshRefused::Reused) => prop_assert_ne!(generation, current.generation),
                    Err(RefreshRefused::Ended) => prop_assert!(false),
                }
            }
        }
    }
}

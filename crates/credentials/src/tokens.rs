use application::{
    StoreError,
    identity::{AccessClaims, TokenRefused, Tokens},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::SessionId;
use sha2::{Digest, Sha256};

use crate::{access::AccessTokens, refresh::RefreshTokens};

/// The tokens of sessions: access tokens are JSON Web Tokens, refresh tokens are derived from the session.
///
/// Each kind has a secret of its own, so neither can stand in for the other.
pub struct SessionTokens {
    access: AccessTokens,
    access_lifetime: TimeDelta,
    refresh: RefreshTokens,
}

impl SessionTokens {
    /// Tokens sealed with these secrets, which must be random, different, and of at least 32 bytes: whoever
    /// configures the server sees to that. With fewer than 12 bytes no access token is issued at all.
    pub fn new(access_secret: &[u8], refresh_secret: &[u8], access_lifetime: TimeDelta) -> Self {
        Self {
            access: AccessTokens::new(access_secret),
            access_lifetime,
            refresh: RefreshTokens::new(refresh_secret),
        }
    }
}

impl Tokens for SessionTokens {
    fn access_lifetime(&self) -> TimeDelta {
        self.access_lifetime
    }

    fn issue_access(&self, claims: &AccessClaims, now: DateTime<Utc>) -> Result<String, StoreError> {
        self.access
            .issue(claims, now)
            .map_err(|error| StoreError::Unexpected(format!("no access token was issued: {error}")))
    }

    fn read_access(&self, token: &str, now: DateTime<Utc>) -> Result<AccessClaims, TokenRefused> {
        self.access.read(token, now)
    }

    fn refresh_token(&self, session: SessionId, generation: u32) -> String {
        self.refresh.issue(session, generation)
    }

    fn read_refresh(&self, token: &str) -> Result<(SessionId, u32), TokenRefused> {
        self.refresh.read(token)
    }

    fn fingerprint(&self, secret: &[u8]) -> Vec<u8> {
        Sha256::digest(secret).to_vec()
    }
}

use application::identity::{AccessClaims, TokenRefused};
use chrono::{DateTime, Utc};
use domain::identity::{SessionId, UserId};
use jwt_simple::prelude::{Duration, HS256Key, JWTClaims, MACLike, UnixTimeStamp, VerificationOptions};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who issues the tokens, and to whom they are addressed.
const ISSUER: &str = "homeroom";
const AUDIENCE: &str = "homeroom-api";
/// What the tokens are for; no token that is signed for anything else is an access token.
const PURPOSE: &str = "access";
/// How far the clocks of two instances may be apart.
const TOLERANCE_SECONDS: u64 = 5;
/// More than twice what an access token takes; longer ones are not even looked at.
const MAX_LENGTH: usize = 1024;
/// How many tokens are remembered, which is a few megabytes of them: as many people as are busy at once.
const REMEMBERED: usize = 8192;

/// Issues and reads access tokens: JSON Web Tokens sealed by HMAC-SHA256.
pub(crate) struct AccessTokens {
    key: HS256Key,
    rules: VerificationOptions,
    /// Tokens whose seal was found to be right. What a token says never changes, and when it holds is looked
    /// at every time; reading one anew costs as much as all else that a small request takes besides its query.
    known: Cache<String, KnownToken>,
}

/// What a token of ours says.
#[derive(Clone, Copy)]
struct KnownToken {
    claims: AccessClaims,
    issued_at: UnixTimeStamp,
}

/// What our tokens say beside the registered claims.
#[derive(Serialize, Deserialize)]
struct OwnClaims {
    purpose: String,
    /// The login that the token belongs to.
    sid: Uuid,
}

impl AccessTokens {
    pub(crate) fn new(secret: &[u8]) -> Self {
        let rules = VerificationOptions {
            allowed_issuers: Some([ISSUER].into_iter().map(String::from).collect()),
            allowed_audiences: Some([AUDIENCE].into_iter().map(String::from).collect()),
            time_tolerance: Some(Duration::from_secs(TOLERANCE_SECONDS)),
            max_token_length: Some(MAX_LENGTH),
            ..VerificationOptions::default()
        };
        Self { key: HS256Key::from_bytes(secret), rules, known: Cache::new(REMEMBERED) }
    }

    pub(crate) fn issue(&self, claims: &AccessClaims, now: DateTime<Utc>) -> Result<String, String> {
        let issued_at = moment(now).ok_or("it is too early to issue a token")?;
        let expires_at = moment(claims.expires_at).ok_or("the token would end too early")?;
        let claims = JWTClaims {
            issued_at: Some(issued_at),
            expires_at: Some(expires_at),
            invalid_before: Some(issued_at),
            issuer: Some(ISSUER.to_owned()),
            subject: Some(claims.user.to_string()),
            audiences: Some(AUDIENCE.into()),
            jwt_id: None,
            nonce: None,
            custom: OwnClaims { purpose: PURPOSE.to_owned(), sid: claims.session.uuid() },
        };
        self.key.authenticate(claims).map_err(|error| error.to_string())
    }

    pub(crate) fn read(&self, token: &str, now: DateTime<Utc>) -> Result<AccessClaims, TokenRefused> {
        let now = moment(now).ok_or(TokenRefused)?;
        if let Some(known) = self.known.get(token) {
            return if known.holds_at(now) { Ok(known.claims) } else { Err(TokenRefused) };
        }
        let known = self.verify(token, now)?;
        self.known.insert(token.to_owned(), known);
        Ok(known.claims)
    }

    fn verify(&self, token: &str, now: UnixTimeStamp) -> Result<KnownToken, TokenRefused> {
        let rules = VerificationOptions { artificial_time: Some(now), ..self.rules.clone() };
        let claims: JWTClaims<OwnClaims> =
            self.key.verify_token(token, Some(rules)).map_err(|_| TokenRefused)?;
        if claims.custom.purpose != PURPOSE {
            return Err(TokenRefused);
        }
        // A token without an end would be taken for one that never ends.
        let ends = claims.expires_at.ok_or(TokenRefused)?.as_secs();
        let expires_at = i64::try_from(ends).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let user = claims.subject.as_deref().and_then(|subject| Uuid::try_parse(subject).ok());
        let read = AccessClaims {
            user: UserId::new(user.ok_or(TokenRefused)?),
            session: SessionId::new(claims.custom.sid),
            expires_at: expires_at.ok_or(TokenRefused)?,
        };
        Ok(KnownToken { claims: read, issued_at: claims.issued_at.ok_or(TokenRefused)? })
    }
}

impl KnownToken {
    /// The same that the library asks of a token that it reads.
    fn holds_at(&self, now: UnixTimeStamp) -> bool {
        let tolerance = Duration::from_secs(TOLERANCE_SECONDS);
        let has_begun = self.issued_at <= now + tolerance;
        let goes_on = moment(self.claims.expires_at).is_some_and(|end| now <= end + tolerance);
        has_begun && goes_on
    }
}

/// A moment as tokens write it, in whole seconds; `None` before 1970 and after 2106, where the library's
/// sums would overflow.
fn moment(time: DateTime<Utc>) -> Option<UnixTimeStamp> {
    let seconds = u64::try_from(time.timestamp()).ok()?;
    u32::try_from(seconds + TOLERANCE_SECONDS).is_ok().then(|| UnixTimeStamp::from_secs(seconds))
}

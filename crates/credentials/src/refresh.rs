use application::identity::TokenRefused;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::identity::SessionId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Keeps these seals apart from whatever else may ever be sealed with the same secret.
const PURPOSE: &[u8] = b"homeroom-refresh";
/// A family in hexadecimal digits, a generation of at most ten digits, a seal of 43 characters, two dots.
const MAX_LENGTH: usize = 32 + 1 + 10 + 1 + 43;

/// Makes and reads refresh tokens: `<family>.<generation>.<seal>`.
///
/// The seal is an HMAC over family and generation, so the token of a generation is always the same and
/// nothing but its fingerprint has to be stored.
pub(crate) struct RefreshTokens {
    /// An HMAC that has taken in the secret and the purpose.
    sealer: Hmac<Sha256>,
}

impl RefreshTokens {
    pub(crate) fn new(secret: &[u8]) -> Self {
        // Hashed to the length that HMAC pads anyway, so that a secret of any length is a key.
        let mut key = [0; 64];
        key[..32].copy_from_slice(&Sha256::digest(secret));
        let mut sealer = Hmac::<Sha256>::new(&key.into());
        sealer.update(PURPOSE);
        Self { sealer }
    }

    pub(crate) fn issue(&self, family: SessionId, generation: u32) -> String {
        let family = family.uuid();
        let mut sealer = self.sealer.clone();
        sealer.update(family.as_bytes());
        sealer.update(&generation.to_be_bytes());
        let seal = URL_SAFE_NO_PAD.encode(sealer.finalize().into_bytes());
        format!("{}.{generation}.{seal}", family.simple())
    }

    /// Reads what the token claims to be, makes that token, and compares the two in constant time: so there
    /// is one way to write each token, and no other is taken for it.
    pub(crate) fn read(&self, token: &str) -> Result<(SessionId, u32), TokenRefused> {
        if token.len() > MAX_LENGTH {
            return Err(TokenRefused);
        }
        let (family, rest) = token.split_once('.').ok_or(TokenRefused)?;
        let (generation, _seal) = rest.split_once('.').ok_or(TokenRefused)?;
        let family = SessionId::new(Uuid::try_parse(family).map_err(|_| TokenRefused)?);
        let generation = generation.parse().map_err(|_| TokenRefused)?;
        let genuine = self.issue(family, generation);
        if bool::from(genuine.as_bytes().ct_eq(token.as_bytes())) {
            Ok((family, generation))
        } else {
            Err(TokenRefused)
        }
    }
}

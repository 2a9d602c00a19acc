use application::{
    StoreError,
    identity::{PasswordHash, PasswordHasher},
};
use base64::{Engine, alphabet, engine::GeneralPurpose, engine::general_purpose::NO_PAD};

/// bcrypt reads no more bytes than these, and ignores the rest silently.
const MAX_BYTES: usize = 72;
const SALT_BYTES: usize = 16;
const DIGEST_BYTES: usize = 23;

/// Hashes passwords with bcrypt.
pub struct BcryptHasher {
    cost: u32,
    decoy: PasswordHash,
}

/// The hasher could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HasherRefused {
    /// bcrypt knows no such cost.
    #[error("bcrypt's cost must be from 4 to 31, and is {0}")]
    Cost(u32),
    /// The operating system gave no random bytes.
    #[error("no random bytes: {0}")]
    Randomness(String),
}

impl BcryptHasher {
    /// The cost of the hashes that Homeroom stores: about a quarter of a second each.
    pub const COST: u32 = 12;

    /// A hasher whose work doubles with each step of `cost`. Tests take 4, the least there is.
    pub fn new(cost: u32) -> Result<Self, HasherRefused> {
        if !(4..=31).contains(&cost) {
            return Err(HasherRefused::Cost(cost));
        }
        Ok(Self { cost, decoy: decoy(cost)? })
    }
}

impl PasswordHasher for BcryptHasher {
    /// Refuses what bcrypt would not read in full, so that no two passwords share a hash.
    fn hash(&self, password: &str) -> Result<PasswordHash, StoreError> {
        if !is_read_in_full(password) {
            return Err(StoreError::Unexpected("bcrypt would not read the whole password".into()));
        }
        bcrypt::hash(password, self.cost)
            .map(PasswordHash)
            .map_err(|error| StoreError::Unexpected(format!("the password was not hashed: {error}")))
    }

    /// Does the same work whatever it is given: a password that cannot be right and a hash that cannot be
    /// read take as long as any other.
    fn verify(&self, password: &str, hash: &PasswordHash) -> bool {
        let matches = bcrypt::verify(password, &hash.0).unwrap_or_else(|_| {
            let _ = bcrypt::verify(password, &self.decoy.0);
            false
        });
        matches & is_read_in_full(password)
    }

    fn decoy(&self) -> PasswordHash {
        self.decoy.clone()
    }
}

/// Whether bcrypt reads every byte: it stops after 72, and a NUL lets it take one password for another,
/// because it reads `"a\0a"` as the repetition of `"a"`.
fn is_read_in_full(password: &str) -> bool {
    password.len() <= MAX_BYTES && !password.bytes().any(|byte| byte == 0)
}

/// A hash in the form of all others whose digest is random: no password is known to lead to it, and making
/// it takes no time when the server starts.
fn decoy(cost: u32) -> Result<PasswordHash, HasherRefused> {
    let base64 = GeneralPurpose::new(&alphabet::BCRYPT, NO_PAD);
    let mut random = [0_u8; SALT_BYTES + DIGEST_BYTES];
    getrandom::fill(&mut random).map_err(|error| HasherRefused::Randomness(error.to_string()))?;
    let (salt, digest) = random.split_at(SALT_BYTES);
    Ok(PasswordHash(format!("$2b${cost:02}${}{}", base64.encode(salt), base64.encode(digest))))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn hasher() -> BcryptHasher {
        BcryptHasher::new(4).unwrap_or_else(|refused| panic!("{refused}"))
    }

    fn hash(password: &str) -> PasswordHash {
        hasher().hash(password).unwrap_or_else(|error| panic!("{error}"))
    }

    fn cost_of(hash: &PasswordHash) -> Option<u32> {
        bcrypt::HashParts::from_str(&hash.0).ok().map(|parts| parts.get_cost())
    }

    #[test]
    fn only_the_password_itself_matches() {
        let stored = hash("Homeroom#2026");
        assert!(hasher().verify("Homeroom#2026", &stored));
        for other in
            ["", "homeroom#2026", "Homeroom#2027", "Homeroom#2026 ", " Homeroom#2026", "Homeroom#202"]
        {
            assert!(!hasher().verify(other, &stored), "{other:?}");
        }
        assert!(hash("Homeroom#2026") != stored, "two hashes of one password have different salts");
    }

    #[test]
    fn the_cost_stands_in_the_hash() {
        assert_eq!(cost_of(&hash("x")), Some(4));
        let dear = BcryptHasher::new(6).and_then(|hasher| {
            assert_eq!(cost_of(&hasher.decoy()), Some(6));
            hasher.hash("x").map_err(|error| HasherRefused::Randomness(error.to_string()))
        });
        assert_eq!(dear.ok().as_ref().and_then(cost_of), Some(6));
        assert_eq!(BcryptHasher::COST, 12);
        for absurd in [0, 3, 32, u32::MAX] {
            assert_eq!(BcryptHasher::new(absurd).err(), Some(HasherRefused::Cost(absurd)));
        }
    }

    #[test]
    fn seventy_two_bytes_are_read_and_not_one_more() {
        let longest = "ñ".repeat(36);
        assert_eq!(longest.len(), 72);
        let stored = hash(&longest);
        assert!(hasher().verify(&longest, &stored));
        assert!(!hasher().verify(&longest[..70], &stored));
        assert!(!hasher().verify(&format!("{longest}x"), &stored), "the 73rd byte would be ignored");
        assert!(hasher().hash(&format!("{longest}x")).is_err());

        // A hash that another program made by cutting the password off is of no use to anybody here.
        let cut = PasswordHash(bcrypt::hash(format!("{longest}x"), 4).unwrap_or_default());
        assert!(!hasher().verify(&format!("{longest}x"), &cut));
    }

    #[test]
    fn a_nul_lets_no_password_pass_for_another() {
        assert!(hasher().hash("a\0a").is_err());
        assert!(bcrypt::verify("a\0a", &hash("a").0).unwrap_or(false), "bcrypt alone takes it");
        assert!(!hasher().verify("a\0a", &hash("a")));
    }

    #[test]
    fn nothing_matches_the_decoy_nor_a_spoilt_hash() {
        let hasher = hasher();
        assert!(hasher.decoy() == hasher.decoy(), "made once");
        assert!(hasher.decoy() != self::hasher().decoy());
        let spoilt = ["", "x", "$2b$04$", "$2b$99$L6Bc/AlTQHyd9liGgGEZyOFLPHNgyxeEPfgYfBCVxJ7JIlwxyVU3u"];
        for stored in spoilt.map(|text| PasswordHash(text.into())).into_iter().chain([hasher.decoy()]) {
            for password in ["", "x", "Homeroom#2026", "\0", &"long".repeat(100)] {
                assert!(!hasher.verify(password, &stored));
            }
        }
    }

    /// Measured in work, not in time, which no test can rely on: the decoy asks for as much of it.
    #[test]
    fn the_decoy_is_as_dear_as_a_real_hash() {
        assert_eq!(cost_of(&hasher().decoy()), cost_of(&hash("x")));
        assert_eq!(hasher().decoy().0.len(), hash("x").0.len());
    }
}

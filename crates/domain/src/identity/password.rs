use std::fmt;

use super::Roles;

/// A password that a person has chosen and that may be hashed.
///
/// Never shown: its `Debug` output is blank.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password was refused. The order is the order in which the reasons are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    /// Fewer characters than the person's roles ask for.
    #[error("must have at least {least} characters")]
    TooShort {
        /// The fewest characters: 8 for a student, 12 for everyone else.
        least: usize,
    },
    /// More than the 72 bytes that bcrypt reads; the rest would be ignored silently.
    #[error("must have at most 72 bytes (accented letters count double)")]
    TooLong,
    /// It contains the character NUL, at which bcrypt stops reading.
    #[error("must not contain the character NUL")]
    ContainsNul,
    /// It is one that attackers try first.
    #[error("is too common; choose something that nobody else would")]
    Common,
    /// It is made of the person's or the school's own name.
    #[error("must not be made of your own or the school's name")]
    OwnName,
}

/// What guessing programs try first, as it stands or with digits and signs around it: the first three thousand of
/// six characters or more in the frequency list of zxcvbn (MIT, Dropbox Inc. and Joshua Holmer), and some that
/// schools would choose.
const COMMON: &str = include_str!("common_passwords.txt");

impl Password {
    /// bcrypt reads no more bytes than these.
    pub const MAX_BYTES: usize = 72;

    /// The fewest characters for someone with these roles.
    pub fn least_characters(roles: &Roles) -> usize {
        if roles.all() == [super::Role::Student] { 8 } else { 12 }
    }

    /// Accepts a new password by length and by what it is made of; there are no rules of composition.
    ///
    /// `own_names` are the person's names and address and the school's name: none of them, with digits
    /// and signs around it, is a password.
    pub fn try_new(typed: &str, roles: &Roles, own_names: &[&str]) -> Result<Self, PasswordRefused> {
        let least = Self::least_characters(roles);
        if typed.chars().count() < least {
            return Err(PasswordRefused::TooShort { least });
        }
        if typed.len() > Self::MAX_BYTES {
            return Err(PasswordRefused::TooLong);
        }
        if typed.contains('\0') {
            return Err(PasswordRefused::ContainsNul);
        }
        let lowered = typed.to_lowercase();
        let letters: String = lowered.chars().filter(|character| character.is_alphabetic()).collect();
        if is_common(&lowered) || is_common(&letters) || is_one_character(&lowered) {
            return Err(PasswordRefused::Common);
        }
        if is_made_of(&letters, own_names) {
            return Err(PasswordRefused::OwnName);
        }
        Ok(Self(typed.to_owned()))
    }

    /// The password, for hashing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

fn is_common(lowered: &str) -> bool {
    COMMON.lines().any(|common| common == lowered)
}

fn is_one_character(lowered: &str) -> bool {
    let mut characters = lowered.chars();
    characters.next().is_some_and(|first| characters.all(|other| other == first))
}

/// Whether taking the names out of the letters leaves next to nothing.
fn is_made_of(letters: &str, own_names: &[&str]) -> bool {
    let mut words: Vec<String> = own_names
        .iter()
        .flat_map(|name| name.split(|character: char| !character.is_alphabetic()))
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
        .collect();
    // Longest first: taking "ana" out of "anastasia" would leave no name to be found.
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words.iter().fold(letters.to_owned(), |rest, word| rest.replace(word.as_str(), ""));
    rest.len() < letters.len() && rest.chars().count() < 3
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Role;

    fn teacher(typed: &str) -> Result<Password, PasswordRefused> {
        Password::try_new(
            typed,
            &Roles::only(Role::Teacher),
            &["Ana", "Reyes", "ana.reyes@school.local", "Maple School"],
        )
    }

    #[test]
    fn length_is_counted_in_characters_below_and_in_bytes_above() {
        assert_eq!(teacher("ñañañañañañ"), Err(PasswordRefused::TooShort { least: 12 }));
        assert!(teacher("ñañañañañaño").is_ok());
        assert!(teacher(&"ab".repeat(36)).is_ok());
        assert_eq!(teacher(&"ñ".repeat(37)), Err(PasswordRefused::TooLong));
        assert!(Password::try_new("eightlet", &Roles::only(Role::Student), &[]).is_ok());
    }

    #[test]
    fn common_ones_and_own_names_are_refused() {
        assert_eq!(teacher("password1234"), Err(PasswordRefused::Common));
        assert_eq!(teacher("aaaaaaaaaaaa"), Err(PasswordRefused::Common));
        assert_eq!(teacher("AnaReyes2026!"), Err(PasswordRefused::OwnName));
        assert_eq!(teacher("mapleschool99"), Err(PasswordRefused::OwnName));
        let ana = Password::try_new("anastasia2026", &Roles::only(Role::Teacher), &["Ana", "Anastasia"]);
        assert_eq!(ana, Err(PasswordRefused::OwnName));
        assert!(teacher("ana likes green tea").is_ok());
    }

    #[test]
    fn thousands_of_them_are_known() {
        assert!(COMMON.lines().count() >= 3000);
        for guessed in ["liverpool", "trustno1", "jordan23", "butterfly", "1qaz2wsx3edc"] {
            let refused = Password::try_new(guessed, &Roles::only(Role::Student), &[]);
            assert_eq!(refused, Err(PasswordRefused::Common), "{guessed}");
        }
    }

    #[test]
    fn a_character_at_which_hashing_would_stop_is_refused() {
        assert_eq!(teacher("a long enough\0 secret"), Err(PasswordRefused::ContainsNul));
    }

    #[test]
    fn a_password_never_shows_in_debug_output() {
        let shown = format!("{:?}", teacher("a long enough secret"));
        assert!(!shown.contains("secret"));
    }
}

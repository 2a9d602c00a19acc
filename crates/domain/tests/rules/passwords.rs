//! Which passwords are accepted.

use homeroom_domain::identity::{Password, PasswordRefused, Role, Roles};
use proptest::prelude::*;

use crate::support::legal;

const COMMON: &str = include_str!("../../src/identity/common_passwords.txt");

fn staff(typed: &str) -> Result<Password, PasswordRefused> {
    Password::try_new(typed, &Roles::only(Role::Teacher), &[])
}

/// Common, or a common one with digits and signs around it, or one character over and over.
fn is_guessable(typed: &str) -> bool {
    let lowered = typed.to_lowercase();
    let letters: String = lowered.chars().filter(|character| character.is_alphabetic()).collect();
    let one_character = lowered.chars().all(|other| lowered.starts_with(other));
    one_character || COMMON.lines().any(|common| common == lowered || common == letters)
}

proptest! {
    /// There are no rules of composition: whatever is long enough, fits and is not guessable is accepted
    /// as it was typed.
    #[test]
    fn any_text_of_the_right_length_is_a_password(typed in "\\PC{12,72}") {
        prop_assume!(typed.len() <= Password::MAX_BYTES && !is_guessable(&typed));
        let accepted = staff(&typed);
        prop_assert_eq!(accepted.as_ref().map(Password::reveal), Ok(typed.as_str()));
    }

    #[test]
    fn whatever_bcrypt_would_cut_off_is_refused(typed in "\\PC{73,100}") {
        prop_assert_eq!(staff(&typed), Err(PasswordRefused::TooLong));
    }

    #[test]
    fn short_ones_are_refused_by_their_characters(typed in "\\PC{0,11}") {
        prop_assert_eq!(staff(&typed), Err(PasswordRefused::TooShort { least: 12 }));
    }

    /// A name does not become a password by digits and signs around it, nor by being doubled.
    #[test]
    fn own_names_are_refused_however_they_are_dressed(
        name in "[A-Za-z]{6,12}",
        before in "[0-9!#_-]{0,10}",
        after in "[0-9!#_-]{6,10}",
        times in 1_usize..=2,
    ) {
        let typed = format!("{before}{}{after}", name.repeat(times));
        prop_assume!(!is_guessable(&typed));
        let refused = Password::try_new(&typed, &Roles::only(Role::Teacher), &[&name]);
        prop_assert_eq!(refused, Err(PasswordRefused::OwnName));
    }

    /// However long a password is, it is never shown by accident.
    #[test]
    fn debug_output_tells_nothing(typed in "[a-z]{14,40}") {
        prop_assume!(!is_guessable(&typed));
        prop_assert_eq!(format!("{:?}", staff(&typed)), "Ok(Password(…))");
    }
}

#[test]
fn every_common_password_is_refused_to_students_too() {
    for common in COMMON.lines().filter(|common| common.chars().count() >= 8) {
        let refused = Password::try_new(common, &Roles::only(Role::Student), &[]);
        assert_eq!(refused, Err(PasswordRefused::Common), "{common}");
        let shouted = Password::try_new(&common.to_uppercase(), &Roles::only(Role::Student), &[]);
        assert_eq!(shouted, Err(PasswordRefused::Common), "{common}");
    }
}

#[test]
fn only_a_student_who_is_nothing_else_may_have_a_short_one() {
    let both = legal(Roles::try_new(Role::Student, vec![Role::Student, Role::Parent]));
    assert_eq!(Password::least_characters(&Roles::only(Role::Student)), 8);
    assert_eq!(Password::least_characters(&both), 12);
    assert!(Password::try_new("kalabaw7", &Roles::only(Role::Student), &[]).is_ok());
    assert!(Password::try_new("kalabaw7", &both, &[]).is_err());
}

//! Refresh tokens: derived, sealed, and written in one way only.

use std::collections::HashSet;

use application::identity::Tokens;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::identity::SessionId;
use homeroom_credentials::SessionTokens;
use proptest::prelude::*;
use uuid::Uuid;

fn tokens() -> SessionTokens {
    keyed(b"a refresh secret of the tests, long enough")
}

fn keyed(refresh_secret: &[u8]) -> SessionTokens {
    SessionTokens::new(b"an access secret of the tests, long enough", refresh_secret, TimeDelta::minutes(15))
}

fn family(number: u128) -> SessionId {
    SessionId::new(Uuid::from_u128(number))
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().unwrap_or_else(|_| panic!("{token} has three parts"))
}

proptest! {
    #[test]
    fn a_token_says_which_session_and_generation_it_is_for(number: u128, generation: u32) {
        let token = tokens().refresh_token(family(number), generation);
        prop_assert_eq!(&token, &tokens().refresh_token(family(number), generation), "derived, so always the same");
        prop_assert_eq!(tokens().read_refresh(&token), Ok((family(number), generation)));
        prop_assert!(keyed(b"another secret of at least 32 bytes").read_refresh(&token).is_err());
    }

    #[test]
    fn the_seal_of_one_token_fits_no_other(number: u128, generation: u32, other: u128, later: u32) {
        prop_assume!((number, generation) != (other, later));
        let token = tokens().refresh_token(family(number), generation);
        let wanted = tokens().refresh_token(family(other), later);
        prop_assert_ne!(&token, &wanted);
        let ([_, _, seal], [wanted_family, wanted_generation, _]) = (parts(&token), parts(&wanted));
        let forged = format!("{wanted_family}.{wanted_generation}.{seal}");
        prop_assert!(tokens().read_refresh(&forged).is_err());
    }

    #[test]
    fn no_text_is_a_token_by_chance(text in "\\PC{0,120}") {
        prop_assert!(tokens().read_refresh(&text).is_err());
    }
}

#[test]
fn each_generation_has_a_token_of_its_own() {
    let generations = (0..1000).chain([u32::MAX - 1, u32::MAX]);
    let tokens: HashSet<String> =
        generations.map(|generation| tokens().refresh_token(family(7), generation)).collect();
    assert_eq!(tokens.len(), 1002);
}

#[test]
fn every_change_of_a_character_spoils_the_token() {
    let token = tokens().refresh_token(family(0xabc), 42);
    for place in 0..token.len() {
        for bit in 0..8 {
            let mut bytes = token.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            if let Ok(spoilt) = String::from_utf8(bytes) {
                assert!(tokens().read_refresh(&spoilt).is_err(), "bit {bit} of character {place}");
            }
        }
        assert!(tokens().read_refresh(&token[..place]).is_err(), "cut off at {place}");
    }
}

/// A token that could be written in two ways would be found under neither of its fingerprints.
#[test]
fn a_token_is_written_in_one_way_only() {
    let token = tokens().refresh_token(family(0xabc), 42);
    let [session, generation, seal] = parts(&token);
    let hyphenated = family(0xabc).uuid().hyphenated().to_string();
    let bytes = URL_SAFE_NO_PAD.decode(seal).unwrap_or_else(|error| panic!("{error}"));
    let unused_bits_set = format!("{}{}", &seal[..42], char::from(seal.as_bytes()[42] + 1));
    for other in [
        format!("{hyphenated}.{generation}.{seal}"),
        format!("{{{hyphenated}}}.{generation}.{seal}"),
        format!("urn:uuid:{hyphenated}.{generation}.{seal}"),
        format!("{}.{generation}.{seal}", session.to_uppercase()),
        format!("{session}.0{generation}.{seal}"),
        format!("{session}.+{generation}.{seal}"),
        format!("{session}. {generation}.{seal}"),
        format!("{session}.٤٢.{seal}"),
        format!("{session}.{generation}.{seal}="),
        format!("{session}.{generation}.{unused_bits_set}"),
        format!(
            "{session}.{generation}.{}",
            base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes) + "="
        ),
        format!("{token}.{seal}"),
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\0"),
        format!("{session}.{}.{seal}", u64::from(u32::MAX) + 43),
        format!("{session}.-1.{seal}"),
        "x".repeat(100_000),
        String::new(),
        "..".into(),
    ] {
        assert!(tokens().read_refresh(&other).is_err(), "{other}");
    }
}

#[test]
fn fingerprints_are_sha_256() {
    let empty = tokens().fingerprint(b"");
    assert_eq!(empty.len(), 32);
    assert_eq!(empty[..4], [0xe3, 0xb0, 0xc4, 0x42]);
    assert_ne!(tokens().fingerprint(b"a"), tokens().fingerprint(b"b"));
}

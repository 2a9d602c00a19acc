//! Everything that is nearly an access token, and is none.

use application::identity::{AccessClaims, Tokens};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::{SessionId, UserId};
use hmac::{Hmac, KeyInit, Mac};
use homeroom_credentials::SessionTokens;
use serde_json::{Value, json};
use sha2::{Sha256, Sha384, Sha512};
use uuid::Uuid;

const ACCESS: &[u8] = b"an access secret of the tests, long enough";
const REFRESH: &[u8] = b"a refresh secret of the tests, long enough";
const USER: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001);
const SESSION: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0002);

fn tokens() -> SessionTokens {
    SessionTokens::new(ACCESS, REFRESH, TimeDelta::minutes(15))
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

/// What a genuine token says that ends at `at(900)`.
fn genuine() -> AccessClaims {
    AccessClaims { user: UserId::new(USER), session: SessionId::new(SESSION), expires_at: at(900) }
}

fn genuine_token() -> String {
    tokens().issue_access(&genuine(), at(0)).unwrap_or_else(|error| panic!("{error}"))
}

fn header() -> Value {
    json!({"alg": "HS256", "typ": "JWT"})
}

fn claims() -> Value {
    json!({
        "iss": "homeroom", "aud": "homeroom-api", "sub": USER.to_string(), "sid": SESSION.to_string(),
        "purpose": "access", "iat": at(0).timestamp(), "nbf": at(0).timestamp(), "exp": at(900).timestamp(),
    })
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// A token sealed with a secret by somebody who can count; the seal itself is in order.
fn sealed(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let text = unsigned(header, claims);
    let mut seal = Hmac::<Sha256>::new_from_slice(secret).unwrap_or_else(|error| panic!("{error}"));
    seal.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(seal.finalize().into_bytes()))
}

/// The same claims but for one.
fn with(mut value: Value, name: &str, other: Value) -> Value {
    value[name] = other;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().map(|fields| fields.remove(name));
    value
}

fn is_refused(token: &str) -> bool {
    tokens().read_access(token, at(1)).is_err()
}

#[test]
fn a_genuine_token_is_read_and_so_is_one_that_was_put_together_by_hand() {
    assert_eq!(tokens().read_access(&genuine_token(), at(1)), Ok(genuine()));
    // Without this, all the refusals below might be for another reason than the one that they name.
    assert_eq!(tokens().read_access(&sealed(&header(), &claims(), ACCESS), at(1)), Ok(genuine()));
}

#[test]
fn only_our_algorithm_is_read() {
    for name in [
        "none", "None", "NONE", "nOnE", "", "hs256", "HS384", "HS512", "RS256", "RS512", "PS256", "ES256",
        "ES256K", "EdDSA", "HS256 ", "HS256\0", "BLAKE2B",
    ] {
        let header = with(header(), "alg", json!(name));
        assert!(is_refused(&sealed(&header, &claims(), ACCESS)), "sealed, but called {name:?}");
        assert!(is_refused(&format!("{}.", unsigned(&header, &claims()))), "no seal, called {name:?}");
        assert!(is_refused(&unsigned(&header, &claims())), "two parts, called {name:?}");
    }
    for odd in [json!(null), json!(["HS256"]), json!(256), json!({"HS256": true})] {
        assert!(is_refused(&sealed(&with(header(), "alg", odd.clone()), &claims(), ACCESS)), "{odd}");
    }
    assert!(is_refused(&sealed(&without(header(), "alg"), &claims(), ACCESS)));
}

#[test]
fn a_longer_hash_with_the_same_secret_is_refused() {
    for name in ["HS256", "HS384", "HS512"] {
        let text = unsigned(&with(header(), "alg", json!(name)), &claims());
        let mut long = Hmac::<Sha512>::new_from_slice(ACCESS).unwrap_or_else(|error| panic!("{error}"));
        long.update(text.as_bytes());
        let long = long.finalize().into_bytes();
        let mut middle = Hmac::<Sha384>::new_from_slice(ACCESS).unwrap_or_else(|error| panic!("{error}"));
        middle.update(text.as_bytes());
        let middle = middle.finalize().into_bytes();
        for seal in [long.as_slice(), &long[..32], middle.as_slice(), &middle[..32]] {
            assert!(is_refused(&format!("{text}.{}", URL_SAFE_NO_PAD.encode(seal))), "{name}");
        }
    }
}

/// A header may name keys; none of them is ever looked at, and no other kind of token is read.
#[test]
fn headers_cannot_bring_their_own_key() {
    let keys = [
        ("jwk", json!("{\"kty\":\"oct\",\"k\":\"AAAA\"}")),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/certificate")),
        ("kid", json!("../../../../dev/null")),
    ];
    for (name, value) in keys {
        assert!(is_refused(&sealed(&with(header(), name, value), &claims(), b"a secret of the forger's")));
    }
    for (name, value) in
        [("crit", json!(["b64"])), ("typ", json!("secret")), ("typ", json!("")), ("salt", json!("AAAA"))]
    {
        assert!(is_refused(&sealed(&with(header(), name, value), &claims(), ACCESS)), "{name}");
    }
    for secret in [b"".as_slice(), b"secret", b"homeroom", REFRESH, &ACCESS[..41]] {
        assert!(is_refused(&sealed(&header(), &claims(), secret)));
    }
}

#[test]
fn every_claim_must_be_there_and_be_ours() {
    for name in ["iss", "aud", "purpose", "sub", "sid", "exp"] {
        assert!(is_refused(&sealed(&header(), &without(claims(), name), ACCESS)), "without {name}");
        for odd in
            [json!(null), json!(""), json!("other"), json!(["other"]), json!({}), json!(-1), json!(true)]
        {
            let token = sealed(&header(), &with(claims(), name, odd.clone()), ACCESS);
            assert!(is_refused(&token), "{name}: {odd}");
        }
    }
    for (name, value) in [
        ("iss", "Homeroom"),
        ("iss", "homeroom "),
        ("aud", "homeroom"),
        ("aud", "homeroom-api\u{200b}"),
        ("purpose", "refresh"),
        ("purpose", "reset"),
        ("purpose", "Access"),
    ] {
        assert!(
            is_refused(&sealed(&header(), &with(claims(), name, json!(value)), ACCESS)),
            "{name}: {value}"
        );
    }
    for claims in [json!([]), json!("claims"), json!(null), json!(1)] {
        assert!(is_refused(&sealed(&header(), &claims, ACCESS)), "{claims}");
    }
}

#[test]
fn a_token_is_read_until_five_seconds_after_its_end() {
    let token = genuine_token();
    for (seconds, is_read) in [(0, true), (899, true), (900, true), (905, true), (906, false), (910, false)] {
        assert_eq!(tokens().read_access(&token, at(seconds)).is_ok(), is_read, "{seconds} s");
    }
    assert!(tokens().read_access(&token, at(i64::from(u32::MAX))).is_err());
    for absurd in [json!(0), json!(-1), json!(1.5), json!("900")] {
        let token = sealed(&header(), &with(claims(), "exp", absurd.clone()), ACCESS);
        assert!(is_refused(&token), "exp {absurd}");
    }
}

/// The time is an argument: what the machine's own clock says makes no difference.
#[test]
fn the_clock_that_counts_is_the_one_that_is_given() {
    for days in [-19_000, 0, 27_000] {
        let then = at(0) + TimeDelta::days(days);
        let claims = AccessClaims { expires_at: then + TimeDelta::minutes(15), ..genuine() };
        let token = tokens().issue_access(&claims, then).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(tokens().read_access(&token, then + TimeDelta::minutes(14)), Ok(claims));
        assert!(tokens().read_access(&token, then + TimeDelta::minutes(16)).is_err());
    }
    for absurd in
        [DateTime::<Utc>::MIN_UTC, DateTime::UNIX_EPOCH, at(i64::from(u32::MAX)), DateTime::<Utc>::MAX_UTC]
    {
        assert!(tokens().read_access(&genuine_token(), absurd).is_err(), "{absurd}");
    }
    assert!(tokens().issue_access(&genuine(), DateTime::<Utc>::MAX_UTC).is_err());
}

#[test]
fn a_token_that_was_read_before_holds_no_longer_for_it() {
    let (tokens, token) = (tokens(), genuine_token());
    for _ in 0..2 {
        assert_eq!(tokens.read_access(&token, at(1)), Ok(genuine()));
        assert_eq!(tokens.read_access(&token, at(905)), Ok(genuine()));
        assert!(tokens.read_access(&token, at(906)).is_err());
        assert_eq!(tokens.read_access(&token, at(-5)), Ok(genuine()));
        assert!(tokens.read_access(&token, at(-6)).is_err());
        assert!(tokens.read_access(&format!("{token} "), at(1)).is_err());
        assert!(tokens.read_access(&token[..token.len() - 1], at(1)).is_err());
    }
}

#[test]
fn a_token_from_the_future_is_refused() {
    for name in ["iat", "nbf"] {
        let from =
            |seconds: i64| sealed(&header(), &with(claims(), name, json!(at(seconds).timestamp())), ACCESS);
        assert!(is_refused(&from(60)), "{name} in a minute");
        assert!(is_refused(&from(7)), "{name} six seconds after now");
        assert!(!is_refused(&from(6)), "{name} five seconds after now, as clocks may differ");
    }
}

#[test]
fn the_two_kinds_of_token_are_not_mistaken_for_one_another() {
    let refresh = tokens().refresh_token(SessionId::new(SESSION), 3);
    assert!(is_refused(&refresh));
    assert!(tokens().read_refresh(&genuine_token()).is_err());

    // Not even where somebody configured one secret for both.
    let careless = SessionTokens::new(ACCESS, ACCESS, TimeDelta::minutes(15));
    assert!(careless.read_access(&careless.refresh_token(SessionId::new(SESSION), 3), at(1)).is_err());
    assert!(careless.read_refresh(&genuine_token()).is_err());
}

#[test]
fn every_change_of_a_character_spoils_the_token() {
    let token = genuine_token();
    for place in 0..token.len() {
        for bit in 0..8 {
            let mut bytes = token.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            if let Ok(spoilt) = String::from_utf8(bytes) {
                assert!(is_refused(&spoilt), "bit {bit} of character {place}");
            }
        }
        assert!(is_refused(&token[..place]), "cut off at {place}");
        assert!(is_refused(&token[place + 1..]), "begun at {}", place + 1);
    }
}

#[test]
fn a_token_is_written_in_one_way_only() {
    let token = genuine_token();
    let (text, seal) = token.rsplit_once('.').unwrap_or_else(|| panic!("{token}"));
    let padded = format!("{token}=");
    let standard_alphabet = token.replace('-', "+").replace('_', "/");
    for other in [
        padded,
        format!(" {token}"),
        format!("{token} "),
        format!("{token}\n"),
        format!("{token}."),
        format!("{token}.{seal}"),
        format!(".{token}"),
        format!("{text}..{seal}"),
        format!("Bearer {token}"),
        token.to_uppercase(),
        token.to_lowercase(),
    ] {
        assert!(is_refused(&other), "{other:?}");
    }
    assert!(standard_alphabet == token || is_refused(&standard_alphabet));
}

#[test]
fn nonsense_is_refused_whatever_its_size() {
    for nonsense in [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        "null".into(),
        "é.ñ.ß".into(),
        "🔑.🔑.🔑".into(),
        "\u{feff}eyJhbGciOiJIUzI1NiJ9.e30.AAAA".into(),
        "\0".repeat(200),
        "A".repeat(100_000),
        ".".repeat(100_000),
        format!("{}.e30.AAAA", "e".repeat(100_000)),
        format!("{}{}", genuine_token(), "A".repeat(100_000)),
        format!("{}.{}.AAAA", URL_SAFE_NO_PAD.encode(header().to_string()), "[".repeat(100_000)),
    ] {
        assert!(is_refused(&nonsense), "{} bytes", nonsense.len());
    }
    let deep = Value::String("[".repeat(500));
    assert!(is_refused(&sealed(&header(), &deep, ACCESS)));
    let long = with(claims(), "padding", json!("x".repeat(100_000)));
    assert!(is_refused(&sealed(&header(), &long, ACCESS)), "genuine, but far too long");
}

#[test]
fn a_secret_that_is_next_to_nothing_issues_no_token() {
    let weak = SessionTokens::new(b"short", REFRESH, TimeDelta::minutes(15));
    assert!(weak.issue_access(&genuine(), at(0)).is_err());
    assert!(weak.read_access(&sealed(&header(), &claims(), b"short"), at(1)).is_err());
}

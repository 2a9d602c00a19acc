/// As many bytes as the hash has that the tokens are sealed with.
pub(super) const LEAST_BYTES: usize = 32;

/// What stands in examples, in lower case and without the signs between words.
const PLACEHOLDERS: [&str; 12] = [
    "replace",
    "changeme",
    "changeit",
    "placeholder",
    "example",
    "yoursecret",
    "youraccess",
    "yourrefresh",
    "mysecret",
    "supersecret",
    "topsecret",
    "password",
];

/// What makes a secret easy to guess; `None` when nothing does that can be seen.
pub(super) fn weakness(secret: &str) -> Option<&'static str> {
    let letters: String =
        secret.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if PLACEHOLDERS.iter().any(|placeholder| letters.contains(placeholder)) {
        Some("is the placeholder of an example")
    } else if secret.len() < LEAST_BYTES {
        Some("has fewer than 32 bytes")
    } else if has_few_characters(secret) || repeats_itself(secret) || counts(secret) {
        Some("is a pattern, not random")
    } else {
        None
    }
}

/// Whether it is made of fewer than eight different bytes. Even 32 random hexadecimal digits have fewer
/// than eight different ones about once in thirty million times.
fn has_few_characters(secret: &str) -> bool {
    let mut bytes = secret.as_bytes().to_vec();
    bytes.sort_unstable();
    bytes.dedup();
    bytes.len() < 8
}

/// Whether it is one piece, over and over.
fn repeats_itself(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    (1..=bytes.len() / 2).any(|length| bytes.iter().zip(&bytes[length..]).all(|(one, other)| one == other))
}

/// Whether most of it runs through the alphabet or the digits, up or down.
fn counts(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    let steps = bytes.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    steps * 2 > bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_leave_or_type_is_weak() {
        for weak in [
            "",
            "secret",
            "replace_with_strong_random",
            "REPLACE-WITH-a-long-random-string-of-at-least-32-bytes",
            "change_me_change_me_please_9f8e7d6c5b4a",
            "your-secret-key-1234567890-abcdefghijkl",
            "a-password-that-is-rather-long-but-known",
            "0123456789012345678901234567890",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "abababababababababababababababababababab",
            "12345678901234567890123456789012",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "zyxwvutsrqponmlkjihgfedcba9876543210",
            "h3mR-9xQz!h3mR-9xQz!h3mR-9xQz!h3mR-9xQz!",
            "0000000000000000000000000000000000000000000000001a2b",
        ] {
            assert!(weakness(weak).is_some(), "{weak}");
        }
    }

    #[test]
    fn what_tools_make_is_strong() {
        for strong in [
            "b51f0a6e7fd3c9442a1be08c35d7f9116a4e02c8",
            "k3mHq0yB8sVtE1uPzW5xRj7nLdCg9fAaTiOeUbYQ2M4=",
            "correct horse battery staple tandem oyster",
        ] {
            assert_eq!(weakness(strong), None, "{strong}");
        }
    }

    proptest! {
        /// 24 random bytes in hexadecimal and 32 in base64, as `openssl rand` prints them.
        #[test]
        fn random_bytes_are_never_taken_for_a_pattern(hexadecimal in "[0-9a-f]{48}", base64 in "[A-Za-z0-9+/]{43}=") {
            prop_assert!(!["is a pattern, not random"].contains(&weakness(&hexadecimal).unwrap_or_default()));
            prop_assert!(!["is a pattern, not random"].contains(&weakness(&base64).unwrap_or_default()));
        }
    }
}

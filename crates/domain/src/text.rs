use std::{fmt, str::FromStr};

/// One line of text that a person typed: trimmed, not empty, at most `MAX` characters, and without
/// characters that only serve to deceive (controls, and the marks that reverse the direction of reading).
///
/// ```
/// use homeroom_domain::Text;
/// let name: Text<20> = "  Ana María ".parse()?;
/// assert_eq!(name.as_str(), "Ana María");
/// assert!("".parse::<Text<20>>().is_err());
/// # Ok::<(), homeroom_domain::TextRefused>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const MAX: usize>(String);

/// The same on one or several lines: line breaks and tabs are welcome.
///
/// ```
/// use homeroom_domain::{Lines, Text};
/// let address: Lines<50> = "1 Elm Street\nManila".parse()?;
/// assert_eq!(address.as_str().lines().count(), 2);
/// assert!("1 Elm Street\nManila".parse::<Text<50>>().is_err());
/// # Ok::<(), homeroom_domain::TextRefused>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lines<const MAX: usize>(String);

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextRefused {
    /// Nothing is left after trimming.
    #[error("must not be empty")]
    Empty,
    /// It has more characters than the field holds.
    #[error("must have at most {max} characters")]
    TooLong {
        /// The most characters that the field holds.
        max: usize,
    },
    /// It contains a control or direction character.
    #[error("must not contain control or direction characters")]
    ForbiddenCharacter,
}

fn parse(typed: &str, max: usize, permits: fn(char) -> bool) -> Result<String, TextRefused> {
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return Err(TextRefused::Empty);
    }
    if trimmed.chars().nth(max).is_some() {
        return Err(TextRefused::TooLong { max });
    }
    if trimmed.chars().any(|character| is_deceptive(character) && !permits(character)) {
        return Err(TextRefused::ForbiddenCharacter);
    }
    Ok(trimmed.to_owned())
}

fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        )
}

macro_rules! typed {
    ($name:ident, $permits:expr) => {
        impl<const MAX: usize> $name<MAX> {
            /// Parses what a person typed.
            pub fn try_new(typed: &str) -> Result<Self, TextRefused> {
                parse(typed, MAX, $permits).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl<const MAX: usize> FromStr for $name<MAX> {
            type Err = TextRefused;
            fn from_str(typed: &str) -> Result<Self, TextRefused> {
                Self::try_new(typed)
            }
        }
        impl<const MAX: usize> fmt::Debug for $name<MAX> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
        #[cfg(feature = "serde")]
        impl<const MAX: usize> serde::Serialize for $name<MAX> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        #[cfg(feature = "serde")]
        impl<'de, const MAX: usize> serde::Deserialize<'de> for $name<MAX> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let typed = String::deserialize(deserializer)?;
                Self::try_new(&typed).map_err(serde::de::Error::custom)
            }
        }
    };
}
typed!(Text, |_| false);
typed!(Lines, |character| matches!(character, '\n' | '\r' | '\t'));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_bounded_by_characters_not_bytes() {
        assert_eq!(Text::<3>::try_new(" ñañ ").map(|text| text.to_string()), Ok("ñañ".to_owned()));
        assert_eq!(Text::<3>::try_new("ñaña"), Err(TextRefused::TooLong { max: 3 }));
    }

    #[test]
    fn deceptive_characters_are_refused() {
        for hostile in ["a\u{202E}b", "a\0b", "a\nb", "a\u{200B}b", "a\u{2028}b", "a\u{061C}b", "a\u{2060}b"]
        {
            assert_eq!(Text::<9>::try_new(hostile), Err(TextRefused::ForbiddenCharacter), "{hostile:?}");
        }
        assert!(Lines::<9>::try_new("a\nb").is_ok());
        assert_eq!(Lines::<9>::try_new("a\0b"), Err(TextRefused::ForbiddenCharacter));
    }
}

use std::{fmt, str::FromStr};

/// An e-mail address, which is also the name a person logs in with.
///
/// Kept in lower case: two addresses that differ only in case are the same account.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Email(String);

/// The text is not an e-mail address that mail could reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address, such as name@school.example")]
pub struct EmailRefused;

impl Email {
    /// The longest address that a mail server must accept (RFC 5321, 4.5.3.1).
    pub const MAX_LENGTH: usize = 254;

    /// Parses an address: one `@`, a local part of at most 64 characters and a domain, in plain ASCII,
    /// with nothing that could break out of a mail header.
    pub fn try_new(typed: &str) -> Result<Self, EmailRefused> {
        let address = typed.trim().to_ascii_lowercase();
        let (local, domain) = address.split_once('@').ok_or(EmailRefused)?;
        let fits = address.len() <= Self::MAX_LENGTH && (1..=64).contains(&local.len());
        let local_is_plain =
            local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte))
                && !local.starts_with('.')
                && !local.ends_with('.')
                && !local.contains("..");
        let domain_is_plain = domain.split('.').all(is_label) && domain.contains('.');
        if fits && local_is_plain && domain_is_plain { Ok(Self(address)) } else { Err(EmailRefused) }
    }

    /// The address in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl FromStr for Email {
    type Err = EmailRefused;
    fn from_str(typed: &str) -> Result<Self, EmailRefused> {
        Self::try_new(typed)
    }
}
impl TryFrom<String> for Email {
    type Error = EmailRefused;
    fn try_from(typed: String) -> Result<Self, EmailRefused> {
        Self::try_new(&typed)
    }
}
impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}
impl fmt::Debug for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}
impl fmt::Display for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_lowered_and_checked() {
        assert_eq!(Email::try_new(" Ana@School.Local ").map(String::from), Ok("ana@school.local".into()));
        for hostile in [
            "",
            "a",
            "a@b",
            "a@@b.c",
            "a b@c.d",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
            "a,b@c.d",
            ".a@b.c",
            "a@-b.c",
        ] {
            assert_eq!(Email::try_new(hostile), Err(EmailRefused), "{hostile:?}");
        }
    }
}

use std::{fmt, str::FromStr};

/// The address at which a meeting is held: https, with a host, without a name and password in it.
///
/// It is kept and shown, and never fetched.
///
/// ```
/// use homeroom_domain::meetings::MeetingLink;
/// assert!("https://meet.example/abc-defg".parse::<MeetingLink>().is_ok());
/// assert!("http://meet.example/abc".parse::<MeetingLink>().is_err());
/// assert!("javascript:alert(1)".parse::<MeetingLink>().is_err());
/// assert!("https://meet.example@evil.example/".parse::<MeetingLink>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct MeetingLink(String);

/// Why an address is no link to a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefused {
    /// Anything but https, such as http, mail or script.
    #[error("must begin with https://")]
    NotHttps,
    /// The host is missing or is none, or hides behind a name before an @.
    #[error("must name a host, as in https://meet.example/abc")]
    NoHost,
    /// It contains a space, a control, a quote or another character that no address has.
    #[error("must not contain spaces, quotes or control characters")]
    ForbiddenCharacter,
    /// It is longer than any link is.
    #[error("must have at most {} characters", MeetingLink::LONGEST)]
    TooLong,
}

impl MeetingLink {
    /// The most characters of a link.
    pub const LONGEST: usize = 2000;
    const SCHEME: &'static str = "https://";

    /// A link from what a person typed or pasted.
    pub fn try_new(typed: &str) -> Result<Self, LinkRefused> {
        let typed = typed.trim();
        if typed.chars().count() > Self::LONGEST {
            return Err(LinkRefused::TooLong);
        }
        let has_scheme =
            typed.get(..Self::SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(Self::SCHEME));
        if !has_scheme {
            return Err(LinkRefused::NotHttps);
        }
        let rest = &typed[Self::SCHEME.len()..];
        if rest.chars().any(|character| !character.is_ascii_graphic() || "\"'<>\\^`{|}".contains(character)) {
            return Err(LinkRefused::ForbiddenCharacter);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if !is_host(authority) {
            return Err(LinkRefused::NoHost);
        }
        Ok(Self(format!("{}{rest}", Self::SCHEME)))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether it is a name with dots and perhaps a port. Names of one word and bare numbers stand for machines
/// inside somebody's network.
fn is_host(authority: &str) -> bool {
    let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last_is_a_word =
        labels.last().is_some_and(|label| label.bytes().any(|byte| byte.is_ascii_alphabetic()));
    labels.len() >= 2
        && labels.iter().all(is_label)
        && last_is_a_word
        && port.parse::<u16>().is_ok_and(|port| port > 0)
}

impl FromStr for MeetingLink {
    type Err = LinkRefused;
    fn from_str(typed: &str) -> Result<Self, LinkRefused> {
        Self::try_new(typed)
    }
}
impl TryFrom<String> for MeetingLink {
    type Error = LinkRefused;
    fn try_from(typed: String) -> Result<Self, LinkRefused> {
        Self::try_new(&typed)
    }
}
impl From<MeetingLink> for String {
    fn from(link: MeetingLink) -> Self {
        link.0
    }
}
impl fmt::Display for MeetingLink {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_hosts_over_https_are_links() {
        for fine in [
            "https://meet.example/abc",
            " HTTPS://meet.example ",
            "https://meet.example:8443/j/123?pwd=a%20b#x",
            "https://a.b-c.example/@someone",
        ] {
            assert!(MeetingLink::try_new(fine).is_ok(), "{fine}");
        }
        for (wrong, why) in [
            ("", LinkRefused::NotHttps),
            ("http://meet.example/", LinkRefused::NotHttps),
            ("javascript:alert(1)//https://meet.example", LinkRefused::NotHttps),
            ("//meet.example/", LinkRefused::NotHttps),
            ("httpſ://meet.example", LinkRefused::NotHttps),
            ("https://", LinkRefused::NoHost),
            ("https:///etc/passwd", LinkRefused::NoHost),
            ("https://localhost/", LinkRefused::NoHost),
            ("https://127.0.0.1/", LinkRefused::NoHost),
            ("https://[::1]/", LinkRefused::NoHost),
            ("https://2130706433/", LinkRefused::NoHost),
            ("https://school.example@evil.example/", LinkRefused::NoHost),
            ("https://meet.example:0/", LinkRefused::NoHost),
            ("https://meet.example:99999/", LinkRefused::NoHost),
            ("https://-meet.example/", LinkRefused::NoHost),
            ("https://meet..example/", LinkRefused::NoHost),
            ("https://meet.example/a b", LinkRefused::ForbiddenCharacter),
            ("https://meet.example/\"onclick=", LinkRefused::ForbiddenCharacter),
            ("https://meet.example\\@evil.example", LinkRefused::ForbiddenCharacter),
            ("https://meet.example/\u{202E}", LinkRefused::ForbiddenCharacter),
            ("https://meet.exämple/", LinkRefused::ForbiddenCharacter),
        ] {
            assert_eq!(MeetingLink::try_new(wrong), Err(why), "{wrong}");
        }
        let long = format!("https://meet.example/{}", "a".repeat(MeetingLink::LONGEST));
        assert_eq!(MeetingLink::try_new(&long), Err(LinkRefused::TooLong));
    }
}

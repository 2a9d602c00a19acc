use std::{fmt, str::FromStr};

use crate::{Text, TextRefused};

/// What a file is called, to be shown and never to be used as a path: one name with an extension, without
/// anything in it that a system somewhere takes for a way to another folder.
///
/// ```
/// use homeroom_domain::files::FileName;
/// assert_eq!("Essay on cells.PDF".parse::<FileName>()?.extension(), "pdf");
/// for hostile in ["../passwd.txt", "..%2Fpasswd.txt", "a\\b.txt", "page.php.jpg", "noextension"] {
///     assert!(hostile.parse::<FileName>().is_err(), "{hostile}");
/// }
/// # Ok::<(), homeroom_domain::files::NameRefused>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct FileName(Text<200>);

/// Why a file is not called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameRefused {
    /// It is no line of text.
    #[error(transparent)]
    Text(#[from] TextRefused),
    /// Some system takes a part of it for a folder, however it is written.
    #[error("must not contain folders")]
    Path,
    /// It does not say what kind of file it is.
    #[error("must end like .pdf or .jpg")]
    NoExtension,
    /// It also ends like a file that a server or a computer would run.
    #[error("must not also end like a program or a page, as in .php.jpg")]
    DoubleExtension,
}

/// How the names of files end that are run or shown as pages somewhere. A name that has one of them before its
/// real end is meant to deceive a person or a server.
const DANGEROUS: [&str; 40] = [
    "asp", "aspx", "bat", "cgi", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "htaccess", "htm",
    "html", "inf", "jar", "js", "jse", "jsp", "jspx", "lnk", "mht", "mjs", "msi", "phar", "php", "php3",
    "php5", "phtml", "pif", "pl", "ps1", "py", "reg", "scr", "sh", "svg", "vbs", "wsf", "xhtml",
];

impl FileName {
    /// A name from what a browser sent.
    pub fn try_new(sent: &str) -> Result<Self, NameRefused> {
        let name = Text::try_new(sent)?;
        if reveals_a_path(name.as_str()) {
            return Err(NameRefused::Path);
        }
        let (stem, extension) = name.as_str().rsplit_once('.').ok_or(NameRefused::NoExtension)?;
        let is_extension =
            (1..=10).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if stem.trim_matches(['.', ' ']).is_empty() || !is_extension {
            return Err(NameRefused::NoExtension);
        }
        let is_dangerous = |part: &str| DANGEROUS.contains(&part.trim().to_ascii_lowercase().as_str());
        if stem.split(['.', ';', ':']).skip(1).any(is_dangerous) {
            return Err(NameRefused::DoubleExtension);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// How it ends, in small letters and without the dot.
    pub fn extension(&self) -> String {
        self.as_str().rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
    }
}

/// Whether a separator of folders stands in the name, as it is or however often its signs are written as their
/// numbers; or one of the signs that look like one and become one when a system converts the name.
fn reveals_a_path(name: &str) -> bool {
    let mut bytes = name.as_bytes().to_vec();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        let is_path = text.contains([
            '/', '\\', '\0', '\u{2044}', '\u{2215}', '\u{29F5}', '\u{29F8}', '\u{FF0F}', '\u{FF3C}',
        ]) || text.contains('\u{FFFD}')
            || text.starts_with("..")
            || is_drive(&text);
        if is_path {
            return true;
        }
        let decoded = percent_decoded(&bytes);
        if decoded == bytes {
            return false;
        }
        bytes = decoded;
    }
}

fn is_drive(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic()) && characters.next() == Some(':')
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let number = (first == b'%')
            .then(|| after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = number {
            decoded.push(byte);
            rest = &after[2..];
        } else {
            decoded.push(first);
            rest = after;
        }
    }
    decoded
}

impl FromStr for FileName {
    type Err = NameRefused;
    fn from_str(sent: &str) -> Result<Self, NameRefused> {
        Self::try_new(sent)
    }
}
impl TryFrom<String> for FileName {
    type Error = NameRefused;
    fn try_from(sent: String) -> Result<Self, NameRefused> {
        Self::try_new(&sent)
    }
}
impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.as_str().to_owned()
    }
}
impl fmt::Display for FileName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_taken_as_people_write_them() {
        for fine in ["a.pdf", "Mga tala – linggo 3.docx", "50% off.png", "v1.2 final.pdf", "Ünïcode 漢字.txt"]
        {
            assert!(FileName::try_new(fine).is_ok(), "{fine}");
        }
    }

    #[test]
    fn a_name_never_leads_to_another_folder_however_it_is_written() {
        for hostile in [
            "../../etc/passwd.txt",
            "..\\..\\windows\\win.txt",
            "/etc/a.txt",
            "C:\\a.txt",
            "c:a.txt",
            "..%2f..%2fa.txt",
            "%2e%2e%2fa.txt",
            "..%252fa.txt",
            "%25252e%25252e%25252fa.txt",
            "..%c0%afa.txt",
            "..%5ca.txt",
            "a%00.txt",
            "..\u{FF0F}a.txt",
            "..\u{2215}a.txt",
            "..a.txt",
        ] {
            assert_eq!(FileName::try_new(hostile), Err(NameRefused::Path), "{hostile}");
        }
    }

    #[test]
    fn a_name_says_one_kind_and_no_other() {
        for hostile in
            ["page.php.jpg", "page.PHP .jpg", "a.html.txt", "a.svg.png", "run.exe.pdf", "a.php;.jpg"]
        {
            assert_eq!(FileName::try_new(hostile), Err(NameRefused::DoubleExtension), "{hostile}");
        }
        for bare in ["essay", ".pdf", "essay.", "essay.p df", "essay.verylongextension", " .pdf"] {
            assert_eq!(FileName::try_new(bare), Err(NameRefused::NoExtension), "{bare}");
        }
        let long = format!("{}.pdf", "a".repeat(200));
        assert_eq!(FileName::try_new(&long), Err(NameRefused::Text(TextRefused::TooLong { max: 200 })));
        assert_eq!(
            FileName::try_new("fdp.\u{202E}cod.txt"),
            Err(NameRefused::Text(TextRefused::ForbiddenCharacter))
        );
    }
}

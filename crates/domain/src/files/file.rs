use chrono::{DateTime, Utc};

use super::{FileId, FileKind, FileName};
use crate::{identity::UserId, structure::SectionId};

/// What a file is uploaded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Feature {
    /// What a teacher gives with a task.
    TaskAttachment,
    /// What a student hands in. Its bytes are kept as they came, for the receipt names their hash.
    Submission,
    /// Learning material of a section. Pictures are written anew, without what a camera noted in them.
    Module,
    /// What somebody sends with a message. Pictures are written anew.
    Message,
}

impl Feature {
    /// Every feature.
    pub const ALL: [Self; 4] = [Self::TaskAttachment, Self::Submission, Self::Module, Self::Message];

    /// The code that stands for it outside the program.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TaskAttachment => "task_attachment",
            Self::Submission => "submission",
            Self::Module => "module",
            Self::Message => "message",
        }
    }

    /// Whether files of this kind are taken for it. A film is no attachment of a task: it belongs among the
    /// learning modules, where it can be watched.
    pub const fn takes(self, kind: FileKind) -> bool {
        match self {
            Self::TaskAttachment => !matches!(kind, FileKind::Mp4 | FileKind::Webm),
            Self::Submission | Self::Module | Self::Message => true,
        }
    }

    /// The most bytes of one file, whatever the school allows: a picture is looked at as a whole, so it has
    /// a bound of its own.
    pub const fn most_bytes(self, kind: FileKind) -> u64 {
        if kind.is_image() { 30 * 1024 * 1024 } else { u64::MAX }
    }

    /// Whether such a file can be shown in a page. A picture that is kept as it came is shown only through its
    /// preview, which tells nobody where it was taken.
    pub const fn shows(self, kind: FileKind, has_preview: bool) -> bool {
        kind.has_preview() && (has_preview || self.rewrites_images() || !kind.is_image())
    }

    /// Whether pictures are written anew before they are kept.
    pub const fn rewrites_images(self) -> bool {
        matches!(self, Self::TaskAttachment | Self::Module | Self::Message)
    }
}

/// The SHA-256 of the bytes of a file, written in 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Sha256(pub [u8; 32]);

/// It is no SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be 64 hexadecimal digits")]
pub struct Sha256Refused;

impl std::str::FromStr for Sha256 {
    type Err = Sha256Refused;
    fn from_str(digits: &str) -> Result<Self, Sha256Refused> {
        let mut bytes = [0; 32];
        if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Sha256Refused);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| Sha256Refused)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| Sha256Refused)?;
        }
        Ok(Self(bytes))
    }
}
#[cfg(feature = "serde")]
impl TryFrom<String> for Sha256 {
    type Error = Sha256Refused;
    fn try_from(digits: String) -> Result<Self, Sha256Refused> {
        digits.parse()
    }
}
#[cfg(feature = "serde")]
impl From<Sha256> for String {
    fn from(hash: Sha256) -> Self {
        hash.to_string()
    }
}

impl std::fmt::Display for Sha256 {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
impl std::fmt::Debug for Sha256 {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, out)
    }
}

/// A file that somebody uploads. Its record is there before its bytes are trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Identifies the file.
    pub id: FileId,
    /// What it is for.
    pub feature: Feature,
    /// Who uploaded it.
    pub uploaded_by: UserId,
    /// To which section it belongs, and counts; `None` for what goes with a message, which counts for its sender
    /// alone.
    pub section: Option<SectionId>,
    /// What it is called.
    pub name: FileName,
    /// How far it has come.
    pub state: FileState,
    /// Since when there is a record of it.
    pub created_at: DateTime<Utc>,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Its bytes are on their way, or not trusted yet. Nobody sees it.
    Pending,
    /// It was looked at and may be given out.
    Clean(StoredFile),
    /// It is not taken, or not wanted any more: its bytes are being removed, and its record after them.
    Refused,
}

/// What is known of a file whose bytes are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StoredFile {
    /// What it is.
    pub kind: FileKind,
    /// Its length in bytes.
    pub size: u64,
    /// The hash of its bytes.
    pub sha256: Sha256,
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileStatus {
    /// On its way.
    Pending,
    /// May be given out.
    Clean,
    /// Being removed.
    Refused,
}

/// Why a file does not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    /// What is being removed, or was accepted, is not accepted again.
    #[error("the upload was given up in the meantime")]
    NotPending,
}

impl FileStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Clean, Self::Refused];

    /// The code that stands for it in the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Clean => "clean",
            Self::Refused => "refused",
        }
    }
}

impl FileState {
    /// The status, without what belongs to it.
    pub const fn status(&self) -> FileStatus {
        match self {
            Self::Pending => FileStatus::Pending,
            Self::Clean(_) => FileStatus::Clean,
            Self::Refused => FileStatus::Refused,
        }
    }
}

impl File {
    /// Accepts a file whose bytes were looked at.
    pub fn accept(self, stored: StoredFile) -> Result<Self, FileRefused> {
        match self.state {
            FileState::Pending => Ok(Self { state: FileState::Clean(stored), ..self }),
            FileState::Clean(_) | FileState::Refused => Err(FileRefused::NotPending),
        }
    }

    /// What is known of its bytes, when they may be given out.
    pub const fn stored(&self) -> Option<&StoredFile> {
        match &self.state {
            FileState::Clean(stored) => Some(stored),
            FileState::Pending | FileState::Refused => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let hash = Sha256(std::array::from_fn(|place| u8::try_from(place * 7).unwrap()));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        for wrong in ["", "00", &"+0".repeat(32), &"é".repeat(32), &"0".repeat(65)] {
            assert_eq!(wrong.parse::<Sha256>(), Err(Sha256Refused), "{wrong}");
        }
    }

    #[test]
    fn only_what_is_on_its_way_is_accepted() {
        let id = |number| uuid::Uuid::from_u128(number);
        let stored = StoredFile { kind: FileKind::Pdf, size: 3, sha256: Sha256([7; 32]) };
        let file = |state| File {
            id: Id::new(id(1)),
            feature: Feature::Module,
            uploaded_by: Id::new(id(2)),
            section: Some(Id::new(id(3))),
            name: "a.pdf".parse().unwrap(),
            state,
            created_at: DateTime::UNIX_EPOCH,
        };
        assert_eq!(file(FileState::Pending).stored(), None);
        let accepted = file(FileState::Pending).accept(stored).unwrap();
        assert_eq!(accepted.stored(), Some(&stored));
        assert_eq!(accepted.accept(stored), Err(FileRefused::NotPending));
        assert_eq!(file(FileState::Refused).accept(stored), Err(FileRefused::NotPending));
    }
}

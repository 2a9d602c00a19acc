use application::files::{Incoming, ReceiveError};
use domain::files::{FileKind, KindRefused, Sha256};
use sha2::Digest;

use crate::{
    kind::{self, HEAD_BYTES, Looks},
    text::TextReader,
};

/// How many last bytes are kept: the longest end of an archive, and what points to its larger form before it.
pub(crate) const TAIL_BYTES: usize = 22 + 65_535 + 20;

/// What a file was seen to be while its bytes passed.
pub(crate) struct Measured {
    pub(crate) looks: Looks,
    pub(crate) size: u64,
    pub(crate) sha256: Sha256,
    /// Its last bytes.
    pub(crate) tail: Vec<u8>,
}

/// Counts, hashes and recognises bytes while they pass.
pub(crate) struct Gauge<'a> {
    file: &'a Incoming,
    most: u64,
    size: u64,
    hasher: sha2::Sha256,
    head: Vec<u8>,
    tail: Vec<u8>,
    text: TextReader,
    looks: Option<Looks>,
}

impl<'a> Gauge<'a> {
    pub(crate) fn new(file: &'a Incoming) -> Self {
        Self {
            file,
            most: file.most_bytes,
            size: 0,
            hasher: sha2::Sha256::new(),
            head: Vec::with_capacity(HEAD_BYTES),
            tail: Vec::new(),
            text: TextReader::default(),
            looks: None,
        }
    }

    /// What it looks like, as soon as that can be told.
    pub(crate) const fn looks(&self) -> Option<Looks> {
        self.looks
    }

    /// Lets the next bytes pass, or says why no more are wanted.
    pub(crate) fn take(&mut self, part: &[u8]) -> Result<(), ReceiveError> {
        self.size = self.size.saturating_add(part.len() as u64);
        self.check_size()?;
        self.hasher.update(part);
        if matches!(self.looks, None | Some(Looks::Like(FileKind::Text | FileKind::Csv))) {
            self.text.read(part);
        }
        self.keep_tail(part);
        if self.looks.is_none() {
            let missing = HEAD_BYTES.saturating_sub(self.head.len());
            self.head.extend_from_slice(part.get(..missing).unwrap_or(part));
            if self.head.len() == HEAD_BYTES {
                self.recognise()?;
            }
        }
        if self.text.is_text() || !self.is_text() { Ok(()) } else { Err(KindRefused::NotTaken.into()) }
    }

    /// There are no more bytes.
    pub(crate) fn finish(mut self) -> Result<Measured, ReceiveError> {
        if self.size == 0 {
            return Err(ReceiveError::Empty);
        }
        let looks = match self.looks {
            Some(looks) => looks,
            None => self.recognise()?,
        };
        if self.is_text() && !self.text.is_whole() {
            return Err(KindRefused::NotTaken.into());
        }
        if looks != Looks::Packed && kind::ends_as_an_archive(&self.tail, self.size) {
            return Err(ReceiveError::Harmful("The file is also an archive, which its name hides."));
        }
        let from = self.tail.len().saturating_sub(TAIL_BYTES);
        self.tail.drain(..from);
        let sha256 = Sha256(self.hasher.finalize().into());
        Ok(Measured { looks, size: self.size, sha256, tail: self.tail })
    }

    fn recognise(&mut self) -> Result<Looks, ReceiveError> {
        let file = self.file;
        let looks = kind::recognise(&self.head, self.text.is_text(), &file.name)?;
        let kind = match looks {
            Looks::Like(kind) => kind,
            Looks::Packed => packed_as_it_says(file),
        };
        kind.check(file.feature, &file.name, file.declared.as_deref())?;
        self.most = self.most.min(file.feature.most_bytes(kind));
        self.looks = Some(looks);
        self.check_size()?;
        Ok(looks)
    }

    const fn check_size(&self) -> Result<(), ReceiveError> {
        if self.size > self.most { Err(ReceiveError::TooLarge { most: self.most }) } else { Ok(()) }
    }

    const fn is_text(&self) -> bool {
        matches!(self.looks, Some(Looks::Like(FileKind::Text | FileKind::Csv)))
    }

    fn keep_tail(&mut self, part: &[u8]) {
        let from = part.len().saturating_sub(TAIL_BYTES);
        self.tail.extend_from_slice(part.get(from..).unwrap_or_default());
        // Cut only now and then, for cutting moves what stays.
        if self.tail.len() > 4 * TAIL_BYTES {
            let too_many = self.tail.len() - TAIL_BYTES;
            self.tail.drain(..too_many);
        }
    }
}

/// The packed kind whose files are called so; until an archive has landed, its name is believed.
fn packed_as_it_says(file: &Incoming) -> FileKind {
    let extension = file.name.extension();
    let called = |kind: &FileKind| kind.is_packed() && kind.extensions().contains(&extension.as_str());
    FileKind::ALL.into_iter().find(called).unwrap_or(FileKind::Zip)
}

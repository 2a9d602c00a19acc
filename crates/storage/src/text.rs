//! Whether bytes are plain text, told while they pass.

/// The longest character in UTF-8.
const LONGEST: usize = 4;

/// Reads bytes as UTF-8 without control characters, wherever the parts are cut.
#[derive(Default)]
pub(crate) struct TextReader {
    /// The beginning of a character whose end is in the next part.
    begun: Vec<u8>,
    is_refused: bool,
}

impl TextReader {
    pub(crate) fn read(&mut self, part: &[u8]) {
        if self.is_refused {
            return;
        }
        let rest = self.complete(part);
        match std::str::from_utf8(rest) {
            Ok(text) => self.judge(text),
            Err(error) => {
                let (whole, begun) = rest.split_at(error.valid_up_to());
                self.is_refused |= error.error_len().is_some();
                self.judge(&String::from_utf8_lossy(whole));
                self.begun = begun.to_vec();
            }
        }
    }

    /// Whether all that was read so far is plain text, but for a character that is not complete yet.
    pub(crate) const fn is_text(&self) -> bool {
        !self.is_refused
    }

    /// Whether all that was read is plain text, and there is no more.
    pub(crate) const fn is_whole(&self) -> bool {
        !self.is_refused && self.begun.is_empty()
    }

    /// Takes from the part what completes the character that was begun.
    fn complete<'a>(&mut self, mut part: &'a [u8]) -> &'a [u8] {
        while !self.begun.is_empty() && !self.is_refused {
            let Some((&next, after)) = part.split_first() else { break };
            self.begun.push(next);
            part = after;
            let begun = std::mem::take(&mut self.begun);
            match std::str::from_utf8(&begun) {
                Ok(character) => self.judge(character),
                Err(error) if error.error_len().is_none() && begun.len() < LONGEST => self.begun = begun,
                Err(_) => self.is_refused = true,
            }
        }
        part
    }

    fn judge(&mut self, text: &str) {
        self.is_refused |= text.chars().any(|one| one.is_control() && !"\t\n\r\u{c}".contains(one));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[&[u8]]) -> bool {
        let mut reader = TextReader::default();
        for part in parts {
            reader.read(part);
        }
        reader.is_whole()
    }

    #[test]
    fn text_is_text_wherever_it_is_cut() {
        let text = "Ñandú – 漢字 🎒\r\n\tmga tala\n".as_bytes();
        for first in 0..=text.len() {
            for second in first..=text.len() {
                assert!(read(&[&text[..first], &text[first..second], &text[second..]]), "{first} {second}");
            }
        }
        let bytes: Vec<_> = text.chunks(1).collect();
        assert!(read(&bytes));
    }

    #[test]
    fn what_is_no_text_is_seen_wherever_it_is_cut() {
        for bad in [
            &b"a\0b"[..],
            b"a\x1bb",
            b"\xff\xfea\0",
            b"a\xc3(",
            b"\xed\xa0\x80",
            b"a\xf0\x9f\x8e",
            b"a\xc2\x9bb",
        ] {
            for cut in 0..=bad.len() {
                assert!(!read(&[&bad[..cut], &bad[cut..]]), "{bad:?} {cut}");
            }
        }
    }
}

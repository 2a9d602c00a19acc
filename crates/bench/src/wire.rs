//! As much of HTTP/1.1 as it takes to tell where an answer ends.

/// The bytes are no answer.
pub(crate) const MALFORMED: &str = "the server sent what is no answer";

/// A whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer<'a> {
    /// Its status.
    pub(crate) status: u16,
    /// Status line and headers.
    pub(crate) head: &'a [u8],
    /// What follows them, as it was sent.
    pub(crate) body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// The answer at the beginning of what was received; `None` while something is missing.
    pub(crate) fn read(received: &'a [u8]) -> Result<Option<Self>, &'static str> {
        let Some(head_end) = find(received, b"\r\n\r\n") else { return Ok(None) };
        let (head, rest) = received.split_at(head_end + 4);
        let status = head.get(9..12).and_then(number::<10>).ok_or(MALFORMED)?;
        let length = match header(head, b"content-length") {
            Some(length) => number::<10>(length).ok_or(MALFORMED)?,
            None if header(head, b"transfer-encoding").is_some() => match length_of_chunks(rest)? {
                Some(length) => length,
                None => return Ok(None),
            },
            None => 0,
        };
        let status = u16::try_from(status).map_err(|_| MALFORMED)?;
        Ok(rest.get(..length).map(|body| Self { status, head, body }))
    }

    /// The value of a header; its name is given in lower case.
    pub(crate) fn header(&self, name: &[u8]) -> Option<&'a [u8]> {
        header(self.head, name)
    }
}

fn header<'a>(head: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    head.split(|&byte| byte == b'\n').find_map(|line| {
        let (found, value) = line.split_at_checked(name.len())?;
        let value = value.strip_prefix(b":").filter(|_| found.eq_ignore_ascii_case(name))?;
        Some(value.trim_ascii())
    })
}

/// How long the chunks are together with what separates them; `None` while the last is missing.
fn length_of_chunks(body: &[u8]) -> Result<Option<usize>, &'static str> {
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or_default();
        let Some(line) = find(rest, b"\r\n") else { return Ok(None) };
        let size = number::<16>(&rest[..line]).ok_or(MALFORMED)?;
        at += line + 2 + size + 2;
        if size == 0 {
            return Ok((at <= body.len()).then_some(at));
        }
    }
}

fn number<const RADIX: u32>(digits: &[u8]) -> Option<usize> {
    usize::from_str_radix(std::str::from_utf8(digits).ok()?, RADIX).ok()
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_prefix_is_unfinished(whole: &[u8]) {
        for end in 0..whole.len() {
            assert_eq!(Answer::read(&whole[..end]), Ok(None), "after {end} bytes");
        }
    }

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello";
        every_prefix_is_unfinished(whole);
        let answer = Answer::read(whole).ok().flatten();
        assert_eq!(answer.map(|answer| (answer.status, answer.body)), Some((200, b"hello".as_slice())));
        assert_eq!(answer.and_then(|answer| answer.header(b"x")), Some(b"y".as_slice()));
    }

    #[test]
    fn an_answer_in_chunks_ends_with_an_empty_one() {
        let whole =
            b"HTTP/1.1 429 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
        every_prefix_is_unfinished(whole);
        assert_eq!(Answer::read(whole).ok().flatten().map(|answer| answer.status), Some(429));
    }

    #[test]
    fn nonsense_is_no_answer() {
        assert!(Answer::read(b"nonsense\r\n\r\n").is_err());
        assert!(Answer::read(b"HTTP/1.1 200 OK\r\ncontent-length: five\r\n\r\n").is_err());
        assert!(Answer::read(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n").is_err());
    }
}

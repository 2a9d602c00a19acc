//! As much of RFC 6455 as it takes to talk with a server, and no more: what is measured shares the processors.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::{Outcome, wire::Answer};

/// How long a handshake may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where the server tells what happens.
const PATH: &str = "/api/v1/realtime";
/// The largest frame that the server sends here; whatever is longer is taken for nonsense.
const MOST: usize = 16 * 1024 * 1024;
/// The bytes are no frames.
const MALFORMED: &str = "the server sent what is no frame";

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame<'a> {
    /// Text.
    Text(&'a [u8]),
    /// The server ends the conversation, with this code.
    Close(u16),
}

/// An open socket. It answers pings whenever frames are taken from it.
pub(crate) struct Socket<S> {
    pub(crate) stream: S,
    buffer: Vec<u8>,
    /// What of the buffer is still to be read.
    unread: std::ops::Range<usize>,
    /// How much is read at once.
    portion: usize,
}

impl Socket<TcpStream> {
    /// Opens a socket as the person of this token, or as nobody. Reading waits until something comes.
    pub(crate) fn open(address: SocketAddr, token: Option<&str>, portion: usize) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut socket = Self { stream, buffer: Vec::new(), unread: 0..0, portion };
        let offer = token
            .map(|token| format!("sec-websocket-protocol: homeroom.v1, bearer.{token}\r\n"))
            .unwrap_or_default();
        // The key is there to tell caches apart from servers; there are none in between.
        let request = format!(
            "GET {PATH} HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{offer}\r\n"
        );
        socket.stream.write_all(request.as_bytes())?;
        let head = loop {
            socket.fill()?;
            let received = &socket.buffer[socket.unread.clone()];
            if let Some(answer) = Answer::read(received)? {
                if answer.status != 101 {
                    return Err(format!("the handshake was answered with {}", answer.status).into());
                }
                break answer.head.len();
            }
        };
        socket.unread.start += head;
        Ok(socket)
    }

    /// The same socket, for a `Poll`: reading no longer waits.
    pub(crate) fn into_polled(self) -> io::Result<Socket<mio::net::TcpStream>> {
        self.stream.set_nonblocking(true)?;
        let stream = mio::net::TcpStream::from_std(self.stream);
        Ok(Socket { stream, buffer: self.buffer, unread: self.unread, portion: self.portion })
    }
}

impl<S: Read + Write> Socket<S> {
    /// Reads once, and tells whether more may be waiting.
    pub(crate) fn fill(&mut self) -> io::Result<bool> {
        if self.unread.is_empty() {
            self.unread = 0..0;
        } else if self.unread.start > 0 {
            self.buffer.copy_within(self.unread.clone(), 0);
            self.unread = 0..self.unread.len();
        }
        let room = self.unread.end + self.portion;
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        match self.stream.read(&mut self.buffer[self.unread.end..room]) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                self.unread.end += read;
                Ok(read == self.portion)
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The next whole frame of what was read.
    pub(crate) fn next(&mut self) -> io::Result<Option<Frame<'_>>> {
        loop {
            let Some(Whole { kind, payload }) = Whole::find(&self.buffer[self.unread.clone()])? else {
                return Ok(None);
            };
            let payload = self.unread.start + payload.start..self.unread.start + payload.end;
            self.unread.start = payload.end;
            match kind {
                TEXT => return Ok(Some(Frame::Text(&self.buffer[payload]))),
                CLOSE => {
                    let code =
                        self.buffer[payload].first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                    return Ok(Some(Frame::Close(code)));
                }
                PING => {
                    let pong = frame(PONG, &self.buffer[payload]);
                    self.stream.write_all(&pong)?;
                }
                PONG => {}
                _ => return Err(io::Error::other(MALFORMED)),
            }
        }
    }

    /// Sends a frame of text.
    pub(crate) fn say(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(&text_frame(text.as_bytes()))
    }
}

/// Where the first frame of some bytes ends.
struct Whole {
    kind: u8,
    payload: std::ops::Range<usize>,
}

impl Whole {
    fn find(received: &[u8]) -> io::Result<Option<Self>> {
        let Some(&[first, second]) = received.first_chunk() else { return Ok(None) };
        // Servers neither mask, nor does this one send a frame in pieces.
        if first & 0xF0 != 0x80 || second & 0x80 != 0 {
            return Err(io::Error::other(MALFORMED));
        }
        let (head, length) = match second {
            126 => {
                let Some(length) = received[2..].first_chunk() else { return Ok(None) };
                (4, usize::from(u16::from_be_bytes(*length)))
            }
            127 => {
                let Some(length) = received[2..].first_chunk() else { return Ok(None) };
                (10, usize::try_from(u64::from_be_bytes(*length)).unwrap_or(usize::MAX))
            }
            length => (2, usize::from(length)),
        };
        if length > MOST {
            return Err(io::Error::other(MALFORMED));
        }
        let payload = head..head + length;
        Ok((payload.end <= received.len()).then_some(Self { kind: first & 0x0F, payload }))
    }
}

/// A frame of text as a client sends it.
pub(crate) fn text_frame(text: &[u8]) -> Vec<u8> {
    frame(TEXT, text)
}

/// Clients mask. The mask is zero, so that nothing need be computed; it guards only what lies in between.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | kind];
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ ..=125), _) => frame.push(0x80 | length),
        (_, Ok(length)) => {
            frame.push(0xFE);
            frame.extend(length.to_be_bytes());
        }
        _ => {
            frame.push(0xFF);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn heard(bytes: &[u8], portion: usize) -> Vec<String> {
        let (buffer, unread) = (Vec::new(), 0..0);
        let mut socket = Socket { stream: Cursor::new(bytes.to_vec()), buffer, unread, portion };
        let mut heard = Vec::new();
        while socket.fill().is_ok() {
            while let Some(frame) = socket.next().unwrap() {
                heard.push(match frame {
                    Frame::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    Frame::Close(code) => code.to_string(),
                });
            }
        }
        heard
    }

    #[test]
    fn frames_are_found_however_they_arrive() {
        let long = "x".repeat(300);
        let mut bytes = vec![0x81, 2, b'h', b'i', 0x81, 126, 1, 44];
        bytes.extend(long.as_bytes());
        bytes.extend([0x88, 2, 0x11, 0x31]);
        for portion in [1, 2, 7, 1000] {
            assert_eq!(heard(&bytes, portion), ["hi", &long, "4401"], "in portions of {portion}");
        }
    }

    #[test]
    fn lengths_are_written_as_the_standard_wants() {
        assert_eq!(text_frame(b"hi"), [0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert_eq!(text_frame(&[0; 300])[..8], [0x81, 0xFE, 1, 44, 0, 0, 0, 0]);
        assert_eq!(text_frame(&vec![0; 70_000])[..10], [0x81, 0xFF, 0, 0, 0, 0, 0, 1, 0x11, 0x70]);
    }
}

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token};

use crate::{
    Outcome,
    club::{Club, conversation_id},
    websocket::{Frame, Socket, text_frame},
};

/// People in conversations of two: number 0 with number 1, and so on.
pub(crate) const PEOPLE: u32 = 200;
/// As long as people write, in the middle; pgbench writes the same.
pub(crate) const BODY: &str = "Good morning! Is the homework for tomorrow the one on page 42, or the other?";
/// More than arrives for one person at once.
const PORTION: usize = 16 * 1024;
/// How long nothing may come where something must.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Everybody, each with a socket. One thread hears them all, because it shares the processors with what it measures.
pub(crate) struct Room {
    poll: Poll,
    events: Events,
    /// Everybody, by their number.
    pub(crate) speakers: Vec<Speaker>,
    heard: Vec<Heard>,
}

/// That somebody was told of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Who was told.
    pub(crate) by: usize,
    /// Whether as its sender, that it is stored.
    pub(crate) is_answer: bool,
    /// The sender's name for it.
    pub(crate) name: Name,
}

/// The sender's name for a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) sender: usize,
    pub(crate) sequence: u64,
}

pub(crate) struct Speaker {
    socket: Socket<mio::net::TcpStream>,
    pub(crate) mouth: Mouth,
    /// The newest numbers that came, of messages of others and of their own.
    newest: [u64; 2],
}

/// What sends. The text stands ready; only the message's name in it changes.
pub(crate) struct Mouth {
    stream: TcpStream,
    frame: Vec<u8>,
    /// Where the digits of the sequence stand.
    digits: usize,
    waiting: Vec<u8>,
}

/// How many digits the sequence has in a name.
const DIGITS: usize = 12;

impl Mouth {
    fn new(stream: TcpStream, number: usize, run: u32) -> Self {
        let conversation = conversation_id(number / 2);
        let before = format!(
            r#"{{"type":"message.send","id":1,"conversation_id":"{conversation}","client_message_id":"{run:08x}-{number:04x}-4000-8000-"#
        );
        let text = format!(r#"{before}{:0DIGITS$}","body":"{BODY}"}}"#, 0);
        let frame = text_frame(text.as_bytes());
        let digits = frame.len() - text.len() + before.len();
        Self { stream, frame, digits, waiting: Vec::new() }
    }

    /// Another one of the same socket, for another thread.
    pub(crate) fn another(&self) -> io::Result<Self> {
        let (stream, frame) = (self.stream.try_clone()?, self.frame.clone());
        Ok(Self { stream, frame, digits: self.digits, waiting: Vec::new() })
    }

    /// Gets the message of this sequence ready.
    pub(crate) fn prepare(&mut self, sequence: u64) {
        let mut rest = sequence;
        for place in (self.digits..self.digits + DIGITS).rev() {
            let digit = u8::try_from(rest % 16).unwrap_or_default();
            self.frame[place] = if digit < 10 { b'0' + digit } else { b'a' - 10 + digit };
            rest /= 16;
        }
        self.waiting.extend(&self.frame);
    }

    /// Sends what is ready.
    pub(crate) fn speak(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        // That is far less than what fits into a socket of which the answers are awaited.
        let written = self.stream.write(&self.waiting)?;
        if written != self.waiting.len() {
            return Err(io::ErrorKind::WriteZero.into());
        }
        self.waiting.clear();
        Ok(())
    }
}

impl Room {
    /// Lets everybody come in, and waits until they hear each other. `run` is part of the names of their messages.
    pub(crate) fn open(club: &Club, address: SocketAddr, run: u32) -> Outcome<Self> {
        let poll = Poll::new()?;
        let (minter, mut speakers) = (club.minter(), Vec::new());
        for number in 0..PEOPLE {
            let token = minter.token(number)?;
            let mut socket = Socket::open(address, Some(&token), PORTION)?;
            await_ready(&mut socket)?;
            let place = usize::try_from(number)?;
            let mouth = Mouth::new(socket.stream.try_clone()?, place, run);
            let mut socket = socket.into_polled()?;
            poll.registry().register(&mut socket.stream, Token(place), Interest::READABLE)?;
            speakers.push(Speaker { socket, mouth, newest: [0; 2] });
        }
        let events = Events::with_capacity(speakers.len());
        Ok(Self { poll, events, speakers, heard: Vec::new() })
    }

    /// What was said of messages; waits for something, but no longer than this.
    pub(crate) fn listen(&mut self, patience: Duration) -> Outcome<Vec<Heard>> {
        let until = Instant::now() + patience;
        self.heard.clear();
        while self.heard.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            self.poll.poll(&mut self.events, Some(left))?;
            for event in &self.events {
                let Token(by) = event.token();
                self.speakers[by].hear(by, &mut self.heard)?;
            }
        }
        Ok(std::mem::take(&mut self.heard))
    }

    /// Takes back what was heard, so that its place in memory is used again.
    pub(crate) fn give_back(&mut self, heard: Vec<Heard>) {
        self.heard = heard;
    }
}

impl Speaker {
    fn hear(&mut self, by: usize, heard: &mut Vec<Heard>) -> Outcome<()> {
        loop {
            let is_more = self.socket.fill()?;
            while let Some(frame) = self.socket.next()? {
                let text = match frame {
                    Frame::Text(text) => text,
                    Frame::Close(code) => return Err(format!("a socket was closed with {code}").into()),
                };
                let Some(told) = Told::read(text)? else { continue };
                let newest = &mut self.newest[usize::from(told.is_answer)];
                if told.number <= *newest {
                    return Err(format!("number {} came after {newest}", told.number).into());
                }
                *newest = told.number;
                heard.push(Heard { by, is_answer: told.is_answer, name: told.name });
            }
            if !is_more {
                return Ok(());
            }
        }
    }
}

/// What a frame tells of a message.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    is_answer: bool,
    name: Name,
    number: u64,
}

impl Told {
    /// Finds it without reading the whole; `None` for what tells of no message.
    fn read(text: &[u8]) -> Outcome<Option<Self>> {
        let is_answer = match kind_of(text) {
            b"ack" => true,
            b"message.created" => false,
            b"error" => return Err(format!("refused: {}", String::from_utf8_lossy(text)).into()),
            b"resync" => return Err("somebody could not keep up".into()),
            _ => return Ok(None),
        };
        let unreadable = || format!("not understood: {}", String::from_utf8_lossy(text));
        let name = value_of(text, br#""client_message_id":""#).and_then(name).ok_or_else(unreadable)?;
        let number = value_of(text, br#""number":"#).and_then(leading_number).ok_or_else(unreadable)?;
        Ok(Some(Self { is_answer, name, number }))
    }
}

/// The type stands at the end, unless it stands elsewhere.
fn kind_of(text: &[u8]) -> &[u8] {
    const KEY: &[u8] = br#""type":""#;
    let tail = text.len().saturating_sub(KEY.len() + 24);
    let rest = value_of(&text[tail..], KEY).or_else(|| value_of(text, KEY)).unwrap_or_default();
    rest.split(|byte| *byte == b'"').next().unwrap_or_default()
}

fn value_of<'a>(text: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(key.len()).position(|window| window == key)?;
    text.get(at + key.len()..)
}

fn name(value: &[u8]) -> Option<Name> {
    let sender = hexadecimal(value.get(9..13)?)?;
    Some(Name { sender: usize::try_from(sender).ok()?, sequence: hexadecimal(value.get(24..36)?)? })
}

fn hexadecimal(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |sum, digit| Some(sum << 4 | u64::from(char::from(*digit).to_digit(16)?)))
}

fn leading_number(value: &[u8]) -> Option<u64> {
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit());
    let number = digits.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
    (number > 0).then_some(number)
}

/// Waits until the socket hears what happens.
pub(crate) fn await_ready(socket: &mut Socket<TcpStream>) -> Outcome<()> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        while let Some(frame) = socket.next()? {
            match frame {
                Frame::Text(text) if kind_of(text) == b"ready" => return Ok(()),
                Frame::Text(_) => {}
                Frame::Close(code) => return Err(format!("a socket was closed with {code}").into()),
            }
        }
        socket.fill()?;
    }
    Err("a socket was not ready in time".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_frame_tells_is_found_wherever_its_type_stands() {
        let message = r#""message":{"body":"x","client_message_id":"00000002-000a-4000-8000-00000000001f","number":305,"version":1}"#;
        let name = Name { sender: 10, sequence: 31 };
        for (text, is_answer) in [
            (format!(r#"{{"id":1,{message},"type":"ack"}}"#), true),
            (format!(r#"{{"type":"ack","id":1,{message}}}"#), true),
            (format!(r#"{{{message},"type":"message.created"}}"#), false),
        ] {
            let told = Told::read(text.as_bytes()).unwrap();
            assert_eq!(told, Some(Told { is_answer, name, number: 305 }), "{text}");
        }
        assert_eq!(Told::read(br#"{"type":"ready"}"#).unwrap(), None);
        assert!(Told::read(br#"{"type":"error"}"#).is_err());
    }
}

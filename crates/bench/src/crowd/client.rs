use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Outcome,
    websocket::{Frame, Socket},
};

/// How long somebody waits who was let in by nobody.
const PAUSE: Duration = Duration::from_millis(100);
/// How long is waited for what a head promised before it is asked for.
const ASKING: Duration = Duration::from_secs(2);

/// Somebody who listens to one conversation, whatever happens to the connection.
pub(super) struct Client {
    pub(super) person: u32,
    conversation: Uuid,
    /// They have everything up to here.
    pub(super) cursor: u64,
    /// Up to here there is something, as was told last.
    head: u64,
    /// What came before its turn.
    early: BTreeSet<u64>,
    pub(super) socket: Option<Socket<mio::net::TcpStream>>,
    /// Which instance is tried next.
    pub(super) turn: usize,
    pub(super) again_at: Instant,
    sent_away: bool,
    asked_at: Instant,
}

impl Client {
    pub(super) fn new(person: u32, conversation: Uuid, turn: usize) -> Self {
        let now = Instant::now();
        let early = BTreeSet::new();
        Self {
            person,
            conversation,
            cursor: 0,
            head: 0,
            early,
            socket: None,
            turn,
            again_at: now,
            sent_away: false,
            asked_at: now,
        }
    }

    /// Whether it is time to come back.
    pub(super) fn is_away(&self) -> bool {
        self.socket.is_none() && Instant::now() >= self.again_at
    }

    /// The connection is gone, or there was none: the next instance is tried in a moment.
    pub(super) fn lose(&mut self) {
        self.turn += 1;
        self.again_at = Instant::now() + PAUSE;
        self.early.clear();
        self.socket = None;
    }

    /// What one says who comes back.
    pub(super) fn resume(&mut self) -> String {
        self.asked_at = Instant::now();
        let cursors = json!({ self.conversation.to_string(): self.cursor });
        json!({ "type": "resume", "id": "resume", "cursors": cursors }).to_string()
    }

    /// Whether a server that could not keep up has sent them away, since this was asked last.
    pub(super) const fn was_sent_away(&mut self) -> bool {
        std::mem::replace(&mut self.sent_away, false)
    }

    /// Reads whatever came. `false` when the connection is gone.
    pub(super) fn hear(&mut self) -> Outcome<bool> {
        let Some(mut socket) = self.socket.take() else { return Ok(false) };
        let is_open = self.read(&mut socket)?;
        self.socket = is_open.then_some(socket);
        Ok(is_open)
    }

    fn read(&mut self, socket: &mut Socket<mio::net::TcpStream>) -> Outcome<bool> {
        loop {
            let Ok(is_more) = socket.fill() else { return Ok(false) };
            loop {
                match socket.next() {
                    Ok(Some(Frame::Text(text))) => self.take(&serde_json::from_slice(text)?)?,
                    Ok(Some(Frame::Close(code @ (4401 | 4403 | 4413)))) => {
                        return Err(format!("a socket was closed with {code}").into());
                    }
                    Ok(None) => break,
                    Ok(Some(Frame::Close(code))) => {
                        self.sent_away |= code == 4408;
                        return Ok(false);
                    }
                    Err(_) => return Ok(false),
                }
            }
            if !is_more {
                break;
            }
        }
        let must_ask = self.head > self.cursor && self.asked_at.elapsed() > ASKING;
        Ok(!must_ask || socket.say(&self.resume()).is_ok())
    }

    fn take(&mut self, frame: &Value) -> Outcome<()> {
        let own = self.conversation.to_string();
        match frame["type"].as_str().unwrap_or_default() {
            "message.created" if frame["message"]["conversation_id"] == own => {
                self.note(frame["message"]["number"].as_u64().ok_or("a message without a number")?);
            }
            "message.created" => return Err("a message of somebody else's conversation".into()),
            "error" => return Err(format!("refused: {frame}").into()),
            "heads" => self.head = self.head.max(frame["heads"][own].as_u64().unwrap_or_default()),
            _ => {}
        }
        Ok(())
    }

    fn note(&mut self, number: u64) {
        if number > self.cursor {
            self.early.insert(number);
        }
        while self.early.remove(&(self.cursor + 1)) {
            self.cursor += 1;
        }
    }

    /// Whether something is lacking.
    pub(super) fn is_behind(&self, heads: &std::collections::HashMap<Uuid, u64>) -> bool {
        heads.get(&self.conversation).is_none_or(|head| self.cursor != *head)
    }
}

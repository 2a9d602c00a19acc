use std::{
    collections::{BTreeMap, HashMap},
    sync::atomic::Ordering,
    thread::{Builder, Scope, ScopedJoinHandle, sleep},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;

use super::clients::Shared;
use crate::{
    Outcome,
    websocket::{Frame, Socket},
};

/// Between two messages.
const PAUSE: Duration = Duration::from_millis(10);
/// How long all answers may take after the last message.
const PATIENCE: Duration = Duration::from_mins(1);

/// Writes into every conversation in turn, and sends again what was not answered.
pub(super) struct Writer<'a> {
    shared: &'a Shared,
    conversations: Vec<Uuid>,
    unanswered: BTreeMap<u64, Uuid>,
    answered: HashMap<u64, u64>,
    written: u64,
    turn: usize,
}

impl<'a> Writer<'a> {
    /// Writes until it is told that enough is written; then gives the number of messages that were answered.
    pub(super) fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        shared: &'a Shared,
        conversations: Vec<Uuid>,
    ) -> Outcome<ScopedJoinHandle<'scope, Result<usize, String>>>
    where
        'a: 'scope,
    {
        let (unanswered, answered) = (BTreeMap::new(), HashMap::new());
        let writer = Self { shared, conversations, unanswered, answered, written: 0, turn: 0 };
        let work = move || writer.write().map_err(|error| error.to_string());
        Ok(Builder::new().name("writer".to_owned()).spawn_scoped(scope, work)?)
    }

    fn write(mut self) -> Outcome<usize> {
        let mut until = None;
        while !(self.is_done() && self.unanswered.is_empty()) {
            if self.is_done() && until.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
                return Err(format!("{} messages were never answered", self.unanswered.len()).into());
            }
            self.turn += 1;
            let address = self.shared.addresses[self.turn % self.shared.addresses.len()];
            let token = self.shared.minter.token(0)?;
            match Socket::open(address, Some(&token), 4096) {
                Ok(mut line) => self.talk(&mut line)?,
                Err(_) => sleep(PAUSE),
            }
        }
        Ok(self.answered.len())
    }

    fn is_done(&self) -> bool {
        self.shared.is_written.load(Ordering::Relaxed)
    }

    /// Until the connection ends, or everything is written and answered.
    fn talk(&mut self, line: &mut Socket<std::net::TcpStream>) -> Outcome<()> {
        line.stream.set_read_timeout(Some(PAUSE))?;
        for (sequence, conversation) in &self.unanswered {
            if line.say(&frame(*sequence, *conversation)).is_err() {
                return Ok(());
            }
        }
        while !(self.is_done() && self.unanswered.is_empty()) {
            if !self.is_done() {
                let place = usize::try_from(self.written)? % self.conversations.len();
                let conversation = self.conversations[place];
                self.written += 1;
                self.unanswered.insert(self.written, conversation);
                if line.say(&frame(self.written, conversation)).is_err() {
                    return Ok(());
                }
            }
            if !self.hear(line)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// `false` when the connection is gone.
    fn hear(&mut self, line: &mut Socket<std::net::TcpStream>) -> Outcome<bool> {
        if line.fill().is_err() {
            return Ok(false);
        }
        loop {
            match line.next() {
                Ok(Some(Frame::Text(text))) => self.take(&serde_json::from_slice(text)?)?,
                Ok(None) => return Ok(true),
                Ok(Some(Frame::Close(_))) | Err(_) => return Ok(false),
            }
        }
    }

    fn take(&mut self, frame: &Value) -> Outcome<()> {
        match (frame["type"].as_str(), frame["id"].as_u64()) {
            (Some("ack"), Some(sequence)) => {
                let number = frame["message"]["number"].as_u64().ok_or("an answer without a number")?;
                self.unanswered.remove(&sequence);
                match self.answered.insert(sequence, number) {
                    Some(before) if before != number => Err(format!("{sequence} was stored twice").into()),
                    _ => Ok(()),
                }
            }
            (Some("error"), _) if frame["problem"]["status"].as_u64().is_none_or(|status| status < 500) => {
                Err(format!("refused: {frame}").into())
            }
            // A server that cannot store now is asked again with the next connection.
            (Some("error"), _) => {
                self.shared.refused.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn frame(sequence: u64, conversation: Uuid) -> String {
    let name = Uuid::from_u128(0x4000_8000_0000_0000_0000 | u128::from(sequence));
    json!({
        "type": "message.send", "id": sequence, "conversation_id": conversation,
        "client_message_id": name, "body": format!("Message {sequence}"),
    })
    .to_string()
}

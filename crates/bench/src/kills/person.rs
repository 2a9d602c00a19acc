use std::{
    collections::{BTreeMap, HashMap},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{dice::Dice, journal::Journal, rest, stage::Stage};
use crate::{
    Outcome,
    club::Minter,
    websocket::{Frame, Socket},
};

/// How long reading waits before the person looks whether there is something else to do.
const GLANCE: Duration = Duration::from_millis(20);
/// How long nobody may be there to connect to.
const PAUSE: Duration = Duration::from_millis(50);
/// After this the connection of an answer that does not come is given up.
const ANSWER: Duration = Duration::from_secs(5);
/// Somebody with so many unanswered messages writes no more.
const MOST_UNANSWERED: usize = 8;
const PORTION: usize = 16 * 1024;

/// Somebody who writes, and reads everything, whatever happens to the connection.
pub(super) struct Person<'a> {
    number: u32,
    address: SocketAddr,
    minter: Minter,
    stage: &'a Stage,
    dice: Dice,
    /// What they have read, by conversation.
    pub(super) journals: BTreeMap<Uuid, Journal>,
    /// What was not answered yet, by sequence.
    outbox: BTreeMap<u64, Outgoing>,
    /// What was answered: the conversation and the number that it got.
    pub(super) answered: HashMap<Uuid, (Uuid, u64)>,
    /// How many messages they have written.
    pub(super) written: u64,
    pub(super) counts: Counts,
    next_at: Instant,
}

/// How the connection fared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) connections: u64,
    pub(super) sent_again: u64,
    pub(super) asked: u64,
    pub(super) stalled: u64,
}

struct Outgoing {
    conversation: Uuid,
    sent: Option<Instant>,
}

/// Why a connection ends.
pub(super) enum End {
    /// As it must be expected.
    Broken,
    /// As it must not.
    Wrong(String),
}

impl From<std::io::Error> for End {
    fn from(_: std::io::Error) -> Self {
        Self::Broken
    }
}

impl<'a> Person<'a> {
    pub(super) fn new(
        number: u32,
        conversations: impl IntoIterator<Item = Uuid>,
        address: SocketAddr,
        minter: Minter,
        stage: &'a Stage,
        dice: Dice,
    ) -> Self {
        let journals = conversations.into_iter().map(|id| (id, Journal::default())).collect();
        Self {
            number,
            address,
            minter,
            stage,
            dice,
            journals,
            outbox: BTreeMap::new(),
            answered: HashMap::new(),
            written: 0,
            counts: Counts::default(),
            next_at: Instant::now(),
        }
    }

    /// Comes back again and again, until it is over.
    pub(super) fn live(mut self) -> Result<Self, String> {
        while !self.stage.is_over() {
            match self.meet() {
                Ok(()) | Err(End::Broken) => thread::sleep(PAUSE),
                Err(End::Wrong(what)) => {
                    self.stage.give_up();
                    return Err(format!("person {}: {what}", self.number));
                }
            }
            self.report();
        }
        Ok(self)
    }

    fn token(&self) -> Result<String, End> {
        let token = self.minter.token(self.number);
        token.map_err(|error| End::Wrong(error.to_string()))
    }

    fn meet(&mut self) -> Result<(), End> {
        let token = self.token()?;
        let mut line = Socket::open(self.address, Some(&token), PORTION).map_err(|_| End::Broken)?;
        line.stream.set_read_timeout(Some(GLANCE))?;
        self.counts.connections += 1;
        let cursors: HashMap<_, _> =
            self.journals.iter().map(|(id, journal)| (id.to_string(), journal.cursor())).collect();
        line.say(&json!({ "type": "resume", "id": "resume", "cursors": cursors }).to_string())?;
        // Nobody knows what became of what was sent through another connection.
        self.outbox.values_mut().for_each(|message| message.sent = None);
        // Otherwise all would soon be at the instance that was killed least.
        let leave_at = Instant::now() + self.dice.milliseconds(1000, 8000);
        while !self.stage.is_over() && (!self.stage.is_talking() || Instant::now() < leave_at) {
            self.speak(&mut line)?;
            line.fill()?;
            while let Some(frame) = line.next()? {
                match frame {
                    Frame::Text(text) => {
                        let text = serde_json::from_slice(text).map_err(|error| wrong(&error))?;
                        self.hear(&text)?;
                    }
                    Frame::Close(code @ (4401 | 4403 | 4413 | 1002 | 1007)) => {
                        return Err(End::Wrong(format!("closed with {code}")));
                    }
                    Frame::Close(_) => return Err(End::Broken),
                }
            }
            self.ask(&token)?;
            self.report();
        }
        Ok(())
    }

    /// Writes when it is time, and sends what was not sent through this connection.
    fn speak(&mut self, line: &mut Socket<TcpStream>) -> Result<(), End> {
        if self.stage.is_talking() && self.outbox.len() < MOST_UNANSWERED && Instant::now() >= self.next_at {
            self.next_at = Instant::now() + self.dice.milliseconds(100, 400);
            let choice = self.dice.one_of(self.journals.len());
            if let Some(conversation) = self.journals.keys().nth(choice).copied() {
                self.written += 1;
                self.outbox.insert(self.written, Outgoing { conversation, sent: None });
            }
        }
        let person = self.number;
        for (sequence, message) in &mut self.outbox {
            match message.sent {
                None => {}
                Some(sent) if sent.elapsed() < ANSWER => continue,
                Some(_) => {
                    self.counts.stalled += 1;
                    return Err(End::Broken);
                }
            }
            message.sent = Some(Instant::now());
            let frame = json!({
                "type": "message.send",
                "id": sequence,
                "conversation_id": message.conversation,
                "client_message_id": name(person, *sequence),
                "body": format!("Message {sequence} of person {person}"),
            });
            line.say(&frame.to_string())?;
        }
        Ok(())
    }

    fn hear(&mut self, frame: &Value) -> Result<(), End> {
        match frame["type"].as_str().unwrap_or_default() {
            "message.created" => self.read(&frame["message"]),
            "ack" if frame["message"].is_object() => {
                self.read(&frame["message"])?;
                self.note_answer(&frame["message"])
            }
            "ack" => self.reach(&frame["conversations"]),
            "heads" => self.reach(&frame["heads"]),
            "error" => self.note_refusal(frame),
            _ => Ok(()),
        }
    }

    fn read(&mut self, message: &Value) -> Result<(), End> {
        let (conversation, number, name) = parts(message)?;
        let journal = self.journals.get_mut(&conversation).ok_or_else(|| wrong(&"not my conversation"))?;
        journal.note(number, name).map_err(|what| wrong(&format!("in {conversation} {what}")))
    }

    fn note_answer(&mut self, message: &Value) -> Result<(), End> {
        let (conversation, number, name) = parts(message)?;
        let sequence = sequence_of(name);
        self.outbox.remove(&sequence);
        let place = (conversation, number);
        match self.answered.insert(name, place) {
            Some(before) if before != place => {
                Err(wrong(&format!("{name} was stored at {before:?} and again at {place:?}")))
            }
            _ => Ok(()),
        }
    }

    /// A server that cannot store now is asked again; one that does not want to has no reason here.
    fn note_refusal(&mut self, frame: &Value) -> Result<(), End> {
        if frame["problem"]["status"].as_u64().is_none_or(|status| status < 500) {
            return Err(wrong(frame));
        }
        if let Some(message) = frame["id"].as_u64().and_then(|sequence| self.outbox.get_mut(&sequence)) {
            message.sent = None;
            self.counts.sent_again += 1;
            thread::sleep(PAUSE);
        }
        Ok(())
    }

    fn reach(&mut self, heads: &Value) -> Result<(), End> {
        for (id, number) in heads.as_object().into_iter().flatten() {
            let id = Uuid::parse_str(id).map_err(|error| wrong(&error))?;
            let journal = self.journals.get_mut(&id).ok_or_else(|| wrong(&"not my conversation"))?;
            journal.reach(number.as_u64().ok_or_else(|| wrong(&"no number"))?);
        }
        Ok(())
    }

    /// Asks for what has been missing for a while.
    fn ask(&mut self, token: &str) -> Result<(), End> {
        let missing = self.journals.iter_mut().filter_map(|(id, journal)| journal.must_ask().then_some(*id));
        let missing: Vec<_> = missing.collect();
        for id in missing {
            let after = self.journals.get(&id).map_or(0, Journal::cursor);
            let path = format!("/api/v1/conversations/{id}/messages?after={after}&limit=100");
            self.counts.asked += 1;
            // The instance may have gone; it will be asked again.
            let Ok(page) = rest::get(self.address, &path, token) else { continue };
            for message in page["items"].as_array().into_iter().flatten() {
                self.read(message)?;
            }
        }
        Ok(())
    }

    fn report(&self) {
        if !self.stage.is_talking() {
            let cursors = self.journals.iter().map(|(id, journal)| (*id, journal.cursor()));
            self.stage.report(self.number, self.outbox.len(), cursors.collect());
        }
    }
}

fn wrong(what: &dyn std::fmt::Display) -> End {
    End::Wrong(what.to_string())
}

/// The name that this person gives the message of this sequence.
pub(super) fn name(person: u32, sequence: u64) -> Uuid {
    Uuid::from_u128(u128::from(person) << 96 | 0x4000_8000_0000_0000_0000 | u128::from(sequence))
}

fn sequence_of(name: Uuid) -> u64 {
    u64::try_from(name.as_u128() & 0xFFFF_FFFF_FFFF).unwrap_or_default()
}

fn parts(message: &Value) -> Result<(Uuid, u64, Uuid), End> {
    let read = || -> Outcome<_> {
        let id = |field: &str| Uuid::parse_str(message[field].as_str().unwrap_or_default());
        let number = message["number"].as_u64().ok_or("no number")?;
        Ok((id("conversation_id")?, number, id("client_message_id")?))
    };
    read().map_err(|error| wrong(&format!("{error}: {message}")))
}

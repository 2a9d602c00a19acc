use std::time::{Duration, Instant};

use super::room::{Name, PATIENCE, Room};
use crate::{Outcome, histogram::Histogram};

/// Of how many of their last messages is known how far they came.
const REMEMBERED: usize = 256;

/// What was seen.
#[derive(Default)]
pub(crate) struct Seen {
    /// How long senders waited for their answer.
    pub(crate) answered: Histogram,
    /// How long it took until the others had it.
    pub(crate) delivered: Histogram,
    /// Messages that came to both ends within the measured time.
    pub(crate) whole: u64,
    /// For how long was measured.
    pub(crate) duration: Duration,
    /// Every message that was sent, also before and after that time. All were answered and delivered.
    pub(crate) sent: u64,
}

impl Seen {
    /// Messages a second that were stored, answered and delivered.
    pub(crate) fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a count of messages is far below 2^52")]
        let whole = self.whole as f64;
        whole / self.duration.as_secs_f64().max(1e-9)
    }
}

/// One message on its way.
#[derive(Clone, Copy)]
struct Flight {
    sent: Instant,
    is_answered: bool,
    is_delivered: bool,
}

/// What one person has sent.
struct Voice {
    next: u64,
    flights: Vec<Flight>,
}

impl Voice {
    fn flight(&mut self, sequence: u64) -> &mut Flight {
        let place = usize::try_from(sequence).unwrap_or_default() % REMEMBERED;
        &mut self.flights[place]
    }
}

/// Everybody always waits for the answers to so many messages, and sends the next one for each that comes.
pub(crate) struct Closed<'a> {
    room: &'a mut Room,
    voices: Vec<Voice>,
    seen: Seen,
    open: u64,
    is_measured: bool,
}

impl<'a> Closed<'a> {
    pub(crate) fn new(room: &'a mut Room) -> Self {
        let never = Flight { sent: Instant::now(), is_answered: true, is_delivered: true };
        let voices = room.speakers.iter().map(|_| Voice { next: 0, flights: vec![never; REMEMBERED] });
        Self { voices: voices.collect(), room, seen: Seen::default(), open: 0, is_measured: false }
    }

    /// Goes on for `warm_up`, then measures for `duration`, and waits for what is still on its way.
    pub(crate) fn run(mut self, unanswered: usize, warm_up: Duration, duration: Duration) -> Outcome<Seen> {
        for person in 0..self.voices.len() {
            (0..unanswered).try_for_each(|_| self.send(person))?;
            self.room.speakers[person].mouth.speak()?;
        }
        self.go_on(Some(warm_up))?;
        self.is_measured = true;
        let since = Instant::now();
        self.go_on(Some(duration))?;
        self.seen.duration = since.elapsed();
        self.is_measured = false;
        self.go_on(None)?;
        Ok(self.seen)
    }

    /// Goes on for so long; or sends nothing more, and ends when everything has arrived.
    fn go_on(&mut self, duration: Option<Duration>) -> Outcome<()> {
        let until = duration.map(|duration| Instant::now() + duration);
        let mut answered = Vec::new();
        while until.map_or(self.open > 0, |until| Instant::now() < until) {
            let heard = self.room.listen(PATIENCE)?;
            if heard.is_empty() {
                return Err(format!("{} messages were neither answered nor delivered", self.open).into());
            }
            let now = Instant::now();
            for one in &heard {
                self.note(one.name, one.is_answer, now)?;
                if one.is_answer && until.is_some() {
                    self.send(one.by)?;
                    answered.push(one.by);
                }
            }
            self.room.give_back(heard);
            for person in answered.drain(..) {
                // Whoever has more than one answer sends everything the first time.
                self.room.speakers[person].mouth.speak()?;
            }
        }
        Ok(())
    }

    fn send(&mut self, person: usize) -> Outcome<()> {
        let voice = &mut self.voices[person];
        let sequence = voice.next;
        let flight = voice.flight(sequence);
        if !flight.is_answered || !flight.is_delivered {
            return Err(format!("a message was overtaken by {REMEMBERED} others").into());
        }
        *flight = Flight { sent: Instant::now(), is_answered: false, is_delivered: false };
        voice.next += 1;
        self.seen.sent += 1;
        self.open += 1;
        self.room.speakers[person].mouth.prepare(sequence);
        Ok(())
    }

    fn note(&mut self, Name { sender, sequence }: Name, is_answer: bool, now: Instant) -> Outcome<()> {
        let flight = self.voices.get_mut(sender).ok_or("somebody else spoke")?.flight(sequence);
        let (flag, latencies) = if is_answer {
            (&mut flight.is_answered, &mut self.seen.answered)
        } else {
            (&mut flight.is_delivered, &mut self.seen.delivered)
        };
        if std::mem::replace(flag, true) {
            return Err(format!("message {sequence} of {sender} came twice").into());
        }
        if self.is_measured {
            latencies.record(now.saturating_duration_since(flight.sent));
        }
        if flight.is_answered && flight.is_delivered {
            self.open -= 1;
            self.seen.whole += u64::from(self.is_measured);
        }
        Ok(())
    }
}

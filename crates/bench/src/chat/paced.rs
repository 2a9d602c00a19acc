use std::{
    thread,
    time::{Duration, Instant},
};

use super::room::{Mouth, PATIENCE, Room};
use crate::{Outcome, histogram::Histogram};

/// Has nothing in common with the number of people, so that everybody gets their turn.
const STRIDE: u64 = 77;
/// The names of these messages begin here, after all that one room says otherwise.
const FIRST: u64 = 1 << 40;

/// Messages that are sent when it is their time, whether or not the ones before were answered. How long they take
/// is counted from that time, so that a server that holds up one message is blamed for those behind it too.
pub(crate) struct Paced {
    began: Instant,
    interval: Duration,
    warm_up: u64,
    count: u64,
}

/// What was seen.
#[derive(Default)]
pub(crate) struct Seen {
    /// How long senders waited for their answer.
    pub(crate) answered: Histogram,
    /// How long it took until the others had it.
    pub(crate) delivered: Histogram,
    /// How late messages were sent: a fault of what measures, and part of the two above.
    pub(crate) late: Histogram,
    /// Every message that was sent.
    pub(crate) sent: u64,
}

impl Paced {
    /// So many messages a second, first for `warm_up`, then for the measured time.
    pub(crate) fn at(rate: f64, warm_up: Duration, duration: Duration) -> Self {
        let interval = Duration::from_secs_f64(1.0 / rate.max(1.0));
        let during =
            |time: Duration| u64::try_from(time.as_nanos() / interval.as_nanos()).unwrap_or_default();
        let warm_up = during(warm_up);
        let began = Instant::now() + Duration::from_millis(20);
        Self { began, interval, warm_up, count: warm_up + during(duration).max(1) }
    }

    /// Sends them all, and waits until everything has arrived.
    pub(crate) fn run(&self, room: &mut Room) -> Outcome<Seen> {
        let mut mouths = Vec::new();
        for speaker in &mut room.speakers {
            mouths.push(speaker.mouth.another()?);
        }
        thread::scope(|scope| {
            let speaking = scope.spawn(move || self.speak(&mut mouths));
            let seen = self.hear(room);
            let late = speaking.join().map_err(|_| "sending failed")?;
            // Why nothing more came is told best by whoever sent.
            let late = late?;
            Ok(Seen { late, ..seen? })
        })
    }

    fn due(&self, message: u64) -> Instant {
        self.began
            + Duration::from_nanos(u64::try_from(self.interval.as_nanos()).unwrap_or(u64::MAX) * message)
    }

    fn speak(&self, mouths: &mut [Mouth]) -> std::io::Result<Histogram> {
        let mut late = Histogram::default();
        let people = mouths.len() as u64;
        for message in 0..self.count {
            let due = self.due(message);
            let left = due.saturating_duration_since(Instant::now());
            if !left.is_zero() {
                thread::sleep(left);
            }
            if message >= self.warm_up {
                late.record(due.elapsed());
            }
            let mouth = &mut mouths[usize::try_from(message * STRIDE % people).unwrap_or_default()];
            mouth.prepare(FIRST + message);
            mouth.speak()?;
        }
        Ok(late)
    }

    fn hear(&self, room: &mut Room) -> Outcome<Seen> {
        let mut seen = Seen { sent: self.count, ..Seen::default() };
        let mut missing = self.count * 2;
        while missing > 0 {
            let heard = room.listen(PATIENCE)?;
            if heard.is_empty() {
                return Err(format!("{missing} answers or deliveries did not come").into());
            }
            let now = Instant::now();
            for one in &heard {
                missing -= 1;
                let message = one.name.sequence - FIRST;
                if message < self.warm_up {
                    continue;
                }
                let latencies = if one.is_answer { &mut seen.answered } else { &mut seen.delivered };
                latencies.record(now.saturating_duration_since(self.due(message)));
            }
            room.give_back(heard);
        }
        Ok(seen)
    }
}

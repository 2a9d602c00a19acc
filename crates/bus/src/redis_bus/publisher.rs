use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use application::Event;
use redis::{Connection, Pipeline, RedisResult};

use super::{Shared, Told};
use crate::backoff::Backoff;

/// How often a beat is sent.
const BEAT: Duration = Duration::from_secs(1);
/// How long Redis may take. As nobody waits for the publisher, this bounds only how many events wait behind it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Publishes until the bus is dropped.
pub(super) fn run(shared: &Shared) {
    let mut publisher = Publisher {
        shared,
        wire: None,
        backoff: Backoff::of(shared.instance),
        again_at: Instant::now(),
        next_beat: Instant::now(),
    };
    loop {
        let work = shared.outbox.take(publisher.next_beat.saturating_duration_since(Instant::now()));
        if work.wants_beat {
            // The subscriber has found Redis: so it is there.
            publisher.again_at = Instant::now();
        }
        // The last beat wakes the subscriber, which then finds that it is over.
        publisher.tell(&work.events, work.wants_beat || work.is_over);
        if work.is_over {
            return;
        }
    }
}

struct Publisher<'a> {
    shared: &'a Shared,
    wire: Option<Connection>,
    backoff: Backoff,
    /// When Redis may be looked for again.
    again_at: Instant,
    next_beat: Instant,
}

impl Publisher<'_> {
    /// Tells events and, when one is due or wanted, a beat. What cannot be told is left out: sent again after a
    /// failure it might be heard twice.
    fn tell(&mut self, events: &[Event], wants_beat: bool) {
        let now = Instant::now();
        let with_beat = wants_beat || now >= self.next_beat;
        if with_beat {
            self.next_beat = now + BEAT;
        }
        let had_wire = self.wire.is_some();
        if let Err(error) = self.try_to_tell(events, with_beat) {
            tracing::debug!(%error, events = events.len(), "events were not told to other instances");
            self.shared.dropped(events.len());
            // A connection that had died unseen, because Redis was restarted, say.
            if had_wire && let Err(error) = self.try_to_tell(&[], true) {
                tracing::debug!(%error, "Redis is still away");
            }
        }
    }

    fn try_to_tell(&mut self, events: &[Event], with_beat: bool) -> RedisResult<()> {
        let mut wire = self.wire()?;
        let mut batch = Pipeline::with_capacity(events.len() + 2);
        let others_missed = self.shared.others_missed.swap(false, Ordering::Relaxed);
        if others_missed {
            self.add(&mut batch, &Event::Resync);
        }
        for event in events {
            self.add(&mut batch, event);
        }
        if with_beat {
            batch.cmd("PUBLISH").arg(&self.shared.beats).arg("").ignore();
        }
        let told = batch.exec(&mut wire);
        match told {
            Ok(()) => self.wire = Some(wire),
            Err(_) if others_missed => self.shared.others_missed.store(true, Ordering::Relaxed),
            Err(_) => {}
        }
        told
    }

    fn add(&self, batch: &mut Pipeline, event: &Event) {
        match serde_json::to_vec(&Told { instance: self.shared.instance, event }) {
            Ok(told) => {
                batch.cmd("PUBLISH").arg(&self.shared.events).arg(told).ignore();
            }
            Err(error) => {
                tracing::error!(%error, ?event, "an event cannot be written as JSON");
                self.shared.dropped(1);
            }
        }
    }

    /// The connection, taken so that one that fails is not used again.
    fn wire(&mut self) -> RedisResult<Connection> {
        if let Some(wire) = self.wire.take() {
            return Ok(wire);
        }
        let now = Instant::now();
        if now < self.again_at {
            return Err(std::io::Error::from(std::io::ErrorKind::NotConnected).into());
        }
        match self.shared.address.connect(PATIENCE) {
            Ok(wire) => {
                self.backoff.reset();
                Ok(wire)
            }
            Err(error) => {
                self.again_at = now + self.backoff.pause();
                Err(error)
            }
        }
    }
}

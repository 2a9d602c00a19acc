//! Events between instances, through a channel of Redis.
//!
//! Two threads with a connection each: one publishes, one listens. Every second the first sends a *beat* to a
//! channel that only this instance listens to. A beat that comes back proves both connections and Redis itself,
//! also when no event has happened for hours; when none has come for a while, the bus counts as cut off, whatever
//! the sockets say of themselves.

mod outbox;
mod publisher;
mod subscriber;
#[cfg(test)]
mod tests;

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use application::{Event, EventBus, Reach};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{InProcessBus, RedisAddress};
use outbox::Outbox;

/// Carries events to the watchers of this process at once, and to those of other instances through Redis.
///
/// While Redis is away, and before it was reached for the first time, the bus works all the same and is
/// [`Cut`](Reach::Cut). What could not be told is left out and counted (`homeroom_bus_dropped_total`). Once Redis
/// is back, this instance's own watchers hear [`Event::Resync`]; and if anything of this instance was left out,
/// those of the other instances hear it too, since they have missed something without having been cut off.
///
/// Its threads end when it is dropped.
pub struct RedisBus {
    shared: Arc<Shared>,
}

/// What the bus and its threads share.
struct Shared {
    address: RedisAddress,
    instance: Uuid,
    /// Where all instances tell their events.
    events: String,
    /// Where this instance hears that it is heard.
    beats: String,
    local: InProcessBus,
    outbox: Outbox,
    /// Whether the others have missed an event of this instance and do not know it yet.
    others_missed: AtomicBool,
    is_connected: AtomicBool,
    /// Whether it has been said that the connection was lost.
    was_lost: AtomicBool,
}

/// An event on its way.
#[derive(Serialize)]
struct Told<'a> {
    instance: Uuid,
    event: &'a Event,
}

/// An event as it comes in.
#[derive(Deserialize)]
struct Heard {
    instance: Uuid,
    event: Event,
}

impl RedisBus {
    /// Starts the threads; does not wait for Redis. No other instance has this id, and all that are to hear each
    /// other have the same prefix.
    ///
    /// # Errors
    /// When the system has no more threads to give.
    pub fn start(address: RedisAddress, prefix: &str, instance: Uuid) -> io::Result<Self> {
        // Channels are the same in all databases of a Redis, unlike keys.
        let database = address.database();
        let bus = Self {
            shared: Arc::new(Shared {
                address,
                instance,
                events: format!("{prefix}:events:{database}"),
                beats: format!("{prefix}:beats:{instance}"),
                local: InProcessBus::new(),
                outbox: Outbox::default(),
                others_missed: AtomicBool::new(false),
                is_connected: AtomicBool::new(false),
                was_lost: AtomicBool::new(false),
            }),
        };
        let (telling, listening) = (Arc::clone(&bus.shared), Arc::clone(&bus.shared));
        thread::Builder::new().name("bus-publisher".into()).spawn(move || publisher::run(&telling))?;
        thread::Builder::new().name("bus-subscriber".into()).spawn(move || subscriber::run(&listening))?;
        Ok(bus)
    }
}

impl EventBus for RedisBus {
    fn publish(&self, event: Event) {
        if !self.shared.outbox.put(event.clone()) {
            self.shared.dropped(1);
        }
        self.shared.local.publish(event);
    }

    fn subscribe(&self, watcher: Box<dyn Fn(Event) + Send + Sync>) {
        self.shared.local.subscribe(watcher);
    }

    fn reach(&self) -> Reach {
        if self.shared.is_connected.load(Ordering::Relaxed) { Reach::Connected } else { Reach::Cut }
    }
}

impl Drop for RedisBus {
    fn drop(&mut self) {
        self.shared.outbox.close();
    }
}

impl Shared {
    /// So many events did not get to the other instances.
    fn dropped(&self, events: usize) {
        if events > 0 {
            self.others_missed.store(true, Ordering::Relaxed);
            metrics::counter!("homeroom_bus_dropped_total").increment(events as u64);
        }
    }

    /// A beat has come back.
    fn alive(&self) {
        // Every time, because whoever reads measurements may have come after the first.
        metrics::gauge!("homeroom_bus_connected").set(1);
        if self.is_connected.swap(true, Ordering::Relaxed) {
            return;
        }
        let address = &self.address;
        if self.was_lost.swap(false, Ordering::Relaxed) {
            tracing::info!(%address, "other instances hear and are heard again");
            self.local.publish(Event::Resync);
        } else {
            tracing::info!(%address, "other instances hear and are heard");
        }
    }

    /// The connection is away, or was not there to begin with.
    fn lost(&self, reason: &str) {
        self.is_connected.store(false, Ordering::Relaxed);
        metrics::gauge!("homeroom_bus_connected").set(0);
        if !self.was_lost.swap(true, Ordering::Relaxed) {
            let address = &self.address;
            tracing::warn!(%address, reason, "cut off from Redis: other instances do not hear what happens here");
        }
    }
}

//! Who is there on any instance, in Redis.
//!
//! For each person there is a sorted set, `<prefix>:presence:<user>`, with a member `<instance>:online` or
//! `<instance>:away` for each instance that holds a lease. Its score is when the lease ends, by the clock of Redis,
//! so that the clocks of the instances do not matter. The set goes with its last lease.

mod keeper;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use application::chat::{Availability, PresenceBoard};
use domain::identity::UserId;
use redis::{Cmd, Connection, FromRedisValue, RedisResult};
use uuid::Uuid;

use crate::{InProcessPresence, RedisAddress};

const RENEW: &str = include_str!("renew.lua");
const RELEASE: &str = include_str!("release.lua");
const PRESENT: &str = include_str!("present.lua");
/// The most people of whom Redis hears at once: while it works on one script it does nothing else.
const BATCH: usize = 256;

/// Who is there by the leases of every instance.
///
/// What this instance holds it also keeps in memory, and it answers from that alone while Redis is away. A call
/// waits for Redis a quarter of a second at most, once; then Redis counts as away until a thread of the board has
/// found it again and has told it every lease anew. That thread ends when the board is dropped.
pub struct RedisPresence {
    shared: Arc<Shared>,
}

/// What the board and its thread share.
struct Shared {
    address: RedisAddress,
    instance: String,
    prefix: String,
    /// What this instance holds.
    local: InProcessPresence,
    wire: Mutex<Wire>,
    changed: Condvar,
}

#[derive(Default)]
struct Wire {
    /// The connection, as long as nothing is wrong with it.
    connection: Option<Connection>,
    is_closed: bool,
    /// Whether it has been said that Redis is away.
    was_lost: bool,
}

impl RedisPresence {
    /// Starts a thread that finds Redis; does not wait for it. No other instance has this id, and all that are to
    /// know of each other's people have the same prefix.
    ///
    /// # Errors
    /// When the system has no more threads to give.
    pub fn start(address: RedisAddress, prefix: &str, instance: Uuid) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            address,
            instance: instance.to_string(),
            prefix: prefix.to_owned(),
            local: InProcessPresence::new(),
            wire: Mutex::default(),
            changed: Condvar::new(),
        });
        let board = Self { shared: Arc::clone(&shared) };
        thread::Builder::new().name("presence".into()).spawn(move || keeper::run(&shared, instance))?;
        Ok(board)
    }

    /// Whether the leases of other instances are known at the moment.
    pub fn is_connected(&self) -> bool {
        self.shared.wire().connection.is_some()
    }
}

impl PresenceBoard for RedisPresence {
    fn renew(&self, leases: &[(UserId, Availability)], life: Duration) {
        self.shared.local.renew(leases, life);
        let leases: Vec<_> = leases.iter().map(|(user, availability)| (*user, *availability, life)).collect();
        self.shared.ask_each(leases.chunks(BATCH), |part| self.shared.renewal(part));
    }

    fn release(&self, people: &[UserId]) {
        self.shared.local.release(people);
        self.shared.ask_each(people.chunks(BATCH), |part| self.shared.giving_up(part));
    }

    fn present(&self, people: &[UserId]) -> HashMap<UserId, Availability> {
        let mut present = self.shared.local.present(people);
        for part in people.chunks(BATCH) {
            let Some(found) = self.shared.ask::<Vec<u8>>(&self.shared.question(part)) else { break };
            for (user, found) in part.iter().zip(found) {
                let elsewhere = match found {
                    0 => continue,
                    1 => Availability::Away,
                    _ => Availability::Online,
                };
                let known = present.entry(*user).or_insert(elsewhere);
                *known = elsewhere.max(*known);
            }
        }
        present
    }
}

impl Drop for RedisPresence {
    fn drop(&mut self) {
        self.shared.wire().is_closed = true;
        self.shared.changed.notify_all();
    }
}

impl Shared {
    /// Asks Redis, if it is there. A connection on which something went wrong is not used again, because an answer
    /// that comes late would be taken for that to the next question.
    fn ask<T: FromRedisValue>(&self, question: &Cmd) -> Option<T> {
        let mut wire = self.wire();
        let mut connection = wire.connection.take()?;
        match question.query(&mut connection) {
            Ok(answer) => {
                wire.connection = Some(connection);
                Some(answer)
            }
            Err(error) => {
                self.lost(&mut wire, &error.to_string());
                None
            }
        }
    }

    /// Says several things to Redis, as long as it is there.
    fn ask_each<'a, T: 'a>(&self, parts: impl Iterator<Item = &'a [T]>, question: impl Fn(&[T]) -> Cmd) {
        for part in parts {
            if self.ask::<()>(&question(part)).is_none() {
                return;
            }
        }
    }

    fn lost(&self, wire: &mut Wire, reason: &str) {
        if !std::mem::replace(&mut wire.was_lost, true) {
            let address = &self.address;
            tracing::warn!(%address, reason, "cut off from Redis: who is there is known of this instance only");
        }
        self.changed.notify_all();
    }

    /// Tells Redis on a new connection what this instance holds, as Redis may have forgotten it.
    fn tell_all(&self, connection: &mut Connection) -> RedisResult<()> {
        let leases = self.local.leases();
        leases.chunks(BATCH).try_for_each(|part| self.renewal(part).exec(connection))
    }

    fn renewal(&self, leases: &[(UserId, Availability, Duration)]) -> Cmd {
        let mut command = self.script(RENEW, leases.iter().map(|(user, ..)| *user));
        for (_, availability, life) in leases {
            command.arg(name(*availability)).arg(u64::try_from(life.as_millis()).unwrap_or(u64::MAX));
        }
        command
    }

    fn question(&self, people: &[UserId]) -> Cmd {
        self.script(PRESENT, people.iter().copied())
    }

    /// A script over these people's keys, with this instance as its first argument.
    fn script(&self, text: &str, people: impl ExactSizeIterator<Item = UserId>) -> Cmd {
        let mut command = redis::cmd("EVAL");
        command.arg(text).arg(people.len());
        for user in people {
            command.arg(self.key(user));
        }
        command.arg(&self.instance);
        command
    }

    fn giving_up(&self, people: &[UserId]) -> Cmd {
        self.script(RELEASE, people.iter().copied())
    }

    fn key(&self, user: UserId) -> String {
        format!("{}:presence:{}", self.prefix, user.uuid())
    }

    fn wire(&self) -> MutexGuard<'_, Wire> {
        self.wire.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn name(availability: Availability) -> &'static str {
    match availability {
        Availability::Online => "online",
        Availability::Away => "away",
    }
}

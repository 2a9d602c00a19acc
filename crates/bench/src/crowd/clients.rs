use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    thread::{Builder, Scope, ScopedJoinHandle},
    time::Duration,
};

use mio::{Events, Interest, Poll, Token};
use uuid::Uuid;

use super::client::Client;
use crate::{Outcome, club::Minter, websocket::Socket};

/// So many handshakes may be on their way at once.
const THREADS: usize = 16;
const PORTION: usize = 1024;

/// What those who listen and the one who looks on know together.
pub(super) struct Shared {
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) minter: Minter,
    /// How many are connected.
    pub(super) open: AtomicUsize,
    /// How many of each thread lack something; everybody does before it is known what there is.
    behind: [AtomicUsize; THREADS],
    /// How often somebody was sent away because a server could not keep up.
    pub(super) refused: AtomicU64,
    /// Nothing more is written.
    pub(super) is_written: AtomicBool,
    pub(super) is_over: AtomicBool,
    heads: RwLock<Option<HashMap<Uuid, u64>>>,
    failure: Mutex<Option<String>>,
}

impl Shared {
    pub(super) fn new(addresses: Vec<SocketAddr>, minter: Minter) -> Self {
        Self {
            addresses,
            minter,
            open: AtomicUsize::default(),
            behind: std::array::from_fn(|_| AtomicUsize::new(1)),
            refused: AtomicU64::default(),
            is_written: AtomicBool::default(),
            is_over: AtomicBool::default(),
            heads: RwLock::default(),
            failure: Mutex::default(),
        }
    }

    /// Tells what there is to have.
    pub(super) fn set_heads(&self, heads: HashMap<Uuid, u64>) {
        *self.heads.write().unwrap_or_else(PoisonError::into_inner) = Some(heads);
    }

    /// How many lack something.
    pub(super) fn behind(&self) -> usize {
        self.behind.iter().map(|behind| behind.load(Ordering::Relaxed)).sum()
    }

    /// What nobody should have seen.
    pub(super) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fail(&self, failure: String) {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
    }
}

/// Everybody who listens.
pub(super) struct Clients<'scope>(Vec<ScopedJoinHandle<'scope, ()>>);

impl<'scope> Clients<'scope> {
    /// Lets each of these people, with the conversation of theirs, listen from now on.
    pub(super) fn start<'env>(
        scope: &'scope Scope<'scope, 'env>,
        shared: &'env Shared,
        all: &[(u32, Uuid)],
    ) -> Outcome<Self> {
        let mut threads = Vec::new();
        let share = all.len().div_ceil(THREADS);
        for number in 0..THREADS {
            let part = all.iter().enumerate().skip(number * share).take(share);
            let clients: Vec<_> = part
                .map(|(turn, (person, conversation))| Client::new(*person, *conversation, turn))
                .collect();
            let listen = move || {
                if let Err(error) = (Listeners { clients, shared, number }).listen() {
                    shared.fail(error.to_string());
                }
            };
            threads.push(Builder::new().name("clients".to_owned()).spawn_scoped(scope, listen)?);
        }
        Ok(Self(threads))
    }

    pub(super) fn join(self) -> Outcome<()> {
        self.0.into_iter().try_for_each(|thread| thread.join().map_err(|_| "somebody failed".into()))
    }
}

/// Those of one thread.
struct Listeners<'a> {
    clients: Vec<Client>,
    shared: &'a Shared,
    number: usize,
}

impl Listeners<'_> {
    fn listen(&mut self) -> Outcome<()> {
        let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(256));
        while !self.shared.is_over.load(Ordering::Relaxed) {
            for place in 0..self.clients.len() {
                if self.clients[place].is_away() {
                    self.connect(place, &poll)?;
                }
            }
            poll.poll(&mut events, Some(Duration::from_millis(20)))?;
            for event in &events {
                self.hear(event.token().0)?;
            }
            self.report();
        }
        Ok(())
    }

    fn connect(&mut self, place: usize, poll: &Poll) -> Outcome<()> {
        let client = &mut self.clients[place];
        let address = self.shared.addresses[client.turn % self.shared.addresses.len()];
        let token = self.shared.minter.token(client.person)?;
        match Socket::open(address, Some(&token), PORTION) {
            Ok(mut socket) => {
                // Whether it arrives is seen by what comes back.
                let _ = socket.say(&client.resume());
                let mut socket = socket.into_polled()?;
                poll.registry().register(&mut socket.stream, Token(place), Interest::READABLE)?;
                client.socket = Some(socket);
                self.shared.open.fetch_add(1, Ordering::Relaxed);
                // What came with the handshake is announced by nobody.
                self.hear(place)
            }
            Err(error) => {
                let is_refusal = error.to_string().contains("answered with 5");
                self.shared.refused.fetch_add(u64::from(is_refusal), Ordering::Relaxed);
                client.lose();
                Ok(())
            }
        }
    }

    fn hear(&mut self, place: usize) -> Outcome<()> {
        let client = &mut self.clients[place];
        if client.socket.is_some() && !client.hear()? {
            self.shared.refused.fetch_add(u64::from(client.was_sent_away()), Ordering::Relaxed);
            client.lose();
            self.shared.open.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn report(&self) {
        let heads = self.shared.heads.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(heads) = &*heads {
            let behind = self.clients.iter().filter(|client| client.is_behind(heads)).count();
            self.shared.behind[self.number].store(behind, Ordering::Relaxed);
        }
    }
}

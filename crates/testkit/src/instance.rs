use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

use actix_web::{dev::ServerHandle, rt::System};
use application::{
    App, Clock, Database, EventBus, Ids, Reach,
    chat::PresenceBoard,
    files::FileStorage,
    identity::{PasswordHasher, Tokens},
};
use bus::{InProcessBus, InProcessPresence, PREFIX, RedisBus, RedisPresence};
use chrono::TimeDelta;
use credentials::{BcryptHasher, FileTickets, SessionTokens};
use domain::identity::SessionLimits;
use http::{Asset, Assets, HttpOptions, Limits, Running, realtime::Hub};
use storage::Storage;
use tempfile::TempDir;

use crate::{Client, PATIENCE, Sure, TestClock, TestIds, eventually};

const ACCESS_SECRET: &[u8] = b"an access secret of the tests, long enough";
const REFRESH_SECRET: &[u8] = b"a refresh secret of the tests, long enough";

/// What may be different about an application under test.
#[derive(Clone)]
pub struct Setup {
    /// Connections to the database, and threads that use them.
    pub connections: u32,
    /// How long an access token lives.
    pub access_lifetime: TimeDelta,
    /// How long logins last.
    pub session_limits: SessionLimits,
    /// What may be set about the API. Its rates are out of the way unless a test sets them.
    pub limits: Limits,
    /// How much work may wait for a connection, and how many passwords to be hashed.
    pub waiting: usize,
    /// Whether the server believes that every migration is applied.
    pub is_migrated: bool,
    /// Where files are kept; in a directory of their own when none is given.
    pub storage: Option<Arc<dyn FileStorage>>,
    /// The Redis through which instances hear of each other, as [`RedisServer::url`](crate::RedisServer::url) gives
    /// it. Without it each hears only itself. An instance does not wait for Redis: see
    /// [`Instance::await_others`].
    pub redis: Option<String>,
}

impl Default for Setup {
    fn default() -> Self {
        let rare = 1_000_000;
        Self {
            connections: 2,
            access_lifetime: TimeDelta::minutes(15),
            session_limits: SessionLimits::default(),
            limits: Limits {
                requests_per_minute: rare,
                auth_requests_per_minute: rare,
                uploads_per_minute: rare,
                ..Limits::default()
            },
            waiting: 512,
            is_migrated: true,
            storage: None,
            redis: None,
        }
    }
}

/// What the instances of one school share.
pub(crate) struct Parts {
    pub database: Arc<dyn Database>,
    pub clock: Arc<TestClock>,
    pub ids: Arc<TestIds>,
    pub tokens: Arc<SessionTokens>,
    pub setup: Setup,
    /// Where files are kept, unless the set-up says otherwise.
    directory: TempDir,
}

impl Parts {
    pub fn new(database: Arc<dyn Database>, setup: Setup) -> Self {
        let clock = Arc::new(TestClock::default());
        let ids = Arc::new(TestIds::new(Arc::clone(&clock)));
        let tokens = Arc::new(SessionTokens::new(ACCESS_SECRET, REFRESH_SECRET, setup.access_lifetime));
        let directory = tempfile::tempdir().sure();
        Self { database, clock, ids, tokens, setup, directory }
    }
}

impl Parts {
    fn storage(&self) -> Arc<dyn FileStorage> {
        match &self.setup.storage {
            Some(storage) => Arc::clone(storage),
            None => Arc::new(Storage::on_disk(self.directory.path()).sure()),
        }
    }

    /// What carries events and presence between instances, for one more of them.
    fn between_instances(&self) -> (Arc<dyn EventBus>, Arc<dyn PresenceBoard>) {
        let Some(url) = &self.setup.redis else {
            return (Arc::new(InProcessBus::new()), Arc::new(InProcessPresence::new()));
        };
        let (address, instance): (bus::RedisAddress, _) = (url.parse().sure(), self.ids.next());
        (
            Arc::new(RedisBus::start(address.clone(), PREFIX, instance).sure()),
            Arc::new(RedisPresence::start(address, PREFIX, instance).sure()),
        )
    }
}

/// One running server: an application with memory and events of its own, which it serves on a free port of
/// loopback. It stops when it is dropped.
pub struct Instance {
    /// The application.
    pub app: Arc<App>,
    /// The open sockets.
    pub hub: Arc<Hub>,
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Instance {
    /// Starts a server, and waits until it listens.
    pub(crate) fn start(parts: &Parts) -> Self {
        let app = Arc::new(application(parts));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).sure();
        let address = listener.local_addr().sure();
        let (sender, started) = mpsc::channel();
        let (served, options) = (Arc::clone(&app), http_options(&parts.setup));
        let thread = thread::spawn(move || {
            let Running { server, handle, hub, api } = http::bind(&served, listener, options).sure();
            // Its lanes end when nobody can reach them any more.
            drop(api);
            sender.send((handle, hub)).sure();
            System::new().block_on(server).sure();
        });
        let (handle, hub) = started.recv().sure();
        Self { app, hub, address, handle, thread: Some(thread) }
    }

    /// A visitor who has not logged in.
    pub fn visitor(&self) -> Client {
        Client::visitor(self.address)
    }

    /// Waits until other instances hear this one, and are heard.
    #[track_caller]
    pub fn await_others(&self) {
        eventually("instances hear each other", PATIENCE, || {
            (self.app.events().reach() == Reach::Connected).then_some(())
        });
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // It is told here; what is returned only waits for the end, and so does the thread.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn application(parts: &Parts) -> App {
    let (events, presence) = parts.between_instances();
    App::new(application::Parts {
        db: Arc::clone(&parts.database),
        events,
        presence,
        clock: Arc::clone(&parts.clock) as Arc<dyn Clock>,
        ids: Arc::clone(&parts.ids) as Arc<dyn Ids>,
        passwords: Arc::new(hasher()),
        tokens: Arc::clone(&parts.tokens) as Arc<dyn Tokens>,
        tickets: Arc::new(FileTickets::new(REFRESH_SECRET)),
        storage: parts.storage(),
        session_limits: parts.setup.session_limits,
        public_url: "http://school.example".to_owned(),
    })
}

/// As cheap as bcrypt can be.
pub(crate) fn hasher() -> impl PasswordHasher {
    BcryptHasher::new(4).sure()
}

fn http_options(setup: &Setup) -> HttpOptions {
    let is_migrated = setup.is_migrated;
    HttpOptions {
        limits: setup.limits.clone(),
        database_threads: setup.connections as usize,
        database_waiting: setup.waiting,
        hashing_threads: 1,
        hashing_waiting: setup.waiting,
        workers: 1,
        assets: Arc::new(OnePage),
        migrated: Arc::new(move || is_migrated),
    }
}

/// Dashboards of a single page.
struct OnePage;

impl Assets for OnePage {
    fn get(&self, path: &str) -> Option<Asset> {
        (path == "index.html").then(|| Asset {
            bytes: b"<!doctype html><title>Homeroom</title>".into(),
            media_type: "text/html; charset=utf-8".to_owned(),
            tag: "1".to_owned(),
        })
    }
}

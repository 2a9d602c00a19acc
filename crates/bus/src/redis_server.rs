//! A Redis of its own for a test.

#![expect(clippy::missing_panics_doc, reason = "to fail a test is what these are for")]

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;

use crate::{RedisAddress, contract::eventually};

/// Where the program is looked for.
const PROGRAMS: [&str; 4] = [
    "/usr/bin/redis-server",
    "/usr/local/bin/redis-server",
    "/opt/homebrew/bin/redis-server",
    "/usr/bin/valkey-server",
];

/// A Redis that is empty, keeps nothing, is on no network, and ends when it is dropped.
pub struct RedisServer {
    program: &'static str,
    directory: TempDir,
    process: Child,
}

impl RedisServer {
    /// Starts one and waits until it answers. Without the program on this machine there is none, which is said so
    /// that the test counts as skipped.
    pub fn start() -> Option<Self> {
        let Some(program) = PROGRAMS.into_iter().find(|program| Path::new(program).exists()) else {
            println!("skipped: there is no redis-server here");
            return None;
        };
        let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no directory for Redis: {error}"));
        let process = launch(program, directory.path());
        let server = Self { program, directory, process };
        server.wait_until_it_answers();
        Some(server)
    }

    /// Its address, as `REDIS_URL` has it.
    pub fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Its address.
    pub fn address(&self) -> RedisAddress {
        self.url().parse().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Ends it at once. Everything in it is forgotten.
    pub fn stop(&mut self) {
        self.process.kill().unwrap_or_else(|error| panic!("Redis cannot be stopped: {error}"));
        self.process.wait().unwrap_or_else(|error| panic!("Redis does not end: {error}"));
    }

    /// Starts it again after [`stop`](Self::stop), at the same address.
    pub fn start_again(&mut self) {
        self.process = launch(self.program, self.directory.path());
        self.wait_until_it_answers();
    }

    /// Keeps it from doing anything, with all connections open, like a network that swallows what is sent.
    pub fn freeze(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// Lets it go on after [`freeze`](Self::freeze).
    pub fn thaw(&self) {
        self.signal(Signal::SIGCONT);
    }

    fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.process.id()).unwrap_or_else(|error| panic!("{error}"));
        kill(Pid::from_raw(id), signal).unwrap_or_else(|error| panic!("{signal} to Redis: {error}"));
    }

    fn socket(&self) -> PathBuf {
        socket(self.directory.path())
    }

    fn wait_until_it_answers(&self) {
        let address = self.address();
        eventually("Redis answers", Duration::from_secs(20), || address.check().ok());
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // Also one that is frozen.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn launch(program: &str, directory: &Path) -> Child {
    Command::new(program)
        .args(["--port", "0", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir"])
        .arg(directory)
        .arg("--unixsocket")
        .arg(socket(directory))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"))
}

fn socket(directory: &Path) -> PathBuf {
    directory.join("redis.sock")
}

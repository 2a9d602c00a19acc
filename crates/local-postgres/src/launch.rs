//! Making, starting and stopping a server.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::account::Account;
use crate::layout::{Layout, make_private_directory};
use crate::log::{self, Mark};
use crate::postmaster::Postmaster;
use crate::{Binaries, Durability, Error, SUPERUSER};

/// How often the state of a process is looked at.
const PAUSE: Duration = Duration::from_millis(5);
/// How long open transactions get when the server is to stop, and how long it then gets to stop at once.
const FAST_STOP: Duration = Duration::from_secs(20);
const IMMEDIATE_STOP: Duration = Duration::from_secs(10);
/// What PostgreSQL says while processes of a killed server still finish.
const ORPHANS: &str = "pre-existing shared memory block";
const ORPHANS_PAUSE: Duration = Duration::from_millis(50);

/// All that is needed to bring up a server, once or again.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) account: Account,
    pub(crate) binaries: Binaries,
    pub(crate) layout: Layout,
    pub(crate) command_line: Vec<OsString>,
    pub(crate) durability: Durability,
    pub(crate) patience: Duration,
}

impl Plan {
    /// Whether there are data; those of another major version are an error.
    pub(crate) fn has_data(&self) -> Result<bool, Error> {
        let path = self.layout.data.join("PG_VERSION");
        let data = match fs::read_to_string(&path) {
            Ok(version) => version.trim().to_owned(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(Error::system("read", &path)(error)),
        };
        let binaries = self.binaries.version();
        if data == binaries.major.to_string() {
            return Ok(true);
        }
        let (directory, place) = (self.layout.data.clone(), self.binaries.directory().to_owned());
        Err(Error::DifferentMajorVersion { directory, data, binaries, place })
    }

    /// Makes the data directory, whole or not at all: a cluster whose making was interrupted is never started.
    pub(crate) fn initialise(&self) -> Result<(), Error> {
        let (unfinished, data) = (&self.layout.unfinished_data, &self.layout.data);
        match fs::remove_dir_all(unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::system("remove", unfinished)(error))
            }
            _ => make_private_directory(unfinished, &self.account),
        }?;
        // The locale is missing on some systems; the plain one is not.
        match self.initdb("C.UTF-8") {
            Err(Error::Initialise { output, .. }) if output.contains("invalid locale name") => {
                self.initdb("C")
            }
            result => result,
        }?;
        fs::rename(unfinished, data).map_err(Error::system("create", data))?;
        let home = &self.layout.home;
        File::open(home).and_then(|home| home.sync_all()).map_err(Error::system("write", home))
    }

    fn initdb(&self, locale: &str) -> Result<(), Error> {
        let program = self.binaries.initdb();
        let mut command = self.account.command(&program);
        command.arg("-D").arg(&self.layout.unfinished_data);
        command.args(["--username", SUPERUSER, "--encoding=UTF8", "--no-instructions", "--data-checksums"]);
        // Whoever can reach the socket is the owner or root: passwords would protect nothing.
        command.args(["--auth-local=trust", "--auth-host=reject"]);
        command.args(["--locale", locale]);
        if self.binaries.version().major >= 17 {
            // The order of texts must not change with the C library of the machine.
            command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
        }
        if self.durability == Durability::Disposable {
            command.arg("--no-sync");
        }
        let output = command.output().map_err(Error::system("execute", &program))?;
        if output.status.success() {
            return Ok(());
        }
        let output = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).trim().to_owned();
        Err(Error::Initialise { directory: self.layout.data.clone(), output })
    }

    /// Starts the server and waits until it accepts connections.
    pub(crate) fn start(&self) -> Result<Postmaster, Error> {
        self.layout.make_socket_directory(&self.account)?;
        log::remove_old(&self.layout.data);
        let deadline = Instant::now() + self.patience;
        loop {
            match self.start_once(deadline) {
                Err(Error::Start { log, .. }) if log.contains(ORPHANS) && Instant::now() < deadline => {
                    thread::sleep(ORPHANS_PAUSE);
                }
                Err(error) => {
                    self.layout.clear_socket_directory();
                    return Err(error);
                }
                Ok(postmaster) => return Ok(postmaster),
            }
        }
    }

    fn start_once(&self, deadline: Instant) -> Result<Postmaster, Error> {
        let mark = Mark::set(&self.layout.data);
        let mut postmaster = self.spawn()?;
        if wait(deadline, || postmaster.is_ready() || postmaster.has_ended()) && !postmaster.has_ended() {
            return Ok(postmaster);
        }
        let (directory, log) = (self.layout.data.clone(), self.log_since(&mark));
        if postmaster.has_ended() {
            return Err(Error::Start { directory, log });
        }
        postmaster.stop_at_once();
        wait(Instant::now() + IMMEDIATE_STOP, || postmaster.has_ended());
        Err(Error::Timeout { directory, action: "start", waited: self.patience, log })
    }

    fn spawn(&self) -> Result<Postmaster, Error> {
        let path = &self.layout.start_log;
        let log = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)
            .map_err(Error::system("open", path))?;
        let same = log.try_clone().map_err(Error::system("open", path))?;
        let program = self.binaries.postgres();
        let child = self
            .account
            .command(&program)
            .args(&self.command_line)
            .stdout(log)
            .stderr(same)
            // Ctrl-C reaches every process of the terminal's group. The server must outlive ours, which
            // still has requests to finish.
            .process_group(0)
            .spawn()
            .map_err(Error::system("execute", &program))?;
        Ok(Postmaster::of_child(child, &self.layout, &self.account))
    }

    /// Waits for a server that another process started. `None` when it ended instead.
    pub(crate) fn await_ready(&self, mut postmaster: Postmaster) -> Result<Option<Postmaster>, Error> {
        let deadline = Instant::now() + self.patience;
        if !wait(deadline, || postmaster.is_ready() || postmaster.has_ended()) {
            let (directory, log) = (self.layout.data.clone(), self.log_since(&Mark::default()));
            return Err(Error::Timeout { directory, action: "start", waited: self.patience, log });
        }
        Ok(Some(postmaster).filter(Postmaster::is_ready))
    }

    fn log_since(&self, mark: &Mark) -> String {
        let early = log::tail(&self.layout.start_log, 0).unwrap_or_default();
        [early.trim(), mark.written_since(&self.layout.data).trim()].join("\n").trim().to_owned()
    }
}

/// Stops a server, with force when open transactions do not end. What was committed is kept either way.
pub(crate) fn stop(mut postmaster: Postmaster, data: &Path) -> Result<(), Error> {
    let mark = Mark::set(data);
    postmaster.stop_soon();
    if wait(Instant::now() + FAST_STOP, || postmaster.has_ended()) {
        return Ok(());
    }
    tracing::warn!(process = postmaster.process(), "PostgreSQL does not stop and is told to stop at once");
    postmaster.stop_at_once();
    if wait(Instant::now() + IMMEDIATE_STOP, || postmaster.has_ended()) {
        return Ok(());
    }
    let (directory, waited) = (data.to_owned(), FAST_STOP + IMMEDIATE_STOP);
    let log = mark.written_since(data);
    Err(Error::Timeout { directory, action: "stop", waited, log })
}

/// Waits until something is so, and tells whether it became so in time.
fn wait(deadline: Instant, mut is_so: impl FnMut() -> bool) -> bool {
    loop {
        if is_so() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(PAUSE);
    }
}

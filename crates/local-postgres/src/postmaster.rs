//! The server's main process: recognising it, and telling it to stop.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use nix::fcntl::OFlag;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::Error;
use crate::account::Account;
use crate::layout::{Layout, socket};

/// A process number that no operating system gives out.
const NOBODY: &str = "2147483647";

/// The running server, our child or one that an earlier process left behind.
#[derive(Debug)]
pub(crate) struct Postmaster {
    process: Pid,
    user: u32,
    data: PathBuf,
    child: Option<Child>,
}

impl Postmaster {
    pub(crate) fn of_child(child: Child, layout: &Layout, account: &Account) -> Self {
        // Process numbers are far below the limit of the signed type.
        let process = Pid::from_raw(i32::try_from(child.id()).unwrap_or(i32::MAX));
        Self { process, user: account.user, data: layout.data.clone(), child: Some(child) }
    }

    /// Looks for the one that its lock file names. Afterwards nothing stands in the way of a new one.
    pub(crate) fn find(layout: &Layout, account: &Account) -> Result<Option<Self>, Error> {
        let path = lock_file(&layout.data);
        let Some(lock) = LockFile::read(&layout.data).map_err(Error::system("read", &path))? else {
            // There is none, or a crash left it without a number and PostgreSQL would stumble over it.
            fs::remove_file(&path).ok();
            return Ok(None);
        };
        let process = Pid::from_raw(lock.process);
        let postmaster = Self { process, user: account.user, data: layout.data.clone(), child: None };
        if postmaster.is_ours() {
            return Ok(Some(postmaster));
        }
        if UnixStream::connect(socket(&lock.socket_directory)).is_ok() {
            return Err(Error::UnknownServer { directory: layout.data.clone(), process: lock.process });
        }
        lock.disown(layout).map_err(Error::system("write", &path))?;
        Ok(None)
    }

    pub(crate) fn process(&self) -> i32 {
        self.process.as_raw()
    }

    /// What the process was started with, as PostgreSQL recorded it.
    pub(crate) fn runs_with(&self, recorded_command_line: &[u8]) -> bool {
        fs::read(self.data.join("postmaster.opts"))
            .is_ok_and(|record| record.ends_with(recorded_command_line))
    }

    /// Whether it accepts connections.
    pub(crate) fn is_ready(&self) -> bool {
        LockFile::read(&self.data)
            .ok()
            .flatten()
            .is_some_and(|lock| lock.process == self.process.as_raw() && lock.ready)
    }

    /// Whether the process is gone. A child is collected thereby.
    pub(crate) fn has_ended(&mut self) -> bool {
        match &mut self.child {
            Some(child) => !matches!(child.try_wait(), Ok(None)),
            None => !self.is_ours(),
        }
    }

    /// Asks it to end all connections and stop.
    pub(crate) fn stop_soon(&self) {
        self.signal(Signal::SIGINT);
    }

    /// Tells it to stop at once; the next start recovers from the log.
    pub(crate) fn stop_at_once(&self) {
        self.signal(Signal::SIGQUIT);
    }

    fn signal(&self, signal: Signal) {
        // The only error that can happen is that it has already ended, which is what was wanted.
        kill(self.process, signal).ok();
    }

    /// Process numbers are used again, so that the number alone proves nothing: the process must run as
    /// our user and serve our data directory. What is only waiting to be collected has no arguments any more.
    fn is_ours(&self) -> bool {
        let Some((user, arguments)) = owner_and_arguments(self.process.as_raw()) else {
            return false;
        };
        user == self.user && mentions(&arguments, self.data.as_os_str())
    }
}

fn mentions(arguments: &[u8], data: &OsStr) -> bool {
    let option = [b"-D\0", data.as_bytes(), b"\0"].concat();
    arguments.windows(option.len()).any(|window| window == option)
}

/// Who runs a process, and with what, each argument ended by a zero byte.
fn owner_and_arguments(process: i32) -> Option<(u32, Vec<u8>)> {
    if Path::new("/proc/self/cmdline").exists() { from_proc(process) } else { from_ps(process) }
}

fn from_proc(process: i32) -> Option<(u32, Vec<u8>)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let user =
        status.lines().find_map(|line| line.strip_prefix("Uid:"))?.split_whitespace().next()?.parse().ok()?;
    Some((user, fs::read(format!("/proc/{process}/cmdline")).ok()?))
}

/// The way for systems without `/proc`. Spaces stand between the arguments there; since a path may hold spaces
/// too, only the option itself can be told apart.
fn from_ps(process: i32) -> Option<(u32, Vec<u8>)> {
    let output = Command::new("/bin/ps")
        .args(["-ww", "-o", "uid=,args=", "-p"])
        .arg(process.to_string())
        .output()
        .ok()?;
    let line = output.stdout.trim_ascii();
    let end = line.iter().position(|byte| !byte.is_ascii_digit())?;
    let (user, arguments) = line.split_at(end);
    let user = str::from_utf8(user).ok()?.parse().ok()?;
    let arguments = String::from_utf8_lossy(arguments).replace(" -D ", " -D\0").replace(" -c ", "\0-c ");
    Some((user, [arguments.as_bytes(), b"\0"].concat()))
}

fn lock_file(data: &Path) -> PathBuf {
    data.join("postmaster.pid")
}

/// What the server writes into `postmaster.pid`: one item a line.
#[derive(Debug, PartialEq, Eq)]
struct LockFile {
    process: i32,
    socket_directory: PathBuf,
    ready: bool,
    rest: Vec<u8>,
}

impl LockFile {
    /// `None` when there is no such file, or one that a crash left unfinished.
    fn read(data: &Path) -> io::Result<Option<Self>> {
        match fs::read(lock_file(data)) {
            Ok(content) => Ok(Self::parse(&content)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn parse(content: &[u8]) -> Option<Self> {
        let end = content.iter().position(|&byte| byte == b'\n')?;
        let (process, rest) = content.split_at(end);
        let lines: Vec<&[u8]> = content.split(|&byte| byte == b'\n').collect();
        Some(Self {
            process: str::from_utf8(process).ok()?.trim().parse().ok().filter(|&process| process > 0)?,
            socket_directory: PathBuf::from(OsStr::from_bytes(lines.get(4)?)),
            ready: lines.get(7).is_some_and(|status| status.trim_ascii() == b"ready"),
            rest: rest.to_owned(),
        })
    }

    /// Removes what is left of a server that is gone. PostgreSQL does that by itself, except when the process
    /// number meanwhile belongs to somebody else; then a number is written that belongs to nobody. The file itself
    /// must stay: it leads PostgreSQL to the memory of the old server, where it sees whether orphans still write.
    fn disown(&self, layout: &Layout) -> io::Result<()> {
        if kill(Pid::from_raw(self.process), None).is_ok() {
            let mut file = OpenOptions::new()
                .write(true)
                .truncate(true)
                .custom_flags(OFlag::O_NOFOLLOW.bits())
                .open(lock_file(&layout.data))?;
            file.write_all(&[NOBODY.as_bytes(), &self.rest].concat())?;
        }
        layout.clear_socket_directory();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::process::Stdio;

    use super::*;

    const READY: &[u8] =
        b"4711\n/var/data\n1700000000\n5432\n/var/run dir\n\n  5432001    327680\nready   \n";

    #[test]
    fn reads_the_lock_file() {
        let lock = LockFile::parse(READY);
        assert!(lock.is_some_and(|lock| lock.process == 4711
            && lock.ready
            && lock.socket_directory == Path::new("/var/run dir")));
    }

    #[test]
    fn a_starting_server_is_not_ready() {
        let starting = String::from_utf8_lossy(READY).replace("ready   ", "starting");
        assert!(LockFile::parse(starting.as_bytes()).is_some_and(|lock| !lock.ready));
        let early = b"4711\n/var/data\n1700000000\n5432\n/var/run dir\n";
        assert!(LockFile::parse(early).is_some_and(|lock| !lock.ready));
    }

    #[test]
    fn an_unfinished_lock_file_names_nobody() {
        for content in
            ["", "\n", "4711", "4711\n/var/data\n", "-1\na\nb\nc\nd\n", "0\na\nb\nc\nd\n", "x\na\nb\nc\nd\n"]
        {
            assert_eq!(LockFile::parse(content.as_bytes()), None, "{content:?}");
        }
    }

    #[test]
    fn recognises_the_data_directory_among_the_arguments() {
        let arguments = b"/bin/postgres\0-D\0/var/data\0-c\0port=5432\0";
        assert!(mentions(arguments, OsStr::new("/var/data")));
        assert!(!mentions(arguments, OsStr::new("/var")));
        assert!(!mentions(arguments, OsStr::new("/var/data/more")));
        assert!(!mentions(b"", OsStr::new("/var/data")));
    }

    #[test]
    fn both_ways_of_asking_about_a_process_agree() -> io::Result<()> {
        let mut child = Command::new("/bin/sh")
            .args(["-c", "echo; read line", "postgres", "-D", "/var/one data", "-c", "port=5432"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        // Before it says something, the kernel may not have put its arguments in place.
        child.stdout.as_mut().map(|output| output.read_exact(&mut [0])).transpose()?;
        let process = i32::try_from(child.id()).unwrap_or(0);
        let answers = [
            Path::new("/proc/self/cmdline").exists().then(|| from_proc(process)),
            Path::new("/bin/ps").exists().then(|| from_ps(process)),
        ];
        drop(child.stdin.take());
        child.wait()?;
        assert_ne!(answers, [None, None]);
        for answer in answers.into_iter().flatten() {
            let answer = answer.map(|(user, arguments)| {
                let serves = |data| mentions(&arguments, OsStr::new(data));
                (user, serves("/var/one data"), serves("/var/one"))
            });
            assert_eq!(answer, Some((nix::unistd::getuid().as_raw(), true, false)));
        }
        assert_eq!(owner_and_arguments(i32::MAX), None);
        Ok(())
    }
}

//! Who uses a cluster. The locks belong to the open files, so the system takes them back however a process ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::Error;

const PAUSE: Duration = Duration::from_millis(10);

/// The right to start and stop the server, held for that moment only.
#[derive(Debug)]
pub(crate) struct Gate {
    _file: File,
}

impl Gate {
    /// Waits until no other process starts or stops this cluster.
    pub(crate) fn pass(home: &Path, patience: Duration) -> Result<Self, Error> {
        let path = home.join("start.lock");
        let file = open(&path)?;
        let begin = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(Error::system("lock", &path)(error)),
                Err(TryLockError::WouldBlock) if begin.elapsed() >= patience => {
                    return Err(Error::Busy { directory: home.to_owned(), waited: patience });
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
    }
}

/// The sign that this process uses the cluster. It changes only behind the [`Gate`].
#[derive(Debug)]
pub(crate) struct Share {
    file: File,
}

impl Share {
    pub(crate) fn open(home: &Path) -> Result<Self, Error> {
        Ok(Self { file: open(&home.join("in-use.lock"))? })
    }

    /// Whether no other process uses the cluster. Our own sign is taken down thereby.
    pub(crate) fn is_alone(&self, _gate: &Gate) -> io::Result<bool> {
        self.file.unlock()?;
        match self.file.try_lock() {
            Ok(()) => self.file.unlock().map(|()| true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Puts up our sign.
    pub(crate) fn hold(&self, _gate: &Gate) -> io::Result<()> {
        self.file.lock_shared()
    }
}

fn open(path: &Path) -> Result<File, Error> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(Error::system("open", path))
}

use std::{
    env, fs,
    os::unix::net::UnixStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::Outcome;

const PROGRAM: &str = "redis-server";
const PATIENCE: Duration = Duration::from_secs(10);

/// A Redis that keeps nothing, is on no network, and ends when it is dropped.
pub(crate) struct Redis {
    child: Child,
    socket: PathBuf,
    _directory: TempDir,
}

/// Whether the program is on this machine.
pub fn has_redis() -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|directory| directory.join(PROGRAM).is_file())
}

impl Redis {
    /// Starts one and waits until it listens.
    pub(crate) fn start() -> Outcome<Self> {
        let directory = tempfile::tempdir()?;
        let socket = directory.path().join("redis.sock");
        fs::write(
            directory.path().join("redis.conf"),
            format!("port 0\nunixsocket {}\nsave \"\"\nappendonly no\n", socket.display()),
        )?;
        let child = Command::new(PROGRAM)
            .arg(directory.path().join("redis.conf"))
            .current_dir(directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("redis-server does not start: {error}"))?;
        let redis = Self { child, socket, _directory: directory };
        let began = Instant::now();
        while UnixStream::connect(&redis.socket).is_err() {
            if began.elapsed() > PATIENCE {
                return Err("redis-server does not listen".into());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(redis)
    }

    /// Its address, as `REDIS_URL` has it.
    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.socket.display())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // It holds nothing that could be lost, and may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

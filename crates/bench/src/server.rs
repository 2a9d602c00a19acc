use std::{
    fs::File,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Outcome, bare::free_address, process, wire::Answer};

/// Seals access tokens, in the server and in the tokens that are minted here.
pub(crate) const ACCESS_SECRET: &str = "Yq4mT0cJr8sXv1bN6hKz3WdE9gLpAu5f";
/// Seals refresh tokens; nothing here is sealed with it.
pub(crate) const REFRESH_SECRET: &str = "Rk7pQ2xVn5wZc8tB1jMy4HfG6sDaEu3L";

/// So high that nobody is ever refused, while every request is still counted.
const RAISED_LIMIT: &str = "100000000";
/// How long a start may take before it has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// The real server, in a process of its own, configured as for a school.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// How long it took from its start to its first answer that it is ready.
    pub(crate) ready_after: Duration,
    log: PathBuf,
}

impl Server {
    /// Starts the server on a migrated database and waits until it is ready.
    pub(crate) fn start(program: &Path, database_url: &str, directory: &Path) -> Outcome<Self> {
        Self::start_at(free_address()?, program, database_url, directory, &[])
    }

    /// Starts the server at this address, with these variables besides, and waits until it is ready.
    pub(crate) fn start_at(
        address: SocketAddr,
        program: &Path,
        database_url: &str,
        directory: &Path,
        variables: &[(&str, &str)],
    ) -> Outcome<Self> {
        let metrics = free_address()?;
        let log = directory.join("server.log");
        let mut command = Command::new(program);
        command
            .arg("serve")
            .env_clear()
            .current_dir(directory)
            .env("DATABASE_URL", database_url)
            .env("HOMEROOM_DATA_DIR", directory.join("data"))
            .env("PUBLIC_URL", "https://homeroom.school.example")
            .env("PORT", address.port().to_string())
            .env("METRICS_ADDRESS", metrics.to_string())
            .env("SMTP_URL", "off")
            .env("JWT_ACCESS_SECRET", ACCESS_SECRET)
            .env("JWT_REFRESH_SECRET", REFRESH_SECRET)
            .env("REQUESTS_PER_MINUTE", RAISED_LIMIT)
            .env("AUTH_REQUESTS_PER_MINUTE", RAISED_LIMIT)
            .env("MESSAGES_PER_MINUTE", RAISED_LIMIT)
            .env("SOCKET_FRAMES_PER_SECOND", RAISED_LIMIT)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        let began = Instant::now();
        let mut server = Self { child: command.spawn()?, address, ready_after: Duration::ZERO, log };
        if let Err(error) = await_answer(&mut server.child, address, "/readyz") {
            return Err(format!("{error}; its log says:\n{}", server.last_lines()).into());
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// The memory that it occupies, in bytes.
    pub(crate) fn resident(&self) -> Outcome<u64> {
        process::resident(self.process()).ok_or_else(|| "the server's memory cannot be read".into())
    }

    fn last_lines(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(10)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Told to stop it would first finish the logins that wait. It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until this address of the server answers with 200.
pub(crate) fn await_answer(child: &mut Child, address: SocketAddr, path: &str) -> Outcome<()> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(ended) = child.try_wait()? {
            return Err(format!("the server ended ({ended})").into());
        }
        match ask(address, path) {
            Ok(200) => return Ok(()),
            // Asking without a pause would take a processor from the server that is starting.
            _ => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    Err("the server was not ready in time".into())
}

fn ask(address: SocketAddr, path: &str) -> Outcome<u16> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received)?;
    Ok(Answer::read(&received)?.map_or(0, |answer| answer.status))
}

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
};

use crate::{Outcome, server::Server};

/// How many there are.
pub(crate) const INSTANCES: usize = 3;

/// The processes that are killed.
pub(crate) struct Instances {
    program: PathBuf,
    directory: PathBuf,
    database_url: String,
    redis_url: String,
    /// Where they listen, also while they are dead.
    pub(crate) addresses: Vec<SocketAddr>,
    running: Vec<Option<Server>>,
}

impl Instances {
    pub(crate) fn start(
        program: &Path,
        directory: &Path,
        database_url: String,
        redis_url: String,
    ) -> Outcome<Self> {
        let addresses = (0..INSTANCES).map(|_| lasting_address()).collect::<Outcome<Vec<_>>>()?;
        let (program, directory) = (program.to_owned(), directory.to_owned());
        let running = Vec::new();
        let mut instances = Self { program, directory, database_url, redis_url, addresses, running };
        for number in 0..INSTANCES {
            let server = instances.launch(number)?;
            instances.running.push(Some(server));
        }
        Ok(instances)
    }

    fn launch(&self, number: usize) -> Outcome<Server> {
        let directory = self.directory.join(format!("instance-{number}"));
        fs::create_dir_all(&directory)?;
        let variables = [("REDIS_URL", self.redis_url.as_str()), ("METRICS_ADDRESS", "off")];
        Server::start_at(self.addresses[number], &self.program, &self.database_url, &directory, &variables)
    }

    /// Does what `kill -9` does.
    pub(crate) fn kill(&mut self, number: usize) {
        self.running[number] = None;
    }

    /// Starts one that was killed, and waits until it is ready.
    pub(crate) fn start_again(&mut self, number: usize) -> Outcome<()> {
        self.running[number] = Some(self.launch(number)?);
        Ok(())
    }
}

/// An address that nobody listens on, and that the system gives to nobody while an instance is dead: connections
/// from here get ports from 32768 on.
fn lasting_address() -> Outcome<SocketAddr> {
    let start = 15_000 + std::process::id() % 10_000;
    let mut ports = (start..32_000).filter_map(|port| u16::try_from(port).ok());
    let free = ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).ok_or("no port is free")?;
    Ok(SocketAddr::from(([127, 0, 0, 1], free)))
}

use std::{
    io,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use crate::Outcome;

/// Leads each connection to the next instance that takes it, as a load balancer does.
pub(super) struct Proxy {
    /// Where it listens.
    pub(super) address: SocketAddr,
    is_over: Arc<AtomicBool>,
}

impl Proxy {
    pub(super) fn start(instances: Vec<SocketAddr>) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        thread::Builder::new().name("proxy".to_owned()).spawn(move || {
            let turn = AtomicUsize::new(0);
            for client in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                // A client whom nobody takes sees its connection end, and comes back.
                if let Some(server) = next(&instances, &turn) {
                    join(client, server).unwrap_or_else(|error| eprintln!("a connection was lost: {error}"));
                }
            }
        })?;
        Ok(Self { address, is_over })
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread; it has ended already when nobody takes this.
        let _ = TcpStream::connect(self.address);
    }
}

fn next(instances: &[SocketAddr], turn: &AtomicUsize) -> Option<TcpStream> {
    let first = turn.fetch_add(1, Ordering::Relaxed);
    (0..instances.len())
        .find_map(|offset| TcpStream::connect(instances[(first + offset) % instances.len()]).ok())
}

fn join(client: TcpStream, server: TcpStream) -> io::Result<()> {
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (up, down) = ((client.try_clone()?, server.try_clone()?), (server, client));
    for (from, to) in [up, down] {
        thread::Builder::new().name("copy".to_owned()).spawn(move || copy(&from, &to))?;
    }
    Ok(())
}

fn copy(mut from: &TcpStream, mut to: &TcpStream) {
    // However it ends, whoever is left must learn that there is nobody any more.
    let _ = io::copy(&mut from, &mut to);
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

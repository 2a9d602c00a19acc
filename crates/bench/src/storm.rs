use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{
    Outcome, school,
    wire::{Answer, MALFORMED},
};

/// People who try to log in at once: more than the hashing lane takes, so that it is never empty and refuses.
const PEOPLE: u32 = 80;
/// How long a login may wait for its answer.
const PATIENCE: Duration = Duration::from_mins(1);

/// Logins without end, as fast as the server takes them.
pub(crate) struct Storm {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    is_over: Mutex<bool>,
    changed: Condvar,
    accepted: AtomicU32,
    refused: AtomicU32,
}

impl Shared {
    fn is_over(&self) -> bool {
        *self.is_over.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How logins were answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Logins {
    /// Logged in.
    pub(crate) accepted: u32,
    /// Told to come back later.
    pub(crate) refused: u32,
}

impl Storm {
    /// Begins, and waits until the server has more logins than it takes.
    pub(crate) fn begin(address: SocketAddr) -> Outcome<Self> {
        let shared = Arc::new(Shared::default());
        let threads = (1..=PEOPLE)
            .map(|number| {
                let shared = Arc::clone(&shared);
                thread::Builder::new().spawn(move || {
                    if let Err(error) = log_in_again_and_again(address, number, &shared)
                        && !shared.is_over()
                    {
                        eprintln!("a login failed: {error}");
                    }
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let storm = Self { shared, threads };
        let guard = storm.shared.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        let is_calm = |_: &mut bool| storm.shared.refused.load(Ordering::Relaxed) == 0;
        let waited = storm.shared.changed.wait_timeout_while(guard, PATIENCE, is_calm);
        let calm = waited.unwrap_or_else(PoisonError::into_inner).1.timed_out();
        if calm { Err("the logins did not saturate the server".into()) } else { Ok(storm) }
    }

    /// Ends, and tells how logins were answered.
    pub(crate) fn end(self) -> Logins {
        *self.shared.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.shared.changed.notify_all();
        let logins = Logins {
            accepted: self.shared.accepted.load(Ordering::Relaxed),
            refused: self.shared.refused.load(Ordering::Relaxed),
        };
        // Their threads end with the answer that each still waits for.
        drop(self.threads);
        logins
    }
}

fn log_in_again_and_again(address: SocketAddr, number: u32, shared: &Shared) -> Outcome<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let password = school::PASSWORD;
    let body =
        format!(r#"{{"email":"registrar{number}@school.example","password":"{password}","client":"api"}}"#);
    let length = body.len();
    let request = format!(
        "POST /api/v1/auth/login HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut buffer = vec![0; 16 * 1024];
    loop {
        stream.write_all(request.as_bytes())?;
        let (status, wait) = receive(&mut stream, &mut buffer)?;
        match status {
            200 => shared.accepted.fetch_add(1, Ordering::Relaxed),
            429 => shared.refused.fetch_add(1, Ordering::Relaxed),
            other => return Err(format!("a login was answered with {other}").into()),
        };
        let guard = shared.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        shared.changed.notify_all();
        let pause = Duration::from_secs(wait);
        let go_on = |is_over: &mut bool| !*is_over && !pause.is_zero();
        let waited = shared.changed.wait_timeout_while(guard, pause, go_on);
        if *waited.unwrap_or_else(PoisonError::into_inner).0 {
            return Ok(());
        }
    }
}

/// The status of the next answer, and for how many seconds it asks to wait.
fn receive(stream: &mut TcpStream, buffer: &mut [u8]) -> Outcome<(u16, u64)> {
    let mut filled = 0;
    loop {
        let read = stream.read(&mut buffer[filled..])?;
        if read == 0 {
            return Err(MALFORMED.into());
        }
        filled += read;
        if let Some(answer) = Answer::read(&buffer[..filled])? {
            let wait =
                answer.header(b"retry-after").and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
            return Ok((answer.status, wait.unwrap_or(0)));
        }
    }
}

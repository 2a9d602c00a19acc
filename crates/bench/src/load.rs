use std::{
    io::{self, Read, Write},
    net::SocketAddr,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};

use crate::{
    Outcome,
    histogram::Histogram,
    wire::{Answer, MALFORMED},
};

/// More than the head and the body of any answer that is measured.
const BUFFER: usize = 2 * 1024 * 1024;
/// How long nothing may arrive at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// Requests that are sent again and again, each connection sending its next one when the last is answered.
///
/// One thread does everything, because it shares the processors with what it measures.
pub(crate) struct Load<'a> {
    /// Where to.
    pub(crate) address: SocketAddr,
    /// What is sent; every request gets its turn.
    pub(crate) requests: &'a [Vec<u8>],
    /// How many connections are kept open.
    pub(crate) connections: usize,
}

/// What was seen.
pub(crate) struct Seen {
    /// How long answers took.
    pub(crate) latencies: Histogram,
    /// For how long was measured.
    pub(crate) duration: Duration,
    /// The body of one answer.
    pub(crate) sample: Vec<u8>,
}

impl Seen {
    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        // Neither comes near the numbers that would lose digits.
        #[expect(clippy::cast_precision_loss, reason = "a count of answers is far below 2^52")]
        let answers = self.latencies.total() as f64;
        answers / self.duration.as_secs_f64()
    }
}

impl Load<'_> {
    /// Sends each request and goes on for `warm_up`, then measures for `duration`. Any answer but 200 ends it.
    pub(crate) fn run(&self, warm_up: Duration, duration: Duration) -> Outcome<Seen> {
        let mut poll = Poll::new()?;
        let mut connections = (0..self.connections)
            .map(|number| Connection::open(self, number, &poll))
            .collect::<io::Result<Vec<_>>>()?;
        let mut events = Events::with_capacity(self.connections);
        let mut stage = Stage::Meeting { left: self.requests.len() };
        let mut latencies = Histogram::default();
        loop {
            poll.poll(&mut events, Some(PATIENCE))?;
            if events.is_empty() {
                return Err("the server stopped answering".into());
            }
            for event in &events {
                let Some(latency) = connections[event.token().0].receive(self)? else { continue };
                match &mut stage {
                    Stage::Meeting { left } => *left = left.saturating_sub(1),
                    Stage::WarmingUp { .. } => {}
                    Stage::Measuring { .. } => latencies.record(latency),
                }
            }
            let now = Instant::now();
            stage = match stage {
                Stage::Meeting { left: 0 } => Stage::WarmingUp { until: now + warm_up },
                Stage::WarmingUp { until } if now >= until => Stage::Measuring { since: now },
                Stage::Measuring { since } if now >= since + duration => {
                    let sample = connections.swap_remove(0).sample;
                    return Ok(Seen { latencies, duration: now - since, sample });
                }
                other => other,
            };
        }
    }
}

/// How far a run has come.
enum Stage {
    /// The server meets everybody for the first time and must ask who they are.
    Meeting {
        left: usize,
    },
    WarmingUp {
        until: Instant,
    },
    Measuring {
        since: Instant,
    },
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
    /// The number of the request that is sent next.
    next: usize,
    sent: Instant,
    sample: Vec<u8>,
}

impl Connection {
    fn open(load: &Load<'_>, number: usize, poll: &Poll) -> io::Result<Self> {
        let stream = std::net::TcpStream::connect(load.address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry().register(&mut stream, Token(number), Interest::READABLE)?;
        let mut connection = Self {
            stream,
            buffer: vec![0; BUFFER],
            filled: 0,
            next: number * load.requests.len() / load.connections,
            sent: Instant::now(),
            sample: Vec::new(),
        };
        connection.send(load)?;
        Ok(connection)
    }

    fn send(&mut self, load: &Load<'_>) -> io::Result<()> {
        let request = &load.requests[self.next];
        self.next = (self.next + 1) % load.requests.len();
        self.sent = Instant::now();
        // A request is far smaller than a socket's buffer, which is empty when the last one was answered.
        if self.stream.write(request)? == request.len() {
            Ok(())
        } else {
            Err(io::ErrorKind::WriteZero.into())
        }
    }

    /// Takes in what has arrived. When that ends an answer, sends the next request and tells how long the
    /// answer took.
    fn receive(&mut self, load: &Load<'_>) -> Outcome<Option<Duration>> {
        loop {
            match self.stream.read(&mut self.buffer[self.filled..]) {
                Ok(0) => return Err("the server closed a connection".into()),
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            let Some(answer) = Answer::read(&self.buffer[..self.filled])? else { continue };
            if answer.status != 200 {
                let body = String::from_utf8_lossy(answer.body);
                return Err(format!("the server answered {}: {body}", answer.status).into());
            }
            if answer.head.len() + answer.body.len() != self.filled {
                return Err(MALFORMED.into());
            }
            let latency = self.sent.elapsed();
            if self.sample.is_empty() {
                self.sample = answer.body.to_vec();
            }
            self.filled = 0;
            // Nothing more can arrive before the next request is answered, so that the socket need not be
            // asked once more whether it is empty.
            self.send(load)?;
            return Ok(Some(latency));
        }
    }
}

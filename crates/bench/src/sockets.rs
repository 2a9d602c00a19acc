//! Open sockets on which next to nothing happens, and the memory that they take, next to a bare echo.

use std::{
    collections::HashSet,
    fs,
    net::SocketAddr,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use mio::{Events, Interest, Poll, Token};
use serde_json::json;

use crate::{
    Outcome,
    bare::{Bare, free_address},
    bars::{Bar, Wanted, megabytes},
    club::{Club, person_id},
    kills::rest,
    places, process,
    server::Server,
    websocket::{Frame, Socket},
};

/// The name of the database.
const DATABASE: &str = "homeroom_sockets";
/// How many sockets each person has.
const EACH: u32 = 5;
/// Little comes, so that little room is needed for it.
const PORTION: usize = 512;
/// How long nothing may come while sockets are awaited.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many sockets may wait for their first word at once.
const MOST_SILENT: usize = 100;
/// Of how many people is asked whether they are there.
const SAMPLE: u32 = 50;

/// How open sockets are measured.
#[derive(Args, Clone, Debug)]
pub(crate) struct SocketsArguments {
    /// How many are opened
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1000..))]
    sockets: u32,
    /// Seconds for which they are then held
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Measure this program and build none
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Memory of one server, in bytes.
#[derive(Clone, Copy)]
struct Memory {
    before: u64,
    open: u64,
    held: u64,
}

/// Opens sockets to both, prints a table and writes it as JSON. Tells whether every bar was reached.
pub(crate) fn run(arguments: SocketsArguments) -> Outcome<bool> {
    places::warn_of_rehearsal();
    let directory = places::directory()?;
    let program = places::server(arguments.program)?;
    // One descriptor each, and some for everything else.
    let most = rlimit::increase_nofile_limit(u64::from(arguments.sockets) + 500)?;
    if most < u64::from(arguments.sockets) + 100 {
        return Err(format!("only {most} files may be open").into());
    }
    let (people, duration) = (arguments.sockets / EACH, Duration::from_secs(arguments.seconds));
    let pairs: Vec<_> = (0..people / 2).map(|number| vec![number * 2, number * 2 + 1]).collect();
    let mut club = Club::make(&directory, DATABASE, people, &pairs)?;
    let (ours, seen) = measure_server(&program, &mut club, &directory, arguments.sockets, duration)?;
    let bare = measure_bare(arguments.sockets, duration)?;
    let limits = limits(arguments.sockets, ours, bare, seen);
    tell(ours, bare, &limits)?;
    let memory =
        |memory: Memory| json!({ "before": memory.before, "open": memory.open, "held": memory.held });
    let report = json!({
        "sockets": arguments.sockets, "people": people, "seconds": arguments.seconds,
        "rehearsal": cfg!(debug_assertions),
        "homeroom_bytes": memory(ours), "bare_bytes": memory(bare),
        "bars": limits.iter().map(Bar::to_json).collect::<Vec<_>>(),
    });
    let file = directory.join("sockets.json");
    fs::write(&file, serde_json::to_string_pretty(&report)?)?;
    println!("Written to {}.", file.display());
    Ok(limits.iter().all(|bar| bar.is_reached() != Some(false)))
}

/// Also tells of how many of the sample is known that they are there.
fn measure_server(
    program: &std::path::Path,
    club: &mut Club,
    directory: &std::path::Path,
    count: u32,
    duration: Duration,
) -> Outcome<(Memory, u32)> {
    let server = Server::start_at(free_address()?, program, &club.application_url(), directory, &[])?;
    let (minter, people) = (club.minter(), count / EACH);
    let before = server.resident()?;
    let mut crowd = Crowd::new()?;
    for number in 0..count {
        let token = minter.token(number % people)?;
        crowd.add(Socket::open(server.address, Some(&token), PORTION)?)?;
    }
    crowd.await_everybody()?;
    let open = server.resident()?;
    crowd.hold(duration)?;
    let held = server.resident()?;
    let token = minter.token(0)?;
    let seen = people_seen(server.address, &token, people)?;
    Ok((Memory { before, open, held }, seen))
}

fn measure_bare(count: u32, duration: Duration) -> Outcome<Memory> {
    let bare = Bare::start_echo()?;
    let resident = || process::resident(bare.process()).ok_or("the bare server's memory cannot be read");
    let before = resident()?;
    let mut crowd = Crowd::new()?;
    for _ in 0..count {
        let mut socket = Socket::open(bare.address, None, PORTION)?;
        // As much as our server says on its own.
        socket.say(r#"{"type":"ready","user_id":"00000000-0000-4000-8000-000000000000"}"#)?;
        crowd.add(socket)?;
    }
    crowd.await_everybody()?;
    let open = resident()?;
    crowd.hold(duration)?;
    Ok(Memory { before, open, held: resident()? })
}

/// Of how many of the sample one of them is told that they are there.
fn people_seen(address: SocketAddr, token: &str, people: u32) -> Outcome<u32> {
    let ids: Vec<_> = (0..SAMPLE).map(|number| person_id(number * (people / SAMPLE)).to_string()).collect();
    let answer = rest::get(address, &format!("/api/v1/presence?user_ids={}", ids.join(",")), token)?;
    let online = answer["items"].as_array().into_iter().flatten().filter(|item| item["status"] == "online");
    Ok(u32::try_from(online.count())?)
}

fn limits(sockets: u32, ours: Memory, bare: Memory, seen: u32) -> Vec<Bar> {
    let most = |memory: Memory| megabytes(memory.open.max(memory.held));
    vec![
        Bar {
            what: format!("memory with {sockets} open sockets"),
            found: Some(most(ours)),
            wanted: Wanted::AtMost(320.0),
            unit: "MB",
        },
        Bar {
            what: "the same to that of a bare echo".to_owned(),
            found: Some(most(ours) / most(bare)),
            wanted: Wanted::AtMost(1.3),
            unit: "×",
        },
        Bar {
            what: format!("people online, of {SAMPLE} who are"),
            found: Some(f64::from(seen)),
            wanted: Wanted::AtLeast(f64::from(SAMPLE)),
            unit: "people",
        },
    ]
}

fn tell(ours: Memory, bare: Memory, limits: &[Bar]) -> Outcome<()> {
    println!("\n| MB | before | all open | held |\n|---|---|---|---|");
    for (name, memory) in [("homeroom", ours), ("bare echo", bare)] {
        let [before, open, held] = [memory.before, memory.open, memory.held].map(megabytes);
        println!("| {name} | {before:.1} | {open:.1} | {held:.1} |");
    }
    let mut table = String::new();
    Bar::write_table(limits, &mut table)?;
    println!("{table}");
    Ok(())
}

/// Everybody who listens.
struct Crowd {
    poll: Poll,
    events: Events,
    sockets: Vec<Socket<mio::net::TcpStream>>,
    silent: HashSet<usize>,
}

impl Crowd {
    fn new() -> Outcome<Self> {
        let (poll, events) = (Poll::new()?, Events::with_capacity(1024));
        Ok(Self { poll, events, sockets: Vec::new(), silent: HashSet::new() })
    }

    fn add(&mut self, socket: Socket<std::net::TcpStream>) -> Outcome<()> {
        let (mut socket, place) = (socket.into_polled()?, self.sockets.len());
        self.poll.registry().register(&mut socket.stream, Token(place), Interest::READABLE)?;
        self.sockets.push(socket);
        self.silent.insert(place);
        // What came with the handshake is announced by nobody.
        if self.sockets[place].next()?.is_some() {
            self.silent.remove(&place);
        }
        // A server that is asked about more people at once than may wait sends some away.
        self.await_all_but(MOST_SILENT)
    }

    fn hear(&mut self, patience: Duration) -> Outcome<()> {
        self.poll.poll(&mut self.events, Some(patience))?;
        for event in &self.events {
            let Token(place) = event.token();
            let socket = &mut self.sockets[place];
            loop {
                let is_more = socket.fill()?;
                while let Some(frame) = socket.next()? {
                    if let Frame::Close(code) = frame {
                        return Err(format!("socket {place} was closed with {code}").into());
                    }
                    self.silent.remove(&place);
                }
                if !is_more {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Waits until everybody was told something.
    fn await_everybody(&mut self) -> Outcome<()> {
        self.await_all_but(0)?;
        // The last ones are told the rest.
        thread::sleep(Duration::from_secs(1));
        self.hear(Duration::ZERO)
    }

    fn await_all_but(&mut self, few: usize) -> Outcome<()> {
        let began = Instant::now();
        while self.silent.len() > few {
            if began.elapsed() > PATIENCE {
                return Err(format!("{} sockets were told nothing", self.silent.len()).into());
            }
            self.hear(Duration::from_millis(100))?;
        }
        Ok(())
    }

    /// Listens and answers pings for so long.
    fn hold(&mut self, duration: Duration) -> Outcome<()> {
        let until = Instant::now() + duration;
        while Instant::now() < until {
            self.hear(Duration::from_millis(200))?;
        }
        Ok(())
    }
}

//! Thousands who come back at once, after one instance died and after all of them did.

mod client;
mod clients;
mod writer;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use serde_json::json;
use uuid::Uuid;

use crate::{
    Outcome,
    bars::{Bar, Wanted},
    club::{Club, conversation_id},
    kills::{
        check,
        instances::{INSTANCES, Instances},
        redis::Redis,
    },
    places, process,
};
use clients::{Clients, Shared};
use writer::Writer;

const DATABASE: &str = "homeroom_crowd";
/// How many sockets each person has.
const EACH: u32 = 5;
/// How many people are in a group, besides the one who writes.
const GROUP: u32 = 10;
/// How long is written before something dies, and after that.
const WRITING: Duration = Duration::from_secs(3);
/// After this nobody can be expected to come back any more.
const PATIENCE: Duration = Duration::from_mins(3);

/// How many come back.
#[derive(Args, Clone, Debug)]
pub(crate) struct CrowdArguments {
    /// How many sockets are open when one of the instances dies
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(100..))]
    sockets: u32,
    /// How many when all die
    #[arg(long, default_value_t = 5000, value_parser = clap::value_parser!(u32).range(100..))]
    storm: u32,
    /// Use this program and build none
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// How a return went.
struct Return {
    everybody_after: Duration,
    /// The part of all processors that PostgreSQL had meanwhile.
    database_share: f64,
    refused: u64,
    lost: i64,
}

/// Lets both happen, and prints and writes down how they went. Tells whether every bar was reached.
pub(crate) fn run(arguments: &CrowdArguments) -> Outcome<bool> {
    places::warn_of_rehearsal();
    let program = places::server(arguments.program.clone())?;
    let directory = places::directory()?.join("crowd");
    fs::create_dir_all(&directory)?;
    let most = arguments.sockets.max(arguments.storm);
    if rlimit::increase_nofile_limit(u64::from(most) + 500)? < u64::from(most) + 100 {
        return Err("too few files may be open".into());
    }
    let one = come_back(&program, &directory, arguments.sockets, 1)?;
    let all = come_back(&program, &directory, arguments.storm, INSTANCES)?;
    let bars = bars(arguments, &one, &all);
    let mut table = String::new();
    Bar::write_table(&bars, &mut table)?;
    println!("{table}");
    let report = json!({
        "rehearsal": cfg!(debug_assertions), "sockets": arguments.sockets, "storm": arguments.storm,
        "bars": bars.iter().map(Bar::to_json).collect::<Vec<_>>(),
    });
    let file = places::directory()?.join("crowd.json");
    fs::write(&file, serde_json::to_string_pretty(&report)?)?;
    println!("Written to {}.", file.display());
    Ok(bars.iter().all(|bar| bar.is_reached() != Some(false)))
}

fn bars(arguments: &CrowdArguments, one: &Return, all: &Return) -> Vec<Bar> {
    let bar = |what: String, found: f64, most: f64, unit: &'static str| Bar {
        what,
        found: Some(found),
        wanted: Wanted::AtMost(most),
        unit,
    };
    let mut bars = Vec::new();
    for (what, back, most) in [
        (format!("one instance of {INSTANCES} killed, {} sockets", arguments.sockets), one, 15.0),
        (format!("all instances killed, {} sockets", arguments.storm), all, 60.0),
    ] {
        bars.push(bar(
            format!("{what}: everybody has everything after"),
            back.everybody_after.as_secs_f64(),
            most,
            "s",
        ));
        bars.push(bar(
            format!("{what}: the database's part of the processors"),
            back.database_share * 100.0,
            85.0,
            "%",
        ));
        bars.push(bar(
            format!("{what}: sent away by a server that could not keep up"),
            count(back.refused),
            0.0,
            "times",
        ));
        bars.push(bar(format!("{what}: messages lost or stored twice"), count(back.lost), 0.0, "messages"));
    }
    bars
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn count(number: impl TryInto<i64>) -> f64 {
    number.try_into().unwrap_or(i64::MAX) as f64
}

/// Who is there: everybody in a group of their own with the one who writes, who is number 0.
struct Crowd {
    people: u32,
    groups: Vec<Vec<u32>>,
    /// The person of each socket, and the conversation to which it listens.
    sockets: Vec<(u32, Uuid)>,
}

impl Crowd {
    fn of(sockets: u32) -> Self {
        let listeners = sockets / EACH;
        let group =
            |number: u32| (number * GROUP + 1..=listeners.min(number * GROUP + GROUP)).collect::<Vec<_>>();
        let groups = (0..listeners.div_ceil(GROUP)).map(|number| [vec![0], group(number)].concat()).collect();
        let conversation = |place: u32| conversation_id(usize::try_from(place / GROUP).unwrap_or_default());
        let socket = |number: u32| (1 + number % listeners, conversation(number % listeners));
        Self { people: listeners + 1, groups, sockets: (0..sockets).map(socket).collect() }
    }
}

/// Kills so many of the instances while everybody listens and somebody writes, starts them again, and waits until
/// everybody has everything.
fn come_back(program: &Path, directory: &Path, sockets: u32, killed: usize) -> Outcome<Return> {
    let crowd = Crowd::of(sockets);
    let mut club = Club::make(directory, DATABASE, crowd.people, &crowd.groups)?;
    let redis = Redis::start()?;
    let mut instances = Instances::start(program, directory, club.application_url(), redis.url())?;
    let shared = Shared::new(instances.addresses.clone(), club.minter());
    println!("Opening {sockets} sockets …");
    thread::scope(|scope| {
        let _ends = EndsAtLast(&shared);
        let clients = Clients::start(scope, &shared, &crowd.sockets)?;
        wait(&shared, "everybody is there", || shared.open.load(Ordering::Relaxed) == crowd.sockets.len())?;
        let writer = Writer::start(scope, &shared, (0..crowd.groups.len()).map(conversation_id).collect())?;
        thread::sleep(WRITING);
        let (began, busy) = (Instant::now(), process::processor_time_of_family(club.process()));
        fall(&mut instances, killed)?;
        thread::sleep(WRITING);
        shared.is_written.store(true, Ordering::Relaxed);
        let answered = writer.join().map_err(|_| "the writer failed")??;
        shared.set_heads(check::heads(&mut club)?.into_iter().collect());
        wait(&shared, "everybody has everything", || shared.behind() == 0)?;
        let everybody_after = began.elapsed();
        let busy = process::processor_time_of_family(club.process()).saturating_sub(busy);
        shared.is_over.store(true, Ordering::Relaxed);
        clients.join()?;
        println!("Everybody had everything after {:.1} s.", everybody_after.as_secs_f64());
        Ok(Return {
            everybody_after,
            database_share: busy.as_secs_f64() / everybody_after.as_secs_f64() / processors()?,
            refused: shared.refused.load(Ordering::Relaxed),
            lost: club.messages_without_a_gap()?.abs_diff(i64::try_from(answered)?).try_into()?,
        })
    })
}

/// Kills the last so many at once, and starts them again one after the other.
fn fall(instances: &mut Instances, killed: usize) -> Outcome<()> {
    let last = INSTANCES - killed..INSTANCES;
    last.clone().for_each(|number| instances.kill(number));
    last.into_iter().try_for_each(|number| instances.start_again(number))
}

fn processors() -> Outcome<f64> {
    Ok(f64::from(u32::try_from(thread::available_parallelism()?.get())?))
}

fn wait(shared: &Shared, what: &str, mut is_so: impl FnMut() -> bool) -> Outcome<()> {
    let began = Instant::now();
    while !is_so() {
        if let Some(failure) = shared.failure() {
            return Err(failure.into());
        }
        if began.elapsed() > PATIENCE {
            let (open, behind) = (shared.open.load(Ordering::Relaxed), shared.behind());
            return Err(format!("in vain: {what}; {open} are there, {behind} lack something").into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Threads that wait for the end must see it however it comes about.
struct EndsAtLast<'a>(&'a Shared);

impl Drop for EndsAtLast<'_> {
    fn drop(&mut self) {
        self.0.is_written.store(true, Ordering::Relaxed);
        self.0.is_over.store(true, Ordering::Relaxed);
    }
}

//! Instances that are killed in the middle of conversations, and people who lose nothing of it.

pub(crate) mod check;
mod dice;
pub(crate) mod instances;
mod journal;
mod person;
mod proxy;
pub(crate) mod redis;
pub(crate) mod rest;
mod stage;

use std::{
    fmt::{self, Display, Formatter},
    fs,
    hash::{BuildHasher, Hasher, RandomState},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{
    Outcome,
    club::{Club, conversation_id},
    places,
};
use dice::Dice;
use instances::{INSTANCES, Instances};
use person::Person;
use proxy::Proxy;
use redis::Redis;
pub use redis::has_redis;
use stage::{EndsAtLast, Stage};

/// The name of the database.
const DATABASE: &str = "homeroom_kills";
const PEOPLE: u32 = 30;
const CONVERSATIONS: u32 = 10;
/// How long everybody may take to get all answers and read everything: twice as long as the server takes to tell
/// again how far each conversation is.
const DRAIN: Duration = Duration::from_secs(45);

/// How instances are killed.
#[derive(Args, Clone, Debug)]
pub(crate) struct KillsArguments {
    /// How often an instance is killed
    #[arg(long, default_value_t = 100)]
    rounds: u64,
    /// What chance begins with, to see a failure again [default: another one each time]
    #[arg(long)]
    seed: Option<u64>,
    /// Kill this program and build none
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Kills instances and tells what came of it. Tells whether nothing was lost.
pub(crate) fn run(arguments: KillsArguments) -> Outcome<bool> {
    let program = places::server(arguments.program)?;
    let tally =
        kill_and_compare(&program, &places::directory()?.join("kills"), arguments.rounds, arguments.seed)?;
    println!("{tally}");
    Ok(tally.is_clean())
}

/// What became of the messages that were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were answered.
    pub answered: u64,
    /// How many of them are not stored as their answer said.
    pub lost: u64,
    /// How many messages are stored more than once.
    pub doubled: u64,
}

impl Tally {
    /// Whether everything is there, once.
    pub fn is_clean(&self) -> bool {
        self.answered > 0 && self.lost == 0 && self.doubled == 0
    }
}

impl Display for Tally {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{} lost, {} doubled of {}", self.lost, self.doubled, self.answered)
    }
}

/// Runs three instances of this program on one database and one Redis, kills one in each round, and compares what
/// people sent and read with what is stored. Keeps everything in `directory`.
///
/// # Errors
/// When somebody saw what must not be, or waited too long. The error names the seed.
pub fn kill_and_compare(program: &Path, directory: &Path, rounds: u64, seed: Option<u64>) -> Outcome<Tally> {
    let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("Killing one of {INSTANCES} instances {rounds} times, seed {seed} …");
    play(program, directory, rounds, seed).map_err(|error| format!("with seed {seed}: {error}").into())
}

fn play(program: &Path, directory: &Path, rounds: u64, seed: u64) -> Outcome<Tally> {
    fs::create_dir_all(directory)?;
    let groups: Vec<_> = (0..CONVERSATIONS).map(members).collect();
    let mut club = Club::make(directory, DATABASE, PEOPLE, &groups)?;
    let redis = Redis::start()?;
    let mut instances = Instances::start(program, directory, club.application_url(), redis.url())?;
    let proxy = Proxy::start(instances.addresses.clone())?;
    let stage = Stage::default();
    let people = thread::scope(|scope| {
        let ends_at_last = EndsAtLast(&stage);
        let mut living = Vec::new();
        for number in 0..PEOPLE {
            let own = (0..).zip(&groups).filter(|(_, group)| group.contains(&number));
            let conversations: Vec<_> = own.map(|(id, _)| conversation_id(id)).collect();
            let dice = Dice::new(seed, u64::from(number) + 1);
            let person = Person::new(number, conversations, proxy.address, club.minter(), &stage, dice);
            living.push(thread::Builder::new().spawn_scoped(scope, move || person.live())?);
        }
        let killed = kill(&mut instances, rounds, &mut Dice::new(seed, 0), &stage);
        let outcome = killed.and_then(|()| drain(&stage, &mut club));
        drop(ends_at_last);
        let mut people = Vec::new();
        for person in living {
            // What somebody saw explains more than that waiting was in vain.
            people.push(person.join().map_err(|_| "a person failed")??);
        }
        outcome.map(|()| people)
    })?;
    check::compare(&mut club, &groups, &people)
}

/// From three to five people, so that everybody is in at least one conversation.
fn members(conversation: u32) -> Vec<u32> {
    (0..3 + conversation % 3).map(|place| (conversation * 3 + place) % PEOPLE).collect()
}

/// Waits until nobody waits for an answer, and everybody has read everything.
fn drain(stage: &Stage, club: &mut Club) -> Outcome<()> {
    stage.finish();
    let began = Instant::now();
    while !stage.has_failed() {
        let stored = check::heads(club)?;
        let missing: Vec<_> = {
            let reports = stage.reports();
            let lines = reports.iter().flat_map(|(person, (unanswered, cursors))| {
                let stored = &stored;
                let behind = cursors.iter().filter_map(move |(id, cursor)| {
                    let head = stored.get(id).copied().unwrap_or_default();
                    (head != *cursor).then(|| format!("{person} has read {cursor} of {head} in {id}"))
                });
                (*unanswered > 0)
                    .then(|| format!("{person} waits for {unanswered} answers"))
                    .into_iter()
                    .chain(behind)
            });
            let silent = (0..PEOPLE).filter(|person| !reports.contains_key(person));
            lines.chain(silent.map(|person| format!("{person} told nothing"))).collect()
        };
        if missing.is_empty() {
            println!("Everybody had everything after {:.1} s.", began.elapsed().as_secs_f64());
            return Ok(());
        }
        if began.elapsed() > DRAIN {
            return Err(format!("stuck: {}", missing.join("; ")).into());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err("somebody saw what must not be".into())
}

/// Kills an instance in each round, and starts it again.
fn kill(instances: &mut Instances, rounds: u64, dice: &mut Dice, stage: &Stage) -> Outcome<()> {
    thread::sleep(Duration::from_secs(1));
    for round in 1..=rounds {
        thread::sleep(dice.milliseconds(100, 900));
        if stage.has_failed() {
            return Err("somebody saw what must not be".into());
        }
        let number = dice.one_of(INSTANCES);
        instances.kill(number);
        thread::sleep(dice.milliseconds(0, 400));
        instances.start_again(number)?;
        if round % 50 == 0 {
            println!("Killed {round} of {rounds} …");
        }
    }
    // What the last one missed is found like everything else.
    thread::sleep(Duration::from_millis(500));
    Ok(())
}

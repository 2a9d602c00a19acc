//! Reads of the API next to PostgreSQL's own tool and next to a handler that does nothing.

pub(crate) mod measure;
mod plan;
mod report;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;

use crate::{
    Outcome,
    pgbench::Pgbench,
    places,
    school::{APPLICATION_ROLE, DATABASE, School},
};
use measure::Bench;
use plan::Read;
use report::Report;

/// How reads are measured.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReadsArguments {
    /// Seconds that each measurement takes
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often everything is measured in turn; the medians count
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Connections that are kept open
    #[arg(long, default_value_t = 32)]
    connections: usize,
    /// Measure only the read of this name, such as "one row"
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Measure this program and build none
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Measures reads, prints a table and writes it as JSON. Tells whether every bar was reached.
pub(crate) fn run(arguments: ReadsArguments) -> Outcome<bool> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let directory = places::directory()?;
    let program = places::server(arguments.program)?;

    let mut school = School::open(&directory, &repository.join("migrations"))?;
    let people = school.log_in()?;
    let limit = Pgbench::find(&school.cluster, DATABASE, APPLICATION_ROLE, &directory);
    let bench = Bench {
        program,
        database_url: school.application_url(),
        database_process: school.process(),
        directory,
        limit,
        connections: arguments.connections,
        duration: Duration::from_secs(arguments.seconds),
    };
    let is_wanted = |read: &Read| arguments.only.as_ref().is_none_or(|only| read.name == only);
    let reads = Read::all(&people).into_iter().filter(is_wanted).collect();
    let reads = bench.prepare(reads, &mut school)?;
    let mut rounds = Vec::new();
    for number in 1..=arguments.rounds.max(1) {
        println!("Round {number} of {} …", arguments.rounds);
        rounds.push(bench.round(&reads)?);
    }
    let report = Report::of(&rounds, &reads, &bench, &school.version())?;
    println!("{report}");
    let file = bench.directory.join("reads.json");
    fs::write(&file, serde_json::to_string_pretty(&report.to_json())?)?;
    println!("Written to {}.", file.display());
    Ok(report.reached_every_bar())
}

//! Measures Homeroom next to pgbench and a bare actix handler.
//!
//! `homeroom-bench reads` runs the real server on a durable private cluster, with a school of 20,000 students in
//! it, and prints how its reads compare. `docs/benchmarks.md` says how and shows the figures.

mod bare;
mod bars;
mod chat;
mod club;
mod crowd;
mod growth;
mod histogram;
mod kills;
mod load;
mod pgbench;
mod places;
mod process;
mod reads;
mod school;
mod server;
mod sockets;
mod storm;
mod websocket;
mod wire;

use std::{net::SocketAddr, process::ExitCode};

use clap::{Parser, Subcommand};

pub use kills::{Tally, has_redis, kill_and_compare};

/// What may go wrong is told to whoever measures; nothing here tells failures apart.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Measures Homeroom next to pgbench and a bare actix handler.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Reads of one row and of a list, calm and while logins saturate the server
    Reads(reads::ReadsArguments),
    /// Messages from their sender to the store, back and on to the other one
    Chat(chat::ChatArguments),
    /// Reads of conversations with a thousand messages and with a million
    Growth(growth::GrowthArguments),
    /// Instances that are killed in the middle of conversations, and whether anything is lost
    Kills(kills::KillsArguments),
    /// Thousands who come back at once, after one instance died and after all of them did
    Crowd(crowd::CrowdArguments),
    /// Open sockets on which next to nothing happens, and the memory that they take
    Sockets(sockets::SocketsArguments),
    /// The bare handler, which the program starts by itself
    #[command(hide = true)]
    Bare {
        #[arg(long)]
        address: SocketAddr,
        #[arg(long)]
        bytes: usize,
    },
    /// The bare echo, which the program starts by itself
    #[command(hide = true)]
    Echo {
        #[arg(long)]
        address: SocketAddr,
    },
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let outcome = match Arguments::parse().what {
        What::Reads(_) if cfg!(debug_assertions) => {
            Err("only a release build shows anything: --release".into())
        }
        What::Reads(arguments) => reads::run(arguments),
        What::Chat(arguments) => chat::run(arguments),
        What::Sockets(arguments) => sockets::run(arguments),
        What::Growth(arguments) => growth::run(arguments),
        What::Kills(arguments) => kills::run(arguments),
        What::Crowd(arguments) => crowd::run(&arguments),
        What::Bare { address, bytes } => bare::serve(address, bytes).map(|()| true),
        What::Echo { address } => bare::serve_echo(address).map(|()| true),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("homeroom-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

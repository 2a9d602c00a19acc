//! Messages from their sender to the store, back as an answer and on to the other one, next to one message a
//! transaction by PostgreSQL's own tool.

mod closed;
mod paced;
mod report;
mod room;

use std::{fs, path::PathBuf, thread, time::Duration};

use clap::Args;

use crate::{
    Outcome, bare::free_address, club::Club, pgbench::Pgbench, places, process, reads::measure::Cost,
    school::APPLICATION_ROLE, school::Kind, server::Server,
};
use closed::Closed;
use paced::Paced;
use report::{Report, Round};
use room::{BODY, PEOPLE, Room};

/// The name of the database.
const DATABASE: &str = "homeroom_talk";
const WARM_UP: Duration = Duration::from_secs(1);
/// How long the server may take to see that everybody has gone.
const GONE: Duration = Duration::from_secs(1);

/// How messages are measured.
#[derive(Args, Clone, Debug)]
pub(crate) struct ChatArguments {
    /// Seconds that each measurement takes
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How often everything is measured in turn; the medians count
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How many unanswered messages each person has; of several numbers the fastest is found first
    #[arg(long, value_delimiter = ',', default_value = "1,4,8", value_parser = clap::value_parser!(u64).range(1..=32))]
    unanswered: Vec<u64>,
    /// Measure this program and build none
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Measures messages, prints a table and writes it as JSON. Tells whether every bar was reached.
pub(crate) fn run(arguments: ChatArguments) -> Outcome<bool> {
    places::warn_of_rehearsal();
    let directory = places::directory()?;
    let program = places::server(arguments.program)?;
    let conversations: Vec<_> = (0..PEOPLE / 2).map(|number| vec![number * 2, number * 2 + 1]).collect();
    let club = Club::make(&directory, DATABASE, PEOPLE, &conversations)?;
    let limit = Pgbench::find(&club.cluster, DATABASE, APPLICATION_ROLE, &directory);
    let duration = Duration::from_secs(arguments.seconds.max(1));
    let mut bench = Bench { program, club, limit, directory, duration, stored: 0, rooms: 0 };
    let unanswered = bench.find_fastest(&arguments.unanswered)?;
    let mut rounds = Vec::new();
    for number in 1..=arguments.rounds.max(1) {
        println!("Round {number} of {} …", arguments.rounds);
        rounds.push(bench.round(unanswered)?);
    }
    let report = Report::of(&rounds, &bench, unanswered);
    println!("{report}");
    let file = bench.directory.join("chat.json");
    fs::write(&file, serde_json::to_string_pretty(&report.to_json())?)?;
    println!("Written to {}.", file.display());
    Ok(report.reached_every_bar())
}

/// What measurements need.
struct Bench {
    program: PathBuf,
    club: Club,
    /// None when the program is not installed.
    limit: Option<Pgbench>,
    directory: PathBuf,
    duration: Duration,
    /// How many messages there are by now.
    stored: i64,
    rooms: u32,
}

impl Bench {
    fn start_server(&self) -> Outcome<Server> {
        // As many messages wait as there are people with several unanswered ones each.
        let variables = [("DATABASE_QUEUE", "10000")];
        let database_url = self.club.application_url();
        Server::start_at(free_address()?, &self.program, &database_url, &self.directory, &variables)
    }

    /// Everybody in a room of their own names. What is measured begins with a clean slate.
    fn open_room(&mut self, server: &Server) -> Outcome<Room> {
        self.club.settle()?;
        self.rooms += 1;
        Room::open(&self.club, server.address, self.rooms)
    }

    /// How many unanswered messages each person must have for the highest rate.
    fn find_fastest(&mut self, choices: &[u64]) -> Outcome<usize> {
        if let [only] = choices {
            return Ok(usize::try_from(*only)?);
        }
        let server = self.start_server()?;
        let mut fastest = (0.0, 1);
        for choice in choices {
            let choice = usize::try_from(*choice)?;
            let seen = self.talk(&server, choice)?.0;
            println!("With {choice} unanswered messages each: {:.0} a second.", seen.rate());
            if seen.rate() > fastest.0 {
                fastest = (seen.rate(), choice);
            }
        }
        Ok(fastest.1)
    }

    /// Measures everything once on a server that was just started, what is compared one after the other.
    fn round(&mut self, unanswered: usize) -> Outcome<Round> {
        let server = self.start_server()?;
        let limit = self.ask_limit()?;
        let (closed, cost) = self.talk(&server, unanswered)?;
        let half = self.pace(&server, closed.rate() / 2.0)?;
        // Nobody can be asked to keep a pace that is too fast for them.
        let half_of_limit = match limit.map(|limit| limit / 2.0) {
            Some(pace) if pace < closed.rate() * 0.9 => Some(self.pace(&server, pace)?),
            _ => None,
        };
        Ok(Round { limit, closed, cost, half, half_of_limit })
    }

    fn ask_limit(&mut self) -> Outcome<Option<f64>> {
        self.club.settle()?;
        let Some(limit) = &self.limit else { return Ok(None) };
        let rate = limit.rate(&script(), self.duration)?;
        // It counts no differently from us: what it says was stored is.
        self.stored = self.club.messages_without_a_gap()?;
        Ok(Some(rate))
    }

    fn talk(&mut self, server: &Server, unanswered: usize) -> Outcome<(closed::Seen, Cost)> {
        let mut room = self.open_room(server)?;
        let taken = || Cost {
            server: process::processor_time(server.process()),
            database: process::processor_time_of_family(self.club.process()),
            generator: process::processor_time(std::process::id()),
        };
        let before = taken();
        let seen = Closed::new(&mut room).run(unanswered, WARM_UP, self.duration)?;
        let after = taken();
        let sent = f64::from(u32::try_from(seen.sent.max(1))?);
        let each = |after: Duration, before: Duration| after.saturating_sub(before).div_f64(sent);
        let cost = Cost {
            server: each(after.server, before.server),
            database: each(after.database, before.database),
            generator: each(after.generator, before.generator),
        };
        self.leave(room, seen.sent)?;
        Ok((seen, cost))
    }

    fn pace(&mut self, server: &Server, rate: f64) -> Outcome<report::Pace> {
        let mut room = self.open_room(server)?;
        let seen = Paced::at(rate, WARM_UP, self.duration).run(&mut room)?;
        self.leave(room, seen.sent)?;
        Ok(report::Pace { rate, seen })
    }

    /// Lets everybody go, and sees that exactly what was answered and delivered is stored.
    fn leave(&mut self, room: Room, sent: u64) -> Outcome<()> {
        drop(room);
        // Else the server would read pgbench's messages for those who are leaving.
        thread::sleep(GONE);
        let stored = self.club.messages_without_a_gap()?;
        let new = stored - std::mem::replace(&mut self.stored, stored);
        if u64::try_from(new)? == sent {
            Ok(())
        } else {
            Err(format!("{sent} messages were answered and delivered, but {new} stored").into())
        }
    }
}

/// One message a transaction, as PostgreSQL's own tool sends it.
fn script() -> String {
    let (conversation, person) = (Kind::Conversation.expression("n"), Kind::Person.expression("s"));
    let conversations = PEOPLE / 2;
    format!(
        "\\set n random(1, {conversations})
\\set s 2 * :n - random(0, 1)
BEGIN;
UPDATE conversations SET last_number = last_number + 1, active_at = now() WHERE id = {conversation} RETURNING last_number \\gset
INSERT INTO messages (conversation_id, number, id, sender_id, client_message_id, content_hash, body, created_at) VALUES ({conversation}, :last_number, uuidv7(), {person}, uuidv7(), hashtextextended('{BODY}', 0), '{BODY}', now());
END;
"
    )
}

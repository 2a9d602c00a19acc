use std::{net::SocketAddr, path::PathBuf, time::Duration};

use super::plan::{Read, ReadBar};
use crate::{
    Outcome,
    bare::Bare,
    load::{Load, Seen},
    pgbench::Pgbench,
    process,
    school::School,
    server::Server,
    storm::{Logins, Storm},
};

const WARM_UP: Duration = Duration::from_secs(1);

/// What measurements need.
pub(crate) struct Bench {
    /// The server's program.
    pub(crate) program: PathBuf,
    pub(crate) database_url: String,
    /// The number of PostgreSQL's main process.
    pub(crate) database_process: u32,
    pub(crate) directory: PathBuf,
    /// None when the program is not installed.
    pub(crate) limit: Option<Pgbench>,
    pub(crate) connections: usize,
    pub(crate) duration: Duration,
}

/// A read whose statement is known.
pub(crate) struct Prepared {
    pub(crate) read: Read,
    script: String,
    bare: Bare,
}

/// What one round showed of one read.
pub(crate) struct Figures {
    /// Of the server alone.
    pub(crate) calm: Side,
    /// While logins saturated it.
    pub(crate) storm: Side,
    /// Of a handler that does nothing.
    pub(crate) bare: Side,
    /// What PostgreSQL's own tool reached.
    pub(crate) limit: Option<Limit>,
    pub(crate) cost: Cost,
}

/// What PostgreSQL's own tool reached.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    /// Transactions a second.
    Rate(f64),
    /// The time that one took in the middle.
    Median(Duration),
}

/// How fast something answered.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    pub(crate) rate: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

/// Processor time for one read.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) server: Duration,
    pub(crate) database: Duration,
    pub(crate) generator: Duration,
}

/// What the server takes before anybody asks anything.
#[derive(Clone, Copy)]
pub(crate) struct Alone {
    /// From its start to its first answer that it is ready.
    pub(crate) ready_after: Duration,
    /// Memory, in bytes.
    pub(crate) resident: u64,
    /// Memory after everything that was asked of it.
    pub(crate) resident_after: u64,
}

/// What one round showed.
pub(crate) struct Round {
    /// In the order of the reads.
    pub(crate) figures: Vec<Figures>,
    pub(crate) logins: Logins,
    pub(crate) alone: Alone,
}

impl From<&Seen> for Side {
    fn from(seen: &Seen) -> Self {
        Self { rate: seen.rate(), p50: seen.latencies.quantile(500), p99: seen.latencies.quantile(990) }
    }
}

impl Bench {
    /// Asks once, sees which statement each read takes, and starts the handlers that do nothing.
    pub(crate) fn prepare(&self, reads: Vec<Read>, school: &mut School) -> Outcome<Vec<Prepared>> {
        let server = self.start_server()?;
        reads.into_iter().map(|read| Self::prepare_one(read, &server, school)).collect()
    }

    fn prepare_one(read: Read, server: &Server, school: &mut School) -> Outcome<Prepared> {
        // One person only: the server asks who somebody is when it first meets them, and that is another statement.
        let requests = read.requests.get(..1).unwrap_or_default();
        let moment = Duration::from_millis(100);
        let seen = Load { address: server.address, requests, connections: 1 }
            .run(moment, moment)
            .map_err(|error| format!("{}: {error}", read.name))?;
        let statement = school.last_statement(read.mentions)?;
        let filled = read.fill(&statement).ok_or_else(|| {
            format!("{}: the statement has other parameters by now: {statement}", read.name)
        })?;
        let rows = school.count_rows(&filled.example)?;
        if rows != read.rows {
            return Err(format!("{}: {rows} rows, not {}: {}", read.name, read.rows, filled.example).into());
        }
        let bare = Bare::start(seen.sample.len())?;
        Ok(Prepared { read, script: filled.script, bare })
    }

    /// Measures everything once on a server that was just started, what is compared one after the other.
    pub(crate) fn round(&self, reads: &[Prepared]) -> Outcome<Round> {
        let server = self.start_server()?;
        let resident = server.resident()?;
        let mut calm = Vec::new();
        for prepared in reads {
            let (side, cost) = self.load_with_cost(&prepared.read, &server)?;
            let limit = self.limit.as_ref().map(|limit| self.ask_limit(limit, prepared)).transpose()?;
            let bare = self.load(&prepared.read, prepared.bare.address, WARM_UP, self.duration)?;
            calm.push((side, cost, limit, Side::from(&bare)));
        }
        let storm = Storm::begin(server.address)?;
        let stormy = reads.iter().map(|one| self.load(&one.read, server.address, WARM_UP, self.duration));
        let stormy: Vec<_> = stormy.collect::<Outcome<_>>()?;
        let alone = Alone { ready_after: server.ready_after, resident, resident_after: server.resident()? };
        let logins = storm.end();
        drop(server);
        let figures = calm.into_iter().zip(&stormy).map(|((calm, cost, limit, bare), storm)| Figures {
            calm,
            storm: storm.into(),
            bare,
            limit,
            cost,
        });
        Ok(Round { figures: figures.collect(), logins, alone })
    }

    fn ask_limit(&self, limit: &Pgbench, prepared: &Prepared) -> Outcome<Limit> {
        Ok(match prepared.read.bar {
            ReadBar::Rate(_) => Limit::Rate(limit.rate(&prepared.script, self.duration)?),
            ReadBar::Median(_) => Limit::Median(limit.median(&prepared.script, self.duration)?),
        })
    }

    fn start_server(&self) -> Outcome<Server> {
        Server::start(&self.program, &self.database_url, &self.directory)
    }

    fn load_with_cost(&self, read: &Read, server: &Server) -> Outcome<(Side, Cost)> {
        let taken = || Cost {
            server: process::processor_time(server.process()),
            database: process::processor_time_of_family(self.database_process),
            generator: process::processor_time(std::process::id()),
        };
        // Everybody is met before the processor time is looked at; connecting again costs next to nothing.
        self.load(read, server.address, WARM_UP, Duration::ZERO)?;
        let before = taken();
        let seen = self.load(read, server.address, Duration::ZERO, self.duration)?;
        let after = taken();
        let sent = seen.rate() * seen.duration.as_secs_f64();
        // Each request was sent once before anything was measured.
        let reads = sent + f64::from(u32::try_from(read.requests.len())?);
        let each = |after: Duration, before: Duration| after.saturating_sub(before).div_f64(reads);
        let cost = Cost {
            server: each(after.server, before.server),
            database: each(after.database, before.database),
            generator: each(after.generator, before.generator),
        };
        Ok((Side::from(&seen), cost))
    }

    fn load(&self, read: &Read, address: SocketAddr, warm_up: Duration, duration: Duration) -> Outcome<Seen> {
        let connections = match read.bar {
            ReadBar::Rate(_) => self.connections,
            ReadBar::Median(_) => 1,
        };
        let load = Load { address, requests: &read.requests, connections };
        load.run(warm_up, duration).map_err(|error| format!("{}: {error}", read.name).into())
    }
}

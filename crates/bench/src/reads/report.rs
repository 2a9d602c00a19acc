use std::{
    fmt::{self, Display, Formatter},
    fs,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    measure::{Bench, Figures, Limit, Prepared, Round, Side},
    plan::ReadBar,
};
use crate::{
    Outcome,
    bars::{Bar, Wanted, median, megabytes, processor, ratio},
    pgbench::Pgbench,
};

/// What the rounds come to.
pub(crate) struct Report {
    bars: Vec<Bar>,
    reads: Vec<Medians>,
    machine: Value,
    rounds: Vec<Value>,
}

/// The medians of one read's rounds.
struct Medians {
    name: &'static str,
    sides: Vec<(&'static str, Side)>,
    limit: Option<f64>,
    limit_p50: Option<f64>,
    cost: [(&'static str, f64); 3],
}

impl Report {
    /// Takes the medians.
    pub(crate) fn of(rounds: &[Round], reads: &[Prepared], bench: &Bench, database: &str) -> Outcome<Self> {
        let mut bars = Vec::new();
        let mut medians = Vec::new();
        for (number, prepared) in reads.iter().enumerate() {
            let figures: Vec<&Figures> =
                rounds.iter().filter_map(|round| round.figures.get(number)).collect();
            bars.extend(bars_of(prepared, &figures));
            medians.push(medians_of(prepared.read.name, &figures));
        }
        bars.extend(bars_of_server(rounds, fs::metadata(&bench.program)?.len()));
        let logins = rounds.iter().map(|round| f64::from(round.logins.accepted));
        let machine = json!({
            "processors": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            "processor": processor(),
            "postgresql": database,
            "pgbench": bench.limit.as_ref().map(Pgbench::version),
            "connections": bench.connections,
            "seconds": bench.duration.as_secs(),
            "logins_a_storm": median(logins),
        });
        Ok(Self { bars, reads: medians, machine, rounds: rounds.iter().map(round_as_json).collect() })
    }

    /// Whether everything that could be measured is as it must be.
    pub(crate) fn reached_every_bar(&self) -> bool {
        self.bars.iter().all(|bar| bar.is_reached() != Some(false))
    }

    /// Everything, for machines.
    pub(crate) fn to_json(&self) -> Value {
        let bars = self.bars.iter().map(Bar::to_json);
        let reads = self.reads.iter().map(|read| {
            let sides: serde_json::Map<String, Value> =
                read.sides.iter().map(|(name, side)| ((*name).to_owned(), side_as_json(side))).collect();
            let cost: serde_json::Map<String, Value> =
                read.cost.iter().map(|(name, micros)| ((*name).to_owned(), json!(micros))).collect();
            json!({ "read": read.name, "medians": sides, "pgbench": read.limit, "pgbench_p50_milliseconds": read.limit_p50, "microseconds_of_processor": cost })
        });
        json!({
            "machine": self.machine, "bars": bars.collect::<Vec<_>>(), "reads": reads.collect::<Vec<_>>(),
            "rounds": self.rounds,
        })
    }
}

impl Figures {
    fn rate_limit(&self) -> Option<f64> {
        match self.limit? {
            Limit::Rate(rate) => Some(rate),
            Limit::Median(_) => None,
        }
    }

    fn p50_limit(&self) -> Option<f64> {
        match self.limit? {
            Limit::Rate(_) => None,
            Limit::Median(took) => Some(took.as_secs_f64() * 1e3),
        }
    }
}

fn bars_of(prepared: &Prepared, figures: &[&Figures]) -> Vec<Bar> {
    let name = prepared.read.name;
    if let ReadBar::Median(most) = prepared.read.bar {
        let found = figures.iter().filter_map(|one| match one.limit {
            Some(Limit::Median(limit)) => Some(ratio(one.calm.p50, limit)),
            Some(Limit::Rate(_)) | None => None,
        });
        let what = format!("{name}: p50 to that of pgbench");
        return vec![Bar { what, found: median(found), wanted: Wanted::AtMost(most), unit: "×" }];
    }
    let least = match prepared.read.bar {
        ReadBar::Rate(least) | ReadBar::Median(least) => least * 100.0,
    };
    let of_limit =
        figures.iter().filter_map(|one| one.rate_limit().map(|limit| one.calm.rate / limit * 100.0));
    let spread = figures.iter().map(|one| ratio(one.calm.p99, one.calm.p50));
    let storm = figures.iter().map(|one| ratio(one.storm.p99, one.calm.p99));
    let mut bars = vec![Bar {
        what: format!("{name}: part of pgbench's rate"),
        found: median(of_limit),
        wanted: Wanted::AtLeast(least),
        unit: "%",
    }];
    if let Some(most) = prepared.read.spread {
        bars.push(Bar {
            what: format!("{name}: p99 to p50"),
            found: median(spread),
            wanted: Wanted::AtMost(most),
            unit: "×",
        });
    }
    bars.push(Bar {
        what: format!("{name}: p99 while logins saturate the server, to p99 without"),
        found: median(storm),
        wanted: Wanted::AtMost(5.0),
        unit: "×",
    });
    bars
}

fn bars_of_server(rounds: &[Round], binary: u64) -> [Bar; 3] {
    let bar = |what: &str, found, most, unit| Bar {
        what: what.to_owned(),
        found,
        wanted: Wanted::AtMost(most),
        unit,
    };
    let resident = median(rounds.iter().map(|round| megabytes(round.alone.resident)));
    let ready = median(rounds.iter().map(|round| round.alone.ready_after.as_secs_f64()));
    [
        bar("memory after the start", resident, 40.0, "MB"),
        bar("ready after its start on a migrated database", ready, 1.0, "s"),
        bar("size of the binary", Some(megabytes(binary)), 40.0, "MB"),
    ]
}

fn medians_of(name: &'static str, figures: &[&Figures]) -> Medians {
    let side =
        |of: fn(&Figures) -> &Side| median_side(&figures.iter().map(|one| *of(one)).collect::<Vec<_>>());
    let cost = |of: fn(&Figures) -> Duration| {
        median(figures.iter().map(|one| of(one).as_secs_f64() * 1e6)).unwrap_or(0.0)
    };
    Medians {
        name,
        sides: vec![
            ("homeroom", side(|one| &one.calm)),
            ("homeroom, logins", side(|one| &one.storm)),
            ("bare actix", side(|one| &one.bare)),
        ],
        limit: median(figures.iter().filter_map(|one| one.rate_limit())),
        limit_p50: median(figures.iter().filter_map(|one| one.p50_limit())),
        cost: [
            ("server", cost(|one| one.cost.server)),
            ("PostgreSQL", cost(|one| one.cost.database)),
            ("generator", cost(|one| one.cost.generator)),
        ],
    }
}

fn median_side(sides: &[Side]) -> Side {
    let time = |of: fn(&Side) -> Duration| {
        Duration::from_secs_f64(median(sides.iter().map(|side| of(side).as_secs_f64())).unwrap_or(0.0))
    };
    Side {
        rate: median(sides.iter().map(|side| side.rate)).unwrap_or(0.0),
        p50: time(|side| side.p50),
        p99: time(|side| side.p99),
    }
}

fn side_as_json(side: &Side) -> Value {
    json!({
        "answers_a_second": side.rate.round(),
        "p50_microseconds": side.p50.as_micros(),
        "p99_microseconds": side.p99.as_micros(),
    })
}

fn round_as_json(round: &Round) -> Value {
    let figures = round.figures.iter().map(|one| {
        json!({
            "homeroom": side_as_json(&one.calm), "homeroom_logins": side_as_json(&one.storm),
            "bare": side_as_json(&one.bare), "pgbench": one.rate_limit(), "pgbench_p50_milliseconds": one.p50_limit(),
        })
    });
    json!({
        "reads": figures.collect::<Vec<_>>(),
        "logins": { "accepted": round.logins.accepted, "refused": round.logins.refused },
        "ready_after_milliseconds": round.alone.ready_after.as_millis(),
        "resident_bytes": round.alone.resident,
        "resident_bytes_at_the_end": round.alone.resident_after,
    })
}

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "\n| | a second | p50 | p99 |\n|---|---|---|---|")?;
        for read in &self.reads {
            for (side, Side { rate, p50, p99 }) in &read.sides {
                let (p50, p99) = (p50.as_secs_f64() * 1e3, p99.as_secs_f64() * 1e3);
                writeln!(out, "| {}: {side} | {rate:.0} | {p50:.2} ms | {p99:.2} ms |", read.name)?;
            }
            match read.limit {
                _ if read.limit_p50.is_some() => {
                    let p50 = read.limit_p50.unwrap_or_default();
                    writeln!(out, "| {}: pgbench | | {p50:.2} ms | |", read.name)?;
                }
                Some(rate) => writeln!(out, "| {}: pgbench | {rate:.0} | | |", read.name)?,
                None => writeln!(out, "| {}: pgbench | skipped: it is not installed | | |", read.name)?,
            }
        }
        writeln!(
            out,
            "\n| microseconds of processor for one read | server | PostgreSQL | generator |\n|---|---|---|---|"
        )?;
        for Medians { name, cost: [server, database, generator], .. } in &self.reads {
            writeln!(out, "| {name} | {:.0} | {:.0} | {:.0} |", server.1, database.1, generator.1)?;
        }
        Bar::write_table(&self.bars, out)
    }
}

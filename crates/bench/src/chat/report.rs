use std::{
    fmt::{self, Display, Formatter},
    time::Duration,
};

use serde_json::{Value, json};

use super::{Bench, closed, paced, room::PEOPLE};
use crate::{
    bars::{Bar, Wanted, median, processor, ratio},
    histogram::Histogram,
    pgbench::Pgbench,
    reads::measure::Cost,
};

/// What one round showed.
pub(crate) struct Round {
    /// Messages a second that PostgreSQL's own tool stored, one a transaction.
    pub(crate) limit: Option<f64>,
    pub(crate) closed: closed::Seen,
    pub(crate) cost: Cost,
    pub(crate) half: Pace,
    pub(crate) half_of_limit: Option<Pace>,
}

/// What was seen at a pace.
pub(crate) struct Pace {
    pub(crate) rate: f64,
    pub(crate) seen: paced::Seen,
}

/// What the rounds come to.
pub(crate) struct Report {
    bars: Vec<Bar>,
    lines: Vec<Line>,
    limit: Option<f64>,
    cost: [Option<f64>; 3],
    machine: Value,
    rounds: Vec<Value>,
}

/// The medians of one kind of latency.
struct Line {
    what: String,
    rate: f64,
    p50: f64,
    p99: f64,
}

impl Report {
    /// Takes the medians.
    pub(super) fn of(rounds: &[Round], bench: &Bench, unanswered: usize) -> Self {
        let lines = lines_of(rounds);
        let machine = json!({
            "processors": std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            "processor": processor(),
            "postgresql": bench.club.cluster.version().to_string(),
            "pgbench": bench.limit.as_ref().map(Pgbench::version),
            "sockets": PEOPLE,
            "unanswered_a_socket": unanswered,
            "seconds": bench.duration.as_secs(),
            "rehearsal": cfg!(debug_assertions),
        });
        let cost = |of: fn(&Cost) -> Duration| {
            median(rounds.iter().map(|round| of(&round.cost).as_secs_f64() * 1e6))
        };
        Self {
            bars: bars_of(rounds),
            lines,
            limit: median(rounds.iter().filter_map(|round| round.limit)),
            cost: [cost(|cost| cost.server), cost(|cost| cost.database), cost(|cost| cost.generator)],
            machine,
            rounds: rounds.iter().map(round_as_json).collect(),
        }
    }

    /// Whether everything that could be measured is as it must be.
    pub(crate) fn reached_every_bar(&self) -> bool {
        self.bars.iter().all(|bar| bar.is_reached() != Some(false))
    }

    /// Everything, for machines.
    pub(crate) fn to_json(&self) -> Value {
        let [server, database, generator] = self.cost;
        let lines = self.lines.iter().map(|line| {
            json!({ "what": line.what, "a_second": line.rate.round(), "p50_milliseconds": line.p50, "p99_milliseconds": line.p99 })
        });
        json!({
            "machine": self.machine,
            "bars": self.bars.iter().map(Bar::to_json).collect::<Vec<_>>(),
            "medians": lines.collect::<Vec<_>>(),
            "pgbench": self.limit,
            "microseconds_of_processor": { "server": server, "PostgreSQL": database, "generator": generator },
            "rounds": self.rounds,
        })
    }
}

fn bars_of(rounds: &[Round]) -> Vec<Bar> {
    let of_limit = rounds.iter().filter_map(|round| Some(round.closed.rate() / round.limit? * 100.0));
    let spread = |histogram: &Histogram| ratio(histogram.quantile(990), histogram.quantile(500));
    let half = rounds.iter().map(|round| spread(&round.half.seen.answered));
    vec![
        Bar {
            what: "messages stored, answered and delivered: part of pgbench's rate".to_owned(),
            found: median(of_limit),
            wanted: Wanted::AtLeast(100.0),
            unit: "%",
        },
        Bar {
            what: "at half that rate: p99 to p50 of the answer".to_owned(),
            found: median(half),
            wanted: Wanted::AtMost(5.0),
            unit: "×",
        },
    ]
}

fn lines_of(rounds: &[Round]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add = |what: &str, found: Vec<(f64, &Histogram)>| {
        if found.is_empty() {
            return;
        }
        let time = |thousandths: u64| {
            let times = found.iter().map(|(_, histogram)| milliseconds(histogram.quantile(thousandths)));
            median(times).unwrap_or_default()
        };
        let rate = median(found.iter().map(|(rate, _)| *rate)).unwrap_or_default();
        lines.push(Line { what: what.to_owned(), rate, p50: time(500), p99: time(990) });
    };
    let closed = |of: fn(&closed::Seen) -> &Histogram| {
        rounds.iter().map(|round| (round.closed.rate(), of(&round.closed))).collect()
    };
    add("as fast as it goes: answered", closed(|seen| &seen.answered));
    add("as fast as it goes: delivered", closed(|seen| &seen.delivered));
    let half = |of: fn(&paced::Seen) -> &Histogram| {
        rounds.iter().map(|round| (round.half.rate, of(&round.half.seen))).collect()
    };
    add("at half of that: answered", half(|seen| &seen.answered));
    add("at half of that: delivered", half(|seen| &seen.delivered));
    add("at half of that: sent too late", half(|seen| &seen.late));
    let of_limit = |of: fn(&paced::Seen) -> &Histogram| {
        let paces = rounds.iter().filter_map(|round| round.half_of_limit.as_ref());
        paces.map(|pace| (pace.rate, of(&pace.seen))).collect()
    };
    add("at half of pgbench's rate: answered", of_limit(|seen| &seen.answered));
    add("at half of pgbench's rate: delivered", of_limit(|seen| &seen.delivered));
    lines
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn round_as_json(round: &Round) -> Value {
    let times = |histogram: &Histogram| {
        json!({
            "p50_milliseconds": milliseconds(histogram.quantile(500)),
            "p99_milliseconds": milliseconds(histogram.quantile(990)),
            "counted": histogram.total(),
        })
    };
    let pace = |pace: &Pace| {
        json!({
            "a_second": pace.rate, "answered": times(&pace.seen.answered), "delivered": times(&pace.seen.delivered),
            "sent_too_late": times(&pace.seen.late),
        })
    };
    json!({
        "pgbench": round.limit,
        "a_second": round.closed.rate(),
        "answered": times(&round.closed.answered),
        "delivered": times(&round.closed.delivered),
        "at_half": pace(&round.half),
        "at_half_of_pgbench": round.half_of_limit.as_ref().map(pace),
    })
}

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "\n| | a second | p50 | p99 |\n|---|---|---|---|")?;
        for Line { what, rate, p50, p99 } in &self.lines {
            writeln!(out, "| {what} | {rate:.0} | {p50:.2} ms | {p99:.2} ms |")?;
        }
        match self.limit {
            Some(rate) => writeln!(out, "| pgbench, one message a transaction | {rate:.0} | | |")?,
            None => writeln!(out, "| pgbench: skipped, it is not installed | | | |")?,
        }
        writeln!(
            out,
            "\n| microseconds of processor for one message | server | PostgreSQL | generator |\n|---|---|---|---|"
        )?;
        let [server, database, generator] = self.cost.map(Option::unwrap_or_default);
        writeln!(out, "| as fast as it goes | {server:.0} | {database:.0} | {generator:.0} |")?;
        Bar::write_table(&self.bars, out)
    }
}

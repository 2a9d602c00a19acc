//! What must be reached, and how it is shown.

use std::{
    fmt::{self, Display, Formatter, Write},
    fs,
    time::Duration,
};

use serde_json::{Value, json};

const MEGABYTE: f64 = 1024.0 * 1024.0;

/// Something that must be reached.
pub(crate) struct Bar {
    pub(crate) what: String,
    /// None when it could not be measured.
    pub(crate) found: Option<f64>,
    pub(crate) wanted: Wanted,
    pub(crate) unit: &'static str,
}

#[derive(Clone, Copy)]
pub(crate) enum Wanted {
    AtLeast(f64),
    AtMost(f64),
}

impl Bar {
    /// What was found, if anything was.
    pub(crate) fn is_reached(&self) -> Option<bool> {
        Some(match self.wanted {
            Wanted::AtLeast(least) => self.found? >= least,
            Wanted::AtMost(most) => self.found? <= most,
        })
    }

    /// For machines.
    pub(crate) fn to_json(&self) -> Value {
        let (is, wanted) = match self.wanted {
            Wanted::AtLeast(least) => ("at least", least),
            Wanted::AtMost(most) => ("at most", most),
        };
        json!({
            "what": self.what, "found": self.found, "wanted": wanted, "is": is, "unit": self.unit,
            "reached": self.is_reached(),
        })
    }

    /// Writes them all.
    pub(crate) fn write_table(bars: &[Self], out: &mut impl Write) -> fmt::Result {
        writeln!(out, "\n| bar | found | wanted | |\n|---|---|---|---|")?;
        bars.iter().try_for_each(|bar| writeln!(out, "{bar}"))
    }
}

impl Display for Bar {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let unit = self.unit;
        let found = self.found.map_or_else(|| "–".to_owned(), |found| format!("{found:.2} {unit}"));
        let wanted = match self.wanted {
            Wanted::AtLeast(least) => format!("≥ {least} {unit}"),
            Wanted::AtMost(most) => format!("≤ {most} {unit}"),
        };
        let verdict = match self.is_reached() {
            Some(true) => "pass",
            Some(false) => "MISS",
            None => "skipped",
        };
        write!(out, "| {} | {found} | {wanted} | {verdict} |", self.what)
    }
}

/// The one in the middle.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// How many times the other one is.
pub(crate) fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(1e-9)
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / MEGABYTE
}

/// What the processor calls itself.
pub(crate) fn processor() -> Option<String> {
    let told = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("model name"))?;
    Some(line.trim_start_matches([' ', '\t', ':']).to_owned())
}

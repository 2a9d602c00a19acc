//! What the system knows about processes.

use std::{fs, time::Duration};

/// The unit in which the system counts processor time, the same on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// The memory that a process occupies, in bytes.
pub(crate) fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The processor time that a process has taken.
pub(crate) fn processor_time(process: u32) -> Duration {
    stat(&process.to_string()).map_or(Duration::ZERO, |stat| stat.processor_time)
}

/// The processor time that a process and those that it started have taken.
pub(crate) fn processor_time_of_family(parent: u32) -> Duration {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let process: u32 = name.parse().ok()?;
            let stat = stat(&name)?;
            // Those that have ended were counted by the one that started them.
            let ended = if process == parent { stat.of_ended } else { Duration::ZERO };
            (process == parent || stat.parent == parent).then_some(stat.processor_time + ended)
        })
        .sum()
}

struct Stat {
    parent: u32,
    processor_time: Duration,
    /// Of processes that it has started and that have ended.
    of_ended: Duration,
}

fn stat(process: &str) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before may hold anything, spaces and brackets too.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |number: usize| fields.get(number)?.parse::<u32>().ok();
    Some(Stat {
        parent: field(1)?,
        processor_time: TICK * (field(11)? + field(12)?),
        of_ended: TICK * (field(13)? + field(14)?),
    })
}

//! What the server writes down, for error messages.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

const KEPT: Duration = Duration::from_hours(7 * 24);
const LONGEST_TAIL: u64 = 4096;

/// How long the logs were at some moment.
#[derive(Debug, Default)]
pub(crate) struct Mark {
    lengths: HashMap<PathBuf, u64>,
}

impl Mark {
    pub(crate) fn set(data: &Path) -> Self {
        let lengths = logs(data).into_iter().filter_map(|log| Some((fs::metadata(&log).ok()?.len(), log)));
        Self { lengths: lengths.map(|(length, log)| (log, length)).collect() }
    }

    /// What was written after that moment, or the end of it.
    pub(crate) fn written_since(&self, data: &Path) -> String {
        let begin = |log: &PathBuf| self.lengths.get(log).copied().unwrap_or_default();
        logs(data).iter().filter_map(|log| tail(log, begin(log)).ok()).collect()
    }
}

/// The end of a file, but nothing that comes before a position. A file that has become shorter was begun anew.
pub(crate) fn tail(path: &Path, position: u64) -> io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let position = if length < position { 0 } else { position };
    file.seek(SeekFrom::Start(position.max(length.saturating_sub(LONGEST_TAIL))))?;
    let mut text = Vec::new();
    file.take(LONGEST_TAIL).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Removes the logs of weekdays on which the server no longer ran: it overwrites only those of days on which it runs.
pub(crate) fn remove_old(data: &Path) {
    for log in logs(data) {
        let changed = fs::symlink_metadata(&log).and_then(|found| found.modified());
        if changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > KEPT)) {
            fs::remove_file(log).ok();
        }
    }
}

fn logs(data: &Path) -> Vec<PathBuf> {
    fs::read_dir(data.join("log")).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use std::env::temp_dir;
    use std::process;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn tells_what_is_new_and_removes_what_is_old() -> io::Result<()> {
        let data = temp_dir().join(format!("homeroom-log-{}", process::id()));
        let (monday, tuesday) = (data.join("log/Mon.log"), data.join("log/Tue.log"));
        fs::create_dir_all(data.join("log"))?;
        fs::write(&monday, "old\n")?;
        fs::write(&tuesday, "much that is old\n")?;
        let mark = Mark::set(&data);
        fs::write(&monday, "old\nnew\n")?;
        fs::write(&tuesday, "begun anew\n")?;
        let written = mark.written_since(&data);
        let end = tail(&monday, 6)?;
        File::options().write(true).open(&monday)?.set_modified(SystemTime::UNIX_EPOCH)?;
        remove_old(&data);
        let left = logs(&data);
        fs::remove_dir_all(&data)?;
        assert!(written == "new\nbegun anew\n" || written == "begun anew\nnew\n", "{written}");
        assert_eq!(end, "w\n");
        assert_eq!(left, [tuesday]);
        Ok(())
    }
}

use std::{
    thread,
    time::{Duration, Instant},
};

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Asks again and again until there is an answer, and gives it; fails after `deadline`.
#[track_caller]
pub fn eventually<T>(what: &str, deadline: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < deadline, "waited {deadline:?} in vain: {what}");
        // Not a guess at how long it takes: the asking goes on whatever the pause.
        thread::park_timeout(Duration::from_millis(2));
    }
}

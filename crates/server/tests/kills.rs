//! Instances of the real program that are killed in the middle of conversations.

use std::path::Path;

use homeroom_bench::{has_redis, kill_and_compare};
use testkit::Sure;

/// Three instances on one database and one Redis, one of which is killed in each round while thirty people write. What
/// was answered is stored, once, and everybody has read everything in the order of the numbers.
#[test]
fn f2_f3_killed_instances_lose_nothing() {
    if !has_redis() {
        println!("skipped: there is no redis-server here");
        return;
    }
    let rounds = if std::env::var_os("LONG").is_some() { 1000 } else { 8 };
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kills");
    let tally = kill_and_compare(Path::new(env!("CARGO_BIN_EXE_homeroom")), &directory, rounds, None).sure();
    println!("{tally}");
    assert!(tally.is_clean(), "{tally}");
}

//! Several processes, and processes that die.

use std::fs;
use std::process;

use crate::support::{Outcome, Scratch, connect, is_running, remember, remembered, show};
use homeroom_local_postgres::{Cluster, Error, Origin};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

#[test]
fn what_a_killed_process_left_behind_is_adopted() -> Outcome {
    let scratch = Scratch::new()?;
    let holder = scratch.hold()?;
    let cluster = Cluster::start(&scratch.options())?;
    remember(&cluster)?;
    let process = cluster.process().ok_or("no process")?;
    // Now nobody but the other process holds it, and that one is killed.
    cluster.stop()?;
    holder.kill()?;
    assert!(is_running(process));

    let cluster = Cluster::start(&scratch.options())?;
    assert_eq!(cluster.origin(), Origin::Adopted);
    assert_eq!(cluster.process(), Some(process));
    assert_eq!(remembered(&cluster)?, 1);
    let socket = cluster.socket_directory().join(".s.PGSQL.5432");
    assert!(socket.exists());
    cluster.stop()?;
    assert!(!socket.exists(), "what was adopted is stopped like any other");
    Ok(())
}

#[test]
fn what_was_left_behind_with_other_settings_is_started_anew() -> Outcome {
    let scratch = Scratch::new()?;
    scratch.hold()?.kill()?;
    let cluster = Cluster::start(&scratch.options().setting("work_mem", "7MB"))?;
    assert_eq!(cluster.origin(), Origin::Started);
    assert_eq!(show(&cluster, "work_mem")?, "7MB");
    Ok(())
}

#[test]
fn what_is_in_use_with_other_settings_is_left_alone() -> Outcome {
    let scratch = Scratch::new()?;
    let holder = scratch.hold()?;
    let refused = Cluster::start(&scratch.options().setting("work_mem", "7MB"));
    assert!(matches!(refused, Err(Error::InUse { .. })), "{refused:?}");
    connect(&Cluster::start(&scratch.options())?)?;
    holder.finish()
}

#[test]
fn the_last_process_stops_the_server() -> Outcome {
    let scratch = Scratch::new()?;
    let holder = scratch.hold()?;
    let cluster = Cluster::start(&scratch.options())?;
    assert_eq!(cluster.origin(), Origin::Adopted);
    holder.finish()?;
    connect(&cluster)?;
    let socket = cluster.socket_directory().join(".s.PGSQL.5432");
    cluster.stop()?;
    assert!(!socket.exists());
    Ok(())
}

#[test]
fn the_key_that_interrupts_us_does_not_reach_the_server() -> Outcome {
    let scratch = Scratch::new()?;
    scratch.hold()?.interrupt()?;
    assert_eq!(Cluster::start(&scratch.options())?.origin(), Origin::Adopted);
    Ok(())
}

#[test]
fn a_killed_server_recovers_what_was_committed() -> Outcome {
    let scratch = Scratch::new()?;
    let mut cluster = Cluster::start(&scratch.options())?;
    assert!(!cluster.ensure_running()?, "it runs");
    for killed in 1..=3 {
        remember(&cluster)?;
        let process = cluster.process().ok_or("no process")?;
        kill(Pid::from_raw(process), Signal::SIGKILL)?;
        while is_running(process) && !cluster.ensure_running()? {}
        assert_ne!(cluster.process(), Some(process));
        assert_eq!(remembered(&cluster)?, killed);
    }
    Ok(())
}

#[test]
fn a_server_that_was_killed_with_its_process_starts_again() -> Outcome {
    let scratch = Scratch::new()?;
    let holder = scratch.hold()?;
    let cluster = Cluster::start(&scratch.options())?;
    remember(&cluster)?;
    let process = cluster.process().ok_or("no process")?;
    holder.kill()?;
    kill(Pid::from_raw(process), Signal::SIGKILL)?;
    // Both are gone at once, as when a machine loses its power.
    drop(cluster);
    let cluster = Cluster::start(&scratch.options())?;
    assert_eq!(cluster.origin(), Origin::Started);
    assert_eq!(remembered(&cluster)?, 1);
    Ok(())
}

#[test]
fn a_process_number_that_was_used_again_is_no_server() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options())?;
    remember(&cluster)?;
    let (data, socket) = (cluster.directory().join("data"), cluster.socket_directory().to_owned());
    let lock_file = data.join("postmaster.pid");
    let left_behind = fs::read_to_string(&lock_file)?;
    cluster.stop()?;

    let ourselves = process::id().to_string();
    let (_, rest) = left_behind.split_once('\n').ok_or("an empty lock file")?;
    for content in [format!("{ourselves}\n{rest}"), String::new()] {
        fs::write(&lock_file, content)?;
        fs::write(socket.join(".s.PGSQL.5432.lock"), format!("{ourselves}\n"))?;
        let owner = fs::metadata(&data)?;
        for file in [&lock_file, &socket.join(".s.PGSQL.5432.lock")] {
            std::os::unix::fs::chown(
                file,
                Some(std::os::unix::fs::MetadataExt::uid(&owner)),
                Some(std::os::unix::fs::MetadataExt::gid(&owner)),
            )?;
        }
        let cluster = Cluster::start(&scratch.options())?;
        assert_eq!(cluster.origin(), Origin::Started);
        assert_eq!(remembered(&cluster)?, 1);
    }
    Ok(())
}

#[test]
fn stopping_what_nobody_uses() -> Outcome {
    let scratch = Scratch::new()?;
    assert!(!Cluster::stop_abandoned(&scratch.options())?, "there is none");
    let holder = scratch.hold()?;
    assert!(!Cluster::stop_abandoned(&scratch.options())?, "it is in use");
    holder.kill()?;
    assert!(Cluster::stop_abandoned(&scratch.options())?);
    assert!(!Cluster::stop_abandoned(&scratch.options())?, "it was stopped");
    Ok(())
}

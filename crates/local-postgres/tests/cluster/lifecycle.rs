//! A cluster from its making to its end, with real servers.

use std::fs;
use std::thread;

use crate::support::{Outcome, Scratch, connect, is_running, remember, remembered, show};
use homeroom_local_postgres::{Cluster, Durability, Error, Origin};

#[test]
fn a_second_start_keeps_the_data() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options())?;
    assert_eq!(cluster.origin(), Origin::Created);
    remember(&cluster)?;
    let process = cluster.process().ok_or("no process")?;
    cluster.stop()?;
    assert!(!is_running(process));

    let cluster = Cluster::start(&scratch.options())?;
    assert_eq!(cluster.origin(), Origin::Started);
    assert_eq!(remembered(&cluster)?, 1);
    Ok(())
}

#[test]
fn dropping_stops_the_server() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    let process = cluster.process().ok_or("no process")?;
    let mut open = connect(&cluster)?;
    drop(cluster);
    assert!(!is_running(process), "not even an open connection keeps it");
    assert!(diesel::connection::SimpleConnection::batch_execute(&mut open, "SELECT 1").is_err());
    Ok(())
}

#[test]
fn is_durable_unless_it_is_disposable() -> Outcome {
    let scratch = Scratch::new()?;
    for (durability, expected) in [(Durability::Durable, "on"), (Durability::Disposable, "off")] {
        let cluster = Cluster::start(&scratch.options().durability(durability))?;
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            assert_eq!(show(&cluster, setting)?, expected, "{setting}");
        }
        assert_eq!(show(&cluster, "data_checksums")?, "on");
    }
    Ok(())
}

#[test]
fn knows_the_languages_of_the_world() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    assert_eq!(show(&cluster, "server_encoding")?, "UTF8");
    assert_eq!(show(&cluster, "timezone")?, "UTC");
    let connection = &mut connect(&cluster)?;
    let upper = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>("upper('ñandú')"));
    assert_eq!(diesel::RunQueryDsl::get_result::<String>(upper, connection)?, "ÑANDÚ");
    for extension in ["btree_gist", "pg_trgm", "unaccent"] {
        diesel::RunQueryDsl::execute(diesel::sql_query(format!("CREATE EXTENSION {extension}")), connection)?;
    }
    Ok(())
}

#[test]
fn obeys_the_callers_settings_but_for_the_reserved_ones() -> Outcome {
    let scratch = Scratch::new()?;
    let options = scratch.options().durability(Durability::Disposable).max_connections(17);
    let refused = Cluster::start(&options.clone().setting("listen_addresses", "*"));
    assert!(matches!(refused, Err(Error::ReservedSetting { .. })));

    let cluster = Cluster::start(&options.shared_buffers_megabytes(16).setting("work_mem", "7MB"))?;
    assert_eq!(show(&cluster, "max_connections")?, "17");
    assert_eq!(show(&cluster, "shared_buffers")?, "16MB");
    assert_eq!(show(&cluster, "work_mem")?, "7MB");
    Ok(())
}

#[test]
fn a_refused_setting_is_explained_by_the_log() -> Outcome {
    let scratch = Scratch::new()?;
    let refused =
        Cluster::start(&scratch.options().durability(Durability::Disposable).setting("nonsense", "1"));
    let message = refused.err().ok_or("it started")?.to_string();
    assert!(message.contains("unrecognized configuration parameter \"nonsense\""), "{message}");
    Ok(())
}

#[test]
fn a_making_that_was_interrupted_is_begun_anew() -> Outcome {
    let scratch = Scratch::new()?;
    let options = scratch.options().durability(Durability::Disposable);
    let cluster = Cluster::start(&options)?;
    let home = cluster.directory().to_owned();
    cluster.stop()?;
    fs::rename(home.join("data"), home.join("data.unfinished"))?;
    fs::remove_file(home.join("data.unfinished/global/pg_control"))?;

    let cluster = Cluster::start(&options)?;
    assert_eq!(cluster.origin(), Origin::Created);
    connect(&cluster)?;
    Ok(())
}

#[test]
fn data_of_another_major_version_are_refused_with_the_remedy() -> Outcome {
    let scratch = Scratch::new()?;
    let options = scratch.options().durability(Durability::Disposable);
    let cluster = Cluster::start(&options)?;
    let version = cluster.directory().join("data/PG_VERSION");
    cluster.stop()?;
    fs::write(&version, "14\n")?;

    let message = Cluster::start(&options).err().ok_or("it started")?.to_string();
    assert!(message.contains("was written by PostgreSQL 14, but the binaries in"), "{message}");
    assert!(message.contains("set HOMEROOM_PG_BIN to the binaries of PostgreSQL 14"), "{message}");
    Ok(())
}

#[test]
fn starting_at_the_same_time_makes_one_server() -> Outcome {
    let scratch = Scratch::new()?;
    let options = &scratch.options().durability(Durability::Disposable);
    let clusters = thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| Cluster::start(options))).collect();
        starts.into_iter().map(thread::ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    let clusters = clusters.into_iter().flatten().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(clusters.len(), 4);
    assert_eq!(clusters.iter().filter(|cluster| cluster.origin() == Origin::Created).count(), 1);
    let processes: Vec<_> = clusters.iter().map(Cluster::process).collect();
    assert!(processes.iter().all(|process| *process == processes[0]), "{processes:?}");
    Ok(())
}

//! As whom the server runs, and who can reach it.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::Path;

use homeroom_local_postgres::{Cluster, Durability, Error, Search, Source};
use nix::unistd::geteuid;

use crate::support::{Outcome, Scratch, connect, output_of, package, remember, remembered};

#[test]
fn only_the_owner_can_reach_the_data_and_the_socket() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    for directory in [&cluster.directory().join("data"), cluster.socket_directory()] {
        assert_eq!(fs::metadata(directory)?.mode() & 0o777, 0o700, "{}", directory.display());
    }
    let socket = cluster.socket_directory().join(".s.PGSQL.5432");
    assert_eq!(fs::metadata(socket)?.mode() & 0o777, 0o700);
    Ok(())
}

/// The kernel's own list of network sockets, compared with those that the server has open.
#[cfg(target_os = "linux")]
#[test]
fn listens_on_no_network() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    let process = cluster.process().ok_or("no process")?;
    let open = output_of(&cluster, &format!("ls -l /proc/{process}/fd"))?.join("\n");
    assert!(open.contains("socket:["), "the local socket is there: {open}");
    for protocol in ["tcp", "tcp6", "udp", "udp6"] {
        let sockets = output_of(&cluster, &format!("cat /proc/net/{protocol} 2>/dev/null || true"))?;
        for number in sockets.iter().skip(1).filter_map(|line| line.split_whitespace().nth(9)) {
            assert!(!open.contains(&format!("socket:[{number}]")), "{protocol} socket {number}");
        }
    }
    Ok(())
}

#[test]
fn does_not_see_our_environment() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    for line in output_of(&cluster, "env")? {
        let name = line.split('=').next().unwrap_or_default();
        let own = ["PG", "LC_"].iter().any(|prefix| name.starts_with(prefix));
        assert!(own || ["PATH", "PWD", "OLDPWD", "SHLVL", "_"].contains(&name), "{line}");
    }
    Ok(())
}

#[test]
fn a_directory_with_a_long_name_gets_a_short_socket() -> Outcome {
    let scratch = Scratch::new()?;
    // What lies where root keeps everything is used as it is named, by root too.
    let options = scratch.options_for(scratch.privileged().join("x".repeat(100)));
    for _ in ["made", "made again"] {
        let cluster = Cluster::start(&options)?;
        let directory = cluster.socket_directory().to_owned();
        assert!(directory.starts_with("/tmp"), "{}", directory.display());
        assert_eq!(fs::metadata(&directory)?.mode() & 0o777, 0o700);
        remember(&cluster)?;
        cluster.stop()?;
        assert!(!directory.exists());
    }
    let cluster = Cluster::start(&options)?;
    assert_eq!(remembered(&cluster)?, 2);
    Ok(())
}

#[test]
fn a_strange_name_is_no_hindrance() -> Outcome {
    let scratch = Scratch::new()?;
    for (name, inside) in [("é \"x\" 'y' %z", true), ("one,two", false)] {
        let strange = scratch.privileged().join(name);
        let cluster =
            Cluster::start(&scratch.options_for(strange.clone()).durability(Durability::Disposable))?;
        assert_eq!(cluster.socket_directory().starts_with(&strange), inside, "{name}");
        connect(&cluster)?;
    }
    Ok(())
}

#[test]
fn a_socket_directory_that_others_made_is_refused() -> Outcome {
    let scratch = Scratch::new()?;
    let options = scratch.options().durability(Durability::Disposable);
    let cluster = Cluster::start(&options)?;
    let directory = cluster.socket_directory().to_owned();
    cluster.stop()?;
    fs::set_permissions(&directory, Permissions::from_mode(0o755))?;
    let refused = Cluster::start(&options);
    assert!(matches!(refused, Err(Error::SocketDirectory { .. })), "{refused:?}");
    fs::remove_dir_all(&directory)?;
    fs::write(&directory, "")?;
    let refused = Cluster::start(&options);
    assert!(matches!(refused, Err(Error::SocketDirectory { .. })), "{refused:?}");
    Ok(())
}

#[test]
fn runs_as_an_unprivileged_user_and_where_that_user_can_read() -> Outcome {
    let scratch = Scratch::new()?;
    let cluster = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    let owner = fs::metadata(cluster.directory().join("data"))?.uid();
    let server = fs::metadata(cluster.directory().join("data/postmaster.pid"))?.uid();
    assert_eq!(server, owner, "the server runs as the owner of the data");
    let programs = cluster.binaries().directory();
    if geteuid().is_root() {
        assert_ne!(owner, 0);
        assert!(cluster.directory().starts_with(scratch.privileged().join("clusters")));
        assert!(programs.starts_with(scratch.privileged().join("bin")), "{}", programs.display());
        assert_eq!(
            fs::metadata(programs.join("postgres"))?.uid(),
            0,
            "the server cannot change its programs"
        );
    } else {
        assert_eq!(owner, geteuid().as_raw());
        assert_eq!(cluster.directory(), scratch.requested().canonicalize()?);
        assert!(!scratch.privileged().exists());
    }
    assert_eq!(cluster.binaries().source(), Source::Package);
    Ok(())
}

#[test]
fn different_directories_are_different_clusters() -> Outcome {
    let scratch = Scratch::new()?;
    let one = Cluster::start(&scratch.options().durability(Durability::Disposable))?;
    let other = scratch.options_for(scratch.path().join("elsewhere/cluster"));
    let other = Cluster::start(&other.durability(Durability::Disposable))?;
    assert_ne!(one.directory(), other.directory());
    assert_ne!(one.process(), other.process());
    assert_ne!(one.connection_url("postgres", "x"), other.connection_url("postgres", "x"));
    Ok(())
}

#[test]
fn one_directory_by_two_names_is_one_cluster() -> Outcome {
    let scratch = Scratch::new()?;
    let options = scratch.options().durability(Durability::Disposable);
    fs::create_dir_all(scratch.requested())?;
    let alias = scratch.path().join("alias");
    std::os::unix::fs::symlink(scratch.requested(), &alias)?;
    let one = Cluster::start(&options)?;
    let other = Cluster::start(&scratch.options_for(alias).durability(Durability::Disposable))?;
    assert_eq!(one.process(), other.process());
    Ok(())
}

/// As for a clone below `/root`: nobody but root can enter.
#[test]
fn binaries_out_of_reach_are_copied_once() -> Outcome {
    if !geteuid().is_root() {
        eprintln!("skipped: an ordinary user runs what it finds itself and copies nothing");
        return Ok(());
    }
    let scratch = Scratch::new()?;
    let hidden = scratch.path().join("hidden");
    DirBuilder::new().mode(0o700).create(&hidden)?;
    let original = package().find()?;
    let prefix = original.directory().parent().ok_or("no prefix")?;
    copy(prefix, &hidden.join("native"))?;
    let options = scratch
        .options()
        .privileged_directory(scratch.path().join("own"))
        .durability(Durability::Disposable)
        .search(Search::nowhere().configured(Some(hidden.join("native/bin"))));
    let programs = Cluster::start(&options)?.binaries().directory().to_owned();
    let copies = scratch.path().join("own/bin");
    assert!(programs.starts_with(&copies), "{}", programs.display());

    // A copy that was damaged is made anew, one that is whole is used again.
    let library = programs.with_file_name("lib").join("libpq.so.5");
    fs::remove_file(&library).or_else(|_| fs::remove_file(programs.join("initdb")))?;
    let cluster = Cluster::start(&options)?;
    assert_eq!(cluster.binaries().directory(), programs);
    connect(&cluster)?;
    let found = fs::read_dir(copies)?.flatten().filter(|entry| entry.path().is_dir());
    assert_eq!(found.count(), 1);

    // Without its shared files it could not be copied.
    fs::rename(hidden.join("native/share"), hidden.join("native/elsewhere"))?;
    let message = Cluster::start(&options).err().ok_or("it started")?.to_string();
    assert!(message.contains("cannot execute"), "{message}");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let done = std::process::Command::new("cp").arg("-a").args([from, to]).status()?;
    assert!(done.success());
    Ok(())
}

#[test]
fn data_of_another_user_are_refused_with_the_remedy() -> Outcome {
    if !geteuid().is_root() {
        eprintln!("skipped: only root can give a directory away; the rule is tested beside its code too");
        return Ok(());
    }
    let scratch = Scratch::new()?;
    let options = scratch.options().durability(Durability::Disposable);
    let cluster = Cluster::start(&options)?;
    let data = cluster.directory().join("data");
    cluster.stop()?;
    chown(&data, Some(0), Some(0))?;
    let message = Cluster::start(&options).err().ok_or("it started")?.to_string();
    assert!(message.contains("belongs to the user root, but PostgreSQL would run as"), "{message}");
    assert!(message.contains("chown -R"), "{message}");
    Ok(())
}

#[test]
fn a_directory_that_the_server_cannot_enter_is_refused_with_the_remedy() -> Outcome {
    if !geteuid().is_root() {
        eprintln!("skipped: an ordinary user's server is that user");
        return Ok(());
    }
    let scratch = Scratch::new()?;
    fs::set_permissions(scratch.path(), Permissions::from_mode(0o700))?;
    let message = Cluster::start(&scratch.options()).err().ok_or("it started")?.to_string();
    assert!(message.contains("cannot enter") && message.contains("chmod o+x"), "{message}");
    Ok(())
}

//! The settings that the server is started with. They are given on its command line, where they win over
//! every file in the data directory, and from where a later process can read them back.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use crate::{Durability, Error, Options, Version};

/// No network is involved: the number is only a part of the socket's name.
pub(crate) const PORT: u16 = 5432;

/// What callers cannot choose: it keeps the cluster private, durable, and recognisable.
const RESERVED: [&str; 21] = [
    "cluster_name",
    "config_file",
    "data_directory",
    "external_pid_file",
    "fsync",
    "full_page_writes",
    "hba_file",
    "ident_file",
    "listen_addresses",
    "log_destination",
    "log_directory",
    "log_filename",
    "log_rotation_age",
    "log_rotation_size",
    "log_truncate_on_rotation",
    "logging_collector",
    "port",
    "synchronous_commit",
    "unix_socket_directories",
    "unix_socket_group",
    "unix_socket_permissions",
];

/// The whole command line behind the program's name.
pub(crate) fn command_line(
    options: &Options,
    version: Version,
    data: &Path,
    socket_directory: &Path,
) -> Result<Vec<OsString>, Error> {
    if let Some((name, _)) = options.settings.iter().find(|(name, _)| is_reserved(name)) {
        return Err(Error::ReservedSetting { name: name.clone() });
    }
    let mut line = vec![OsString::from("-D"), data.as_os_str().to_owned()];
    let mut set = |name: &str, value: &[u8]| {
        line.push(OsString::from("-c"));
        line.push(OsString::from_vec([name.as_bytes(), b"=", value].concat()));
    };
    for (name, value) in defaults(options) {
        set(name, value.as_bytes());
    }
    for (name, value) in &options.settings {
        set(name, value.as_bytes());
    }
    for (name, value) in guarded(options.durability) {
        set(name, value.as_bytes());
    }
    // The version is part of it so that a server of the version before is not taken for the same.
    set("cluster_name", format!("homeroom-{version}").as_bytes());
    set("port", PORT.to_string().as_bytes());
    set("unix_socket_directories", &quoted(socket_directory));
    Ok(line)
}

/// PostgreSQL compares names without regard to case and takes a hyphen for an underscore.
fn is_reserved(name: &str) -> bool {
    let name = name.split('=').next().unwrap_or_default().trim().to_ascii_lowercase().replace('-', "_");
    RESERVED.contains(&name.as_str())
}

fn defaults(options: &Options) -> Vec<(&'static str, String)> {
    let mut defaults = vec![
        ("shared_buffers", format!("{}MB", options.shared_buffers_megabytes)),
        ("max_connections", options.max_connections.to_string()),
        ("timezone", "UTC".to_owned()),
        ("log_timezone", "UTC".to_owned()),
        ("log_min_messages", "warning".to_owned()),
        ("log_checkpoints", "off".to_owned()),
        // The details of an error quote rows, and rows are about children.
        ("log_error_verbosity", "terse".to_owned()),
        // Compiling a query takes longer than our queries do, and needs memory that can be written and
        // executed, which a hardened service is not given.
        ("jit", "off".to_owned()),
    ];
    if options.durability == Durability::Disposable {
        // Nobody replicates or restores what is thrown away.
        defaults.push(("wal_level", "minimal".to_owned()));
        defaults.push(("max_wal_senders", "0".to_owned()));
    }
    defaults
}

fn guarded(durability: Durability) -> [(&'static str, &'static str); 12] {
    let durable = match durability {
        Durability::Durable => "on",
        Durability::Disposable => "off",
    };
    [
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("fsync", durable),
        ("full_page_writes", durable),
        ("synchronous_commit", durable),
        // One file for each day of the week, each overwritten a week later: the log cannot grow for ever.
        ("logging_collector", "on"),
        ("log_destination", "stderr"),
        ("log_directory", "log"),
        ("log_filename", "postgresql-%a.log"),
        ("log_rotation_age", "1d"),
        ("log_rotation_size", "0"),
        ("log_truncate_on_rotation", "on"),
    ]
}

/// One element of a list of directories: quoted, since a path may hold commas and spaces.
fn quoted(directory: &Path) -> Vec<u8> {
    let mut quoted = vec![b'"'];
    for &byte in directory.as_os_str().as_bytes() {
        quoted.extend(if byte == b'"' { b"\"\"".as_slice() } else { std::slice::from_ref(&byte) });
    }
    quoted.push(b'"');
    quoted
}

/// How PostgreSQL records its command line in `postmaster.opts`, behind the program's name.
pub(crate) fn as_recorded(command_line: &[OsString]) -> Vec<u8> {
    let mut record = Vec::new();
    for argument in command_line {
        record.extend_from_slice(b" \"");
        record.extend_from_slice(argument.as_bytes());
        record.push(b'"');
    }
    record.push(b'\n');
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: Version = Version { major: 18, minor: 4 };

    fn line(options: &Options) -> Result<Vec<String>, Error> {
        let line = command_line(options, VERSION, Path::new("/data"), Path::new("/a \"b\", c"))?;
        Ok(line.iter().map(|argument| argument.to_string_lossy().into_owned()).collect())
    }

    #[test]
    fn is_private_and_durable_by_default() -> Result<(), Error> {
        let line = line(&Options::new("x"))?;
        for expected in ["listen_addresses=", "fsync=on", "full_page_writes=on", "synchronous_commit=on"] {
            assert!(line.iter().any(|argument| argument == expected), "{expected} in {line:?}");
        }
        assert_eq!(line.last().map(String::as_str), Some(r#"unix_socket_directories="/a ""b"", c""#));
        Ok(())
    }

    #[test]
    fn only_disposable_clusters_are_not_durable() -> Result<(), Error> {
        let line = line(&Options::new("x").durability(Durability::Disposable))?;
        for expected in ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses="] {
            assert!(line.iter().any(|argument| argument == expected), "{expected} in {line:?}");
        }
        Ok(())
    }

    #[test]
    fn the_callers_settings_come_after_the_defaults() -> Result<(), Error> {
        let line = line(&Options::new("x").setting("timezone", "Asia/Manila"))?;
        let place = |wanted: &str| line.iter().position(|argument| argument == wanted);
        assert!(place("timezone=UTC") < place("timezone=Asia/Manila"));
        Ok(())
    }

    #[test]
    fn reserved_settings_are_refused_however_they_are_spelt() {
        for name in
            ["listen_addresses", "LISTEN_ADDRESSES", "listen-addresses", "fsync", "listen_addresses=*;x"]
        {
            let refused = line(&Options::new("x").setting(name, "on"));
            assert!(matches!(refused, Err(Error::ReservedSetting { .. })), "{name}");
        }
    }

    #[test]
    fn records_as_postgresql_does() {
        let line = [OsString::from("-D"), OsString::from("/data")];
        assert_eq!(as_recorded(&line), b" \"-D\" \"/data\"\n");
    }
}

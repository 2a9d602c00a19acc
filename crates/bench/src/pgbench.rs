use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use local_postgres::Cluster;

use crate::Outcome;

/// The limit that figures are set against: PostgreSQL's own tool, with the same statement on the same socket.
pub(crate) struct Pgbench {
    program: PathBuf,
    connection: Vec<String>,
    directory: PathBuf,
}

impl Pgbench {
    /// Finds the program. It connects as the role under which the server works.
    pub(crate) fn find(cluster: &Cluster, database: &str, role: &str, directory: &Path) -> Option<Self> {
        let beside_server = cluster.binaries().directory().to_owned();
        let path = env::var_os("PATH").unwrap_or_default();
        let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let program = env::split_paths(&path)
            .chain([beside_server])
            .chain(installed.map(|version| version.path().join("bin")))
            .map(|directory| directory.join("pgbench"))
            .find(|program| program.is_file())?;
        let port = cluster.port().to_string();
        let host = cluster.socket_directory().display().to_string();
        let connection = ["-h", &host, "-p", &port, "-U", role, database].map(str::to_owned).to_vec();
        Some(Self { program, connection, directory: directory.to_owned() })
    }

    /// What it calls itself.
    pub(crate) fn version(&self) -> String {
        let told = Command::new(&self.program).arg("--version").output();
        told.map_or_else(
            |_| "unknown".to_owned(),
            |told| String::from_utf8_lossy(&told.stdout).trim().to_owned(),
        )
    }

    /// How long this script takes in the middle, with one connection.
    pub(crate) fn median(&self, script: &str, duration: Duration) -> Outcome<Duration> {
        let directory = self.directory.join("pgbench-log");
        // It may be there from a run that was interrupted.
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory)?;
        let file = self.directory.join("pgbench.sql");
        fs::write(&file, script)?;
        let seconds = duration.as_secs().max(1).to_string();
        let prefix = format!("--log-prefix={}", directory.join("took").display());
        let ran = Command::new(&self.program)
            .args([
                "--no-vacuum",
                "-M",
                "prepared",
                "-c",
                "1",
                "-j",
                "1",
                "-l",
                &prefix,
                "-T",
                &seconds,
                "-f",
            ])
            .arg(&file)
            .args(&self.connection)
            .output()?;
        if !ran.status.success() {
            return Err(format!("pgbench failed: {}", String::from_utf8_lossy(&ran.stderr)).into());
        }
        let mut took = Vec::new();
        for log in fs::read_dir(&directory)? {
            let log = fs::read_to_string(log?.path())?;
            // Client, number, microseconds, and more.
            took.extend(log.lines().filter_map(|line| line.split(' ').nth(2)?.parse::<u64>().ok()));
        }
        took.sort_unstable();
        let median = took.get(took.len() / 2).ok_or("pgbench wrote down nothing")?;
        Ok(Duration::from_micros(*median))
    }

    /// Transactions a second of this script.
    pub(crate) fn rate(&self, script: &str, duration: Duration) -> Outcome<f64> {
        let file = self.directory.join("pgbench.sql");
        fs::write(&file, script)?;
        let seconds = duration.as_secs().max(1).to_string();
        let ran = Command::new(&self.program)
            .args(["--no-vacuum", "-M", "prepared", "-c", "16", "-j", "1", "-T", &seconds, "-f"])
            .arg(&file)
            .args(&self.connection)
            .output()?;
        let said = String::from_utf8_lossy(&ran.stdout);
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        let complaints = String::from_utf8_lossy(&ran.stderr);
        match rate {
            Some(rate) if ran.status.success() && rate > 0.0 => Ok(rate),
            _ => Err(format!("pgbench failed: {complaints}{said}").into()),
        }
    }
}

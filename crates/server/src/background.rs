//! Work that goes on beside the requests.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use actix_web::rt::Runtime;
use application::{
    App, StoreError,
    files::{ReconcileError, Reconciled},
    jobs::Mailer,
};

/// How often changed rights are asked for; with the time that a request takes, rights end within five
/// seconds on every instance.
const RIGHTS: Duration = Duration::from_secs(2);
/// How often the job table is looked at when it was empty.
const JOBS: Duration = Duration::from_secs(1);
/// How often records of files and their bytes are compared.
const FILES: Duration = Duration::from_mins(15);
/// How often what is no longer needed is thrown away.
const TIDY: Duration = Duration::from_mins(10);

/// Compares records and bytes, and says what did not agree.
fn compare_files(app: &App) -> Result<(), StoreError> {
    let runtime = Runtime::new().map_err(|error| StoreError::Unexpected(error.to_string()))?;
    match runtime.block_on(app.files().reconcile()) {
        Ok(done) if done == Reconciled::default() => Ok(()),
        Ok(done) => {
            tracing::info!(?done, "records of files and their bytes did not agree");
            Ok(())
        }
        Err(ReconcileError::Store(failure)) => Err(failure),
        Err(error) => Err(StoreError::Unexpected(error.to_string())),
    }
}

/// Threads that work until they are told to stop.
pub(crate) struct Background {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    wanted: AtomicBool,
    lock: Mutex<()>,
    told: Condvar,
}

impl Stop {
    /// Waits, but no longer than until the threads are to stop. `false` when they are.
    fn wait(&self, pause: Duration) -> bool {
        let guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let go_on = |(): &mut ()| !self.wanted.load(Ordering::Acquire);
        let _woken =
            self.told.wait_timeout_while(guard, pause, go_on).unwrap_or_else(PoisonError::into_inner);
        !self.wanted.load(Ordering::Acquire)
    }
}

impl Background {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the system has no more threads to give.
    pub(crate) fn start(
        app: &Arc<App>,
        mailer: Arc<dyn Mailer>,
        housekeeping: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let stop = Arc::new(Stop::default());
        let mut background = Self { stop, threads: Vec::new() };
        let rights = Arc::clone(app);
        background.every(RIGHTS, "rights", move || rights.identity().follow_rights_changes())?;
        let jobs = Arc::clone(app);
        background.every(JOBS, "jobs", move || {
            while jobs.background().do_next(&*mailer)? {}
            Ok(())
        })?;
        let tidy = Arc::clone(app);
        background.every(TIDY, "tidy", move || tidy.background().tidy())?;
        let files = Arc::clone(app);
        background.every(FILES, "files", move || compare_files(&files))?;
        background.every(Duration::from_secs(5), "housekeeping", move || {
            housekeeping();
            Ok(())
        })?;
        Ok(background)
    }

    fn every(
        &mut self,
        pause: Duration,
        name: &'static str,
        work: impl Fn() -> Result<(), StoreError> + Send + 'static,
    ) -> std::io::Result<()> {
        let stop = Arc::clone(&self.stop);
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            while stop.wait(pause) {
                if let Err(error) = work() {
                    tracing::warn!(work = name, %error, "background work failed and will be tried again");
                }
            }
        })?;
        self.threads.push(thread);
        Ok(())
    }

    /// Lets every thread finish what it is doing.
    pub(crate) fn stop(self) {
        self.stop.wanted.store(true, Ordering::Release);
        self.stop.told.notify_all();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a background thread panicked");
            }
        }
    }
}

//! The one thread on which files are taken apart: it takes a processor for a while, so it steps back, and a
//! picture takes much memory, so there is one at a time.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
};

use application::files::{ReceiveError, StorageError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// Whoever made a file to let its reader stumble has made it well.
const STUMBLED: &str = "The file is damaged.";

type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct Workbench {
    turns: Arc<Semaphore>,
    jobs: mpsc::Sender<Job>,
}

/// The right to the thread. Whoever waits for it holds no file in memory yet.
pub(crate) struct Turn {
    permit: OwnedSemaphorePermit,
    jobs: mpsc::Sender<Job>,
}

impl Workbench {
    pub(crate) fn open() -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel(1);
        thread::Builder::new().name("files".to_owned()).spawn(move || work(waiting))?;
        Ok(Self { turns: Arc::new(Semaphore::new(1)), jobs })
    }

    pub(crate) async fn turn(&self) -> Result<Turn, StorageError> {
        let permit = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| closed())?;
        Ok(Turn { permit, jobs: self.jobs.clone() })
    }
}

impl Turn {
    /// Lets the thread look at a file. What it refuses is harmful, for this reason.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        look: impl FnOnce() -> Result<T, &'static str> + Send + 'static,
    ) -> Result<T, ReceiveError> {
        let Self { permit, jobs } = self;
        let (answer, answered) = oneshot::channel();
        let job = move || {
            // A panic must not take the thread with it: nobody could hand in a file any more.
            let outcome = catch_unwind(AssertUnwindSafe(look)).unwrap_or(Err(STUMBLED));
            // Held until here, also when nobody waits any more.
            drop(permit);
            if answer.send(outcome).is_err() {
                tracing::debug!("nobody waits for this file any more");
            }
        };
        jobs.send(Box::new(job)).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?.map_err(ReceiveError::Harmful)
    }
}

fn work(mut jobs: mpsc::Receiver<Job>) {
    if let Err(error) = thread_priority::set_current_thread_priority(thread_priority::ThreadPriority::Min) {
        tracing::debug!(?error, "this thread keeps its priority");
    }
    while let Some(job) = jobs.blocking_recv() {
        job();
    }
}

fn closed() -> StorageError {
    StorageError::Away("nobody looks at files any more".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_that_lets_its_reader_stumble_is_refused_and_the_next_is_looked_at() {
        let bench = Workbench::open().unwrap();
        let stumble = || -> Result<(), _> { panic!("this panic is part of the test") };
        let outcome = bench.turn().await.unwrap().run(stumble).await;
        assert_eq!(outcome, Err(ReceiveError::Harmful(STUMBLED)));
        assert_eq!(bench.turn().await.unwrap().run(|| Ok(7)).await, Ok(7));
    }
}

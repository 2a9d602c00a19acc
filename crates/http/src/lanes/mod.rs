//! The only crossing from asynchronous requests to synchronous use cases.
//!
//! There are two bounded lanes, each drained by long-lived threads. The *database* lane has as many
//! threads as there are connections, so that requests do not wait for one another's connections. The
//! *hashing* lane computes password hashes with no connection held; its threads run at the lowest
//! priority, because a login can wait a little and a page should not. A full lane refuses at once.
//!
//! Messages have a lane of their own ([`MessageLane`]), whose one thread stores many at once.
//!
//! Files are another way, asynchronous throughout ([`crate::files`]): their bytes hold no thread of a lane.

mod messages;

pub use messages::MessageLane;

use std::{sync::Arc, thread};

use application::App;
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;
use tracing::Span;

type Work = Box<dyn FnOnce(&App) + Send>;

/// One bounded lane.
#[derive(Clone)]
pub struct Lane {
    queue: Sender<Work>,
    name: &'static str,
}

/// Why work was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LaneRefused {
    /// Too much work waits already.
    #[error("the {0} lane is full")]
    Full(&'static str),
    /// The work was begun and never ended: it panicked, or the server is stopping.
    #[error("the {0} lane dropped the work")]
    Dropped(&'static str),
}

/// The threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("a thread could not be started: {0}")]
pub struct LaneNotStarted(#[from] std::io::Error);

impl Lane {
    /// Starts a lane.
    ///
    /// # Errors
    /// When the system has no more threads to give.
    pub fn start(
        name: &'static str,
        app: &Arc<App>,
        threads: usize,
        waiting: usize,
        courtesy: Courtesy,
    ) -> Result<Self, LaneNotStarted> {
        let (queue, work) = bounded::<Work>(waiting);
        for number in 0..threads.max(1) {
            let (app, work) = (Arc::clone(app), work.clone());
            thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || drain(&app, &work, courtesy))?;
        }
        Ok(Self { queue, name })
    }

    /// Does the work on one of the lane's threads.
    ///
    /// Work whose asker went away before it was begun is left out.
    ///
    /// # Errors
    /// [`LaneRefused::Full`] at once when too much work waits already.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App) -> T + Send + 'static,
    ) -> Result<T, LaneRefused> {
        let (answer, answered) = oneshot::channel();
        let span = Span::current();
        let boxed: Work = Box::new(move |app| {
            if !answer.is_closed() {
                // Nobody may be listening any more; then the answer is of no use.
                let _ = answer.send(span.in_scope(|| work(app)));
            }
        });
        self.queue.try_send(boxed).map_err(|refused| match refused {
            TrySendError::Full(_) => {
                metrics::counter!("homeroom_lane_full_total", "lane" => self.name).increment(1);
                LaneRefused::Full(self.name)
            }
            TrySendError::Disconnected(_) => LaneRefused::Dropped(self.name),
        })?;
        answered.await.map_err(|_| LaneRefused::Dropped(self.name))
    }

    /// How much work waits.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }
}

/// Whether a lane's threads step back for everyone else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Courtesy {
    /// They run like all others.
    None,
    /// They run when nobody else wants the processor.
    StepBack,
}

fn drain(app: &App, work: &Receiver<Work>, courtesy: Courtesy) {
    if courtesy == Courtesy::StepBack
        && let Err(error) = thread_priority::set_current_thread_priority(thread_priority::ThreadPriority::Min)
    {
        tracing::debug!(?error, "this thread keeps its priority");
    }
    while let Ok(next) = work.recv() {
        // A panic must not take the thread with it: the lane would narrow for ever.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| next(app))).is_err() {
            tracing::error!("work in a lane panicked");
        }
    }
}

//! The lane of messages: one thread that stores whatever is waiting in one transaction.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
};

use application::{
    App,
    chat::{SendError, SendMessage, Sent},
};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use super::{LaneNotStarted, LaneRefused};
use crate::problem::Problem;

/// The most messages of one transaction: as many locks are held until its end.
const MOST: usize = 256;

/// Where messages wait to be stored together. Because one thread stores them, they are told of in the order of
/// their numbers.
#[derive(Clone)]
pub struct MessageLane {
    queue: Sender<Waiting>,
}

struct Waiting {
    message: SendMessage,
    answer: oneshot::Sender<Result<Sent, SendError>>,
}

impl MessageLane {
    /// Starts the lane.
    ///
    /// # Errors
    /// When the system has no more threads to give.
    pub fn start(app: &Arc<App>, waiting: usize) -> Result<Self, LaneNotStarted> {
        let (queue, work) = bounded(waiting);
        let app = Arc::clone(app);
        thread::Builder::new().name("messages".to_owned()).spawn(move || drain(&app, &work))?;
        Ok(Self { queue })
    }

    /// Puts a message in the queue now; the answer comes when it is stored, or is not going to be.
    pub fn send(&self, message: SendMessage) -> impl Future<Output = Result<Sent, Problem>> + Send + 'static {
        let (answer, answered) = oneshot::channel();
        let queued = self.queue.try_send(Waiting { message, answer }).map_err(|refused| match refused {
            TrySendError::Full(_) => {
                metrics::counter!("homeroom_lane_full_total", "lane" => "messages").increment(1);
                LaneRefused::Full("messages")
            }
            TrySendError::Disconnected(_) => LaneRefused::Dropped("messages"),
        });
        async move {
            queued?;
            Ok(answered.await.map_err(|_| LaneRefused::Dropped("messages"))??)
        }
    }
}

fn drain(app: &App, work: &Receiver<Waiting>) {
    while let Ok(first) = work.recv() {
        let mut waiting = vec![first];
        waiting.extend(work.try_iter().take(MOST - 1));
        let (messages, answers): (Vec<_>, Vec<_>) =
            waiting.into_iter().map(|Waiting { message, answer }| (message, answer)).unzip();
        metrics::histogram!("homeroom_messages_together")
            .record(f64::from(u32::try_from(messages.len()).unwrap_or(u32::MAX)));
        // A panic must not take the thread with it; whoever waits is told that their answer is lost.
        if let Ok(results) = catch_unwind(AssertUnwindSafe(|| app.chat().send_all(messages))) {
            for (answer, result) in answers.into_iter().zip(results) {
                // Whoever has gone away asks again under the same name.
                let _ = answer.send(result);
            }
        } else {
            tracing::error!("storing messages panicked");
        }
    }
}

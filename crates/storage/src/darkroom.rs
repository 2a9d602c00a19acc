//! The one thread on which pictures are drawn: it takes a processor for a while, so it steps back, and a
//! picture takes much memory, so there is one at a time.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
};

use application::files::{ReceiveError, StorageError};
use bytes::Bytes;
use domain::files::FileKind;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::{picture, shelf::Source};

/// What is wanted of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The same picture, with nothing in its file but the picture.
    Anew,
    /// A small picture of it.
    Preview,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Prints {
    Anew(Bytes),
    Preview(Bytes),
}

type Answer = Result<Prints, ReceiveError>;

struct Sheet {
    picture: Vec<u8>,
    kind: FileKind,
    order: Order,
    answer: oneshot::Sender<Answer>,
    /// Held until the picture is done, also when nobody waits for it any more.
    turn: OwnedSemaphorePermit,
}

pub(crate) struct Darkroom {
    turns: Arc<Semaphore>,
    sheets: mpsc::Sender<Sheet>,
}

impl Darkroom {
    pub(crate) fn open() -> io::Result<Self> {
        let (sheets, waiting) = mpsc::channel(1);
        thread::Builder::new().name("pictures".to_owned()).spawn(move || work(waiting))?;
        Ok(Self { turns: Arc::new(Semaphore::new(1)), sheets })
    }

    /// Looks at a picture and draws what is wanted. Waits for its turn before it reads the picture.
    pub(crate) async fn develop(&self, source: &Source<'_>, kind: FileKind, order: Order) -> Answer {
        let closed = || StorageError::Away("nobody draws pictures any more".to_owned());
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| closed())?;
        let picture = source.part(0..source.size).await?;
        let (answer, answered) = oneshot::channel();
        let sheet = Sheet { picture, kind, order, answer, turn };
        self.sheets.send(sheet).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }
}

fn work(mut sheets: mpsc::Receiver<Sheet>) {
    if let Err(error) = thread_priority::set_current_thread_priority(thread_priority::ThreadPriority::Min) {
        tracing::debug!(?error, "this thread keeps its priority");
    }
    while let Some(Sheet { picture, kind, order, answer, turn }) = sheets.blocking_recv() {
        // Whoever drew a picture to make its reader stumble must not stop the thread.
        let drawn = catch_unwind(AssertUnwindSafe(|| picture::draw(picture, kind, order)));
        let outcome = drawn.unwrap_or(Err(picture::DAMAGED)).map_err(ReceiveError::Harmful);
        drop(turn);
        if answer.send(outcome).is_err() {
            tracing::debug!("nobody waits for this picture any more");
        }
    }
}

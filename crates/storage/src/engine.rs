//! The thread that speaks to an object store. Its connections outlive the request that opened them, and so does
//! the work that a request leaves behind when it is dropped.

use std::{
    io,
    thread::{self, JoinHandle},
};

use application::files::StorageError;
use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

pub(crate) struct Engine {
    handle: Handle,
    /// Taken when the engine is dropped, which stops the thread.
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

impl Engine {
    pub(crate) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("object-store".to_owned()).spawn(move || {
            // That the other end was dropped is the message.
            runtime.block_on(stopped).unwrap_or_default();
        })?;
        Ok(Self { handle, running: Some((running, thread)) })
    }

    /// Lets the thread do it, and waits. It is done to its end even when nobody waits any more.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, StorageError>> + Send + 'static,
    ) -> Result<T, StorageError> {
        let done = self.handle.spawn(work).await;
        done.unwrap_or_else(|error| Err(StorageError::Away(error.to_string())))
    }

    /// Lets the thread do it, and does not wait.
    pub(crate) fn leave(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.handle.spawn(work);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some((running, thread)) = self.running.take() {
            drop(running);
            if thread.join().is_err() {
                tracing::error!("the thread of the object store panicked");
            }
        }
    }
}

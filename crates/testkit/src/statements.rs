use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, Once, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// The statements that the program sends to one database, `BEGIN` and `COMMIT` included.
#[derive(Clone, Debug)]
pub struct Statements(Arc<Heard>);

#[derive(Debug, Default)]
struct Heard {
    is_wanted: AtomicBool,
    statements: Mutex<Vec<String>>,
}

impl Statements {
    /// Those sent over connections to this address that are opened after [`listen`](Self::listen).
    pub fn to(url: &str) -> Self {
        Self(heard_from(url))
    }

    /// Hears what is sent over connections that this program opens from now on.
    pub(crate) fn listen() {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| {
            // Fails only when a thread has panicked while it set another; then nothing is heard, and the
            // tests that count say so.
            let _ = set_default_instrumentation(|| Some(Box::new(Ear::default())));
        });
    }

    /// What is sent while `work` goes on, in the order in which it is sent, by whomever.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<String>) {
        self.0.is_wanted.store(true, Ordering::Release);
        let done = work();
        self.0.is_wanted.store(false, Ordering::Release);
        let said = std::mem::take(&mut *self.0.statements.lock().unwrap_or_else(PoisonError::into_inner));
        (done, said)
    }
}

/// Hears one connection.
#[derive(Default)]
struct Ear {
    heard: Option<Arc<Heard>>,
}

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match (event, &self.heard) {
            (InstrumentationEvent::StartEstablishConnection { url, .. }, _) => {
                self.heard = Some(heard_from(url));
            }
            (InstrumentationEvent::StartQuery { query, .. }, Some(heard))
                if heard.is_wanted.load(Ordering::Acquire) =>
            {
                heard.statements.lock().unwrap_or_else(PoisonError::into_inner).push(query.to_string());
            }
            _ => {}
        }
    }
}

fn heard_from(url: &str) -> Arc<Heard> {
    static ALL: OnceLock<Mutex<HashMap<String, Arc<Heard>>>> = OnceLock::new();
    let all = ALL.get_or_init(Mutex::default);
    Arc::clone(all.lock().unwrap_or_else(PoisonError::into_inner).entry(url.to_owned()).or_default())
}

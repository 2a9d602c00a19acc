use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, RwLock},
};

use application::{Event, EventBus};

type Watcher = Box<dyn Fn(Event) + Send + Sync>;

/// Carries events to the watchers of this process, on the thread that publishes them.
#[derive(Default)]
pub struct InProcessBus {
    /// Replaced as a whole when a watcher joins, so that publishing holds no lock while watchers run.
    watchers: RwLock<Arc<Vec<Arc<Watcher>>>>,
}

impl InProcessBus {
    /// A bus that nobody watches yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl EventBus for InProcessBus {
    /// Calls the watchers in the order in which they subscribed. One that panics is logged, and the next
    /// is called all the same.
    fn publish(&self, event: Event) {
        let watchers = Arc::clone(&self.watchers.read().unwrap_or_else(PoisonError::into_inner));
        for watcher in watchers.iter() {
            if catch_unwind(AssertUnwindSafe(|| watcher(event.clone()))).is_err() {
                tracing::error!(?event, "a watcher of events panicked");
            }
        }
    }

    fn subscribe(&self, watcher: Watcher) {
        let mut watchers = self.watchers.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut watchers).push(Arc::new(watcher));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;

    #[test]
    fn keeps_the_contract() {
        contract::all(&|| Arc::new(InProcessBus::new()));
    }

    #[test]
    fn watchers_are_called_in_the_order_of_their_subscription() {
        let bus = InProcessBus::new();
        let called = Arc::new(std::sync::Mutex::new(Vec::new()));
        for number in 0..10 {
            let called = Arc::clone(&called);
            bus.subscribe(Box::new(move |_| {
                called.lock().unwrap_or_else(PoisonError::into_inner).push(number);
            }));
        }
        bus.publish(Event::SettingsChanged);
        let called = called.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(*called, (0..10).collect::<Vec<_>>());
    }

    /// The one who publishes need not wait for another thread to have heard.
    #[test]
    fn an_event_has_been_heard_when_publishing_returns() {
        let bus = InProcessBus::new();
        let (sender, heard) = std::sync::mpsc::channel();
        bus.subscribe(Box::new(move |event| {
            let _ = sender.send(event);
        }));
        bus.publish(Event::Resync);
        assert_eq!(heard.try_recv(), Ok(Event::Resync));
    }
}

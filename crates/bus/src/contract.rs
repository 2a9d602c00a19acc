//! What every event bus and every board of presence must do, as functions that any adapter's tests can call.
//!
//! Here is what one instance sees of its bus; [`instances`] is what several see of each other, and [`presence`] is
//! about boards. Nothing here supposes that an event is heard before `publish` returns, nor on which thread: only that it
//! is heard soon.

#![expect(clippy::missing_panics_doc, reason = "each function is the body of a test")]

pub mod instances;
pub mod presence;

use std::{
    sync::{
        Arc, Barrier,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use application::{Event, EventBus};
use domain::identity::UserId;

/// How long an event may be on its way before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes a bus that nobody watches yet and that hears nobody else's events.
pub type Make<'a> = &'a dyn Fn() -> Arc<dyn EventBus>;

/// Runs the whole contract.
pub fn all(make: Make<'_>) {
    every_watcher_hears_every_event(make);
    events_of_one_thread_are_heard_in_order(make);
    nothing_is_heard_from_before_the_subscription(make);
    nobody_listening_is_no_failure(make);
    a_watcher_that_panics_harms_nobody_else(make);
    a_watcher_may_publish_and_subscribe(make);
    a_watcher_that_is_stuck_keeps_nobody_from_subscribing(make);
    threads_may_publish_at_once(make);
}

/// Each watcher hears each kind of event with the ids that it carries.
pub fn every_watcher_hears_every_event(make: Make<'_>) {
    let bus = make();
    let (first, second) = (listen(&*bus), listen(&*bus));
    let events = [
        rights_changed(1),
        Event::SettingsChanged,
        Event::CatalogChanged,
        Event::AccountsChanged,
        Event::Resync,
    ];
    for event in &events {
        bus.publish(event.clone());
    }
    assert_eq!(take(&first, events.len()), events);
    assert_eq!(take(&second, events.len()), events);
}

/// What one thread publishes is heard in that order.
pub fn events_of_one_thread_are_heard_in_order(make: Make<'_>) {
    let bus = make();
    let heard = listen(&*bus);
    let events: Vec<_> = (0..1000).map(rights_changed).collect();
    for event in &events {
        bus.publish(event.clone());
    }
    assert_eq!(take(&heard, events.len()), events);
}

/// A watcher hears what happens from now on.
pub fn nothing_is_heard_from_before_the_subscription(make: Make<'_>) {
    let bus = make();
    let early = listen(&*bus);
    bus.publish(rights_changed(1));
    assert_eq!(take(&early, 1), [rights_changed(1)]);
    let late = listen(&*bus);
    bus.publish(rights_changed(2));
    assert_eq!(take(&late, 1), [rights_changed(2)]);
}

/// The bus is a hint: publishing succeeds even when nobody is there.
pub fn nobody_listening_is_no_failure(make: Make<'_>) {
    make().publish(Event::SettingsChanged);
}

/// A watcher that panics loses its own event and no other.
pub fn a_watcher_that_panics_harms_nobody_else(make: Make<'_>) {
    let bus = make();
    let before = listen(&*bus);
    bus.subscribe(Box::new(|event| assert_ne!(event, rights_changed(1), "this panic is part of the test")));
    let after = listen(&*bus);
    let events = [rights_changed(1), rights_changed(2)];
    for event in &events {
        bus.publish(event.clone());
    }
    assert_eq!(take(&before, 2), events);
    assert_eq!(take(&after, 2), events);
    assert_eq!(
        {
            let later = listen(&*bus);
            bus.publish(rights_changed(3));
            take(&later, 1)
        },
        [rights_changed(3)],
        "the bus can still be joined"
    );
}

/// A watcher may use the bus itself.
pub fn a_watcher_may_publish_and_subscribe(make: Make<'_>) {
    let bus = make();
    let (sender, joined) = channel();
    let inner = Arc::downgrade(&bus);
    bus.subscribe(Box::new(move |event| {
        if let (Event::SettingsChanged, Some(bus)) = (event, inner.upgrade()) {
            let _ = sender.send(listen(&*bus));
            bus.publish(Event::CatalogChanged);
        }
    }));
    bus.publish(Event::SettingsChanged);
    let joined = joined.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("nobody joined: {error}"));
    assert_eq!(take(&joined, 1), [Event::CatalogChanged]);
}

/// While a watcher runs no lock is held, so others may join.
pub fn a_watcher_that_is_stuck_keeps_nobody_from_subscribing(make: Make<'_>) {
    let bus = make();
    let (entered, leave) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
    let (inside, outside) = (Arc::clone(&entered), Arc::clone(&leave));
    bus.subscribe(Box::new(move |_| {
        inside.wait();
        outside.wait();
    }));
    let publisher = Arc::clone(&bus);
    let publishing = thread::spawn(move || publisher.publish(Event::SettingsChanged));
    entered.wait();
    let (sender, subscribed) = channel();
    let joining = Arc::clone(&bus);
    thread::spawn(move || sender.send(listen(&*joining)).ok());
    let subscribed = subscribed.recv_timeout(PATIENCE);
    leave.wait();
    assert!(subscribed.is_ok(), "a watcher that is stuck keeps others from joining");
    assert!(publishing.join().is_ok());
}

/// Nothing is lost when many publish at once.
pub fn threads_may_publish_at_once(make: Make<'_>) {
    let bus = make();
    let heard = listen(&*bus);
    thread::scope(|scope| {
        for group in 0..8 {
            let bus = Arc::clone(&bus);
            scope
                .spawn(move || (0..100).for_each(|number| bus.publish(rights_changed(group * 100 + number))));
        }
    });
    let mut users: Vec<_> = take(&heard, 800).iter().filter_map(user).collect();
    users.sort_unstable();
    assert_eq!(users, (0..800).map(person).collect::<Vec<_>>());
}

/// Asks again and again until there is an answer, and gives it; fails after `deadline`.
#[track_caller]
pub(crate) fn eventually<T>(what: &str, deadline: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < deadline, "waited {deadline:?} in vain: {what}");
        // Not a guess at how long it takes: the asking goes on whatever the pause.
        thread::park_timeout(Duration::from_millis(2));
    }
}

fn listen(bus: &dyn EventBus) -> Receiver<Event> {
    let (sender, heard) = channel();
    bus.subscribe(Box::new(move |event| {
        // The one who listened may be gone.
        let _ = sender.send(event);
    }));
    heard
}

fn take(heard: &Receiver<Event>, count: usize) -> Vec<Event> {
    let events: Result<Vec<_>, RecvTimeoutError> = (0..count).map(|_| heard.recv_timeout(PATIENCE)).collect();
    events.unwrap_or_else(|error| panic!("an event was lost: {error}"))
}

fn rights_changed(number: u128) -> Event {
    Event::RightsChanged { user: person(number) }
}

fn person(number: u128) -> UserId {
    UserId::new(uuid::Uuid::from_u128(number))
}

fn user(event: &Event) -> Option<UserId> {
    match event {
        Event::RightsChanged { user } => Some(*user),
        _ => None,
    }
}

//! What several instances see of each other's events.

#![expect(clippy::missing_panics_doc, reason = "each function is the body of a test")]

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use application::{Event, EventBus, Reach};

use super::{PATIENCE, eventually, listen, rights_changed, take, user};

/// Two instances that nobody watches yet, and what carries events between them.
pub struct Pair {
    /// One instance.
    pub one: Arc<dyn EventBus>,
    /// The other one.
    pub other: Arc<dyn EventBus>,
    /// What lies between them. Dropped, it is away for good.
    pub between: Box<dyn Between>,
}

/// What carries events between instances, and can be taken away in several ways.
pub trait Between {
    /// Takes it away at once, as when it dies.
    fn cut(&mut self);
    /// Brings it back after [`cut`](Self::cut).
    fn restore(&mut self);
    /// Keeps it from answering while everything looks connected.
    fn freeze(&mut self);
    /// Lets it answer again after [`freeze`](Self::freeze).
    fn thaw(&mut self);
}

/// Makes such a pair. It need not be connected yet.
pub type MakePair<'a> = &'a dyn Fn() -> Pair;

/// Longer than it may take to notice that a connection has died unseen, or that it is back.
const NOTICED: Duration = Duration::from_secs(20);
/// Far less than any timeout of a connection, and more than a busy machine needs.
const AT_ONCE: Duration = Duration::from_millis(500);

/// Runs the whole contract.
pub fn all(make: MakePair<'_>) {
    the_other_instance_hears(make);
    order_is_kept_from_one_thread(make);
    an_event_is_heard_once(make);
    threads_of_both_may_publish_at_once(make);
    after_a_cut_both_ask_anew(make);
    a_connection_that_died_unseen_is_noticed(make);
    publishing_while_cut_does_not_block(make);
    whoever_missed_something_is_told(make);
    an_instance_may_leave(make);
}

/// What one instance publishes the other hears, with the ids that it carries.
pub fn the_other_instance_hears(make: MakePair<'_>) {
    let pair = connected(make);
    let (ones, others) = (listen(&*pair.one), listen(&*pair.other));
    pair.one.publish(rights_changed(1));
    assert_eq!(take(&others, 1), [rights_changed(1)]);
    pair.other.publish(rights_changed(2));
    assert_eq!(take(&ones, 2), [rights_changed(1), rights_changed(2)]);
}

/// What one thread publishes the other instance hears in that order.
pub fn order_is_kept_from_one_thread(make: MakePair<'_>) {
    let pair = connected(make);
    let heard = listen(&*pair.other);
    let events: Vec<_> = (0..1000).map(rights_changed).collect();
    for event in &events {
        pair.one.publish(event.clone());
    }
    assert_eq!(take(&heard, events.len()), events);
}

/// Nobody hears anything twice, neither the instance that published it nor the other one.
pub fn an_event_is_heard_once(make: MakePair<'_>) {
    let pair = connected(make);
    let (ones, others) = (listen(&*pair.one), listen(&*pair.other));
    let mut expected: Vec<_> = (0..100).map(rights_changed).collect();
    for event in &expected {
        pair.one.publish(event.clone());
    }
    assert_eq!(take(&others, 100), expected);
    // Whatever comes twice comes before the answer.
    pair.other.publish(Event::SettingsChanged);
    expected.push(Event::SettingsChanged);
    assert_eq!(take(&ones, 101), expected);
    assert_eq!(take(&others, 1), [Event::SettingsChanged]);
}

/// Nothing is lost or doubled when many publish at once on both sides.
pub fn threads_of_both_may_publish_at_once(make: MakePair<'_>) {
    let pair = connected(make);
    let (ones, others) = (listen(&*pair.one), listen(&*pair.other));
    thread::scope(|scope| {
        for group in 0..8 {
            let bus = if group % 2 == 0 { &pair.one } else { &pair.other };
            scope
                .spawn(move || (0..100).for_each(|number| bus.publish(rights_changed(group * 100 + number))));
        }
    });
    for heard in [ones, others] {
        let mut users: Vec<_> = take(&heard, 800).iter().filter_map(user).collect();
        users.sort_unstable();
        users.dedup();
        assert_eq!(users.len(), 800);
    }
}

/// When what lies between them was away and has come back, both tell their own watchers to ask anew, and hear
/// each other again. `reach` tells where they are.
pub fn after_a_cut_both_ask_anew(make: MakePair<'_>) {
    let mut pair = connected(make);
    let (ones, others) = (listen(&*pair.one), listen(&*pair.other));
    pair.between.cut();
    wait_until_both_are(&pair, Reach::Cut);
    pair.one.publish(Event::CatalogChanged);
    assert_eq!(take(&ones, 1), [Event::CatalogChanged], "its own watchers hear all the same");
    pair.between.restore();
    assert_eq!(take(&ones, 1), [Event::Resync]);
    eventually_hears(&others, &Event::Resync);
    wait_until_both_are(&pair, Reach::Connected);
    pair.other.publish(Event::AccountsChanged);
    let came = eventually_hears(&ones, &Event::AccountsChanged);
    assert!(came.iter().all(|event| *event == Event::Resync), "{came:?}");
}

/// A connection on which nothing comes any more is noticed without anybody publishing, and so is its return.
pub fn a_connection_that_died_unseen_is_noticed(make: MakePair<'_>) {
    let mut pair = connected(make);
    let ones = listen(&*pair.one);
    let began = Instant::now();
    pair.between.freeze();
    wait_until_both_are(&pair, Reach::Cut);
    let noticed = began.elapsed();
    assert!(noticed < Duration::from_secs(8), "noticed after {noticed:?}");
    pair.between.thaw();
    assert_eq!(take(&ones, 1), [Event::Resync]);
    wait_until_both_are(&pair, Reach::Connected);
}

/// Whoever publishes waits for nobody: neither while it is not known yet that nothing answers, nor later.
pub fn publishing_while_cut_does_not_block(make: MakePair<'_>) {
    let mut pair = connected(make);
    let ones = listen(&*pair.one);
    pair.between.freeze();
    for _ in 0..2 {
        let began = Instant::now();
        for number in 0..10_000 {
            pair.one.publish(rights_changed(number));
        }
        let took = began.elapsed();
        assert!(took < AT_ONCE, "{took:?} for ten thousand events");
        assert_eq!(take(&ones, 10_000).len(), 10_000);
        wait_until_both_are(&pair, Reach::Cut);
    }
    pair.between.thaw();
    wait_until_both_are(&pair, Reach::Connected);
}

/// Events that never got to the other instance are made up for: it is told to ask anew.
pub fn whoever_missed_something_is_told(make: MakePair<'_>) {
    let pair = connected(make);
    let others = listen(&*pair.other);
    // More at once than any bus holds, so that some are left out, though nothing is cut.
    for number in 0..200_000 {
        pair.one.publish(rights_changed(number));
    }
    pair.one.publish(Event::CatalogChanged);
    let mut heard = 0_usize;
    loop {
        match others.recv_timeout(PATIENCE) {
            // Nothing was left out.
            Ok(Event::CatalogChanged) if heard == 200_000 => return,
            Ok(Event::Resync) => return,
            Ok(_) => heard += 1,
            Err(error) => panic!("some of 200000 events were left out, and nobody says so: {error}"),
        }
    }
}

/// When one instance ends, the other goes on.
pub fn an_instance_may_leave(make: MakePair<'_>) {
    let Pair { one, other, between } = connected(make);
    let heard = listen(&*other);
    one.publish(rights_changed(1));
    drop(one);
    assert_eq!(take(&heard, 1), [rights_changed(1)], "the last words are heard");
    other.publish(rights_changed(2));
    assert_eq!(take(&heard, 1), [rights_changed(2)]);
    assert_eq!(other.reach(), Reach::Connected);
    drop(between);
}

fn connected(make: MakePair<'_>) -> Pair {
    let pair = make();
    wait_until_both_are(&pair, Reach::Connected);
    pair
}

fn wait_until_both_are(pair: &Pair, reach: Reach) {
    for bus in [&pair.one, &pair.other] {
        eventually(&format!("a bus is {reach:?}"), NOTICED, || (bus.reach() == reach).then_some(()));
    }
}

/// What is heard before this event.
fn eventually_hears(heard: &std::sync::mpsc::Receiver<Event>, awaited: &Event) -> Vec<Event> {
    let mut before = Vec::new();
    loop {
        match take(heard, 1).pop() {
            Some(event) if event == *awaited => return before,
            event => before.extend(event),
        }
    }
}

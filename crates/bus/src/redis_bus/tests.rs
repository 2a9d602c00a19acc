use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc::channel,
    },
    time::Duration,
};

use application::{
    Event, EventBus, Reach,
    chat::{Availability, PresenceBoard},
};
use domain::identity::UserId;
use redis::Connection;
use uuid::Uuid;

use super::RedisBus;
use crate::{
    RedisAddress, RedisPresence,
    contract::{
        self, eventually,
        instances::{Between, Pair},
    },
    redis_server::RedisServer,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// A number that nothing else in this process has.
fn number() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}

fn bus(address: &RedisAddress, prefix: &str) -> Arc<RedisBus> {
    let instance = Uuid::from_u128(number().into());
    Arc::new(RedisBus::start(address.clone(), prefix, instance).unwrap())
}

fn connected(address: &RedisAddress, prefix: &str) -> Arc<RedisBus> {
    let bus = bus(address, prefix);
    wait_until(&bus, Reach::Connected);
    bus
}

fn wait_until(bus: &RedisBus, reach: Reach) {
    eventually(&format!("{reach:?}"), PATIENCE, || (bus.reach() == reach).then_some(()));
}

impl Between for RedisServer {
    fn cut(&mut self) {
        self.stop();
    }
    fn restore(&mut self) {
        self.start_again();
    }
    fn freeze(&mut self) {
        Self::freeze(self);
    }
    fn thaw(&mut self) {
        Self::thaw(self);
    }
}

/// An event as another instance would tell it.
fn tell(wire: &mut Connection, payload: &str) {
    redis::cmd("PUBLISH").arg("test:events:0").arg(payload).exec(wire).unwrap();
}

#[test]
fn keeps_the_contract() {
    let Some(server) = RedisServer::start() else { return };
    contract::all(&|| connected(&server.address(), &format!("test{}", number())));
}

#[test]
fn keeps_the_contract_among_instances() {
    if RedisServer::start().is_none() {
        return;
    }
    contract::instances::all(&|| {
        let server = RedisServer::start().unwrap();
        let (one, other) = (bus(&server.address(), "test"), bus(&server.address(), "test"));
        Pair { one, other, between: Box::new(server) }
    });
}

#[test]
fn starts_while_redis_is_away_and_finds_it_later() {
    let Some(mut server) = RedisServer::start() else { return };
    server.stop();
    let bus = bus(&server.address(), "test");
    let (sender, heard) = channel();
    bus.subscribe(Box::new(move |event| sender.send(event).unwrap()));
    assert_eq!(bus.reach(), Reach::Cut);
    bus.publish(Event::SettingsChanged);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(Event::SettingsChanged));
    eventually("that Redis is away was noticed", PATIENCE, || {
        bus.shared.was_lost.load(Ordering::Relaxed).then_some(())
    });
    server.start_again();
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(Event::Resync));
    wait_until(&bus, Reach::Connected);
}

/// The first connection is no regained one: nobody has missed anything.
#[test]
fn a_start_as_usual_asks_nobody_to_ask_anew() {
    let Some(server) = RedisServer::start() else { return };
    let bus = bus(&server.address(), "test");
    let (sender, heard) = channel();
    bus.subscribe(Box::new(move |event| sender.send(event).unwrap()));
    wait_until(&bus, Reach::Connected);
    bus.publish(Event::CatalogChanged);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(Event::CatalogChanged));
}

/// Two schools on one Redis, each in a database of its own.
#[test]
fn instances_of_other_schools_do_not_hear() {
    let Some(server) = RedisServer::start() else { return };
    let another = format!("{}?db=1", server.url()).parse().unwrap();
    let (one, same, other) = (
        connected(&server.address(), "test"),
        connected(&server.address(), "test"),
        connected(&another, "test"),
    );
    let (sender, heard) = channel();
    for (name, bus) in [("same", &same), ("other", &other)] {
        let sender = sender.clone();
        bus.subscribe(Box::new(move |event| sender.send((name, event)).unwrap()));
    }
    one.publish(Event::SettingsChanged);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(("same", Event::SettingsChanged)));
    other.publish(Event::CatalogChanged);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(("other", Event::CatalogChanged)));
}

/// A newer version speaks of more, and somebody may write nonsense into the channel.
#[test]
fn what_cannot_be_read_is_left_out() {
    let Some(server) = RedisServer::start() else { return };
    let bus = connected(&server.address(), "test");
    let (sender, heard) = channel();
    bus.subscribe(Box::new(move |event| sender.send(event).unwrap()));
    let mut wire = server.address().connect(PATIENCE).unwrap();
    let elsewhere = Uuid::from_u128(u128::MAX);
    for payload in ["", "nonsense", "{}", "\u{0}"] {
        tell(&mut wire, payload);
    }
    tell(&mut wire, &format!(r#"{{"instance":"{elsewhere}","event":"invented_later"}}"#));
    tell(&mut wire, &format!(r#"{{"instance":"{elsewhere}","event":"settings_changed","more":1}}"#));
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(Event::SettingsChanged));
    assert_eq!(bus.reach(), Reach::Connected);
}

/// As it stands in `docs/operations.md`.
#[test]
fn an_account_with_few_rights_will_do() {
    let Some(server) = RedisServer::start() else { return };
    let rights = "on >hunter2 ~homeroom:* &homeroom:* -@all +eval +publish +subscribe +ping +time +zadd +zrem +zrange \
                  +zremrangebyscore +pexpireat";
    let mut wire = server.address().connect(PATIENCE).unwrap();
    let mut account = redis::cmd("ACL");
    account.arg("SETUSER").arg("homeroom").arg(rights.split_whitespace().collect::<Vec<_>>());
    account.exec(&mut wire).unwrap();
    let address: RedisAddress = format!("{}?user=homeroom&pass=hunter2", server.url()).parse().unwrap();
    let (one, other) = (connected(&address, crate::PREFIX), connected(&address, crate::PREFIX));
    let (sender, heard) = channel();
    other.subscribe(Box::new(move |event| sender.send(event).unwrap()));
    one.publish(Event::SettingsChanged);
    assert_eq!(heard.recv_timeout(PATIENCE), Ok(Event::SettingsChanged));

    let start = |id| RedisPresence::start(address.clone(), crate::PREFIX, Uuid::from_u128(id)).unwrap();
    let (here, there) = (start(1), start(2));
    eventually("both are connected", PATIENCE, || {
        (here.is_connected() && there.is_connected()).then_some(())
    });
    let ana = UserId::new(Uuid::from_u128(7));
    here.renew(&[(ana, Availability::Online)], Duration::from_mins(1));
    assert_eq!(there.present(&[ana]), [(ana, Availability::Online)].into());
    here.release(&[ana]);
    assert_eq!(there.present(&[ana]), [].into());
}

/// Whoever is cut off alone tells the others that they have missed something.
#[test]
fn others_are_told_when_events_of_one_were_left_out() {
    let Some(mut server) = RedisServer::start() else { return };
    let bus = connected(&server.address(), "test");
    server.stop();
    wait_until(&bus, Reach::Cut);
    bus.publish(Event::SettingsChanged);
    eventually("it was left out", PATIENCE, || {
        bus.shared.others_missed.load(Ordering::Relaxed).then_some(())
    });
    server.start_again();
    wait_until(&bus, Reach::Connected);
    eventually("the others were told", PATIENCE, || {
        (!bus.shared.others_missed.load(Ordering::Relaxed)).then_some(())
    });
}

#[test]
fn what_others_have_missed_is_said_before_anything_else() {
    let Some(server) = RedisServer::start() else { return };
    let bus = connected(&server.address(), "test");
    let mut wire = server.address().connect(PATIENCE).unwrap();
    let mut listening = wire.as_pubsub();
    listening.subscribe("test:events:0").unwrap();
    bus.shared.dropped(1);
    bus.publish(Event::SettingsChanged);
    for told in ["resync", "settings_changed"] {
        let payload: String = listening.get_message().unwrap().get_payload().unwrap();
        assert!(payload.contains(&format!(r#""event":"{told}""#)), "{payload}");
    }
}

#[test]
fn its_threads_end_with_it() {
    let Some(server) = RedisServer::start() else { return };
    let bus = connected(&server.address(), "test");
    let shared = Arc::downgrade(&bus.shared);
    drop(bus);
    eventually("both threads end", PATIENCE, || shared.upgrade().is_none().then_some(()));
}

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use application::chat::{Availability, PresenceBoard};
use domain::identity::UserId;
use uuid::Uuid;

use super::RedisPresence;
use crate::{
    RedisAddress,
    contract::{self, eventually},
    redis_server::RedisServer,
};

const PATIENCE: Duration = Duration::from_secs(20);
const LONG: Duration = Duration::from_mins(10);

/// A number that nothing else in this process has.
fn number() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}

fn board(address: &RedisAddress, prefix: &str) -> Arc<RedisPresence> {
    let instance = Uuid::from_u128(number().into());
    let board = Arc::new(RedisPresence::start(address.clone(), prefix, instance).unwrap());
    wait_until_connected(&board);
    board
}

fn wait_until_connected(board: &RedisPresence) {
    eventually("Redis is found", PATIENCE, || board.is_connected().then_some(()));
}

fn person(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

#[test]
fn keeps_the_contract() {
    let Some(server) = RedisServer::start() else { return };
    contract::presence::all(&|| board(&server.address(), &format!("test{}", number())));
    contract::presence::among_instances(&|| {
        let prefix = format!("test{}", number());
        (board(&server.address(), &prefix), board(&server.address(), &prefix))
    });
}

/// Nothing of people who left stays in Redis.
#[test]
fn keys_go_by_themselves() {
    let Some(server) = RedisServer::start() else { return };
    let board = board(&server.address(), "test");
    let mut wire = server.address().connect(PATIENCE).unwrap();
    let mut keys = || redis::cmd("KEYS").arg("*").query::<Vec<String>>(&mut wire).unwrap();
    board.renew(&[(person(1), Availability::Online)], Duration::from_millis(200));
    board.renew(&[(person(2), Availability::Online)], LONG);
    assert_eq!(keys().iter().filter(|key| key.starts_with("test:presence:")).count(), keys().len());
    eventually("a key goes with its lease", PATIENCE, || (keys().len() == 1).then_some(()));
    board.release(&[person(2)]);
    assert_eq!(keys(), [""; 0]);
}

/// While Redis is away each instance knows of its own people, and asks nobody for long.
#[test]
fn goes_on_alone_while_redis_is_away() {
    let Some(mut server) = RedisServer::start() else { return };
    let (one, other) = (board(&server.address(), "test"), board(&server.address(), "test"));
    one.renew(&[(person(1), Availability::Online), (person(3), Availability::Online)], LONG);
    other.renew(&[(person(2), Availability::Away)], LONG);
    let all = [person(1), person(2), person(3)];
    assert_eq!(one.present(&all).len(), 3);
    server.stop();
    let mine = [(person(1), Availability::Online), (person(3), Availability::Online)].into();
    assert_eq!(one.present(&all), mine);
    one.release(&[person(3)]);
    one.renew(&[(person(1), Availability::Away)], LONG);
    assert_eq!(one.present(&all), [(person(1), Availability::Away)].into());
    assert_eq!(other.present(&all), [(person(2), Availability::Away)].into());
    // A Redis that was started again has forgotten everything, and is told anew.
    server.start_again();
    for board in [&one, &other] {
        wait_until_connected(board);
    }
    for board in [&one, &other] {
        assert_eq!(
            board.present(&all),
            [(person(1), Availability::Away), (person(2), Availability::Away)].into()
        );
    }
}

#[test]
fn a_redis_that_does_not_answer_holds_nobody_up() {
    let Some(server) = RedisServer::start() else { return };
    let board = board(&server.address(), "test");
    board.renew(&[(person(1), Availability::Online)], LONG);
    server.freeze();
    let began = Instant::now();
    for _ in 0..1000 {
        board.renew(&[(person(1), Availability::Online)], LONG);
        assert_eq!(board.present(&[person(1), person(2)]).len(), 1);
    }
    let took = began.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?} for two thousand calls");
    board.release(&[person(1)]);
    server.thaw();
    wait_until_connected(&board);
    assert_eq!(board.present(&[person(1)]), [].into(), "Redis was not told, and this instance knows better");
}

#[test]
fn its_thread_ends_with_it() {
    let Some(server) = RedisServer::start() else { return };
    let board = board(&server.address(), "test");
    let shared = Arc::downgrade(&board.shared);
    drop(board);
    eventually("the thread ends", PATIENCE, || shared.upgrade().is_none().then_some(()));
}

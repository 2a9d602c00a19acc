//! Several instances that hear of each other through Redis.

use std::time::Duration;

use application::chat::Availability;
use domain::identity::Role;
use homeroom_testkit::{PATIENCE, RedisServer, School, Setup, eventually};
use serde_json::json;

fn school_with(redis: &RedisServer) -> School {
    School::set_up(Setup { redis: Some(redis.url()), ..Setup::default() })
}

#[test]
fn what_happens_on_one_instance_is_seen_on_the_pages_of_another() {
    let Some(redis) = RedisServer::start() else { return };
    let school = school_with(&redis);
    let other = school.another_instance();
    school.await_others();
    other.await_others();
    let student = school.student();
    school.apply(&student);
    let registrar = school.client(&school.person(Role::Registrar));
    let mut elsewhere = school.client(&student).at(other.address()).socket();
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.patch(&path, 1, json!({ "status": "under_review" })).expect_status(200);
    let heard = elsewhere.next_of("enrollment.changed");
    assert_eq!(heard["student_id"], student.id.to_string());
    assert_eq!(heard["status"], "under_review");
}

/// Everybody is served on, is told of what happens on the same instance, and asks anew when Redis is back.
#[test]
fn without_redis_everybody_is_served_and_asks_anew_later() {
    let Some(mut redis) = RedisServer::start() else { return };
    let school = school_with(&redis);
    let other = school.another_instance();
    school.await_others();
    other.await_others();
    assert_eq!(school.visitor().get("/readyz").json(), json!({ "status": "ok", "bus": "connected" }));
    let student = school.student();
    school.apply(&student);
    let registrar = school.client(&school.person(Role::Registrar));
    let client = school.client(&student);
    let (mut here, mut there) = (client.socket(), client.at(other.address()).socket());

    redis.stop();
    for instance in [&*school, &other] {
        eventually("it is told that Redis is away", PATIENCE, || {
            let answer = instance.visitor().get("/readyz").expect_status(200).json();
            (answer == json!({ "status": "degraded", "bus": "cut" })).then_some(())
        });
    }
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.patch(&path, 1, json!({ "status": "under_review" })).expect_status(200);
    assert_eq!(here.next_of("enrollment.changed")["status"], "under_review");

    redis.start_again();
    here.next_of("resync");
    there.next_of("resync");
    school.await_others();
    other.await_others();
    registrar.patch(&path, 2, json!({ "status": "approved" })).expect_status(200);
    assert_eq!(there.next_of("enrollment.changed")["status"], "approved");
}

#[test]
fn who_is_there_is_known_on_every_instance() {
    let Some(redis) = RedisServer::start() else { return };
    let school = school_with(&redis);
    let other = school.another_instance();
    let ana = school.person(Role::Teacher).id;
    school.app.presence().renew(&[(ana, Availability::Online)], Duration::from_mins(1));
    // Also when the lease was said before Redis was found.
    eventually("the other instance knows", PATIENCE, || {
        (other.app.presence().present(&[ana]) == [(ana, Availability::Online)].into()).then_some(())
    });
}

#[test]
fn one_instance_needs_no_redis() {
    let school = School::open();
    assert_eq!(school.visitor().get("/readyz").json(), json!({ "status": "ok", "bus": "alone" }));
}

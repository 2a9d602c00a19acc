//! Rights that change: on requests and on open sockets, here and on other instances.

use std::time::Duration;

use application::Event;
use chrono::TimeDelta;
use domain::identity::{GuardianRights, GuardianTerms, Relationship, Role};
use homeroom_testkit::{Client, Person, School, Socket, Sure, eventually};
use serde_json::{Value, json};

/// How long a right may outlive its end.
const BAR: Duration = Duration::from_secs(5);

fn admin(school: &School) -> Client {
    school.client(&school.person(Role::Admin))
}

fn account(client: &Client, person: &Person) -> (String, u32) {
    let path = format!("/users/{}", person.id);
    let version = client.get(&path).expect_status(200).json()["version"].as_u64().sure();
    (path, u32::try_from(version).sure())
}

fn give_roles(client: &Client, person: &Person, roles: &[&str]) {
    let (path, version) = account(client, person);
    client.patch(&path, version, json!({ "roles": roles, "primary_role": roles[0] })).expect_status(200);
}

fn deactivate(client: &Client, person: &Person) {
    let (path, version) = account(client, person);
    client.request("POST", &format!("{path}/deactivate")).if_match(version).send().expect_status(200);
}

/// What the socket hears of the students' applications when one of them moves. The event that everyone
/// hears comes after it on every socket, so whatever did not come before it will not come.
fn hears_of(school: &School, socket: &mut Socket, student: &Person) -> bool {
    let event = school.move_of(student);
    school.app.events().publish(event);
    school.app.events().publish(Event::Resync);
    socket.until("resync").iter().any(|frame| frame["type"] == "enrollment.changed")
}

#[test]
fn c12_a_role_that_is_taken_away_takes_requests_and_events_with_it() {
    let school = School::open();
    let (person, student) = (school.person_with(&[Role::Registrar, Role::Teacher]), school.student());
    let (admin, client) = (admin(&school), school.client(&person));
    client.get("/enrollment/progress").expect_status(200);
    let mut socket = client.socket();
    assert!(hears_of(&school, &mut socket, &student));
    give_roles(&admin, &person, &["teacher"]);
    socket.next_of("rights.changed");
    assert!(!hears_of(&school, &mut socket, &student));
    client.get("/enrollment/progress").expect_problem(403, "forbidden");
    let me = client.get("/users/me").expect_status(200).json();
    assert_eq!(me["roles"], json!(["teacher"]));
}

#[test]
fn c12_whoever_is_closed_is_out_at_once_with_their_sockets() {
    let school = School::open();
    let person = school.person(Role::Registrar);
    let (admin, client) = (admin(&school), school.client(&person));
    let mut socket = client.socket();
    deactivate(&admin, &person);
    client.get("/users/me").expect_problem(401, "unauthenticated");
    assert_eq!(socket.closed(), Some(4401));
    assert_eq!(Socket::open(&client).hear(), Err(Some(4401)));
}

#[test]
fn c12_a_guardian_link_that_is_ended_takes_its_rights_at_once() {
    let school = School::open();
    let (child, parent) = (school.student(), school.person(Role::Parent));
    let link = school.link(&parent, &child, GuardianRights::ALL);
    school.apply(&child);
    let client = school.client(&parent);
    let progress = format!("/enrollment/progress/{}", child.id);
    client.get(&progress).expect_status(200);
    let mut socket = client.socket();
    assert!(hears_of(&school, &mut socket, &child));
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/students/{}/guardians/{}", child.id, link.id);
    registrar.patch(&path, 1, json!({ "ends_on": "2026-08-31" })).expect_status(200);
    client.get(&progress).expect_problem(404, "not_found");
    assert!(!hears_of(&school, &mut socket, &child));
    assert_eq!(client.get("/users/me").json()["children"], json!([]));
}

#[test]
fn a_right_that_a_guardian_link_loses_is_lost_alone() {
    let school = School::open();
    let (child, parent) = (school.student(), school.person(Role::Parent));
    let link = school.link(&parent, &child, GuardianRights::ALL);
    school.apply(&child);
    let client = school.client(&parent);
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/students/{}/guardians/{}", child.id, link.id);
    let rights = json!({ "academics": false, "money": true, "contact": true });
    registrar.patch(&path, 1, json!({ "rights": rights })).expect_status(200);
    client.get(&format!("/enrollment/progress/{}", child.id)).expect_problem(404, "not_found");
    client.get(&format!("/students/{}/guardians", child.id)).expect_status(200);
}

/// The other instance has a bus of its own and hears nothing: it finds out by looking, every two seconds in
/// the server, here when it is told to look.
#[test]
fn c12_another_instance_follows_when_it_looks() {
    let school = School::open();
    let other = school.another_instance();
    let (person, closed, student) =
        (school.person(Role::Registrar), school.person(Role::Registrar), school.student());
    let there = school.client(&person).at(other.address());
    let closed_there = school.client(&closed).at(other.address());
    there.get("/enrollment/progress").expect_status(200);
    let (mut socket, mut closed_socket) = (there.socket(), closed_there.socket());
    give_roles(&admin(&school), &person, &["teacher"]);
    deactivate(&admin(&school), &closed);
    other.app.identity().follow_rights_changes().sure();
    there.get("/enrollment/progress").expect_problem(403, "forbidden");
    closed_there.get("/users/me").expect_problem(401, "unauthenticated");
    assert_eq!(closed_socket.closed(), Some(4401));
    socket.next_of("rights.changed");
    let event = school.move_of(&student);
    other.app.events().publish(event);
    other.app.events().publish(Event::Resync);
    assert_eq!(socket.until("resync"), Vec::<Value>::new());
}

#[test]
fn a_change_is_refused_whose_rights_were_read_before_they_changed() {
    let school = School::open();
    let other = school.another_instance();
    let (person, student) = (school.person(Role::Registrar), school.student());
    school.apply(&student);
    let there = school.client(&person).at(other.address());
    there.get("/enrollment/progress").expect_status(200);
    give_roles(&admin(&school), &person, &["teacher"]);
    let path = format!("/enrollment/progress/{}", student.id);
    there.patch(&path, 1, json!({ "status": "under_review" })).expect_problem(401, "rights_changed");
    assert_eq!(school.database().number("SELECT count(*) FROM enrollment_moves"), 1);
}

#[test]
fn a_guardian_link_begins_and_ends_with_the_days_of_the_school() {
    let school = School::open();
    let (child, parent) = (school.student(), school.person(Role::Parent));
    school.apply(&child);
    let day = |text: &str| text.parse().sure();
    let terms = GuardianTerms {
        relationship: Relationship::Father,
        rights: GuardianRights::ALL,
        starts_on: day("2026-09-02"),
        ends_on: Some(day("2026-09-03")),
    };
    school.link_on(&parent, &child, terms);
    let progress = format!("/enrollment/progress/{}", child.id);
    let ask = || school.client(&parent).get(&progress).status;
    // It is nine in the morning of the first of September in Manila.
    assert_eq!(ask(), 404);
    school.clock().advance(TimeDelta::hours(15) - TimeDelta::seconds(1));
    assert_eq!(ask(), 404);
    school.clock().advance(TimeDelta::seconds(1));
    assert_eq!(ask(), 200);
    school.clock().advance(TimeDelta::hours(48) - TimeDelta::seconds(1));
    assert_eq!(ask(), 200);
    school.clock().advance(TimeDelta::seconds(1));
    assert_eq!(ask(), 404);
}

/// Nobody says a word when midnight ends a link: the open socket has to look by itself.
#[test]
fn c12_a_socket_stops_hearing_of_a_child_when_the_day_ends_its_link() {
    let school = School::open();
    let (child, parent) = (school.student(), school.person(Role::Parent));
    let terms = GuardianTerms {
        relationship: Relationship::Father,
        rights: GuardianRights::ALL,
        starts_on: "2026-01-01".parse().sure(),
        ends_on: Some("2026-09-01".parse().sure()),
    };
    school.link_on(&parent, &child, terms);
    // Five minutes before midnight, so that the token outlives the day.
    school.clock().advance(TimeDelta::minutes(14 * 60 + 55));
    let mut socket = school.client(&parent).socket();
    assert!(hears_of(&school, &mut socket, &child));
    school.clock().advance(TimeDelta::minutes(5));
    // It looks every four seconds; what it promises is five.
    eventually("the socket no longer hears", 2 * BAR, || {
        (!hears_of(&school, &mut socket, &child)).then_some(())
    });
}

#[test]
fn a_student_who_is_placed_hears_of_the_section_and_no_longer_when_removed() {
    let school = School::open();
    let (student, parent, section) = (school.student(), school.person(Role::Parent), school.section(5));
    school.link(&parent, &student, GuardianRights::ALL);
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/sections/{}/students", section.id);
    let see = || school.client(&student).get(&format!("/sections/{}", section.id)).status;
    let (client, parents) = (school.client(&student), school.client(&parent));
    let (mut socket, mut parents_socket) = (client.socket(), parents.socket());
    assert_eq!(see(), 404);
    registrar.post(&path, json!({ "student_id": student.id })).expect_status(201);
    socket.next_of("rights.changed");
    assert_eq!(see(), 200);
    // The family's rights changed with the student's; of them the server learns when it looks.
    school.app.identity().follow_rights_changes().sure();
    parents_socket.next_of("rights.changed");
    parents.get(&format!("/sections/{}", section.id)).expect_status(200);
    registrar.delete(&format!("{path}/{}", student.id)).expect_status(204);
    assert_eq!(see(), 404);
    school.app.identity().follow_rights_changes().sure();
    parents.get(&format!("/sections/{}", section.id)).expect_problem(404, "not_found");
    // Each socket has looked at its rights once it has passed on what came after them.
    school.app.events().publish(Event::Resync);
    socket.until("resync");
    parents_socket.until("resync");
    school.app.events().publish(Event::SectionChanged { section: section.id });
    school.app.events().publish(Event::Resync);
    for mut socket in [socket, parents_socket] {
        // A socket that looks at its rights by itself just now may say so in between.
        let heard = socket.until("resync");
        assert!(heard.iter().all(|frame| frame["type"] == "rights.changed"), "{heard:?}");
    }
}

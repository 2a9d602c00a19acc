//! Requests that are sent twice: `Idempotency-Key`.

use std::thread;

use diesel::connection::SimpleConnection;
use domain::identity::Role;
use homeroom_testkit::{Answer, Client, Person, School, Setup, Sure};
use serde_json::{Value, json};

fn application(school: &School, student: &Person) -> Value {
    json!({ "student_id": student.id, "school_year_id": school.year.id, "grade_level_id": school.grade.id })
}

fn submit(client: &Client, key: &str, body: &Value) -> Answer {
    client.request("POST", "/enrollment/progress").once(key).json(body).send()
}

#[test]
fn the_same_request_again_has_no_effect_and_the_same_answer() {
    let school = School::open();
    let registrar = school.client(&school.person(Role::Registrar));
    let body = application(&school, &school.student());
    let first = submit(&registrar, "4fb1-ours", &body).expect_status(201);
    let again = submit(&registrar, "4fb1-ours", &body).expect_status(201);
    assert_eq!(first.json(), again.json());
    assert_eq!(first.header("etag"), again.header("etag"));
    assert_eq!(school.database().number("SELECT count(*) FROM enrollment_moves"), 1);
    registrar.post("/enrollment/progress", body).expect_problem(409, "application_exists");
}

#[test]
fn a_key_that_was_used_for_another_body_or_address_is_refused() {
    let school = School::open();
    let registrar = school.client(&school.person(Role::Registrar));
    let body = application(&school, &school.student());
    submit(&registrar, "one-key", &body).expect_status(201);
    let other = application(&school, &school.student());
    submit(&registrar, "one-key", &other).expect_problem(422, "key_reused");
    let section = json!({ "student_id": school.student().id });
    let path = format!("/sections/{}/students", school.section(3).id);
    registrar.request("POST", &path).once("one-key").json(&section).send().expect_problem(422, "key_reused");
}

#[test]
fn everybody_has_keys_of_their_own() {
    let school = School::open();
    let (one, other) =
        (school.client(&school.person(Role::Registrar)), school.client(&school.person(Role::Admin)));
    submit(&one, "a-key", &application(&school, &school.student())).expect_status(201);
    submit(&other, "a-key", &application(&school, &school.student())).expect_status(201);
}

#[test]
fn a_refusal_is_not_remembered() {
    let school = School::open();
    let registrar = school.client(&school.person(Role::Registrar));
    let (full, student) = (school.section(1), school.student());
    let first = school.student();
    school.place(&first, &full);
    let path = format!("/sections/{}/students", full.id);
    let place =
        || registrar.request("POST", &path).once("again").json(&json!({ "student_id": student.id })).send();
    place().expect_problem(409, "section_full");
    registrar.delete(&format!("{path}/{}", first.id)).expect_status(204);
    place().expect_status(201);
}

#[test]
fn a_request_that_is_still_worked_on_is_not_worked_on_twice() {
    let school = School::set_up(Setup { connections: 4, ..Setup::default() });
    let registrar = school.client(&school.person(Role::Registrar));
    let (section, student) = (school.section(5), school.student());
    let path = format!("/sections/{}/students", section.id);
    let place =
        || registrar.request("POST", &path).once("slow").json(&json!({ "student_id": student.id })).send();
    let mut holder = school.database().as_owner();
    holder
        .batch_execute(&format!("BEGIN; SELECT FROM sections WHERE id = '{}' FOR UPDATE", section.id))
        .sure();
    thread::scope(|scope| {
        let slow = scope.spawn(place);
        school.database().await_waiting(1);
        place().expect_problem(409, "key_in_flight");
        holder.batch_execute("COMMIT").sure();
        slow.join().sure().expect_status(201);
    });
    place().expect_status(201);
    assert_eq!(school.database().number("SELECT count(*) FROM placements"), 1);
}

#[test]
fn keys_are_short_and_can_be_seen() {
    let school = School::open();
    let registrar = school.client(&school.person(Role::Registrar));
    let body = application(&school, &school.student());
    for key in ["", "\"\"", "two words", &"k".repeat(256), "clé"] {
        submit(&registrar, key, &body).expect_problem(400, "unreadable");
    }
    submit(&registrar, &format!("\"{}\"", "k".repeat(255)), &body).expect_status(201);
}

#[test]
fn answers_are_kept_for_two_days() {
    let school = School::open();
    let registrar = school.client(&school.person(Role::Registrar));
    let body = application(&school, &school.student());
    submit(&registrar, "old", &body).expect_status(201);
    let age = |hours: u32| {
        school
            .database()
            .execute(&format!("UPDATE idempotency_keys SET created_at = now() - interval '{hours} hours'"));
        school.app.background().tidy().sure();
    };
    age(47);
    submit(&registrar, "old", &body).expect_status(201);
    age(49);
    submit(&registrar, "old", &body).expect_problem(409, "application_exists");
}

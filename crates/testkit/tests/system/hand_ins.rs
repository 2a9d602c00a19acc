//! What students prepare and hand in: nothing of it is lost, and nobody sees it who may not.

use std::collections::BTreeSet;

use application::{Caller, structure::PlaceStudent};
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use domain::files::Feature;
use homeroom_testkit::{Answer, Client, Setup, Sure, at_once};
use serde_json::{Value, json};

use super::classroom::{Classroom, each, id, items, version};

fn write(client: &Client, task: impl std::fmt::Display, version: u32, text: &str) -> Answer {
    let request = client.request("PUT", &format!("/tasks/{task}/draft")).if_match(version);
    request.json(&json!({ "text": text })).send()
}

#[test]
fn a_draft_is_kept_for_its_student_alone() {
    let class = Classroom::begin();
    let (task, student) = (class.task(), class.client(&class.student));
    let path = format!("/tasks/{}/draft", task.id);
    let nothing = json!({ "text": "", "files": [], "version": 1, "updated_at": null });
    assert_eq!(student.get(&path).expect_status(200).json(), nothing);
    let text = "  Half a thou";
    let kept = write(&student, task.id, 1, text).expect_status(200).json();
    assert_eq!(kept, json!({ "text": text, "files": [], "version": 2, "updated_at": class.now() }));
    assert_eq!(student.get(&path).json(), kept);
    assert_eq!(student.get(&path).header("etag"), Some("\"2\""));
    let stale = write(&student, task.id, 1, "From another device").expect_problem(412, "stale_version");
    assert_eq!(stale.json()["current_version"], 2);
    assert_eq!(class.client(&class.classmate).get(&path).expect_status(200).json(), nothing);
    for person in [&class.teacher, &class.colleague, &class.parent] {
        class.client(person).get(&path).expect_problem(403, "forbidden");
        write(&class.client(person), task.id, 2, "Mine now").expect_problem(403, "forbidden");
    }
    class.client(&class.stranger).get(&path).expect_problem(404, "not_found");
    let long = "é".repeat(50_000);
    write(&student, task.id, 2, &long).expect_status(200);
    write(&student, task.id, 3, &(long + "é")).expect_refused(&["text"]);
    write(&student, task.id, 3, "a\0b").expect_refused(&["text"]);
    student.put(&path, json!({ "text": "x" })).expect_problem(428, "precondition_required");
    let trail =
        class.client(&class.school.person(domain::identity::Role::Admin)).get("/audit?limit=100").text();
    assert!(!trail.contains("Half a thou"), "{trail}");
}

#[test]
fn of_two_devices_that_write_a_draft_at_once_one_is_told() {
    let class = Classroom::begin();
    let (task, student) = (class.task(), class.client(&class.student));
    for version in [1, 2, 3] {
        let mut answers = at_once(2, |device| write(&student, task.id, version, &format!("{device}")).status);
        answers.sort_unstable();
        assert_eq!(answers, [200, 412]);
    }
}

#[test]
fn each_hand_in_is_a_version_with_a_receipt() {
    let class = Classroom::begin();
    let (task, student) = (class.task(), class.client(&class.student));
    write(&student, task.id, 1, "First try").expect_status(200);
    let first = class.hand_in(&class.student, &task.id.to_string(), "First try").expect_status(201);
    assert_eq!(first.header("etag"), Some("\"1\""));
    let first = first.json();
    assert_eq!(
        (&first["number"], &first["text"], &first["late"]),
        (&json!(1), &json!("First try"), &json!(false))
    );
    assert_eq!((&first["is_latest"], &first["gradable"]), (&json!(true), &json!(false)));
    assert_eq!(first["submitted_at"], json!(class.now()));
    assert_eq!((&first["points"], &first["task_title"]), (&json!(20), &json!(task.facts.title.as_str())));
    let draft = student.get(&format!("/tasks/{}/draft", task.id)).json();
    assert_eq!((&draft["text"], &draft["version"]), (&json!(""), &json!(3)));
    // A page that still shows the old text does not write it back.
    write(&student, task.id, 2, "First try").expect_problem(412, "stale_version");
    let second = class.hand_in(&class.student, &task.id.to_string(), "Better").expect_status(201).json();
    assert_eq!(second["number"], 2);
    assert!(second["receipt_number"].as_i64() > first["receipt_number"].as_i64());
    let list = format!("/tasks/{}/submissions", task.id);
    assert_eq!(each(student.get(&list), "id"), [second["id"].clone()]);
    let all = each(student.get(&format!("{list}?all=true")), "id");
    assert_eq!(all, [second["id"].clone(), first["id"].clone()], "the newest first");
    let old = student.get(&format!("/submissions/{}", id(&first))).expect_status(200).json();
    assert_eq!((&old["text"], &old["is_latest"]), (&json!("First try"), &json!(false)));
    for body in [json!({}), json!({ "text": " \n " }), json!({ "text": null, "file_ids": [] })] {
        student.post(&list, body).expect_refused(&["text"]);
    }
    student.post(&list, json!({ "text": "x".repeat(50_001) })).expect_refused(&["text"]);
}

#[test]
fn files_are_handed_in_by_whoever_added_them() {
    let class = Classroom::begin();
    let (school, task) = (&class.school, class.task());
    let file = || school.file(&class.student, &class.section, Feature::Submission);
    let (kept, left, loose) = (file(), file(), file());
    for prepared in [kept, left] {
        school.write(|store| store.add_draft_file(task.id, class.student.id, prepared));
    }
    let student = class.client(&class.student);
    let draft = student.get(&format!("/tasks/{}/draft", task.id)).json();
    assert_eq!((&draft["version"], draft["files"].as_array().sure().len()), (&json!(1), 2));
    let path = format!("/tasks/{}/submissions", task.id);
    let hand_in = |client: &Client, files: Value| client.post(&path, json!({ "file_ids": files }));
    for wrong in [json!([kept, kept]), json!([loose]), json!([school.app.new_id()])] {
        hand_in(&student, wrong).expect_refused(&["file_ids"]);
    }
    hand_in(&class.client(&class.classmate), json!([kept])).expect_refused(&["file_ids"]);
    let first = hand_in(&student, json!([kept])).expect_status(201).json();
    assert_eq!(first["text"], Value::Null);
    assert_eq!(
        (&first["files"][0]["id"], &first["files"][0]["sha256"]),
        (&json!(kept), &json!("ab".repeat(32)))
    );
    let refused = |file| {
        let query = format!("SELECT count(*) FROM files WHERE id = '{file}' AND status = 'refused'");
        school.database().number(&query) == 1
    };
    assert!(!refused(kept) && refused(left), "what was not handed in is given up");
    let again = hand_in(&student, json!([kept])).expect_status(201).json();
    assert_eq!(again["files"], first["files"], "a file is handed in again with a new version");
    hand_in(&student, json!([left])).expect_refused(&["file_ids"]);
    assert!(!school.write(|store| store.remove_draft_file(task.id, class.student.id, kept)));
    assert!(!refused(kept), "what was handed in is never given up");
}

#[test]
fn what_comes_in_the_due_second_is_in_time_and_what_comes_later_is_late() {
    let class = Classroom::begin();
    // Due at the end of a leap day in Manila.
    let task = class.set(&json!({
        "due_at": "2028-02-29T23:59:59+08:00", "closes_at": "2028-03-01T23:59:59+08:00",
    }));
    let at = |moment: &str, milliseconds| {
        class.wait_until(
            moment.parse::<chrono::DateTime<chrono::Utc>>().sure() + TimeDelta::milliseconds(milliseconds),
        );
        class.hand_in(&class.student, id(&task), "Done")
    };
    let late = |answer: Answer| answer.expect_status(201).json()["late"].clone();
    assert_eq!(late(at("2028-02-29T15:59:59Z", 0)), false);
    assert_eq!(late(at("2028-02-29T15:59:59Z", 1)), true);
    assert_eq!(late(at("2028-03-01T15:59:59Z", 0)), true);
    let closed = at("2028-03-01T15:59:59Z", 1).expect_problem(409, "task_closed").json();
    assert_eq!(closed["closed_at"], "2028-03-01T15:59:59Z");
    let student = class.client(&class.student);
    let seen = student.get(&format!("/tasks/{}", id(&task))).json();
    assert_eq!((&seen["is_closed"], &seen["mine"]["late"]), (&json!(true), &json!(true)));
    // What a student writes is kept all the same.
    let version = version(&student.get(&format!("/tasks/{}/draft", id(&task))).json());
    write(&student, id(&task), version, "Too late").expect_status(200);
}

#[test]
fn a_task_that_closes_when_it_is_due_takes_nothing_late() {
    let class = Classroom::begin();
    let task = class.set(&json!({ "due_at": "2026-09-08T00:00:00+08:00" }));
    class.wait_until("2026-09-07T16:00:00Z".parse().sure());
    class.hand_in(&class.student, id(&task), "Just in time").expect_status(201);
    class.school.clock().advance(TimeDelta::seconds(1));
    class.hand_in(&class.student, id(&task), "Too late").expect_problem(409, "task_closed");
    let teacher = class.client(&class.teacher);
    let change = json!({ "closes_at": "2026-09-09T00:00:00+08:00" });
    teacher.patch(&format!("/tasks/{}", id(&task)), 1, change).expect_status(200);
    assert_eq!(class.hand_in(&class.student, id(&task), "Late").expect_status(201).json()["late"], true);
}

#[test]
fn a_double_click_hands_in_once() {
    let class = Classroom::begin();
    let (task, student) = (class.task(), class.client(&class.student));
    let path = format!("/tasks/{}/submissions", task.id);
    let send =
        |text: &str| student.request("POST", &path).once("click").json(&json!({ "text": text })).send();
    let first = send("Done").expect_status(201).json();
    assert_eq!(send("Done").expect_status(201).json(), first);
    send("Done differently").expect_problem(422, "key_reused");
    assert_eq!(each(student.get(&format!("{path}?all=true")), "number"), [json!(1)]);
}

#[test]
fn however_many_are_handed_in_at_once_each_is_a_version_and_one_is_the_latest() {
    let class = Classroom::with(Setup { connections: 4, ..Setup::default() });
    let (task, student) = (class.task(), class.client(&class.student));
    let path = format!("/tasks/{}/submissions", task.id);
    let handed_in = at_once(50, |number| {
        student.post(&path, json!({ "text": format!("Try {number}") })).expect_status(201).json()
    });
    let numbers: BTreeSet<_> = handed_in.iter().map(|one| one["number"].as_u64().sure()).collect();
    assert_eq!(numbers, (1..=50).collect());
    let receipts: BTreeSet<_> = handed_in.iter().map(|one| one["receipt_number"].as_i64().sure()).collect();
    assert_eq!(receipts.len(), 50);
    assert_eq!(each(student.get(&path), "number"), [json!(50)]);
    let latest = format!("SELECT count(*) FROM submissions WHERE task_id = '{}' AND is_latest", task.id);
    assert_eq!(class.school.database().number(&latest), 1);
}

#[test]
fn the_database_keeps_what_was_handed_in() {
    let class = Classroom::begin();
    let task = class.task();
    let handed_in = class.school.hand_in(&task, &class.student).id;
    let try_to = |statement: &str| class.school.database().as_owner().batch_execute(statement);
    for change in ["text = 'Other'", "late = true", "number = 9", "submitted_at = now()"] {
        try_to(&format!("UPDATE submissions SET {change} WHERE id = '{handed_in}'")).unwrap_err();
    }
    try_to(&format!("DELETE FROM tasks WHERE id = '{}'", task.id)).unwrap_err();
    let second_latest = format!(
        "INSERT INTO submissions (id, task_id, student_id, number, submitted_at, late, is_latest)
         VALUES (gen_random_uuid(), '{}', '{}', 2, now(), false, true)",
        task.id, class.student.id
    );
    assert!(try_to(&second_latest).unwrap_err().to_string().contains("submissions_one_latest"));
}

#[test]
fn nobody_else_sees_what_a_student_handed_in() {
    let class = Classroom::begin();
    let task = class.task();
    let path = format!("/submissions/{}", class.school.hand_in(&task, &class.student).id);
    let list = format!("/tasks/{}/submissions", task.id);
    for person in [&class.student, &class.parent, &class.teacher, &class.colleague] {
        class.client(person).get(&path).expect_status(200);
        for list in ["/submissions", &list] {
            assert_eq!(items(class.client(person).get(list)).len(), 1);
        }
    }
    let other_parent = class.school.parent_of(&class.classmate);
    for person in [&class.classmate, &other_parent] {
        class.client(person).get(&path).expect_problem(404, "not_found");
        for list in ["/submissions", &list] {
            assert_eq!(items(class.client(person).get(list)), Vec::<Value>::new());
        }
    }
    class.client(&class.stranger).get(&path).expect_problem(404, "not_found");
    class.client(&class.stranger).get(&list).expect_problem(404, "not_found");
    let of_student = format!("/submissions?student_id={}", class.student.id);
    assert_eq!(items(class.client(&class.classmate).get(&of_student)), Vec::<Value>::new());
    assert_eq!(
        items(class.client(&class.teacher).get(&format!("{of_student}&section_id={}", class.section.id)))
            .len(),
        1
    );
}

#[test]
fn a_student_who_moves_away_keeps_what_was_handed_in_and_nothing_else() {
    let class = Classroom::begin();
    let (task, student) = (class.task(), class.client(&class.student));
    let handed_in = class.school.hand_in(&task, &class.student);
    let (section, student_id) = (class.school.section(5).id, class.student.id);
    let command = PlaceStudent { section, student: student_id, move_existing: true };
    class.school.app.structure().place(&Caller::system("test"), &command).sure();
    for path in ["", "/draft", "/submissions"] {
        student.get(&format!("/tasks/{}{path}", task.id)).expect_problem(404, "not_found");
    }
    class.hand_in(&class.student, &task.id.to_string(), "More").expect_problem(404, "not_found");
    assert_eq!(items(student.get("/tasks")), Vec::<Value>::new());
    class.client(&class.parent).get(&format!("/tasks/{}", task.id)).expect_problem(404, "not_found");
    student.get(&format!("/submissions/{}", handed_in.id)).expect_status(200);
    assert_eq!(items(class.client(&class.teacher).get(&format!("/tasks/{}/roster", task.id))).len(), 2);
}

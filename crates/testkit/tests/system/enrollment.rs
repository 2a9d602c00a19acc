//! Applications: made, moved, watched.

use std::{
    thread,
    time::{Duration, Instant},
};

use application::Event;
use diesel::connection::SimpleConnection;
use domain::{enrollment::EnrollmentStatus, identity::Role};
use homeroom_testkit::{Answer, Client, Person, School, Setup, Sure, at_once};
use serde_json::{Value, json};

fn registrar(school: &School) -> Client {
    school.client(&school.person(Role::Registrar))
}

fn path(student: &Person) -> String {
    format!("/enrollment/progress/{}", student.id)
}

fn application(school: &School, student: &Person) -> Value {
    json!({ "student_id": student.id, "school_year_id": school.year.id, "grade_level_id": school.grade.id })
}

#[test]
fn an_application_is_made_once_a_student_and_year() {
    let school = School::open();
    let (student, person) = (school.student(), school.person(Role::Registrar));
    let registrar = school.client(&person);
    let made = registrar.post("/enrollment/progress", application(&school, &student)).expect_status(201);
    assert_eq!(made.header("etag"), Some("\"1\""));
    let made = made.json();
    assert_eq!(made["status"], "submitted");
    assert_eq!(made["allowed_next"], json!(["documents_pending", "under_review", "withdrawn"]));
    assert_eq!(made["changed_by"], person.id.to_string());
    let twice = registrar.post("/enrollment/progress", application(&school, &student));
    twice.expect_problem(409, "application_exists");
    let other = school.past_year();
    let mut again = application(&school, &student);
    again["school_year_id"] = json!(other.id);
    registrar.post("/enrollment/progress", again).expect_status(201);
}

#[test]
fn only_active_students_apply_and_only_for_what_there_is() {
    let school = School::open();
    let registrar = registrar(&school);
    let refused = |body: Value, field: &str| {
        registrar.post("/enrollment/progress", body).expect_refused(&[field]);
    };
    refused(application(&school, &school.person(Role::Teacher)), "student_id");
    let student = school.student();
    let closing = format!("/users/{}/deactivate", student.id);
    registrar.request("POST", &closing).if_match(1).send().expect_status(200);
    refused(application(&school, &student), "student_id");
    let nobody = "01990000-0000-7000-8000-000000000001";
    let student = school.student();
    let with = |field: &str| {
        let mut body = application(&school, &student);
        body[field] = json!(nobody);
        body
    };
    refused(with("student_id"), "student_id");
    refused(with("school_year_id"), "school_year_id");
    let answer =
        registrar.post("/enrollment/progress", with("grade_level_id")).expect_problem(422, "invalid_fields");
    assert_eq!(answer.fields().len(), 1);
}

#[test]
fn a_move_is_a_step_of_the_history_and_overwrites_nothing() {
    let school = School::open();
    let (student, person) = (school.student(), school.person(Role::Registrar));
    school.apply(&student);
    let registrar = school.client(&person);
    let pending = json!({ "status": "documents_pending", "remarks": "The birth certificate\nis missing." });
    let moved = registrar.patch(&path(&student), 1, pending).expect_status(200);
    assert_eq!(moved.header("etag"), Some("\"2\""));
    school.clock().advance(chrono::TimeDelta::days(1));
    school.client(&person).patch(&path(&student), 2, json!({ "status": "under_review" })).expect_status(200);
    let seen =
        school.client(&student).get(&format!("{}?include=history", path(&student))).expect_status(200).json();
    assert_eq!(seen["status"], "under_review");
    let steps: Vec<_> = seen["history"]
        .as_array()
        .sure()
        .iter()
        .map(|step| (step["from"].clone(), step["to"].clone()))
        .collect();
    let expected = [
        (Value::Null, json!("submitted")),
        (json!("submitted"), json!("documents_pending")),
        (json!("documents_pending"), json!("under_review")),
    ];
    assert_eq!(steps, expected);
    let step = &seen["history"][1];
    assert_eq!(step["remarks"], "The birth certificate\nis missing.");
    assert_eq!(step["changed_by"], person.id.to_string());
    assert_eq!(step["changed_at"], "2026-09-01T01:00:00Z");
    assert_eq!(seen["submitted_at"], "2026-09-01T01:00:00Z");
    assert_eq!(seen["changed_at"], "2026-09-02T01:00:00Z");
}

/// Every status against every other, on the running system: what the table in the specification of the
/// moves allows is done, and everything else is refused with what is allowed.
#[test]
fn an_illegal_move_is_refused_with_the_legal_ones_and_changes_nothing() {
    let school = School::open();
    let registrar = registrar(&school);
    let section = school.section(50);
    let table = [
        ("submitted", vec![], vec!["documents_pending", "under_review", "withdrawn"]),
        ("documents_pending", vec!["documents_pending"], vec!["under_review", "withdrawn"]),
        (
            "under_review",
            vec!["under_review"],
            vec!["documents_pending", "assessment", "approved", "waitlisted", "rejected", "withdrawn"],
        ),
        (
            "assessment",
            vec!["under_review", "assessment"],
            vec!["approved", "waitlisted", "rejected", "withdrawn"],
        ),
        ("waitlisted", vec!["under_review", "waitlisted"], vec!["approved", "rejected", "withdrawn"]),
        ("approved", vec!["under_review", "approved"], vec!["payment_pending", "enrolled", "withdrawn"]),
        (
            "payment_pending",
            vec!["under_review", "approved", "payment_pending"],
            vec!["enrolled", "withdrawn"],
        ),
        ("rejected", vec!["under_review", "rejected"], vec![]),
        ("withdrawn", vec!["withdrawn"], vec![]),
        ("enrolled", vec!["under_review", "approved", "enrolled"], vec![]),
    ];
    let all: Vec<_> = table.iter().map(|(status, ..)| *status).collect();
    let body = |to: &str| match to {
        "enrolled" => json!({ "status": to, "section_id": section.id }),
        _ => json!({ "status": to }),
    };
    for (from, steps, allowed) in &table {
        for to in &all {
            let student = school.student();
            school.apply(&student);
            for (version, step) in (1..).zip(steps) {
                registrar.patch(&path(&student), version, body(step)).expect_status(200);
            }
            let version = u32::try_from(steps.len()).sure() + 1;
            let answer = registrar.patch(&path(&student), version, body(to));
            if allowed.contains(to) {
                assert_eq!(answer.expect_status(200).json()["status"], *to, "{from} to {to}");
                continue;
            }
            let mut named: Vec<String> = serde_json::from_value(
                answer.expect_problem(409, "illegal_move").json()["allowed_next"].clone(),
            )
            .sure();
            let mut expected = allowed.clone();
            named.sort();
            expected.sort_unstable();
            assert_eq!(named, expected, "{from} to {to}");
            let now = registrar.get(&path(&student)).json();
            assert_eq!((&now["status"], &now["version"]), (&json!(from), &json!(version)), "{from} to {to}");
        }
    }
}

/// F31: two registrars look at one application; the slower one must look again.
#[test]
fn f31_a_change_of_what_has_moved_on_is_refused_and_one_of_nothing_in_particular_too() {
    let school = School::open();
    let (student, registrar) = (school.student(), registrar(&school));
    school.apply(&student);
    registrar.patch(&path(&student), 1, json!({ "status": "under_review" })).expect_status(200);
    let stale = registrar.patch(&path(&student), 1, json!({ "status": "withdrawn" }));
    assert_eq!(stale.expect_problem(412, "stale_version").json()["current_version"], 2);
    let blind = registrar.request("PATCH", &path(&student)).json(&json!({ "status": "withdrawn" })).send();
    blind.expect_problem(428, "precondition_required");
    for tag in ["nonsense", "\"0\"", "*", "\"-1\"", "W/\"1\"", ""] {
        let request = registrar.request("PATCH", &path(&student)).header("if-match", tag);
        request.json(&json!({ "status": "withdrawn" })).send().expect_problem(400, "unreadable");
    }
    assert_eq!(registrar.get(&path(&student)).json()["status"], "under_review");
}

#[test]
fn of_twenty_changes_of_one_version_one_is_made() {
    let school = School::set_up(Setup { connections: 6, ..Setup::default() });
    let (student, registrar) = (school.student(), registrar(&school));
    school.apply(&student);
    let statuses =
        at_once(20, |_| registrar.patch(&path(&student), 1, json!({ "status": "under_review" })).status);
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 412).count(), 19, "{statuses:?}");
    assert_eq!(school.database().number("SELECT count(*) FROM enrollment_moves"), 2);
}

#[test]
fn to_be_enrolled_is_to_have_a_place() {
    let school = School::open();
    let (student, section, registrar) = (school.student(), school.section(2), registrar(&school));
    let version = school.approved(&student).version.number();
    let enrolled = json!({ "status": "enrolled", "section_id": section.id });
    let done = registrar.patch(&path(&student), version, enrolled).expect_status(200).json();
    assert_eq!(
        (&done["section_id"], &done["section_name"]),
        (&json!(section.id), &json!(section.facts.name))
    );
    let list = registrar.get(&format!("/sections/{}/students", section.id)).expect_status(200).json();
    assert_eq!(list["items"][0]["student_id"], student.id.to_string());
    assert_eq!(registrar.get(&format!("/sections/{}", section.id)).json()["enrolled"], 1);
    school.client(&student).get(&format!("/sections/{}", section.id)).expect_status(200);
}

#[test]
fn nobody_is_enrolled_in_a_full_section_nor_in_one_of_another_grade() {
    let school = School::open();
    let (student, full, registrar) = (school.student(), school.section(1), registrar(&school));
    school.place(&school.student(), &full);
    let other = school.section_of(&school.another_grade(), 5, None);
    let version = school.approved(&student).version.number();
    let enroll = |section: Value| {
        registrar.patch(&path(&student), version, json!({ "status": "enrolled", "section_id": section }))
    };
    enroll(json!(full.id)).expect_problem(409, "section_full");
    enroll(json!(other.id)).expect_refused(&["section_id"]);
    enroll(json!("01990000-0000-7000-8000-000000000001")).expect_refused(&["section_id"]);
    enroll(Value::Null).expect_refused(&["section_id"]);
    let without = json!({ "status": "withdrawn", "section_id": full.id });
    registrar.patch(&path(&student), version, without).expect_refused(&["section_id"]);
    let now = registrar.get(&path(&student)).json();
    assert_eq!((&now["status"], &now["section_id"]), (&json!("approved"), &Value::Null));
    assert_eq!(school.database().number("SELECT count(*) FROM placements"), 1);
}

/// Somebody else has placed the student, and not committed yet, when the registrar enrolls them.
#[test]
fn who_is_placed_elsewhere_at_the_same_moment_is_not_enrolled_silently() {
    let school = School::open();
    let (student, section, other) = (school.student(), school.section(5), school.section(5));
    let version = school.approved(&student).version.number();
    let registrar = registrar(&school);
    let mut somebody = school.database().as_owner();
    somebody
        .batch_execute(&format!(
            "BEGIN; INSERT INTO placements (id, student_id, section_id, school_year_id, placed_on)
         VALUES (gen_random_uuid(), '{}', '{}', '{}', '2026-09-01')",
            student.id, other.id, school.year.id
        ))
        .sure();
    thread::scope(|scope| {
        let enroll = || {
            let body = json!({ "status": "enrolled", "section_id": section.id });
            registrar.patch(&path(&student), version, body)
        };
        let waiting = scope.spawn(enroll);
        school.database().await_waiting(1);
        somebody.batch_execute("COMMIT").sure();
        waiting.join().sure().expect_problem(409, "placed_meanwhile");
    });
    assert_eq!(registrar.get(&path(&student)).json()["status"], "approved");
}

fn bulk(versions: &[(&Person, u32)], status: &str, section: Option<&str>) -> Value {
    let moves: Vec<_> = versions
        .iter()
        .map(|(student, version)| json!({ "student_id": student.id, "version": version }))
        .collect();
    json!({ "moves": moves, "status": status, "remarks": "together", "section_id": section })
}

#[test]
fn many_move_together_or_not_at_all() {
    let school = School::open();
    let registrar = registrar(&school);
    let students: Vec<_> = (0..5).map(|_| school.student()).collect();
    for student in &students {
        school.apply(student);
    }
    let moves: Vec<_> = students.iter().map(|student| (student, 1)).collect();
    let done = registrar
        .post("/enrollment/progress/bulk", bulk(&moves, "under_review", None))
        .expect_status(200)
        .json();
    assert_eq!(done["items"].as_array().map(Vec::len), Some(5));
    let mut moves: Vec<_> = students.iter().map(|student| (student, 2)).collect();
    moves[3].1 = 1;
    let refused = registrar.post("/enrollment/progress/bulk", bulk(&moves, "approved", None));
    let refused = refused.expect_problem(409, "bulk_refused").json()["refused"].clone();
    assert_eq!(refused.as_array().map(Vec::len), Some(1), "{refused}");
    assert_eq!(refused[0]["student_id"], students[3].id.to_string());
    assert_eq!(refused[0]["code"], "stale_version");
    assert_eq!(
        school.database().number("SELECT count(*) FROM enrollment_progress WHERE status = 'approved'"),
        0
    );
    moves[3].1 = 2;
    registrar.post("/enrollment/progress/bulk", bulk(&moves, "approved", None)).expect_status(200);
}

#[test]
fn a_section_that_cannot_take_all_of_them_takes_none() {
    let school = School::open();
    let (registrar, section) = (registrar(&school), school.section(2));
    let students: Vec<_> = (0..3).map(|_| school.student()).collect();
    let moves: Vec<_> =
        students.iter().map(|student| (student, school.approved(student).version.number())).collect();
    let enroll = |moves: &[(&Person, u32)]| {
        registrar.post("/enrollment/progress/bulk", bulk(moves, "enrolled", Some(&section.id.to_string())))
    };
    let refused = enroll(&moves).expect_problem(409, "bulk_refused").json()["refused"].clone();
    assert_eq!(refused[0]["code"], "section_full", "{refused}");
    assert_eq!(school.database().number("SELECT count(*) FROM placements"), 0);
    assert_eq!(school.database().number("SELECT max(enrolled) FROM sections"), 0);
    enroll(&moves[..2]).expect_status(200);
    assert_eq!(school.database().number("SELECT max(enrolled) FROM sections"), 2);
}

#[test]
fn what_cannot_be_meant_of_many_is_refused() {
    let school = School::open();
    let (registrar, student) = (registrar(&school), school.student());
    school.apply(&student);
    let twice = bulk(&[(&student, 1), (&student, 1)], "under_review", None);
    registrar.post("/enrollment/progress/bulk", twice).expect_refused(&["moves"]);
    registrar.post("/enrollment/progress/bulk", bulk(&[], "under_review", None)).expect_refused(&["moves"]);
    let many: Vec<_> = (0..201).map(|_| (&student, 1)).collect();
    registrar.post("/enrollment/progress/bulk", bulk(&many, "under_review", None)).expect_refused(&["moves"]);
    let stranger = school.student();
    let unknown = bulk(&[(&student, 1), (&stranger, 1)], "under_review", None);
    let refused = registrar.post("/enrollment/progress/bulk", unknown).expect_problem(409, "bulk_refused");
    assert_eq!(refused.json()["refused"][0]["code"], "not_found");
    assert_eq!(registrar.get(&path(&student)).json()["version"], 1);
}

#[test]
fn another_familys_application_does_not_exist() {
    let school = School::open();
    let (student, other) = (school.student(), school.student());
    let parent = school.parent_of(&other);
    school.apply(&student);
    school.apply(&other);
    let missing = school.client(&parent).get("/enrollment/progress/01990000-0000-7000-8000-000000000001");
    for (person, own) in [(&parent, &other), (&other, &other)] {
        let client = school.client(person);
        client.get(&path(own)).expect_status(200);
        let hidden = client.get(&path(&student)).expect_problem(404, "not_found");
        let without_names = |answer: &Answer| {
            let mut body = answer.json();
            (body["request_id"], body["instance"]) = (Value::Null, Value::Null);
            body
        };
        assert_eq!(without_names(&hidden), without_names(&missing), "as if it did not exist");
        client.get(&format!("{}?include=history", path(&student))).expect_problem(404, "not_found");
        client.patch(&path(&student), 1, json!({ "status": "withdrawn" })).expect_problem(404, "not_found");
        let board = client.get("/enrollment/progress").expect_status(200).json();
        assert_eq!(board["total"], 1);
        assert_eq!(board["items"][0]["student_id"], other.id.to_string());
        let table = client.get("/enrollment/progress?format=csv").expect_status(200).text();
        assert!(table.contains(&other.id.to_string()) && !table.contains(&student.id.to_string()), "{table}");
        let counts = client.get("/enrollment/progress/summary").expect_status(200).json();
        let sum: u64 =
            counts["by_status"].as_array().sure().iter().filter_map(|one| one["count"].as_u64()).sum();
        assert_eq!(sum, 1);
    }
}

#[test]
fn the_board_is_searched_sorted_filtered_and_read_page_by_page() {
    let school = School::open();
    let registrar = registrar(&school);
    let students: Vec<_> = (0..25).map(|_| school.student()).collect();
    for (number, student) in students.iter().enumerate() {
        let progress = school.apply(student);
        school.clock().advance(chrono::TimeDelta::seconds(1));
        if number % 5 == 0 {
            school.advance(progress, &[EnrollmentStatus::UnderReview]);
        }
    }
    let ask = |query: &str| registrar.get(&format!("/enrollment/progress?{query}")).expect_status(200).json();
    let ids = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .sure()
            .iter()
            .map(|one| one["student_id"].as_str().sure().to_owned())
            .collect()
    };
    assert_eq!(ask("")["total"], 25);
    assert_eq!(ids(&ask("")).len(), 20);
    assert_eq!(ids(&ask("offset=20")).len(), 5);
    assert_eq!(ask("status=under_review")["total"], 5);
    assert_eq!(ask("status=under_review,submitted")["total"], 25);
    assert_eq!(ask("status=withdrawn")["total"], 0);
    assert_eq!(ask(&format!("grade_level_id={}", school.another_grade().id))["total"], 0);
    assert_eq!(ask(&format!("school_year_id={}", school.past_year().id))["total"], 0);
    let newest = ids(&ask("sort=-submitted_at&limit=3"));
    let expected: Vec<_> = students.iter().rev().take(3).map(|student| student.id.to_string()).collect();
    assert_eq!(newest, expected);
    let last_name = students[7].account.last_name.as_str().replace(' ', "%20");
    let found = ask(&format!("q={}", last_name.to_uppercase()));
    assert!(ids(&found).contains(&students[7].id.to_string()), "{found}");
    let counts = registrar.get("/enrollment/progress/summary").expect_status(200).json();
    let count = |status: &str| {
        counts["by_status"].as_array().sure().iter().find(|one| one["status"] == status).sure()["count"]
            .clone()
    };
    assert_eq!((count("submitted"), count("under_review")), (json!(20), json!(5)));
}

#[test]
fn the_family_hears_of_a_move_within_a_second_and_nobody_else() {
    let school = School::open();
    let (student, other) = (school.student(), school.student());
    let (parent, stranger) = (school.parent_of(&student), school.parent_of(&other));
    school.apply(&student);
    school.apply(&other);
    let mut family = [school.client(&student).socket(), school.client(&parent).socket()];
    let mut others =
        [&other, &stranger, &school.person(Role::Teacher)].map(|person| school.client(person).socket());
    let registrar = registrar(&school);
    let began = Instant::now();
    let pending = json!({ "status": "under_review", "remarks": "For the family alone." });
    registrar.patch(&path(&student), 1, pending).expect_status(200);
    for socket in &mut family {
        // What every reader of the topic may see, and not what was said.
        let expected = json!({
            "type": "enrollment.changed", "student_id": student.id, "school_year_id": school.year.id,
            "status": "under_review", "version": 2,
        });
        assert_eq!(socket.next_of("enrollment.changed"), expected);
    }
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    school.app.events().publish(Event::Resync);
    for socket in &mut others {
        assert_eq!(socket.until("resync"), Vec::<Value>::new());
    }
    let seen = school.client(&parent).get(&path(&student)).expect_status(200).json();
    assert_eq!(seen["status"], "under_review");
}

/// With every move of many, and with an application that was just made.
#[test]
fn every_change_says_where_the_application_stands_now() {
    let school = School::open();
    let students = [school.student(), school.student()];
    let registrar = registrar(&school);
    let mut socket = registrar.socket();
    let mut heard = || {
        let frame = socket.next_of("enrollment.changed");
        (frame["student_id"].clone(), frame["status"].clone(), frame["version"].clone())
    };
    let mut moves = Vec::new();
    for student in &students {
        registrar.post("/enrollment/progress", application(&school, student)).expect_status(201);
        assert_eq!(heard(), (json!(student.id), json!("submitted"), json!(1)));
        moves.push(json!({ "student_id": student.id, "version": 1 }));
    }
    let body = json!({ "moves": moves, "status": "under_review" });
    registrar.post("/enrollment/progress/bulk", body).expect_status(200);
    for student in &students {
        assert_eq!(heard(), (json!(student.id), json!("under_review"), json!(2)));
    }
}

#[test]
fn students_read_their_own_steps_in_one_question() {
    let school = School::open();
    let (student, registrar) = (school.student(), registrar(&school));
    school.apply(&student);
    registrar.patch(&path(&student), 1, json!({ "status": "under_review" })).expect_status(200);
    let client = school.client(&student);
    let plain = client.get("/enrollment/progress/me").expect_status(200);
    assert_eq!(plain.header("etag"), Some("\"2\""));
    assert!(plain.json().get("history").is_none());
    let whole = client.get("/enrollment/progress/me?include=history").expect_status(200);
    assert_eq!(whole.header("etag"), Some("\"2\""));
    let other_way = client.get(&format!("{}?include=history", path(&student))).expect_status(200).json();
    assert_eq!(whole.json(), other_way);
    assert_eq!(other_way["history"].as_array().map(Vec::len), Some(2));
    client.get("/enrollment/progress/me?include=everything").expect_refused(&["include"]);
    let nobody = school.client(&school.student());
    nobody.get("/enrollment/progress/me?include=history").expect_problem(404, "not_found");
    let teacher = school.client(&school.person(Role::Teacher));
    teacher.get("/enrollment/progress/me?include=history").expect_problem(403, "forbidden");
}

#[test]
fn who_never_applied_has_no_application() {
    let school = School::open();
    school.client(&school.student()).get("/enrollment/progress/me").expect_problem(404, "not_found");
}

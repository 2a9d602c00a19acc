//! Scores: given once, seen when they are returned, never above the points.

use application::Event;
use diesel::connection::SimpleConnection;
use domain::identity::Role;
use homeroom_testkit::{Client, Sure, at_once};
use serde_json::{Value, json};

use super::classroom::{Classroom, each, give_back, grade, id, items, version};

/// What no student sees before the score is returned.
const SECRETS: [&str; 2] = ["17.25", "Well thought"];

fn roster(client: &Client, task: &str, query: &str) -> Vec<(String, String, bool)> {
    let lines = items(client.get(&format!("/tasks/{task}/roster{query}")));
    let text = |value: &Value| value.as_str().sure().to_owned();
    lines
        .iter()
        .map(|line| (text(&line["student_id"]), text(&line["status"]), line["late"] == true))
        .collect()
}

#[test]
fn the_roster_says_who_has_handed_in_and_who_has_not() {
    let class = Classroom::begin();
    let (task, teacher) = (class.task(), class.client(&class.teacher));
    let task = task.id.to_string();
    let (student, classmate) = (class.student.id.to_string(), class.classmate.id.to_string());
    let line = |id: &str, status: &str, late| (id.to_owned(), status.to_owned(), late);
    assert_eq!(
        roster(&teacher, &task, ""),
        [line(&student, "missing", false), line(&classmate, "missing", false)],
        "by name"
    );
    class.school.clock().advance(chrono::TimeDelta::days(7) + chrono::TimeDelta::seconds(1));
    let teacher = class.client(&class.teacher);
    let handed_in = class.hand_in(&class.student, &task, "Done").expect_status(201).json();
    assert_eq!(roster(&teacher, &task, "?status=missing"), [line(&classmate, "missing", false)]);
    for status in ["handed_in", "late"] {
        let found = roster(&teacher, &task, &format!("?status={status}"));
        assert_eq!(found, [line(&student, "handed_in", true)]);
    }
    let graded = grade(&teacher, &handed_in, &json!({ "score": 20 })).expect_status(200).json();
    assert_eq!(roster(&teacher, &task, "?status=graded"), [line(&student, "graded", true)]);
    assert_eq!(roster(&teacher, &task, "?status=handed_in"), []);
    give_back(&teacher, &graded).expect_status(200);
    assert_eq!(roster(&teacher, &task, "?status=returned"), [line(&student, "returned", true)]);
    assert_eq!(roster(&teacher, &task, "?q=number&status=missing"), [line(&classmate, "missing", false)]);
    assert_eq!(roster(&teacher, &task, "?q=nobody"), []);
    teacher.get(&format!("/tasks/{task}/roster?status=lost")).expect_refused(&["status"]);
    let progress = teacher.get(&format!("/tasks/{task}")).json()["progress"].clone();
    assert_eq!(progress, json!({ "expected": 2, "handed_in": 1, "late": 1, "graded": 1, "returned": 1 }));
    let table = teacher.get(&format!("/tasks/{task}/roster?format=csv")).expect_status(200);
    assert_eq!(table.header("content-disposition"), Some("attachment; filename=\"scores.csv\""));
    assert!(
        table.text().contains(",returned,true,1,") && table.text().contains(",missing,false,,"),
        "{}",
        table.text()
    );
    for person in [&class.student, &class.parent] {
        class.client(person).get(&format!("/tasks/{task}/roster")).expect_problem(403, "forbidden");
    }
    class.client(&class.stranger).get(&format!("/tasks/{task}/roster")).expect_problem(404, "not_found");
}

#[test]
fn of_two_teachers_who_score_the_same_the_second_sees_what_the_first_has_said() {
    let class = Classroom::begin();
    let second = class.second_teacher();
    let (task, first) = (class.task(), class.client(&class.teacher));
    let handed_in = class.hand_in(&class.student, &task.id.to_string(), "Done").expect_status(201).json();
    let given = grade(&first, &handed_in, &json!({ "score": 17.25, "comment": "Well thought" }));
    let given = given.expect_status(200).json();
    assert_eq!((&given["score"], &given["comment"]), (&json!(17.25), &json!("Well thought")));
    assert_eq!((&given["graded_at"], &given["returned_at"]), (&json!(class.now()), &Value::Null));
    let late = grade(&class.client(&second), &handed_in, &json!({ "score": 3 }));
    let late = late.expect_problem(412, "stale_version").json();
    assert_eq!(late["current_version"], 2);
    let teacher = &class.teacher.account;
    let current = json!({
        "score": 17.25, "comment": "Well thought", "graded_at": class.now(), "returned_at": null,
        "graded_by_name": format!("{} {}", teacher.first_name, teacher.last_name),
    });
    assert_eq!(late["current"], current);
    let anew = grade(&class.client(&second), &given, &json!({ "score": 3 })).expect_status(200).json();
    assert_eq!((&anew["score"], &anew["comment"]), (&json!(3.0), &Value::Null));
    let (third, fourth) = (class.client(&class.teacher), class.client(&second));
    let mut answers = at_once(2, |number| {
        let client = if number == 0 { &third } else { &fourth };
        grade(client, &anew, &json!({ "score": number })).status
    });
    answers.sort_unstable();
    assert_eq!(answers, [200, 412]);
}

#[test]
fn only_whoever_teaches_the_subject_scores() {
    let class = Classroom::begin();
    let task = class.task();
    let handed_in = class.hand_in(&class.student, &task.id.to_string(), "Done").expect_status(201).json();
    let elsewhere = class.school.person(Role::Teacher);
    class.school.assign(&elsewhere, &class.school.section(5));
    let refuse = |person, status, code| {
        let client = class.client(person);
        grade(&client, &handed_in, &json!({ "score": 1 })).expect_problem(status, code);
        give_back(&client, &handed_in).expect_problem(status, code);
        client.post(&format!("/tasks/{}/return", task.id), json!({})).expect_problem(status, code);
    };
    for person in [&class.colleague, &class.school.person(Role::Principal)] {
        let seen =
            class.client(person).get(&format!("/submissions/{}", id(&handed_in))).expect_status(200).json();
        assert_eq!(seen["gradable"], false);
        refuse(person, 403, "forbidden");
    }
    refuse(&class.student, 403, "forbidden");
    refuse(&elsewhere, 404, "not_found");
    refuse(&class.stranger, 404, "not_found");
    let seen = class.client(&class.teacher).get(&format!("/submissions/{}", id(&handed_in))).json();
    assert_eq!(seen["gradable"], true);
}

#[test]
fn a_score_lies_between_nothing_and_the_points() {
    let class = Classroom::begin();
    let (task, teacher) = (class.task(), class.client(&class.teacher));
    let handed_in = class.hand_in(&class.student, &task.id.to_string(), "Done").expect_status(201).json();
    for wrong in [json!(20.01), json!(21), json!(1e300), json!(-0.01), json!(1.234), json!("20"), json!(null)]
    {
        grade(&teacher, &handed_in, &json!({ "score": wrong })).expect_refused(&["score"]);
    }
    let long = json!({ "score": 1, "comment": "x".repeat(5_001) });
    grade(&teacher, &handed_in, &long).expect_refused(&["comment"]);
    let best = grade(&teacher, &handed_in, &json!({ "score": 20 })).expect_status(200).json();
    grade(&teacher, &best, &json!({ "score": 0 })).expect_status(200);
    let above = format!("UPDATE submissions SET score_hundredths = 2001 WHERE id = '{}'", id(&handed_in));
    let told = class.school.database().as_owner().batch_execute(&above).unwrap_err().to_string();
    assert!(told.contains("exceeds the points"), "{told}");
}

#[test]
fn a_score_stays_within_points_that_fall_at_the_same_moment() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    for round in 0..8 {
        let task = class.set(&json!({ "title": format!("Round {round}") }));
        let handed_in = class.hand_in(&class.student, id(&task), "Done").expect_status(201).json();
        let statuses = at_once(2, |number| {
            if number == 0 {
                grade(&teacher, &handed_in, &json!({ "score": 20 })).status
            } else {
                teacher.patch(&format!("/tasks/{}", id(&task)), 1, json!({ "points": 10 })).status
            }
        });
        assert!([[200, 409], [422, 200]].contains(&[statuses[0], statuses[1]]), "{statuses:?}");
    }
}

/// Every way in which a student and a parent could learn of a score.
fn told(class: &Classroom, task: &str, submission: &str) -> String {
    let mut paths = vec![
        "/tasks".to_owned(),
        "/tasks?format=csv".to_owned(),
        format!("/tasks?student_id={}", class.student.id),
        format!("/tasks/{task}"),
        format!("/tasks/{task}?student_id={}", class.student.id),
        format!("/sections/{}/tasks", class.section.id),
        "/submissions".to_owned(),
        "/submissions?format=csv".to_owned(),
        format!("/submissions/{submission}"),
        format!("/tasks/{task}/submissions?all=true"),
        format!("/tasks/{task}/submissions?format=csv"),
        "/calendar?from=2026-09-01&to=2026-09-30".to_owned(),
        "/notifications".to_owned(),
    ];
    paths.push("/submissions?returned=false".to_owned());
    let people = [&class.student, &class.parent];
    let ask = |person| {
        let client = class.client(person);
        paths.iter().map(|path| client.get(path).expect_status(200).text()).collect::<String>()
    };
    people.map(ask).concat()
}

#[test]
fn no_score_is_seen_before_it_is_returned() {
    let class = Classroom::begin();
    let (task, teacher) = (class.task(), class.client(&class.teacher));
    let task = task.id.to_string();
    let handed_in = class.hand_in(&class.student, &task, "Done").expect_status(201).json();
    let body = json!({ "score": 17.25, "comment": "Well thought" });
    let graded = grade(&teacher, &handed_in, &body).expect_status(200).json();
    let before = told(&class, &task, id(&graded));
    for secret in SECRETS {
        assert!(!before.contains(secret), "{secret}: {before}");
    }
    let seen = class.client(&class.student).get(&format!("/submissions/{}", id(&graded))).json();
    for field in ["score", "comment", "graded_at", "graded_by_name", "returned_at"] {
        assert_eq!(seen[field], Value::Null, "{field}");
    }
    let colleague = class.client(&class.colleague).get(&format!("/submissions/{}", id(&graded))).json();
    assert_eq!(colleague["score"], 17.25);
    let returned = give_back(&teacher, &graded).expect_status(200).json();
    assert_eq!((&returned["returned_at"], version(&returned)), (&json!(class.now()), 3));
    let after = told(&class, &task, id(&graded));
    for secret in SECRETS {
        assert!(after.contains(secret), "{secret}: {after}");
    }
    let mine = class.client(&class.student).get(&format!("/tasks/{task}")).json()["mine"].clone();
    assert_eq!((&mine["status"], &mine["score"]), (&json!("returned"), &json!(17.25)));
    assert_eq!(items(class.client(&class.parent).get("/submissions?returned=true")).len(), 1);
    // A score that was seen stays seen when it is corrected.
    let corrected = grade(&teacher, &returned, &json!({ "score": 18 })).expect_status(200).json();
    assert_eq!(corrected["returned_at"], returned["returned_at"]);
    assert_eq!(
        class.client(&class.student).get(&format!("/submissions/{}", id(&graded))).json()["score"],
        18.0
    );
}

#[test]
fn a_newer_version_is_scored_and_not_the_one_before() {
    let class = Classroom::begin();
    let (task, teacher) = (class.task(), class.client(&class.teacher));
    let task = task.id.to_string();
    let first = class.hand_in(&class.student, &task, "First").expect_status(201).json();
    let graded = grade(&teacher, &first, &json!({ "score": 10 })).expect_status(200).json();
    let returned = give_back(&teacher, &graded).expect_status(200).json();
    let second = class.hand_in(&class.student, &task, "Second").expect_status(201).json();
    assert_eq!((&second["number"], &second["score"]), (&json!(2), &Value::Null));
    let refused = grade(&teacher, &returned, &json!({ "score": 11 })).expect_problem(409, "not_latest");
    assert_eq!(refused.json()["newest"], 2);
    let mine = class.client(&class.student).get(&format!("/tasks/{task}")).json()["mine"].clone();
    assert_eq!((&mine["status"], &mine["score"]), (&json!("handed_in"), &Value::Null));
    let all = format!("/tasks/{task}/submissions?all=true");
    assert_eq!(each(class.client(&class.student).get(&all), "score"), [Value::Null, json!(10.0)]);
    grade(&teacher, &second, &json!({ "score": 12 })).expect_status(200);
}

#[test]
fn scoring_and_handing_in_at_once_leave_the_newest_without_a_score_that_was_meant_for_another() {
    let class = Classroom::begin();
    let (teacher, student) = (class.client(&class.teacher), class.client(&class.student));
    for round in 0..8 {
        let task = class.set(&json!({ "title": format!("Round {round}") }));
        let path = format!("/tasks/{}/submissions", id(&task));
        let first = student.post(&path, json!({ "text": "First" })).expect_status(201).json();
        let statuses = at_once(2, |number| {
            if number == 0 {
                grade(&teacher, &first, &json!({ "score": 5 })).status
            } else {
                student.post(&path, json!({ "text": "Second" })).status
            }
        });
        assert!([200, 409].contains(&statuses[0]) && statuses[1] == 201, "{statuses:?}");
        let latest = items(teacher.get(&path));
        assert_eq!((latest.len(), &latest[0]["number"], &latest[0]["score"]), (1, &json!(2), &Value::Null));
    }
}

#[test]
fn scores_are_returned_one_by_one_or_all_together() {
    let class = Classroom::begin();
    let (task, teacher) = (class.task(), class.client(&class.teacher));
    let task = task.id.to_string();
    let hand_in = |student| class.hand_in(student, &task, "Done").expect_status(201).json();
    let (first, second) = (hand_in(&class.student), hand_in(&class.classmate));
    give_back(&teacher, &first).expect_problem(409, "not_graded");
    let graded = grade(&teacher, &first, &json!({ "score": 10 })).expect_status(200).json();
    give_back(&teacher, &first).expect_problem(412, "stale_version");
    let returned = give_back(&teacher, &graded).expect_status(200).json();
    let again = give_back(&teacher, &returned).expect_status(200).json();
    assert_eq!(again, returned, "what is returned stays as it is");
    let path = format!("/tasks/{task}/return");
    let give_back_all = |body: Value| teacher.post(&path, body).expect_status(200).json()["returned"].clone();
    assert_eq!(give_back_all(json!({})), 0);
    grade(&teacher, &second, &json!({ "score": 11 })).expect_status(200);
    assert_eq!(give_back_all(json!({ "submission_ids": [first["id"]] })), 0);
    assert_eq!(teacher.request("POST", &path).send().expect_status(200).json()["returned"], 1);
    assert_eq!(give_back_all(json!({ "submission_ids": [second["id"]] })), 0);
    let jobs = "SELECT count(DISTINCT payload->>'submission') FROM jobs WHERE payload->>'kind' = 'notify_submission'";
    assert_eq!(class.school.database().number(jobs), 2);
    let seen = class.client(&class.classmate).get(&format!("/submissions/{}", id(&second))).json();
    assert_eq!((&seen["score"], version(&seen)), (&json!(11.0), 3));
}

#[test]
fn the_audit_trail_holds_scores_before_and_after_and_nobodys_words() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let task = class.set(&json!({}));
    let handed_in = class.hand_in(&class.student, id(&task), "My secret words").expect_status(201).json();
    let body = json!({ "score": 10, "comment": "Between the two of us" });
    let graded = grade(&teacher, &handed_in, &body).expect_status(200).json();
    let graded = grade(&teacher, &graded, &json!({ "score": 12 })).expect_status(200).json();
    give_back(&teacher, &graded).expect_status(200);
    class.school.do_jobs(&mail::LogMailer);
    let admin = class.client(&class.school.person(Role::Admin));
    let entries = items(admin.get("/audit?action=submission.graded"));
    let scores: Vec<_> =
        entries.iter().map(|one| (one["before"]["score"].clone(), one["after"]["score"].clone())).collect();
    assert_eq!(scores, [(json!(10.0), json!(12.0)), (Value::Null, json!(10.0))]);
    for action in ["task.created", "submission.handed_in", "submission.returned"] {
        assert_eq!(items(admin.get(&format!("/audit?action={action}"))).len(), 1, "{action}");
    }
    let trail = admin.get("/audit?limit=100").text();
    for words in ["My secret words", "Between the two of us"] {
        assert!(!trail.contains(words), "{trail}");
    }
}

#[test]
fn sockets_hear_of_scores_when_they_are_returned() {
    let class = Classroom::begin();
    let (task, teacher) = (class.task(), class.client(&class.teacher));
    let handed_in = class.hand_in(&class.student, &task.id.to_string(), "Done").expect_status(201).json();
    let mut student = class.client(&class.student).socket();
    let mut classmate = class.client(&class.classmate).socket();
    let mut colleague = class.client(&class.colleague).socket();
    let graded = grade(&teacher, &handed_in, &json!({ "score": 10 })).expect_status(200).json();
    give_back(&teacher, &graded).expect_status(200);
    let heard = student.next();
    assert_eq!(
        (&heard["type"], &heard["id"]),
        (&json!("submission.returned"), &handed_in["id"]),
        "and nothing before"
    );
    assert!(heard.get("score").is_none(), "{heard}");
    assert_eq!(colleague.next()["type"], "submission.changed");
    class.school.app.events().publish(Event::SettingsChanged);
    assert_eq!(classmate.next()["type"], "settings.changed", "a classmate hears nothing");
}

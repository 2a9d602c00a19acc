//! Tasks: who sets them, who sees them, and what may become of them.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use domain::{
    files::Feature,
    identity::{GuardianRights, Role},
};
use homeroom_testkit::{Person, Sure};
use serde_json::{Value, json};

use super::classroom::{Classroom, each, grade, id, items, version};

#[test]
fn a_draft_is_for_teachers_until_it_is_published() {
    let class = Classroom::begin();
    let (teacher, student) = (class.client(&class.teacher), class.client(&class.student));
    let draft = class.set(&json!({ "status": "draft" }));
    assert_eq!((&draft["status"], &draft["published_at"]), (&json!("draft"), &Value::Null));
    assert_eq!(draft["closes_at"], draft["due_at"]);
    assert_eq!(draft["instructions_html"], "<p>Solve <em>all</em>.</p>\n");
    assert_eq!((&draft["manageable"], &draft["is_closed"]), (&json!(true), &json!(false)));
    let none = json!({ "expected": 2, "handed_in": 0, "late": 0, "graded": 0, "returned": 0 });
    assert_eq!((&draft["progress"], &draft["mine"]), (&none, &Value::Null));
    let path = format!("/tasks/{}", id(&draft));
    for person in [&class.student, &class.parent, &class.classmate, &class.stranger] {
        class.client(person).get(&path).expect_problem(404, "not_found");
        assert_eq!(items(class.client(person).get("/tasks")), Vec::<Value>::new());
    }
    let seen = class.client(&class.colleague).get(&path).expect_status(200).json();
    assert_eq!(seen["manageable"], false);
    class.client(&class.school.person(Role::Principal)).get(&path).expect_status(200);
    let published = teacher.patch(&path, 1, json!({ "status": "published" })).expect_status(200).json();
    assert_eq!((&published["published_at"], version(&published)), (&json!(class.now()), 2));
    let seen = student.get(&path).expect_status(200).json();
    let mine = json!({
        "status": "not_handed_in", "late": false, "submission_id": null, "submitted_at": null, "score": null,
        "points": 20,
    });
    assert_eq!((&seen["mine"], &seen["progress"], &seen["manageable"]), (&mine, &Value::Null, &json!(false)));
    assert_eq!(each(class.client(&class.parent).get("/tasks"), "mine"), [Value::Null]);
    class.client(&class.stranger).get(&path).expect_problem(404, "not_found");
    teacher.patch(&path, 2, json!({ "status": "draft" })).expect_status(200);
    student.get(&path).expect_problem(404, "not_found");
}

#[test]
fn only_whoever_teaches_the_subject_in_the_section_sets_and_changes_a_task() {
    let class = Classroom::begin();
    let task = class.set(&json!({}));
    let path = format!("/tasks/{}", id(&task));
    let post = |person: &Person, body: Value| class.client(person).post("/tasks", body);
    post(&class.colleague, class.body()).expect_problem(403, "forbidden");
    let mut elsewhere = class.body();
    elsewhere["section_id"] = json!(class.school.section(5).id);
    post(&class.teacher, elsewhere).expect_problem(403, "forbidden");
    let adviser = class.school.person(Role::Teacher);
    let section = class.school.section_of(&class.school.grade, 5, Some(&adviser));
    let mut of_adviser = class.body();
    of_adviser["section_id"] = json!(section.id);
    post(&adviser, of_adviser).expect_problem(403, "forbidden");
    for role in [Role::Admin, Role::Principal, Role::AcademicCoordinator] {
        let person = class.school.person(role);
        post(&person, class.body()).expect_problem(403, "forbidden");
        class.client(&person).patch(&path, 1, json!({ "title": "Other" })).expect_problem(403, "forbidden");
    }
    let change = |person: &Person| class.client(person).patch(&path, 1, json!({ "title": "Other" }));
    for person in [&class.colleague, &class.student, &class.parent] {
        change(person).expect_problem(403, "forbidden");
    }
    change(&class.stranger).expect_problem(404, "not_found");
    let list = format!("/sections/{}/tasks", class.section.id);
    class.client(&class.stranger).get(&list).expect_problem(404, "not_found");
    class.client(&class.school.person(Role::Registrar)).get(&list).expect_problem(404, "not_found");
    assert_eq!(items(class.client(&class.classmate).get(&list)).len(), 1);
    let nowhere = format!("/sections/{}/tasks", class.school.app.new_id());
    class.client(&class.school.person(Role::Admin)).get(&nowhere).expect_problem(404, "not_found");
}

#[test]
fn a_task_is_what_its_fields_may_be() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let with = |field: &str, value: Value| {
        let mut body = class.body();
        body[field] = value;
        teacher.post("/tasks", body)
    };
    for points in [json!(0), json!(1001), json!(-1), json!(2.5), json!("20")] {
        with("points", points).expect_refused(&["points"]);
    }
    with("title", json!("x".repeat(201))).expect_refused(&["title"]);
    with("title", json!(" ")).expect_refused(&["title"]);
    with("instructions", json!("x".repeat(20_001))).expect_refused(&["instructions"]);
    with("closes_at", json!(class.now() + TimeDelta::days(6))).expect_refused(&["closes_at"]);
    with("due_at", json!("2500-01-01T00:00:00Z")).expect_refused(&["due_at"]);
    with("due_at", json!("tomorrow")).expect_refused(&["due_at"]);
    with("status", json!("returned")).expect_refused(&["status"]);
    with("colour", json!("red")).expect_refused(&["colour"]);
    let hostile = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>";
    let task = with("instructions", json!(hostile)).expect_status(201).json();
    let html = task["instructions_html"].as_str().sure();
    for dangerous in ["<script", "href=\"javascript:", "<img"] {
        assert!(!html.contains(dangerous), "{html}");
    }
    let change = |body: Value| teacher.patch(&format!("/tasks/{}", id(&task)), 1, body);
    change(json!({ "due_at": "2026-10-02T00:00:00Z", "closes_at": "2026-10-01T00:00:00Z" }))
        .expect_refused(&["closes_at"]);
    change(json!({ "points": 0 })).expect_refused(&["points"]);
    let plain = change(json!({ "instructions": null })).expect_status(200).json();
    assert_eq!((&plain["instructions"], &plain["instructions_html"]), (&Value::Null, &json!("")));
}

#[test]
fn moments_mean_the_same_in_every_time_zone_and_a_closing_follows_its_due_time() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let task = class.set(&json!({ "due_at": "2028-02-29T23:59:59+08:00" }));
    assert_eq!(task["due_at"], "2028-02-29T15:59:59Z");
    let path = format!("/tasks/{}", id(&task));
    let moved = teacher.patch(&path, 1, json!({ "due_at": "2028-02-29T18:00:00-05:00" }));
    let moved = moved.expect_status(200).json();
    assert_eq!(
        (&moved["due_at"], &moved["closes_at"]),
        (&json!("2028-02-29T23:00:00Z"), &json!("2028-02-29T23:00:00Z"))
    );
    let later =
        teacher.patch(&path, 2, json!({ "closes_at": "2028-03-01T23:00:00Z" })).expect_status(200).json();
    let moved =
        teacher.patch(&path, 3, json!({ "due_at": "2028-03-01T12:00:00Z" })).expect_status(200).json();
    assert_eq!(moved["closes_at"], later["closes_at"]);
    teacher.patch(&path, 4, json!({ "due_at": "2028-03-02T12:00:00Z" })).expect_refused(&["closes_at"]);
}

#[test]
fn points_never_fall_below_a_score_that_was_given() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let task = class.set(&json!({}));
    let handed_in = class.hand_in(&class.student, id(&task), "Done").expect_status(201).json();
    grade(&teacher, &handed_in, &json!({ "score": 17.25 })).expect_status(200);
    let path = format!("/tasks/{}", id(&task));
    let refused = teacher.patch(&path, 1, json!({ "points": 17 }));
    assert_eq!(refused.expect_problem(409, "scores_exceed_points").json()["highest"], 17.25);
    teacher.patch(&path, 1, json!({ "points": 18 })).expect_status(200);
    let lower = format!("UPDATE tasks SET points = 17 WHERE id = '{}'", id(&task));
    let told = class.school.database().as_owner().batch_execute(&lower).unwrap_err().to_string();
    assert!(told.contains("exceeds the points"), "{told}");
}

#[test]
fn what_was_handed_in_keeps_its_task() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let task = class.set(&json!({}));
    class.hand_in(&class.student, id(&task), "Done").expect_status(201);
    let path = format!("/tasks/{}", id(&task));
    teacher.patch(&path, 1, json!({ "status": "draft" })).expect_problem(409, "has_submissions");
    let delete = |version| teacher.request("DELETE", &path).if_match(version).send();
    let refused = delete(1).expect_problem(409, "in_use").json();
    assert_eq!(refused["dependents"], json!([{ "kind": "submission", "count": 1 }]));
    delete(2).expect_problem(412, "stale_version");
    teacher.delete(&path).expect_problem(428, "precondition_required");
    teacher.get(&path).expect_status(200);
}

#[test]
fn a_task_without_hand_ins_goes_with_what_was_prepared_for_it() {
    let class = Classroom::begin();
    let (school, teacher) = (&class.school, class.client(&class.teacher));
    let task = class.task();
    let attached = school.file(&class.teacher, &class.section, Feature::TaskAttachment);
    let prepared = school.file(&class.student, &class.section, Feature::Submission);
    school.write(|store| store.attach_file(task.id, attached));
    school.write(|store| store.add_draft_file(task.id, class.student.id, prepared));
    let path = format!("/tasks/{}", task.id);
    let file = teacher.get(&path).expect_status(200).json()["attachments"][0].clone();
    assert_eq!((&file["id"], &file["size"]), (&json!(attached), &json!(1000)));
    assert_eq!((&file["sha256"], &file["previewable"]), (&json!("ab".repeat(32)), &json!(true)));
    let student = class.client(&class.student);
    let draft = student.request("PUT", &format!("{path}/draft")).if_match(1);
    draft.json(&json!({ "text": "So far" })).send().expect_status(200);
    teacher.request("DELETE", &path).if_match(1).send().expect_status(204);
    teacher.get(&path).expect_problem(404, "not_found");
    let count = |query: &str| school.database().number(query);
    assert_eq!(count("SELECT count(*) FROM submission_drafts"), 0);
    assert_eq!(count("SELECT count(*) FROM files WHERE status = 'refused'"), 2);
}

#[test]
fn a_file_that_is_taken_away_is_given_up() {
    let class = Classroom::begin();
    let (school, task) = (&class.school, class.task());
    let file = school.file(&class.teacher, &class.section, Feature::TaskAttachment);
    school.write(|store| store.attach_file(task.id, file));
    school.write(|store| store.give_up_file(file));
    assert_eq!(school.write(|store| store.attachments(task.id)).len(), 1, "something still refers to it");
    assert!(school.write(|store| store.detach_file(task.id, file)));
    assert!(!school.write(|store| store.detach_file(task.id, file)));
    assert_eq!(school.write(|store| store.attachments(task.id)), []);
    assert_eq!(school.database().number("SELECT count(*) FROM files WHERE status = 'refused'"), 1);
}

#[test]
fn lists_are_narrowed_to_what_is_wanted() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let now = class.now();
    let (early, late) = (now + TimeDelta::days(1), now + TimeDelta::days(2));
    let first = class.set(&json!({ "title": "Zebra", "due_at": early }));
    let second = class.set(&json!({ "title": "Ant", "due_at": late, "status": "draft" }));
    let past = class.set(&json!({ "title": "Cow", "due_at": now - TimeDelta::days(1) }));
    let ids = |query: &str| each(teacher.get(&format!("/tasks?{query}")), "id");
    assert_eq!(ids(""), [&past["id"], &first["id"], &second["id"]].map(Clone::clone));
    assert_eq!(ids("sort=title"), [&second["id"], &past["id"], &first["id"]].map(Clone::clone));
    assert_eq!(ids("sort=-due_at&limit=1"), [second["id"].clone()]);
    assert_eq!(ids("q=zEb"), [first["id"].clone()]);
    assert_eq!(ids("status=draft"), [second["id"].clone()]);
    assert_eq!(ids("open=false"), [past["id"].clone()]);
    assert_eq!(ids("open=true").len(), 2);
    let moment = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert_eq!(ids(&format!("due_from={}&due_to={}", moment(early), moment(late))), [first["id"].clone()]);
    assert_eq!(ids(&format!("subject_id={}", class.assignment.subject)).len(), 3);
    assert_eq!(ids(&format!("section_id={}", class.school.section(3).id)), Vec::<Value>::new());
    assert_eq!(ids("to_grade=true"), Vec::<Value>::new());
    class.hand_in(&class.student, id(&first), "Done").expect_status(201);
    assert_eq!(ids("to_grade=true"), [first["id"].clone()]);
    assert_eq!(ids("to_grade=false").len(), 2);
    let colleague = class.client(&class.colleague);
    assert_eq!(items(colleague.get("/tasks?to_grade=true")), Vec::<Value>::new(), "somebody else's to grade");
    for wrong in ["sort=points", "status=closed"] {
        teacher.get(&format!("/tasks?{wrong}")).expect_problem(422, "invalid_fields");
    }
    for wrong in ["open=maybe", "due_from=soon", "student_id=me"] {
        teacher.get(&format!("/tasks?{wrong}")).expect_problem(400, "unreadable");
    }
    let table = teacher.get("/tasks?format=csv").expect_status(200).text();
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.contains("Zebra"), "{table}");
}

#[test]
fn homes_see_how_far_their_own_student_is_and_no_other() {
    let class = Classroom::begin();
    let task = class.set(&json!({}));
    class.hand_in(&class.student, id(&task), "Done").expect_status(201);
    let status = |person, query: String| {
        let found = class.client(person).get(&format!("/tasks{query}")).expect_status(200).json();
        found["items"][0]["mine"]["status"].clone()
    };
    let of = |person: &Person| format!("?student_id={}", person.id);
    assert_eq!(status(&class.student, String::new()), "handed_in");
    assert_eq!(status(&class.classmate, String::new()), "not_handed_in");
    assert_eq!(status(&class.parent, of(&class.student)), "handed_in");
    assert_eq!(status(&class.teacher, of(&class.student)), "handed_in");
    assert_eq!(status(&class.colleague, of(&class.classmate)), "not_handed_in");
    let path = format!("/tasks/{}{}", id(&task), of(&class.student));
    assert_eq!(
        class.client(&class.parent).get(&path).expect_status(200).json()["mine"]["status"],
        "handed_in"
    );
    for person in [&class.classmate, &class.stranger, &class.school.parent_of(&class.classmate)] {
        class.client(person).get(&path).expect_problem(404, "not_found");
        class.client(person).get(&format!("/tasks{}", of(&class.student))).expect_problem(404, "not_found");
    }
    let without_right = class.school.person(Role::Parent);
    let rights = GuardianRights { academics: false, ..GuardianRights::ALL };
    class.school.link(&without_right, &class.student, rights);
    class.client(&without_right).get(&path).expect_problem(404, "not_found");
}

/// A teacher who is also a student's parent sees what concerns the child as a parent, and no more.
#[test]
fn each_task_is_seen_through_the_role_that_leads_to_it() {
    let class = Classroom::begin();
    let both = class.school.person_with(&[Role::Teacher, Role::Parent]);
    class.school.link(&both, &class.student, GuardianRights::ALL);
    let own_section = class.school.section(5);
    let own = class.school.assign(&both, &own_section);
    class.school.task(&own);
    class.school.draft_task(&class.assignment);
    let task = class.task();
    class.school.hand_in(&task, &class.classmate);
    let seen = items(class.client(&both).get("/tasks"));
    let progress: Vec<_> =
        seen.iter().map(|task| (&task["manageable"], task["progress"].is_null())).collect();
    assert_eq!(progress, [(&json!(true), false), (&json!(false), true)]);
    class.client(&both).get(&format!("/tasks/{}/roster", task.id)).expect_problem(403, "forbidden");
    assert_eq!(items(class.client(&both).get("/submissions")), Vec::<Value>::new());
}

#[test]
fn families_are_reminded_once_for_each_due_time() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let jobs = |kind: &str| {
        let query = format!("SELECT count(*) FROM jobs WHERE payload->>'kind' = '{kind}'");
        class.school.database().number(&query)
    };
    let task = class.set(&json!({ "status": "draft" }));
    let path = format!("/tasks/{}", id(&task));
    assert_eq!((jobs("notify_task"), jobs("task_due_soon")), (0, 0));
    teacher.patch(&path, 1, json!({ "status": "published" })).expect_status(200);
    assert_eq!((jobs("notify_task"), jobs("task_due_soon")), (1, 1));
    teacher.patch(&path, 2, json!({ "title": "Other" })).expect_status(200);
    assert_eq!((jobs("notify_task"), jobs("task_due_soon")), (1, 1));
    let days = |days| json!({ "due_at": class.now() + TimeDelta::days(days) });
    teacher.patch(&path, 3, days(9)).expect_status(200);
    teacher.patch(&path, 4, days(7)).expect_status(200);
    assert_eq!(jobs("task_due_soon"), 2);
    class.set(&json!({ "due_at": class.now() + TimeDelta::hours(24) }));
    assert_eq!(jobs("task_due_soon"), 2, "that would be now");
}

#[test]
fn a_request_that_is_sent_twice_sets_one_task() {
    let class = Classroom::begin();
    let teacher = class.client(&class.teacher);
    let send =
        || teacher.request("POST", "/tasks").once("one").json(&class.body()).send().expect_status(201).json();
    let first = send();
    assert_eq!(send(), first);
    assert_eq!(items(teacher.get("/tasks")).len(), 1);
}

#[test]
fn sockets_hear_of_tasks_that_their_people_see() {
    let class = Classroom::begin();
    let mut student = class.client(&class.student).socket();
    let mut colleague = class.client(&class.colleague).socket();
    let draft = class.set(&json!({ "status": "draft" }));
    let published = class.set(&json!({}));
    let heard = student.next_of("task.published");
    assert_eq!(heard["id"], published["id"], "and nothing of the draft");
    assert_eq!(heard["section_id"], json!(class.section.id));
    assert_eq!(colleague.next_of("task.published")["id"], draft["id"]);
}

//! How many statements the routes take: exactly those that their use cases need.

use std::{collections::BTreeSet, fmt::Write};

use domain::{
    identity::{GuardianRights, Role},
    notices::Audience,
};
use homeroom_testkit::{Client, Person, School, Sure};
use serde_json::{Value, json};

/// A school with one record of each kind, and who reads them.
struct Reading {
    school: School,
    head: Person,
    admin: Client,
    student: Client,
    teacher: Client,
    ids: Value,
}

impl Reading {
    fn begin() -> Self {
        let school = School::open();
        let (student, section) = (school.student(), school.section(9));
        school.place(&student, &section);
        school.apply(&student);
        let teacher = school.person(Role::Teacher);
        let assignment = school.assign(&teacher, &section);
        let link = school.link(&school.person(Role::Parent), &student, GuardianRights::ALL);
        let term = school.term(&school.year);
        let task = school.task(&assignment);
        let submission = school.hand_in(&task, &student);
        let notice = school.announce(Audience::everyone());
        let event = school.add_event(Audience::everyone());
        let module = school.upload_module(&teacher, &section);
        let head = school.person(Role::Admin);
        let conversation = school.group(&teacher, &[&head, &student]);
        let office = school.client(&teacher);
        office.say(conversation, "Good morning").expect_status(201);
        let ids = json!({
            "student": student.id, "section": section.id, "year": school.year.id, "grade": school.grade.id,
            "meeting": school.meeting(&teacher, &section).id, "term": term.id, "subject": assignment.subject, "link": link.id,
            "task": task.id, "submission": submission.id, "parent": link.guardian, "announcement": notice.id, "event": event.id,
            "module": module, "conversation": conversation, "teacher": teacher.id,
        });
        let admin = school.client(&head);
        let student = school.client(&student);
        school.do_jobs(&mail::LogMailer);
        admin.post(&format!("/announcements/{}/read", notice.id), json!({})).expect_status(204);
        // Whoever asks is known from now on, and the statements are prepared.
        admin.get("/users/me").expect_status(200);
        student.get("/users/me").expect_status(200);
        let link = format!("/modules/{module}/link");
        student.post(&link, json!({ "disposition": "attachment" })).expect_status(200);
        office.get("/users/me").expect_status(200);
        Self { school, head, admin, student, teacher: office, ids }
    }

    /// Every way to read that the API documents, with the statements that it takes; `B` and `C` stand for
    /// the beginning and the end of a transaction.
    fn expected(&self) -> Vec<(&'static str, String, &'static str)> {
        let id = |name: &str| self.ids[name].as_str().sure().to_owned();
        let one = |list: &str, name: &str| format!("{list}/{}", id(name));
        vec![
            ("/users/me", "/users/me".into(), "1"),
            ("/auth/sessions", "/auth/sessions".into(), "1"),
            ("/users", "/users".into(), "1"),
            ("/users/summary", "/users/summary".into(), "B2C"),
            ("/users/{id}", one("/users", "student"), "1"),
            ("/students/{id}/guardians", one("/students", "student") + "/guardians", "B2C"),
            ("/guardians/{id}/students", one("/guardians", "parent") + "/students", "B2C"),
            ("/settings", "/settings".into(), "1"),
            ("/settings/public", "/settings/public".into(), "1"),
            ("/school-years", "/school-years".into(), "1"),
            ("/school-years/{id}", one("/school-years", "year"), "1"),
            ("/terms", "/terms".into(), "1"),
            ("/terms/{id}", one("/terms", "term"), "1"),
            ("/grade-levels", "/grade-levels".into(), "1"),
            ("/grade-levels/{id}", one("/grade-levels", "grade"), "1"),
            ("/subjects", "/subjects".into(), "1"),
            ("/subjects/{id}", one("/subjects", "subject"), "1"),
            ("/sections", "/sections".into(), "1"),
            ("/sections", "/sections?mine=true".into(), "1"),
            ("/teaching-assignments", "/teaching-assignments".into(), "1"),
            ("/sections/{id}", one("/sections", "section"), "1"),
            ("/sections/{id}/students", one("/sections", "section") + "/students", "B2C"),
            ("/sections/{id}/teachers", one("/sections", "section") + "/teachers", "B2C"),
            ("/enrollment/progress", "/enrollment/progress".into(), "1"),
            ("/enrollment/progress/summary", "/enrollment/progress/summary".into(), "1"),
            ("/enrollment/progress/{student_id}", one("/enrollment/progress", "student"), "1"),
            (
                "/enrollment/progress/{student_id}",
                one("/enrollment/progress", "student") + "?include=history",
                "B2C",
            ),
            ("/enrollment/progress/me", "/enrollment/progress/me".into(), "1"),
            ("/enrollment/progress/me", "/enrollment/progress/me?include=history".into(), "B2C"),
            ("/meetings", "/meetings".into(), "1"),
            ("/meetings/{id}", one("/meetings", "meeting"), "1"),
            ("/meetings/section/{section_id}", one("/meetings/section", "section"), "1"),
            ("/modules", "/modules".into(), "1"),
            ("/modules/{id}", one("/modules", "module"), "1"),
            ("/modules/{id}/file", one("/modules", "module") + "/file", "B3C"),
            ("/modules/{id}/openings", one("/modules", "module") + "/openings", "B2C"),
            ("/modules/section/{section_id}", one("/modules/section", "section"), "1"),
            ("/tasks", "/tasks".into(), "1"),
            ("/tasks/{id}", one("/tasks", "task"), "1"),
            ("/sections/{id}/tasks", one("/sections", "section") + "/tasks", "B2C"),
            ("/tasks/{id}/draft", one("/tasks", "task") + "/draft", "B3C"),
            ("/tasks/{id}/submissions", one("/tasks", "task") + "/submissions", "B2C"),
            ("/tasks/{id}/roster", one("/tasks", "task") + "/roster", "B3C"),
            ("/submissions", "/submissions".into(), "1"),
            ("/submissions/{id}", one("/submissions", "submission"), "1"),
            ("/calendar", "/calendar?from=2026-08-01&to=2026-10-31".into(), "1"),
            ("/calendar/feed", "/calendar/feed".into(), "1"),
            ("/announcements", "/announcements".into(), "1"),
            ("/announcements/{id}", one("/announcements", "announcement"), "1"),
            ("/announcements/{id}/readers", one("/announcements", "announcement") + "/readers", "B2C"),
            ("/events", "/events".into(), "1"),
            ("/events", "/events?from=2026-01-01&to=2027-12-31".into(), "1"),
            ("/events/{id}", one("/events", "event"), "1"),
            ("/notifications", "/notifications".into(), "1"),
            ("/notifications/summary", "/notifications/summary".into(), "1"),
            ("/notifications/preferences", "/notifications/preferences".into(), "1"),
            ("/audit", "/audit".into(), "1"),
            ("/conversations", "/conversations".into(), "1"),
            ("/conversations", "/conversations?q=group&kind=group&unread=true".into(), "1"),
            ("/conversations/summary", "/conversations/summary".into(), "1"),
            ("/conversations/{id}", one("/conversations", "conversation"), "1"),
            ("/conversations/{id}/members", one("/conversations", "conversation") + "/members", "B2C"),
            ("/conversations/{id}/messages", one("/conversations", "conversation") + "/messages", "B2C"),
            ("/messages", "/messages?q=morning".into(), "1"),
            ("/messages", format!("/messages?q=morning&conversation_id={}", id("conversation")), "B2C"),
            ("/contacts", "/contacts".into(), "B2C"),
            ("/presence", format!("/presence?user_ids={},{}", id("teacher"), id("student")), "B2C1"),
            ("/deleted-messages", "/deleted-messages".into(), "1"),
        ]
    }

    fn count(&self, path: &str) -> (u16, String, Vec<String>) {
        let client = if ["progress/me", "mine=true", "/draft"].iter().any(|own| path.contains(own)) {
            &self.student
        } else if path.ends_with("/openings") {
            &self.teacher
        } else {
            &self.admin
        };
        let (answer, said) = self.school.statements().during(|| client.get(path));
        let mut shape = String::new();
        let mut between = 0;
        for statement in &said {
            match statement.split_whitespace().next().unwrap_or_default() {
                "BEGIN" => shape.push('B'),
                "COMMIT" => {
                    write!(shape, "{between}C").sure();
                    between = 0;
                }
                _ => between += 1,
            }
        }
        if between > 0 {
            shape.push_str(&between.to_string());
        }
        (answer.status, shape, said)
    }
}

#[test]
fn single_reads_take_exactly_one_statement_and_nothing_around_it() {
    let reading = Reading::begin();
    for (_, path, expected) in reading.expected() {
        let (status, shape, said) = reading.count(&path);
        assert_eq!(status, 200, "{path}");
        assert_eq!(shape, expected, "{path}: {said:#?}");
        let (_, again, _) = reading.count(&path);
        assert_eq!(again, shape, "{path}: the second time");
    }
}

#[test]
fn lists_take_as_many_statements_for_many_records_as_for_one() {
    let reading = Reading::begin();
    let before: Vec<_> = reading.expected().iter().map(|(_, path, _)| reading.count(path).1).collect();
    for _ in 0..30 {
        let student = reading.school.student();
        reading.school.apply(&student);
        let section = reading.school.section(5);
        let teacher = reading.school.person(Role::Teacher);
        reading.school.assign(&teacher, &section);
        reading.school.meeting(&teacher, &section);
        let assignment = reading.school.assign(&teacher, &section);
        let task = reading.school.task(&assignment);
        reading.school.hand_in(&task, &student);
        let first: uuid::Uuid = serde_json::from_value(reading.ids["conversation"].clone()).sure();
        let another = reading.school.group(&teacher, &[&reading.head, &student]);
        let said = reading.school.client(&teacher).say(another, "Good morning").expect_status(201).json();
        let deleted = format!("/conversations/{another}/messages/{}", said["number"]);
        reading.school.client(&teacher).say(another, "Good morning again").expect_status(201);
        reading.school.client(&teacher).request("DELETE", &deleted).if_match(1).send().expect_status(204);
        reading.teacher.say(first.into(), "Good morning to all").expect_status(201);
        let joining = json!({ "member_ids": [student.id] });
        reading.teacher.post(&format!("/conversations/{first}/members"), joining).expect_status(200);
    }
    let after: Vec<_> = reading.expected().iter().map(|(_, path, _)| reading.count(path).1).collect();
    assert_eq!(before, after);
}

#[test]
fn every_way_to_read_is_counted() {
    let document = serde_json::to_value(http::openapi::document()).sure();
    let public = ["/auth/", "/calendar/feeds/", "/files/", "/openapi.json", "/realtime"];
    let documented: BTreeSet<_> = document["paths"]
        .as_object()
        .sure()
        .iter()
        .filter(|(_, methods)| methods.get("get").is_some())
        .filter_map(|(path, _)| path.strip_prefix("/api/v1"))
        .filter(|path| *path == "/auth/sessions" || !public.iter().any(|start| path.starts_with(start)))
        .map(ToOwned::to_owned)
        .collect();
    let counted: BTreeSet<_> =
        Reading::begin().expected().iter().map(|(route, ..)| (*route).to_owned()).collect();
    assert_eq!(counted, documented);
}

/// Who asks is known for a while, so that a request costs no statement for that; the first one costs one.
#[test]
fn who_asks_is_asked_of_the_database_once() {
    let reading = Reading::begin();
    let client = reading.school.client(&reading.school.person(Role::Guidance));
    let (_, first) = reading.school.statements().during(|| client.get("/settings").expect_status(200));
    let (_, second) = reading.school.statements().during(|| client.get("/settings").expect_status(200));
    assert_eq!((first.len(), second.len()), (2, 1), "{first:#?}");
}

#[test]
fn what_no_token_opens_costs_the_database_nothing() {
    let reading = Reading::begin();
    let forged = reading.school.visitor().with_token("a.b.c");
    for (_, path, _) in reading.expected() {
        let (_, said) = reading.school.statements().during(|| forged.get(&path).expect_status(401));
        assert_eq!(said, Vec::<String>::new(), "{path}");
    }
}

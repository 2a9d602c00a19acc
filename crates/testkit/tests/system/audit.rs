//! The audit trail: who did what.

use diesel::connection::SimpleConnection;
use domain::identity::Role;
use homeroom_testkit::{Client, PASSWORD, School, Sure};
use serde_json::{Value, json};

fn entries(client: &Client, query: &str) -> Vec<Value> {
    client.get(&format!("/audit?{query}")).expect_status(200).json()["items"].as_array().sure().clone()
}

#[test]
fn a_move_is_written_down_with_who_made_it_from_where_and_what_it_changed() {
    let school = School::open();
    let (student, person) = (school.student(), school.person(Role::Registrar));
    school.apply(&student);
    let registrar = school.client(&person);
    let path = format!("/enrollment/progress/{}", student.id);
    let body = json!({ "status": "under_review", "remarks": "complete" });
    let request = registrar.request("PATCH", &path).if_match(1).header("x-request-id", "a-known-request");
    request.json(&body).send().expect_status(200);
    let admin = school.client(&school.person(Role::Admin));
    let found = entries(&admin, &format!("action=enrollment.moved&actor_id={}", person.id));
    assert_eq!(found.len(), 1, "{found:?}");
    let entry = &found[0];
    assert_eq!(entry["actor_name"], format!("{} {}", person.account.first_name, person.account.last_name));
    assert_eq!(entry["address"], "127.0.0.1");
    assert_eq!(entry["request_id"], "a-known-request");
    assert_eq!(entry["record_id"], student.id.to_string());
    assert_eq!(entry["before"]["status"], "submitted");
    assert_eq!(entry["after"]["status"], "under_review");
    assert_eq!(entry["after"]["remarks"], "complete");
}

#[test]
fn a_move_that_is_refused_is_not_written_down() {
    let school = School::open();
    let student = school.student();
    school.apply(&student);
    let person = school.person(Role::Registrar);
    let registrar = school.client(&person);
    let path = format!("/enrollment/progress/{}", student.id);
    registrar.patch(&path, 1, json!({ "status": "approved" })).expect_problem(409, "illegal_move");
    let admin = school.client(&school.person(Role::Admin));
    assert_eq!(entries(&admin, &format!("actor_id={}", person.id)), Vec::<Value>::new());
}

#[test]
fn logins_are_written_down_when_they_fail_too_and_never_with_a_password() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let visitor = school.visitor();
    let body = |password: &str| json!({ "email": person.email, "password": password });
    visitor.post("/auth/login", body("A-wrong-word-of-17")).expect_status(401);
    visitor.post("/auth/login", body(PASSWORD)).expect_status(200);
    let admin = school.client(&school.person(Role::Admin));
    let actions: Vec<_> =
        entries(&admin, "action=login.").iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["login.succeeded", "login.failed"], "the newest first");
    let trail = admin.get("/audit?limit=100").text();
    for secret in [PASSWORD, "A-wrong-word-of-17", "$2b$", "fingerprint"] {
        assert!(!trail.contains(secret), "{secret} stands in the trail");
    }
}

#[test]
fn roles_and_guardian_links_are_written_down_as_they_were_and_are() {
    let school = School::open();
    let (person, child, parent) =
        (school.person(Role::Teacher), school.student(), school.person(Role::Parent));
    let admin = school.client(&school.person(Role::Admin));
    let change = json!({ "roles": ["guidance"], "primary_role": "guidance" });
    admin.patch(&format!("/users/{}", person.id), 1, change).expect_status(200);
    let path = format!("/students/{}/guardians", child.id);
    let rights = json!({ "academics": true, "money": true, "contact": true });
    let link = json!({ "guardian_id": parent.id, "relationship": "mother", "rights": rights, "starts_on": "2026-06-01" });
    let link = admin.post(&path, link).expect_status(201).json();
    let gone = format!("{path}/{}", link["id"].as_str().sure());
    admin.request("DELETE", &gone).if_match(1).send().expect_status(204);
    let roles = &entries(&admin, "action=account.changed")[0];
    assert_eq!(roles["before"]["roles"], json!(["teacher"]));
    assert_eq!(roles["after"]["roles"], json!(["guidance"]));
    let links = entries(&admin, "action=guardian.");
    assert_eq!(
        (&links[0]["action"], &links[1]["action"]),
        (&json!("guardian.unlinked"), &json!("guardian.linked"))
    );
    assert_eq!(links[0]["before"]["guardian"], parent.id.to_string());
}

#[test]
fn the_trail_is_read_page_by_page_and_nothing_comes_twice() {
    let school = School::open();
    for _ in 0..7 {
        school.subject();
    }
    let admin = school.client(&school.person(Role::Admin));
    let mut found = Vec::new();
    let mut query = "action=catalog.added&limit=3".to_owned();
    loop {
        let page = admin.get(&format!("/audit?{query}")).expect_status(200).json();
        found.extend(
            page["items"].as_array().sure().iter().map(|entry| entry["id"].as_str().sure().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { break };
        query = format!("action=catalog.added&limit=3&before={next}");
    }
    // A year and a grade level besides.
    assert_eq!(found.len(), 9);
    assert!(found.windows(2).all(|pair| pair[0] > pair[1]), "{found:?}");
}

/// The application's role cannot rewrite what happened, and not even the owner does it by accident.
#[test]
fn nobody_changes_deletes_or_truncates_what_is_only_added_to() {
    let school = School::open();
    let (student, teacher) = (school.student(), school.person(Role::Teacher));
    school.apply(&student);
    let conversation = school.direct(&teacher, &student);
    school.client(&teacher).say(conversation, "Good morning").expect_status(201);
    let message = format!("/conversations/{conversation}/messages/1");
    school.client(&teacher).patch(&message, 1, json!({ "body": "Good evening" })).expect_status(200);
    let mut application = diesel::Connection::establish(&school.database().application_url()).sure();
    let mut owner = school.database().as_owner();
    for (table, column) in
        [("audit_trail", "action"), ("enrollment_moves", "remarks"), ("message_revisions", "body")]
    {
        for statement in [
            format!("UPDATE {table} SET {column} = 'x'"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            let refused = run(&mut application, &statement);
            assert!(refused.contains("permission denied"), "{statement}: {refused}");
            let refused = run(&mut owner, &statement);
            assert!(refused.contains("append-only"), "{statement}: {refused}");
        }
        assert!(
            run(&mut application, &format!("ALTER TABLE {table} DISABLE TRIGGER ALL"))
                .contains("must be owner")
        );
        assert!(run(&mut application, &format!("DROP TABLE {table}")).contains("must be owner"));
        assert!(school.database().number(&format!("SELECT count(*) FROM {table}")) > 0);
    }
}

fn run(connection: &mut diesel::PgConnection, statement: &str) -> String {
    connection.batch_execute(statement).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn a_table_that_is_taken_out_is_written_down_with_its_filter_and_its_number_of_rows() {
    let school = School::open();
    let (admin, teacher) = (school.person(Role::Admin), school.person(Role::Teacher));
    school.person(Role::Teacher);
    let client = school.client(&admin);
    let query = "/users?role=teacher&q=te%00ach&format=%63sv&limit=1";
    client.get(query).expect_status(422);
    let request = client.request("GET", "/users?role=teacher&q=teach&limit=1&format=%63sv");
    let table = request.header("x-request-id", "a-known-request").send().expect_status(200).text();
    assert_eq!(table.lines().count(), 3, "{table}");
    client.get("/users?role=teacher").expect_status(200);
    client.get("/users/me?format=csv").expect_status(200);
    school.client(&teacher).get("/audit?format=csv").expect_problem(403, "forbidden");
    let found = entries(&client, "action=list.exported");
    assert_eq!(found.len(), 1, "{found:?}");
    let entry = &found[0];
    assert_eq!(entry["actor_id"], admin.id.to_string());
    assert_eq!(entry["address"], "127.0.0.1");
    assert_eq!(entry["request_id"], "a-known-request");
    assert_eq!(entry["record_kind"], "list");
    let filter = json!({ "role": "teacher", "q": "teach" });
    assert_eq!(entry["after"], json!({ "list": "/users", "filter": filter, "rows": 2 }));
}

#[test]
fn a_filter_cannot_bloat_the_trail() {
    let school = School::open();
    let client = school.client(&school.person(Role::Admin));
    let more = (0..100).map(|number| format!("more{number}=1")).collect::<Vec<_>>().join("&");
    let query = format!("format=csv&a%00b=c%00d&long={}&{more}", "x".repeat(5000));
    client.get(&format!("/subjects?{query}")).expect_status(200);
    let entry = entries(&client, "action=list.exported")[0].clone();
    let filter = entry["after"]["filter"].as_object().sure();
    assert!(filter.len() <= 20 && filter["long"].as_str().sure().len() <= 200, "{filter:?}");
    assert_eq!(filter["ab"], "cd");
}

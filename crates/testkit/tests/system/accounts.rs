//! Accounts and guardian links, as those who keep them see them.

use application::{Caller, identity::ChangeAccount};
use chrono::TimeDelta;
use domain::{
    Version,
    identity::{AccountChange, GuardianRights, Role, Roles},
};
use homeroom_testkit::{Client, PASSWORD, Person, School, Sure, at_once};
use serde_json::{Value, json};

fn ids(client: &Client, query: &str) -> Vec<String> {
    let list = client.get(&format!("/users?{query}")).expect_status(200).json();
    list["items"].as_array().sure().iter().map(|one| one["id"].as_str().sure().to_owned()).collect()
}

fn named(people: &[&Person]) -> Vec<String> {
    people.iter().map(|person| person.id.to_string()).collect()
}

#[test]
fn accounts_are_found_by_words_role_and_whatever_is_missing() {
    let school = School::open();
    let (teacher, student, linked) = (school.person(Role::Teacher), school.student(), school.student());
    let parent = school.parent_of(&linked);
    let closed = school.person(Role::Guidance);
    let admin = school.person(Role::Admin);
    let client = school.client(&admin);
    client.request("POST", &format!("/users/{}/deactivate", closed.id)).if_match(1).send().expect_status(200);
    school.log_in(&teacher);
    assert_eq!(ids(&client, "role=student&sort=created_at"), named(&[&student, &linked]));
    assert_eq!(ids(&client, "role=student&without_guardian=true"), named(&[&student]));
    assert_eq!(ids(&client, "active=false"), named(&[&closed]));
    assert!(!ids(&client, "never_logged_in=true").contains(&teacher.id.to_string()));
    assert_eq!(ids(&client, "sort=-last_login_at&limit=1"), named(&[&teacher]));
    assert_eq!(
        ids(&client, &format!("q={}", parent.email.to_uppercase().replace('@', "%40"))),
        named(&[&parent])
    );
    assert_eq!(ids(&client, "q=teach%20numb"), named(&[&teacher]), "every word, wherever it stands");
    let mut emails =
        [&teacher, &student, &linked, &parent, &closed, &admin].map(|person| person.email.clone());
    emails.sort();
    let sorted = client.get("/users?sort=email").json();
    let sorted: Vec<_> = sorted["items"].as_array().sure().iter().map(|one| one["email"].clone()).collect();
    assert_eq!(sorted, emails);
    let counts = client.get("/users/summary").expect_status(200).json();
    let count = |role: &str| {
        counts["by_role"].as_array().sure().iter().find(|one| one["role"] == role).cloned().sure()
    };
    assert_eq!(count("student"), json!({ "role": "student", "active": 2, "inactive": 0 }));
    assert_eq!(count("guidance"), json!({ "role": "guidance", "active": 0, "inactive": 1 }));
    assert_eq!(counts["never_logged_in"], 4, "all who are active but the teacher");
}

#[test]
fn a_family_sees_itself_in_the_list_and_nobody_else() {
    let school = School::open();
    let (child, other) = (school.student(), school.student());
    let parent = school.parent_of(&child);
    school.parent_of(&other);
    let client = school.client(&parent);
    let mut seen = ids(&client, "");
    seen.sort();
    let mut own = named(&[&child, &parent]);
    own.sort();
    assert_eq!(seen, own);
    assert_eq!(ids(&client, &format!("q={}", other.email.replace('@', "%40"))), Vec::<String>::new());
    let table = client.get("/users?format=csv").expect_status(200).text();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(!table.contains(&other.email));
}

#[test]
fn a_closed_account_is_opened_again_with_the_password_that_it_had() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let admin = school.client(&school.person(Role::Admin));
    let path = format!("/users/{}", person.id);
    let act =
        |verb: &str, version: u32| admin.request("POST", &format!("{path}/{verb}")).if_match(version).send();
    let login = || {
        let body = json!({ "email": person.email, "password": PASSWORD });
        school.visitor().post("/auth/login", body).status
    };
    act("deactivate", 1).expect_status(200);
    assert_eq!(login(), 401);
    act("deactivate", 2).expect_problem(409, "already_inactive");
    admin.post(&format!("{path}/invite"), Value::Null).expect_problem(409, "inactive");
    act("reactivate", 1).expect_problem(412, "stale_version");
    act("reactivate", 2).expect_status(200);
    act("reactivate", 3).expect_problem(409, "already_active");
    assert_eq!(login(), 200);
}

#[test]
fn another_address_is_what_the_person_logs_in_with_from_then_on() {
    let school = School::open();
    let (person, other) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let admin = school.client(&school.person(Role::Admin));
    let path = format!("/users/{}", person.id);
    admin.patch(&path, 1, json!({ "email": other.email })).expect_problem(409, "email_taken");
    admin.patch(&path, 1, json!({ "email": "not an address" })).expect_refused(&["email"]);
    admin.patch(&path, 1, json!({ "email": "New.Name@School.Example" })).expect_status(200);
    let login = |email: &str| {
        school.visitor().post("/auth/login", json!({ "email": email, "password": PASSWORD })).status
    };
    assert_eq!((login(&person.email), login("new.name@school.example")), (401, 200));
}

#[test]
fn people_change_their_own_names_and_nothing_else() {
    let school = School::open();
    let client = school.client(&school.student());
    let changed = client.patch("/users/me", 1, json!({ "first_name": "  Ana María " })).expect_status(200);
    assert_eq!(changed.header("etag"), Some("\"2\""));
    assert_eq!(changed.json()["first_name"], "Ana María");
    client.patch("/users/me", 1, json!({ "first_name": "Eva" })).expect_problem(412, "stale_version");
    client.patch("/users/me", 2, json!({})).expect_status(200);
    assert_eq!(client.get("/users/me").json()["first_name"], "Ana María");
}

#[test]
fn a_guardian_is_a_parent_and_linked_once_at_a_time() {
    let school = School::open();
    let (child, parent, teacher) =
        (school.student(), school.person(Role::Parent), school.person(Role::Teacher));
    let registrar = school.client(&school.person(Role::Registrar));
    let path = format!("/students/{}/guardians", child.id);
    let link = |guardian: &Person, starts_on: &str, ends_on: Value| {
        let rights = json!({ "academics": true, "money": true, "contact": true });
        let body = json!({
            "guardian_id": guardian.id, "relationship": "mother", "rights": rights, "starts_on": starts_on,
            "ends_on": ends_on,
        });
        registrar.post(&path, body)
    };
    link(&teacher, "2026-06-01", Value::Null).expect_refused(&["guardian_id"]);
    link(&child, "2026-06-01", Value::Null).expect_refused(&["guardian_id"]);
    link(&parent, "2026-06-01", json!("2026-05-31")).expect_refused(&["ends_on"]);
    let first = link(&parent, "2026-06-01", json!("2026-12-31")).expect_status(201).json();
    link(&parent, "2026-12-31", Value::Null).expect_problem(409, "already_linked");
    link(&parent, "2027-01-01", Value::Null).expect_status(201);
    let of_another = format!("/students/{}/guardians/{}", school.student().id, first["id"].as_str().sure());
    registrar.patch(&of_another, 1, json!({ "ends_on": null })).expect_problem(404, "not_found");
    let own = format!("{path}/{}", first["id"].as_str().sure());
    registrar.patch(&own, 1, json!({ "ends_on": null })).expect_problem(409, "already_linked");
    registrar.patch(&own, 1, json!({ "ends_on": "2026-05-01" })).expect_refused(&["ends_on"]);
    registrar.patch(&own, 1, json!({ "relationship": "other" })).expect_status(200);
    registrar.request("DELETE", &own).if_match(1).send().expect_problem(412, "stale_version");
    registrar.request("DELETE", &own).if_match(2).send().expect_status(204);
}

#[test]
fn a_parent_of_two_sees_each_child_by_its_own_rights() {
    let school = School::open();
    let (one, other, parent) = (school.student(), school.student(), school.person(Role::Parent));
    school.link(&parent, &one, GuardianRights::ALL);
    school.link(&parent, &other, GuardianRights { academics: false, ..GuardianRights::ALL });
    school.apply(&one);
    school.apply(&other);
    let client = school.client(&parent);
    let children = client.get("/users/me").expect_status(200).json()["children"].clone();
    assert_eq!(children.as_array().map(Vec::len), Some(2));
    client.get(&format!("/enrollment/progress/{}", one.id)).expect_status(200);
    client.get(&format!("/enrollment/progress/{}", other.id)).expect_problem(404, "not_found");
    client.get(&format!("/users/{}", other.id)).expect_status(200);
    assert_eq!(client.get("/enrollment/progress").json()["total"], 1);
}

#[test]
fn whoever_logs_in_is_remembered_with_the_time() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    school.clock().advance(TimeDelta::minutes(3));
    school.log_in(&person);
    let admin = school.client(&school.person(Role::Admin));
    let account = admin.get(&format!("/users/{}", person.id)).expect_status(200).json();
    assert_eq!(account["last_login_at"], "2026-09-01T01:03:00Z");
    assert_eq!(account["created_at"], "2026-09-01T01:00:00Z");
}

const ACTIVE_ADMINISTRATORS: &str = "SELECT count(*) FROM users JOIN user_roles ON user_id = id
    WHERE role_code = 'admin' AND deactivated_at IS NULL";

#[test]
fn the_last_administrator_keeps_the_account_and_the_role() {
    let school = School::open();
    let (last, teacher) = (school.person(Role::Admin), school.person(Role::Teacher));
    let client = school.client(&last);
    let path = format!("/users/{}", last.id);
    let close = |version: u32| client.request("POST", &format!("{path}/deactivate")).if_match(version).send();
    let step_down = || client.patch(&path, 1, json!({ "roles": ["teacher"], "primary_role": "teacher" }));
    close(1).expect_problem(409, "last_administrator");
    let refused = step_down().expect_problem(409, "last_administrator");
    assert_eq!(refused.fields(), ["roles"]);
    close(7).expect_problem(412, "stale_version");
    let both = json!({ "roles": ["teacher", "admin"], "primary_role": "admin" });
    client.patch(&format!("/users/{}", teacher.id), 1, both).expect_status(200);
    close(1).expect_problem(409, "own_account");
    step_down().expect_problem(409, "own_account");
    let second = school.client(&teacher);
    second.request("POST", &format!("{path}/deactivate")).if_match(1).send().expect_status(200);
    assert_eq!(school.database().number(ACTIVE_ADMINISTRATORS), 1);
}

#[test]
fn two_administrators_who_close_each_others_accounts_do_not_both_succeed() {
    let school = School::open();
    let people = [school.person(Role::Admin), school.person(Role::Admin)];
    let clients = [school.client(&people[0]), school.client(&people[1])];
    let answers = at_once(2, |number| {
        let path = format!("/users/{}/deactivate", people[1 - number].id);
        clients[number].request("POST", &path).if_match(1).send().status
    });
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert_eq!(school.database().number(ACTIVE_ADMINISTRATORS), 1);
}

/// Held by the database: here nobody's rights are in the way, as with work in the background.
#[test]
fn of_changes_at_once_that_would_leave_no_administrator_one_is_refused() {
    let school = School::open();
    for round in 0..5 {
        let (one, other) = (school.person(Role::Admin), school.person(Role::Admin));
        let outcomes = at_once(2, |number| {
            let (identity, caller) = (school.app.identity(), Caller::system("test"));
            let outcome = if number == 0 {
                identity.deactivate(&caller, one.id, Version::FIRST)
            } else {
                let roles = Some(Roles::only(Role::Teacher));
                let change = AccountChange { roles, ..AccountChange::default() };
                let command = ChangeAccount { user: other.id, expected: Version::FIRST, change };
                identity.change_account(&caller, &command)
            };
            outcome.err().map(|error| error.to_string())
        });
        let refusals: Vec<_> = outcomes.into_iter().flatten().collect();
        // The first round leaves one, so in the next all but it may go.
        let expected = usize::from(round == 0);
        assert_eq!(refusals.len(), expected, "{refusals:?}");
        assert!(refusals.iter().all(|reason| reason.contains("last administrator")), "{refusals:?}");
        assert_eq!(school.database().number(ACTIVE_ADMINISTRATORS), 1);
    }
}

#[test]
fn a_parents_children_are_listed_for_the_office_and_for_the_parent_as_far_as_they_may_know() {
    let school = School::open();
    let parent = school.person(Role::Parent);
    let [current, without, former] = [school.student(), school.student(), school.student()];
    let link = school.link(&parent, &current, GuardianRights::ALL);
    school.link(&parent, &without, GuardianRights { contact: false, ..GuardianRights::ALL });
    let ended = school.link(&parent, &former, GuardianRights::ALL);
    school.parent_of(&current);
    let registrar = school.client(&school.person(Role::Registrar));
    let ending = format!("/students/{}/guardians/{}", former.id, ended.id);
    registrar.patch(&ending, 1, json!({ "ends_on": "2026-08-31" })).expect_status(200);
    let path = format!("/guardians/{}/students", parent.id);
    let children = |client: &Client| -> Vec<Value> {
        let list = client.get(&path).expect_status(200).json();
        list["items"].as_array().sure().iter().map(|link| link["student"]["id"].clone()).collect()
    };
    let seen = children(&registrar);
    assert_eq!(seen.len(), 3);
    for student in [&current, &without, &former] {
        assert!(seen.contains(&json!(student.id)));
    }
    assert_eq!(children(&school.client(&parent)), [json!(current.id)]);
    let shown = registrar.get(&path).json()["items"]
        .as_array()
        .sure()
        .iter()
        .find(|one| one["id"] == json!(link.id))
        .sure()
        .clone();
    assert_eq!(shown["student"]["email"], current.email);
    assert_eq!((&shown["guardian"]["id"], &shown["version"]), (&json!(parent.id), &json!(1)));
    for stranger in [school.parent_of(&current), current, school.person(Role::Teacher)] {
        school.client(&stranger).get(&path).expect_problem(404, "not_found");
    }
    // Whoever is no parent has no children to speak of.
    for nobody in [school.person(Role::Teacher).id, former.id] {
        registrar.get(&format!("/guardians/{nobody}/students")).expect_problem(404, "not_found");
    }
}

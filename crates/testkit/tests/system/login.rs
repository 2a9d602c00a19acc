//! Logging in.

use domain::identity::Role;
use homeroom_testkit::{Answer, Client, PASSWORD, Person, School, Setup, Sure};
use serde_json::{Value, json};

fn log_in(client: &Client, email: &str, password: &str) -> Answer {
    client.post("/auth/login", json!({ "email": email, "password": password }))
}

/// A log-in from another network address, by way of a proxy that the school trusts.
fn log_in_from(client: &Client, address: &str, person: &Person, password: &str) -> Answer {
    let body = json!({ "email": person.email, "password": password });
    client.request("POST", "/auth/login").header("x-forwarded-for", address).json(&body).send()
}

fn behind_a_proxy() -> School {
    let mut setup = Setup::default();
    setup.limits.trusted_proxies = vec!["127.0.0.1".parse().sure()];
    School::set_up(setup)
}

#[test]
fn a_browser_gets_an_access_token_and_a_cookie_that_no_script_can_read() {
    let school = School::open();
    let person = school.person(Role::Registrar);
    let answer = log_in(&school.visitor(), &person.email, PASSWORD).expect_status(200);
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["expires_in"], 900);
    assert_eq!(body["refresh_token"], Value::Null);
    assert_eq!(body["user"]["email"], person.email);
    assert_eq!(body["user"]["roles"], json!(["registrar"]));
    let permissions = body["user"]["permissions"].as_array().sure();
    assert!(permissions.contains(&json!("manage_enrollment")) && !permissions.contains(&json!("read_audit")));
    let cookie = answer.header("set-cookie").sure();
    let attributes: Vec<_> = cookie.split("; ").skip(1).collect();
    for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(attributes.contains(&attribute), "{attribute} is missing: {cookie}");
    }
    assert!(!attributes.iter().any(|attribute| attribute.starts_with("Domain")), "{cookie}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let me = school.visitor().with_token(body["access_token"].as_str().sure()).get("/users/me");
    assert_eq!(me.expect_status(200).json(), body["user"]);
}

#[test]
fn a_program_gets_the_refresh_token_in_the_body_and_no_cookie() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let body = json!({ "email": person.email, "password": PASSWORD, "client": "api" });
    let answer = school.visitor().post("/auth/login", body).expect_status(200);
    assert_eq!(answer.header("set-cookie"), None);
    let token = answer.json()["refresh_token"].as_str().sure().to_owned();
    let next = school.visitor().post("/auth/refresh", json!({ "refresh_token": token })).expect_status(200);
    assert_ne!(next.json()["refresh_token"], json!(token));
}

#[test]
fn a_parent_learns_at_once_who_their_children_are() {
    let school = School::open();
    let (child, parent) = (school.student(), school.person(Role::Parent));
    school.link(
        &parent,
        &child,
        domain::identity::GuardianRights { money: false, ..domain::identity::GuardianRights::ALL },
    );
    let user = log_in(&school.visitor(), &parent.email, PASSWORD).expect_status(200).json()["user"].clone();
    let rights = json!({ "academics": true, "money": false, "contact": true });
    assert_eq!(user["children"][0]["id"], child.id.to_string());
    assert_eq!(user["children"][0]["rights"], rights);
}

#[test]
fn the_address_is_read_whatever_its_case_and_the_blanks_around_it() {
    let school = School::open();
    let person = school.person(Role::Guidance);
    let typed = format!("  {} ", person.email.to_uppercase());
    log_in(&school.visitor(), &typed, PASSWORD).expect_status(200);
}

/// What a failure says, without what is different about every answer.
fn said(answer: &Answer) -> Value {
    let mut body = answer.json();
    body["request_id"] = Value::Null;
    json!({ "status": answer.status, "body": body, "cookie": answer.header("set-cookie") })
}

#[test]
fn nothing_tells_a_wrong_password_from_an_unknown_or_a_closed_account() {
    let school = School::open();
    let (known, closed) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let invited = school.invited(&[Role::Teacher]);
    let admin = school.client(&school.person(Role::Admin));
    let close = format!("/users/{}/deactivate", closed.id);
    admin.request("POST", &close).if_match(1).send().expect_status(200);
    let visitor = school.visitor();
    let wrong = log_in(&visitor, &known.email, "Another-word-of-17");
    wrong.clone().expect_problem(401, "wrong_credentials");
    let odd = format!("{}\u{0}", known.email);
    for (email, password) in [
        ("nobody@school.example", PASSWORD),
        (closed.email.as_str(), PASSWORD),
        (invited.email.as_str(), PASSWORD),
        (known.email.as_str(), ""),
        ("", ""),
        ("no address at all", PASSWORD),
        (odd.as_str(), PASSWORD),
        ("' OR 1=1 --", "' OR 1=1 --"),
    ] {
        assert_eq!(said(&log_in(&visitor, email, password)), said(&wrong), "{email:?} {password:?}");
    }
}

#[test]
fn an_unknown_account_costs_the_database_as_much_as_a_wrong_password() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let visitor = school.visitor();
    let (_, for_known) = school.statements().during(|| log_in(&visitor, &person.email, "Another-word-of-17"));
    let (_, for_unknown) =
        school.statements().during(|| log_in(&visitor, "nobody@school.example", "Another-word-of-17"));
    let kinds =
        |said: &[String]| said.iter().map(|one| one.chars().take(30).collect()).collect::<Vec<String>>();
    assert!(for_known.len() > 1, "{for_known:?}");
    assert_eq!(kinds(&for_known), kinds(&for_unknown));
}

#[test]
fn five_failures_slow_one_account_down_from_one_address_for_a_while() {
    let school = School::open();
    let (pupil, classmate) = (school.student(), school.student());
    let visitor = school.visitor();
    for _ in 0..5 {
        log_in(&visitor, &pupil.email, "Another-word-of-17").expect_problem(401, "wrong_credentials");
    }
    log_in(&visitor, &pupil.email, PASSWORD).expect_problem(429, "too_many_failures");
    log_in(&visitor, &classmate.email, PASSWORD).expect_status(200);
    school.clock().advance(chrono::TimeDelta::minutes(16));
    log_in(&visitor, &pupil.email, PASSWORD).expect_status(200);
}

#[test]
fn strangers_cannot_lock_a_pupil_out_of_where_they_have_logged_in_before() {
    let school = behind_a_proxy();
    let pupil = school.student();
    let visitor = school.visitor();
    log_in_from(&visitor, "203.0.113.7", &pupil, PASSWORD).expect_status(200);
    for stranger in 1..=10 {
        for _ in 0..5 {
            let address = format!("198.51.100.{stranger}");
            log_in_from(&visitor, &address, &pupil, "Another-word-of-17").expect_status(401);
        }
    }
    log_in_from(&visitor, "198.51.100.99", &pupil, PASSWORD).expect_problem(429, "too_many_failures");
    log_in_from(&visitor, "203.0.113.7", &pupil, PASSWORD).expect_status(200);
}

#[test]
fn an_address_that_fails_with_many_accounts_has_to_wait_with_all_of_them() {
    let school = behind_a_proxy();
    let people: Vec<_> = (0..25).map(|_| school.student()).collect();
    let visitor = school.visitor();
    for person in &people {
        for _ in 0..4 {
            log_in_from(&visitor, "198.51.100.1", person, "Another-word-of-17").expect_status(401);
        }
    }
    let other = school.student();
    log_in_from(&visitor, "198.51.100.1", &other, PASSWORD).expect_problem(429, "too_many_failures");
    log_in_from(&visitor, "203.0.113.7", &other, PASSWORD).expect_status(200);
}

#[test]
fn only_failures_count_as_a_whole_school_may_share_one_address() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    for _ in 0..30 {
        log_in(&school.visitor(), &person.email, PASSWORD).expect_status(200);
    }
}

#[test]
fn nobody_believes_an_address_that_a_stranger_writes_into_a_header() {
    let school = School::open();
    let pupil = school.student();
    for number in 0..5 {
        let address = format!("198.51.100.{number}");
        log_in_from(&school.visitor(), &address, &pupil, "Another-word-of-17").expect_status(401);
    }
    log_in_from(&school.visitor(), "198.51.100.77", &pupil, PASSWORD)
        .expect_problem(429, "too_many_failures");
}

#[test]
fn a_program_may_name_itself_at_any_length() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let body = json!({ "email": person.email, "password": PASSWORD });
    let request = school.visitor();
    let request = request.request("POST", "/auth/login").header("user-agent", &"Mozilla ".repeat(500));
    request.json(&body).send().expect_status(200);
}

//! Sessions: how they go on, and how they end.

use std::collections::HashSet;

use application::identity::Tokens;
use chrono::TimeDelta;
use domain::identity::Role;
use homeroom_testkit::{Answer, Client, PASSWORD, Person, School, Setup, Sure, at_once};
use serde_json::json;

/// Somebody in a browser: an access token, and the cookie that gets the next one.
struct Browser {
    client: Client,
    cookie: String,
}

fn browser(school: &School, person: &Person) -> Browser {
    let answer = school.visitor().post("/auth/login", json!({ "email": person.email, "password": PASSWORD }));
    continued(school, &answer.expect_status(200))
}

fn continued(school: &School, answer: &Answer) -> Browser {
    let token = answer.json()["access_token"].as_str().sure().to_owned();
    Browser { client: school.visitor().with_token(token), cookie: answer.cookie("homeroom_refresh").sure() }
}

fn refresh(school: &School, cookie: &str) -> Answer {
    let visitor = school.visitor();
    let request = visitor.request("POST", "/auth/refresh").header("x-requested-with", "homeroom");
    request.header("cookie", &format!("homeroom_refresh={cookie}")).send()
}

fn log_out(school: &School, cookie: &str) -> Answer {
    let visitor = school.visitor();
    let request = visitor.request("POST", "/auth/logout").header("x-requested-with", "homeroom");
    request.header("cookie", &format!("homeroom_refresh={cookie}")).send()
}

fn is_let_in(client: &Client) -> bool {
    let status = client.get("/users/me").status;
    assert!([200, 401].contains(&status), "{status}");
    status == 200
}

#[test]
fn a_refresh_gives_new_tokens_and_who_it_is() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let first = browser(&school, &person);
    school.clock().advance(TimeDelta::minutes(14));
    let answer = refresh(&school, &first.cookie).expect_status(200);
    assert_eq!(answer.json()["user"]["email"], person.email);
    let second = continued(&school, &answer);
    assert_ne!(second.cookie, first.cookie);
    assert_ne!(second.client.token(), first.client.token());
    school.clock().advance(TimeDelta::minutes(14));
    assert!(!is_let_in(&first.client) && is_let_in(&second.client));
}

#[test]
fn a_cookie_counts_only_with_the_header_that_no_foreign_page_can_send() {
    let school = School::open();
    let browser = browser(&school, &school.person(Role::Teacher));
    let cookie = format!("homeroom_refresh={}", browser.cookie);
    for path in ["/auth/refresh", "/auth/logout"] {
        for value in [None, Some("XMLHttpRequest"), Some("")] {
            let visitor = school.visitor();
            let mut request = visitor.request("POST", path).header("cookie", &cookie);
            if let Some(value) = value {
                request = request.header("x-requested-with", value);
            }
            request.send().expect_problem(403, "header_missing");
        }
    }
    assert!(is_let_in(&browser.client));
    refresh(&school, &browser.cookie).expect_status(200);
}

#[test]
fn a_spent_token_ends_its_family_with_its_requests_and_its_sockets() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let other_device = browser(&school, &person);
    let stolen = browser(&school, &person);
    let second = continued(&school, &refresh(&school, &stolen.cookie).expect_status(200));
    let third = continued(&school, &refresh(&school, &second.cookie).expect_status(200));
    let mut socket = third.client.socket();
    refresh(&school, &stolen.cookie).expect_problem(401, "unauthenticated");
    assert_eq!(socket.closed(), Some(4401));
    for family in [&stolen, &second, &third] {
        assert!(!is_let_in(&family.client));
        refresh(&school, &family.cookie).expect_problem(401, "unauthenticated");
    }
    assert!(is_let_in(&other_device.client), "another login is another family");
    refresh(&school, &other_device.cookie).expect_status(200);
}

#[test]
fn the_direct_predecessor_gets_the_same_successor_for_ten_seconds() {
    let school = School::open();
    let first = browser(&school, &school.person(Role::Teacher));
    let successor = continued(&school, &refresh(&school, &first.cookie).expect_status(200)).cookie;
    for _ in 0..3 {
        school.clock().advance(TimeDelta::seconds(3));
        let again = continued(&school, &refresh(&school, &first.cookie).expect_status(200)).cookie;
        assert_eq!(again, successor);
    }
    school.clock().advance(TimeDelta::seconds(2));
    refresh(&school, &first.cookie).expect_problem(401, "unauthenticated");
    refresh(&school, &successor).expect_problem(401, "unauthenticated");
}

#[test]
fn a_predecessor_whose_successor_is_spent_gets_nothing() {
    let school = School::open();
    let first = browser(&school, &school.person(Role::Teacher));
    let second = continued(&school, &refresh(&school, &first.cookie).expect_status(200));
    let third = continued(&school, &refresh(&school, &second.cookie).expect_status(200));
    refresh(&school, &first.cookie).expect_problem(401, "unauthenticated");
    refresh(&school, &third.cookie).expect_problem(401, "unauthenticated");
}

#[test]
fn fifty_refreshes_of_one_token_have_one_successor() {
    let school = School::set_up(Setup { connections: 8, ..Setup::default() });
    let first = browser(&school, &school.person(Role::Teacher));
    let successors: HashSet<String> =
        at_once(50, |_| continued(&school, &refresh(&school, &first.cookie).expect_status(200)).cookie)
            .into_iter()
            .collect();
    assert_eq!(successors.len(), 1, "{successors:?}");
    assert_eq!(school.database().number("SELECT generation FROM sessions"), 1);
    refresh(&school, successors.iter().next().sure()).expect_status(200);
}

#[test]
fn logging_out_ends_this_session_at_once_and_no_other() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let (here, there) = (browser(&school, &person), browser(&school, &person));
    let mut socket = here.client.socket();
    let answer = log_out(&school, &here.cookie).expect_status(204);
    assert_eq!(answer.cookie("homeroom_refresh").as_deref(), Some(""));
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.contains("Max-Age=0")));
    assert_eq!(socket.closed(), Some(4401));
    assert!(!is_let_in(&here.client) && is_let_in(&there.client));
    refresh(&school, &here.cookie).expect_problem(401, "unauthenticated");
    log_out(&school, &here.cookie).expect_status(204);
    log_out(&school, "nonsense").expect_status(204);
}

#[test]
fn logging_out_everywhere_ends_every_session() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let (here, there) = (browser(&school, &person), browser(&school, &person));
    let mut socket = there.client.socket();
    here.client.request("POST", "/auth/logout-all").send().expect_status(204);
    assert_eq!(socket.closed(), Some(4401));
    for ended in [here, there] {
        assert!(!is_let_in(&ended.client));
        refresh(&school, &ended.cookie).expect_problem(401, "unauthenticated");
    }
}

#[test]
fn people_see_their_own_sessions_and_end_them() {
    let school = School::open();
    let (person, somebody) = (school.person(Role::Teacher), school.person(Role::Teacher));
    browser(&school, &somebody);
    let there = browser(&school, &person);
    school.clock().advance(TimeDelta::minutes(1));
    let here = browser(&school, &person);
    let sessions = here.client.get("/auth/sessions").expect_status(200).json()["items"].clone();
    let sessions = sessions.as_array().sure();
    assert_eq!(sessions.len(), 2, "{sessions:?}");
    let current = |current: bool| sessions.iter().find(|one| one["current"] == current).sure();
    assert!(current(true)["created_at"].as_str() > current(false)["created_at"].as_str());
    assert_eq!(current(true)["address"], "127.0.0.1");
    assert!(current(true)["device"].as_str().sure().contains("ureq"));
    here.client
        .delete(&format!("/auth/sessions/{}", current(false)["id"].as_str().sure()))
        .expect_status(204);
    assert!(!is_let_in(&there.client) && is_let_in(&here.client));
}

#[test]
fn a_session_ends_after_two_weeks_of_silence_and_after_thirty_days_in_any_case() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let idle = browser(&school, &person);
    let mut busy = browser(&school, &person).cookie;
    school.clock().advance(TimeDelta::days(13));
    busy = continued(&school, &refresh(&school, &busy).expect_status(200)).cookie;
    school.clock().advance(TimeDelta::days(1) + TimeDelta::seconds(1));
    refresh(&school, &idle.cookie).expect_problem(401, "unauthenticated");
    busy = continued(&school, &refresh(&school, &busy).expect_status(200)).cookie;
    school.clock().advance(TimeDelta::days(13));
    busy = continued(&school, &refresh(&school, &busy).expect_status(200)).cookie;
    school.clock().advance(TimeDelta::days(3));
    refresh(&school, &busy).expect_problem(401, "unauthenticated");
}

#[test]
fn an_access_token_ends_after_a_quarter_of_an_hour_and_five_seconds_of_grace() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    school.clock().advance(TimeDelta::minutes(15) + TimeDelta::seconds(4));
    assert!(is_let_in(&client));
    school.clock().advance(TimeDelta::seconds(6));
    client.get("/users/me").expect_problem(401, "unauthenticated");
}

#[test]
fn neither_kind_of_token_stands_in_for_the_other() {
    let school = School::open();
    let browser = browser(&school, &school.person(Role::Teacher));
    let wrong = school.visitor().with_token(browser.cookie.clone());
    wrong.get("/users/me").expect_problem(401, "unauthenticated");
    refresh(&school, browser.client.token()).expect_problem(401, "unauthenticated");
    let body = json!({ "refresh_token": browser.client.token() });
    school.visitor().post("/auth/refresh", body).expect_problem(401, "unauthenticated");
    let body = json!({ "refresh_token": null });
    school.visitor().post("/auth/refresh", body).expect_problem(401, "unauthenticated");
}

#[test]
fn a_token_for_a_session_that_never_was_opens_nothing() {
    let school = School::open();
    let person = school.person(Role::Admin);
    let forged = school.access_token(&person, school.app.new_id().into());
    school.visitor().with_token(forged).get("/users/me").expect_problem(401, "unauthenticated");
    let another = school.session(&school.person(Role::Student));
    let mixed = school.access_token(&person, another);
    school.visitor().with_token(mixed).get("/users/me").expect_problem(401, "unauthenticated");
    let seal = school.tokens().refresh_token(school.app.new_id().into(), 0);
    refresh(&school, &seal).expect_problem(401, "unauthenticated");
    let from_the_future = school.tokens().refresh_token(school.session(&person), 1);
    refresh(&school, &from_the_future).expect_problem(401, "unauthenticated");
}

#[test]
fn another_password_ends_every_other_session() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let (here, there) = (browser(&school, &person), browser(&school, &person));
    let change = json!({ "current_password": PASSWORD, "new_password": "Walnut-and-birch-29" });
    here.client.put("/users/me/password", change).expect_status(204);
    assert!(is_let_in(&here.client) && !is_let_in(&there.client));
    refresh(&school, &there.cookie).expect_problem(401, "unauthenticated");
    refresh(&school, &here.cookie).expect_status(200);
    let login = |password: &str| json!({ "email": person.email, "password": password });
    school.visitor().post("/auth/login", login(PASSWORD)).expect_problem(401, "wrong_credentials");
    school.visitor().post("/auth/login", login("Walnut-and-birch-29")).expect_status(200);
}

#[test]
fn a_stolen_session_is_no_way_to_guess_the_password() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    let change =
        |current: &str| json!({ "current_password": current, "new_password": "Walnut-and-birch-29" });
    for _ in 0..5 {
        client.put("/users/me/password", change("a guess")).expect_refused(&["current_password"]);
    }
    client.put("/users/me/password", change(PASSWORD)).expect_problem(429, "too_many_failures");
}

#[test]
fn a_session_ends_when_the_school_says_so_for_requests_and_in_the_list_too() {
    let session_limits = domain::identity::SessionLimits {
        idle: TimeDelta::hours(1),
        absolute: TimeDelta::minutes(90),
        ..domain::identity::SessionLimits::default()
    };
    let setup = Setup { session_limits, access_lifetime: TimeDelta::hours(10), ..Setup::default() };
    let school = School::set_up(setup);
    let person = school.person(Role::Teacher);
    let (idle, used) = (browser(&school, &person), browser(&school, &person));
    let open = |client: &Client| {
        client.get("/auth/sessions").expect_status(200).json()["items"].as_array().sure().len()
    };
    school.clock().advance(TimeDelta::minutes(50));
    let used = continued(&school, &refresh(&school, &used.cookie).expect_status(200));
    assert!(is_let_in(&idle.client) && is_let_in(&used.client));
    assert_eq!(open(&used.client), 2);
    school.clock().advance(TimeDelta::minutes(10));
    assert!(!is_let_in(&idle.client), "unused for an hour");
    assert!(is_let_in(&used.client));
    assert_eq!(open(&used.client), 1);
    school.clock().advance(TimeDelta::minutes(30));
    assert!(!is_let_in(&used.client), "ninety minutes old");
    let fresh = browser(&school, &person);
    assert_eq!(open(&fresh.client), 1);
}

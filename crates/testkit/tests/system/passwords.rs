//! Forgotten passwords and invitations, by mail.

use chrono::TimeDelta;
use domain::identity::Role;
use homeroom_testkit::{
    Answer, PASSWORD, Person, School, Sure, at_once,
    mail_server::{Mail, MailServer},
};
use mail::SmtpMailer;
use serde_json::json;

const NEW: &str = "Walnut-and-birch-29";

/// A school whose mails go to a server that can be read.
struct Post {
    school: School,
    server: MailServer,
    mailer: SmtpMailer,
}

impl Post {
    fn office() -> Self {
        let server = MailServer::start().sure();
        let mailer = SmtpMailer::new(&server.url(), "Homeroom <no-reply@school.example>").sure();
        Self { school: School::open(), server, mailer }
    }

    fn forget(&self, email: &str) {
        self.school.visitor().post("/auth/forgot", json!({ "email": email })).expect_status(202);
        self.school.do_jobs(&self.mailer);
    }

    /// The token of the link that came by mail.
    fn token(&self, page: &str, person: &Person) -> String {
        let mail: Mail = self.server.next_mail().sure();
        assert_eq!(mail.to, [person.email.as_str()]);
        let start = format!("http://school.example/{page}#token=");
        mail.link().strip_prefix(&start).sure().to_owned()
    }

    fn reset(&self, token: &str, password: &str) -> Answer {
        self.school.visitor().post("/auth/reset", json!({ "token": token, "password": password }))
    }

    fn log_in(&self, person: &Person, password: &str) -> u16 {
        let body = json!({ "email": person.email, "password": password });
        self.school.visitor().post("/auth/login", body).status
    }
}

#[test]
fn a_link_by_mail_sets_a_password_once_and_ends_every_session() {
    let post = Post::office();
    let person = post.school.person(Role::Teacher);
    let session = post.school.log_in(&person);
    let mut socket = session.socket();
    post.forget(&format!(" {} ", person.email.to_uppercase()));
    let token = post.token("reset", &person);
    assert!(token.len() >= 32, "128 bits take at least that");
    post.reset(&token, NEW).expect_status(204);
    assert_eq!((post.log_in(&person, PASSWORD), post.log_in(&person, NEW)), (401, 200));
    session.get("/users/me").expect_problem(401, "unauthenticated");
    assert_eq!(socket.closed(), Some(4401));
    post.reset(&token, "Cedar-and-willow-31").expect_refused(&["token"]);
    assert_eq!(post.log_in(&person, NEW), 200);
}

#[test]
fn a_link_lives_for_half_an_hour() {
    let post = Post::office();
    let person = post.school.person(Role::Teacher);
    post.forget(&person.email);
    let token = post.token("reset", &person);
    post.school.clock().advance(TimeDelta::minutes(30));
    post.reset(&token, NEW).expect_refused(&["token"]);
    post.forget(&person.email);
    let token = post.token("reset", &person);
    post.school.clock().advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    post.reset(&token, NEW).expect_status(204);
}

#[test]
fn a_newer_link_ends_the_older_one() {
    let post = Post::office();
    let person = post.school.person(Role::Teacher);
    post.forget(&person.email);
    let older = post.token("reset", &person);
    post.forget(&person.email);
    let newer = post.token("reset", &person);
    post.reset(&older, NEW).expect_refused(&["token"]);
    post.reset(&newer, NEW).expect_status(204);
}

#[test]
fn two_who_use_one_link_at_once_do_not_both_set_a_password() {
    let post = Post::office();
    let person = post.school.person(Role::Teacher);
    post.forget(&person.email);
    let token = post.token("reset", &person);
    let statuses = at_once(8, |number| post.reset(&token, &format!("Walnut-and-birch-{number}")).status);
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 7, "{statuses:?}");
}

#[test]
fn whoever_has_no_active_account_gets_no_mail_and_the_same_answer() {
    let post = Post::office();
    let (closed, person) = (post.school.person(Role::Teacher), post.school.person(Role::Teacher));
    let admin = post.school.client(&post.school.person(Role::Admin));
    let path = format!("/users/{}/deactivate", closed.id);
    admin.request("POST", &path).if_match(1).send().expect_status(200);
    for email in [closed.email.as_str(), "nobody@school.example", "no address", "a\u{0}b@school.example"] {
        let answer = post.school.visitor().post("/auth/forgot", json!({ "email": email }));
        assert_eq!((answer.status, answer.text()), (202, String::new()), "{email:?}");
    }
    post.school.do_jobs(&post.mailer);
    post.forget(&person.email);
    post.token("reset", &person);
    assert_eq!(post.server.unread(), []);
}

#[test]
fn asking_costs_the_same_whether_or_not_there_is_an_account() {
    let post = Post::office();
    let person = post.school.person(Role::Teacher);
    let visitor = post.school.visitor();
    let ask = |email: &str| visitor.post("/auth/forgot", json!({ "email": email })).expect_status(202);
    let (_, for_known) = post.school.statements().during(|| ask(&person.email));
    let (_, for_unknown) = post.school.statements().during(|| ask("nobody@school.example"));
    assert_eq!(for_known.len(), 3, "{for_known:?}");
    assert_eq!(for_unknown.len(), 3, "{for_unknown:?}");
}

#[test]
fn who_is_invited_chooses_a_password_and_is_in() {
    let post = Post::office();
    let admin = post.school.client(&post.school.person(Role::Admin));
    let made = admin.post(
        "/users",
        json!({
            "email": "new.teacher@school.example", "first_name": "Ines", "last_name": "Marquez",
            "roles": ["teacher", "parent"], "primary_role": "teacher", "invite": true,
        }),
    );
    let made = made.expect_status(201).json();
    assert_eq!(made["invited"], true);
    post.school.do_jobs(&post.mailer);
    let mail = post.server.next_mail().sure();
    assert_eq!(mail.to, ["new.teacher@school.example"]);
    let token = mail.link().strip_prefix("http://school.example/welcome#token=").sure().to_owned();
    post.reset(&token, NEW).expect_status(204);
    let login = json!({ "email": "new.teacher@school.example", "password": NEW });
    let user = post.school.visitor().post("/auth/login", login).expect_status(200).json()["user"].clone();
    assert_eq!(user["roles"], json!(["teacher", "parent"]));
    let account = admin.get(&format!("/users/{}", made["id"].as_str().sure())).expect_status(200).json();
    assert_eq!(account["invited"], false);
}

#[test]
fn another_address_ends_the_links_that_went_to_the_old_one() {
    let post = Post::office();
    let person = post.school.person(Role::Teacher);
    post.forget(&person.email);
    let token = post.token("reset", &person);
    let admin = post.school.client(&post.school.person(Role::Admin));
    let path = format!("/users/{}", person.id);
    admin.patch(&path, 1, json!({ "email": "moved@school.example" })).expect_status(200);
    post.reset(&token, NEW).expect_refused(&["token"]);
}

#[test]
fn passwords_that_anybody_would_guess_are_refused_with_the_reason() {
    let post = Post::office();
    let (teacher, student) = (post.school.person(Role::Teacher), post.school.student());
    let client = post.school.client(&teacher);
    let long = format!("{}ñ", "Ab3-".repeat(18));
    let own =
        format!("{}{}{}", teacher.account.first_name, teacher.account.last_name, "2026!").replace(' ', "");
    for (password, code) in [
        ("Short-11-ch", "too_short"),
        (long.as_str(), "too_long"),
        ("password1234", "common"),
        ("aaaaaaaaaaaaaa", "common"),
        (own.as_str(), "own_name"),
    ] {
        let change = json!({ "current_password": PASSWORD, "new_password": password });
        let refused = client.put("/users/me/password", change).expect_refused(&["new_password"]);
        assert_eq!(refused.json()["errors"][0]["code"], code, "{password:?}");
    }
    let change = json!({ "current_password": PASSWORD, "new_password": "Maple-17" });
    client.put("/users/me/password", change.clone()).expect_refused(&["new_password"]);
    post.school.client(&student).put("/users/me/password", change).expect_status(204);
    assert_eq!(post.log_in(&student, "Maple-17"), 200);
    assert_eq!(post.log_in(&student, "Maple-18"), 401);
}

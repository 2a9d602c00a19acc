//! Announcements and events: who sees them, when, and in which words.

use std::time::{Duration, Instant};

use application::{Clock, jobs::Job};
use chrono::TimeDelta;
use domain::{identity::Role, notices::Audience};
use homeroom_testkit::{
    Client, Person, School, Sure,
    mail_server::{MailServer, Temper},
};
use serde_json::{Value, json};

fn coordinator(school: &School) -> Client {
    school.client(&school.person(Role::AcademicCoordinator))
}

fn to_students() -> Audience {
    Audience::try_new(false, [Role::Student], []).sure()
}

/// The titles of a list, as this person sees it.
fn titles(client: &Client, path: &str) -> Vec<String> {
    let answer = client.get(path).expect_status(200).json();
    let items = answer["items"].as_array().sure();
    items.iter().map(|item| item["title"].as_str().sure().to_owned()).collect()
}

/// Everything that a person can ask about an announcement.
fn is_unknown_to(school: &School, person: &Person, id: &str) {
    let client = school.client(person);
    for path in ["/announcements", "/announcements?status=scheduled", "/announcements?status=expired"] {
        assert_eq!(client.get(path).expect_status(200).json()["total"], 0, "{path}");
    }
    client.get(&format!("/announcements/{id}")).expect_problem(404, "not_found");
    client.post(&format!("/announcements/{id}/read"), json!({})).expect_problem(404, "not_found");
    assert_eq!(client.get("/notifications").expect_status(200).json()["total"], 0);
    assert_eq!(client.get("/notifications/summary").expect_status(200).json()["unread"], 0);
}

#[test]
fn a_scheduled_announcement_is_known_to_nobody_and_appears_on_time_without_a_request() {
    let school = School::open();
    let student = school.student();
    let mut socket = school.client(&student).socket();
    let soon = school.clock().now() + TimeDelta::minutes(5);
    let id = school.announce_between(to_students(), soon, None).id.to_string();
    school.do_jobs(&mail::LogMailer);
    is_unknown_to(&school, &student, &id);
    school.after(TimeDelta::minutes(5), &mail::LogMailer);
    // Until now the student's page has heard nothing of it.
    let heard = socket.until("notifications.changed");
    assert!(heard.iter().all(|frame| frame["type"] != "announcement.published"), "{heard:?}");
    assert_eq!(socket.next_of("announcement.published")["id"], id);
    let client = school.client(&student);
    assert_eq!(client.get(&format!("/announcements/{id}")).expect_status(200).json()["status"], "live");
    let told = client.get("/notifications").expect_status(200).json();
    assert_eq!(told["items"][0]["announcement_id"], id);
    assert_eq!(told["items"][0]["kind"], "announcement_published");
}

#[test]
fn an_expired_announcement_is_gone_everywhere_and_open_pages_hear_of_it() {
    let school = School::open();
    let student = school.student();
    let now = school.clock().now();
    let mut socket = school.client(&student).socket();
    let id = school.announce_between(to_students(), now, Some(now + TimeDelta::minutes(5))).id.to_string();
    assert_eq!(socket.next_of("announcement.published")["id"], id);
    school.do_jobs(&mail::LogMailer);
    assert_eq!(school.client(&student).get("/notifications/summary").json()["unread"], 1);
    school.after(TimeDelta::minutes(5), &mail::LogMailer);
    assert_eq!(socket.next_of("announcement.published")["id"], id);
    is_unknown_to(&school, &student, &id);
    let writer = coordinator(&school);
    assert_eq!(writer.get(&format!("/announcements/{id}")).expect_status(200).json()["status"], "expired");
}

#[test]
fn the_mail_about_an_announcement_is_not_sent_once_it_has_expired() {
    let school = School::open();
    let (student, other) = (school.student(), school.student());
    for person in [&student, &other] {
        let wish = json!({ "mail": ["announcements"] });
        school.client(person).put("/notifications/preferences", wish).expect_status(200);
    }
    let now = school.clock().now();
    school.announce_between(to_students(), now, Some(now + TimeDelta::minutes(1)));
    school.announce_between(to_students(), now, None);
    // Whoever did the jobs was away for a while after the addressees were notified.
    school.app.background().do_next(&mail::LogMailer).sure();
    school.app.background().do_next(&mail::LogMailer).sure();
    let server = MailServer::start().sure();
    let mailer = mailer(&server);
    school.after(TimeDelta::minutes(2), &mailer);
    assert_eq!(server.unread().len(), 2, "one to each, about the one that is live");
    school.do_jobs(&mailer);
    assert_eq!(server.unread().len(), 0, "each exactly once");
}

#[test]
fn readers_are_counted_once_and_only_for_those_who_write() {
    let school = School::open();
    let writer = coordinator(&school);
    let (student, other) = (school.student(), school.student());
    let id = school.announce(to_students()).id;
    let (one, client) = (format!("/announcements/{id}"), school.client(&student));
    for _ in 0..2 {
        client.post(&format!("{one}/read"), json!({})).expect_status(204);
    }
    let seen = client.get(&one).expect_status(200).json();
    assert_eq!(
        (&seen["read"], &seen["read_count"], &seen["addressed_count"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
    assert_eq!(school.client(&other).get(&one).json()["read"], false);
    let counted = writer.get(&one).expect_status(200).json();
    assert_eq!((&counted["read_count"], &counted["addressed_count"]), (&json!(1), &json!(2)));
    let readers = writer.get(&format!("{one}/readers")).expect_status(200).json();
    assert_eq!(readers["items"][0]["user_id"], student.id.to_string());
    client.get(&format!("{one}/readers")).expect_problem(403, "forbidden");
    assert_eq!(titles(&client, "/announcements?unread=true"), Vec::<String>::new());
    assert_eq!(titles(&school.client(&other), "/announcements?unread=true").len(), 1);
}

#[test]
fn what_people_write_cannot_act_and_what_is_too_long_is_refused() {
    let school = School::open();
    let writer = coordinator(&school);
    let everyone = json!({ "everyone": true });
    let body = "[a](javascript:alert(1)) <script>alert(2)</script> <b onclick=x>c</b> **d**";
    let new = json!({ "title": "<b>Title</b>", "body": body, "audience": everyone });
    let made = writer.post("/announcements", new).expect_status(201).json();
    let html = made["body_html"].as_str().sure();
    assert!(html.contains("<strong>d</strong>"), "{html}");
    for sign in ["<script", "href", "<b "] {
        assert!(!html.contains(sign), "{html}");
    }
    assert_eq!(made["body"], body, "what was written stays what was written");
    let preview = json!({ "body": body, "audience": { "roles": ["student"] } });
    let preview = writer.post("/notices/preview", preview).expect_status(200).json();
    assert_eq!(preview["body_html"], made["body_html"]);
    assert_eq!(preview["people"], 0);
    let long = json!({ "title": "T".repeat(10_240), "body": "b", "audience": everyone });
    let refused = writer.post("/announcements", long).expect_problem(422, "invalid_fields");
    assert_eq!(refused.fields(), ["title"]);
    let nobody = json!({ "title": "T", "body": "b", "audience": {} });
    let refused = writer.post("/announcements", nobody).expect_problem(422, "invalid_fields");
    assert_eq!(refused.fields(), ["audience"]);
    let backwards = json!({
        "title": "T", "body": "b", "audience": everyone,
        "publish_at": "2026-07-02T00:00:00Z", "expires_at": "2026-07-01T00:00:00Z",
    });
    let refused = writer.post("/announcements", backwards).expect_problem(422, "invalid_fields");
    assert_eq!(refused.fields(), ["expires_at"]);
    let nowhere = json!({ "title": "T", "body": "b", "audience": { "section_ids": [school.app.new_id()] } });
    let refused = writer.post("/announcements", nowhere).expect_problem(422, "invalid_fields");
    assert_eq!(refused.fields(), ["audience.section_ids"]);
}

#[test]
fn an_event_stays_on_its_day_and_ends_after_it_begins() {
    let school = School::open();
    let writer = coordinator(&school);
    let event = |time: Value| {
        let mut new = json!({ "title": "Fair", "audience": { "everyone": true } });
        new.as_object_mut().sure().extend(time.as_object().sure().clone());
        writer.post("/events", new)
    };
    let days = |first: &str, last: &str| json!({ "all_day": true, "starts_on": first, "ends_on": last });
    let made = event(days("2028-02-29", "2028-02-29")).expect_status(201).json();
    assert_eq!((&made["starts_on"], &made["ends_on"]), (&json!("2028-02-29"), &json!("2028-02-29")));
    assert_eq!(made["starts_at"], "2028-02-28T16:00:00Z");
    assert_eq!(made["ends_at"], "2028-02-29T16:00:00Z");
    event(days("2027-02-29", "2027-03-01")).expect_problem(422, "invalid_fields");
    let refused = event(days("2027-03-02", "2027-03-01")).expect_problem(422, "invalid_fields");
    assert_eq!(refused.fields(), ["ends_on"]);
    let moments = |first: &str, last: &str, all_day: bool| json!({ "all_day": all_day, "starts_at": first, "ends_at": last });
    let refused = event(moments("2027-03-02T08:00:00Z", "2027-03-02T08:00:00Z", false));
    assert_eq!(refused.expect_problem(422, "invalid_fields").fields(), ["ends_at"]);
    // Moments of whole days are turned into days of the school, whose midnight is 16:00 UTC.
    let made = event(moments("2027-03-01T16:00:00Z", "2027-03-02T16:00:00Z", true)).expect_status(201).json();
    assert_eq!((&made["starts_on"], &made["ends_on"]), (&json!("2027-03-02"), &json!("2027-03-02")));
    let found = titles(&writer, "/events?from=2028-02-29&to=2028-02-29");
    assert_eq!(found.len(), 1);
    assert_eq!(titles(&writer, "/events?from=2028-03-01").len(), 0);
}

#[test]
fn a_section_that_something_addresses_stays() {
    let school = School::open();
    let section = school.section(9);
    let audience = Audience::try_new(false, [], [section.id]).sure();
    school.announce(audience.clone());
    school.add_event(audience);
    let admin = school.client(&school.person(Role::Admin));
    let refused = admin.request("DELETE", &format!("/sections/{}", section.id)).if_match(1).send();
    let refused = refused.expect_problem(409, "in_use").json();
    let dependents = json!([{ "kind": "announcements", "count": 1 }, { "kind": "events", "count": 1 }]);
    assert_eq!(refused["dependents"], dependents);
}

#[test]
fn ten_thousand_people_are_notified_in_one_statement_and_soon() {
    let school = School::open();
    let student = school.student();
    // At once: the role that a person bears most must be one that they hold when the transaction ends.
    school.database().execute(
        "INSERT INTO users (id, email, first_name, last_name, primary_role)
             SELECT gen_random_uuid(), 'many-' || n || '@school.example', 'Many', 'People', 'student'
             FROM generate_series(1, 10000) AS n;
         INSERT INTO user_roles (user_id, role_code)
             SELECT id, 'student' FROM users WHERE email LIKE 'many-%';
         INSERT INTO mail_wishes (user_id, area)
             SELECT id, 'announcements' FROM users WHERE email LIKE 'many-%'",
    );
    school.announce(to_students());
    let start = Instant::now();
    let (_, said) = school.statements().during(|| school.app.background().do_next(&mail::LogMailer).sure());
    let took = start.elapsed();
    println!("10,000 addressees were notified in {took:?}, with {} statements", said.len());
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(said.len() < 20, "{said:#?}");
    assert_eq!(school.client(&student).get("/notifications/summary").json()["unread"], 1);
    let id = school.client(&student).get("/announcements").json()["items"][0]["id"].clone();
    let one = coordinator(&school).get(&format!("/announcements/{}", id.as_str().sure())).json();
    assert_eq!(one["addressed_count"], 10_001);
}

fn wishes_for_mail(school: &School, person: &Person) {
    let wish = json!({ "mail": ["announcements", "events"] });
    school.client(person).put("/notifications/preferences", wish).expect_status(200);
}

fn mailer(server: &MailServer) -> mail::SmtpMailer {
    mail::SmtpMailer::new(&server.url(), "Homeroom <no-reply@school.example>").sure()
}

/// Only notifies: the mails stay jobs to be done.
fn notify(school: &School, notices: u32) {
    for _ in 0..notices {
        school.app.background().do_next(&mail::LogMailer).sure();
    }
    let mailing =
        "SELECT count(*) FROM jobs WHERE payload->>'kind' = 'mail_notification' AND status = 'waiting'";
    assert!(school.database().number(mailing) > 0, "mails are to be sent");
}

#[test]
fn no_mail_is_sent_about_what_somebody_may_no_longer_see() {
    let school = School::open();
    let (here, admin) = (school.section(9), school.client(&school.person(Role::Admin)));
    let (stays, leaves, closed) = (school.student(), school.student(), school.student());
    for person in [&stays, &leaves, &closed] {
        school.place(person, &here);
        wishes_for_mail(&school, person);
    }
    let to_section = Audience::try_new(false, [], [here.id]).sure();
    let announced = school.announce(to_section.clone());
    let (moved, gone) = (school.add_event(to_section.clone()), school.add_event(to_section));
    notify(&school, 3);
    admin.delete(&format!("/sections/{}/students/{}", here.id, leaves.id)).expect_status(204);
    let path = format!("/users/{}/deactivate", closed.id);
    admin.request("POST", &path).if_match(1).send().expect_status(200);
    let to_teachers = json!({ "audience": { "roles": ["teacher"] } });
    admin.patch(&format!("/events/{}", moved.id), 1, to_teachers).expect_status(200);
    admin.request("DELETE", &format!("/events/{}", gone.id)).if_match(1).send().expect_status(204);
    let server = MailServer::start().sure();
    school.do_jobs(&mailer(&server));
    let sent = server.unread();
    let sent: Vec<_> = sent.iter().map(|mail| (mail.to.clone(), mail.body())).collect();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].0, [stays.email]);
    assert!(sent[0].1.contains(&announced.id.to_string()), "{sent:?}");
    assert_eq!(school.database().number("SELECT count(*) FROM jobs WHERE status <> 'done'"), 0);
}

#[test]
fn whoever_is_notified_twice_gets_one_mail_and_a_repeated_mail_is_known_by_its_name() {
    let school = School::open();
    let student = school.student();
    wishes_for_mail(&school, &student);
    let announcement = school.announce(to_students()).id;
    notify(&school, 1);
    let again = [Job::NotifyAnnouncement { announcement }, Job::AnnouncementDue { announcement }];
    for job in again {
        let (id, now) = (school.app.new_id(), school.clock().now());
        school.write(|store| store.add_job(id, &job, now, None));
    }
    // The server hangs up, and nobody knows whether it has taken the mail.
    let (forgetful, friendly) =
        (MailServer::with_temper(Temper::Forgetful).sure(), MailServer::start().sure());
    school.do_jobs(&mailer(&forgetful));
    school.after(TimeDelta::minutes(1), &mailer(&friendly));
    let mail = friendly.next_mail().sure();
    let told = school.client(&student).get("/notifications").expect_status(200).json();
    assert_eq!(told["total"], 1);
    let id = told["items"][0]["id"].as_str().sure();
    assert_eq!(mail.header("Message-ID"), format!("<notification-{id}@school.example>"));
    school.after(TimeDelta::hours(2), &mailer(&friendly));
    assert_eq!(friendly.unread(), []);
}

#[test]
fn announcements_and_events_are_written_down_as_they_were_and_are() {
    let school = School::open();
    let person = school.person(Role::AcademicCoordinator);
    let writer = school.client(&person);
    let audience = json!({ "roles": ["student"] });
    let days = json!({
        "title": "First", "audience": audience, "all_day": true, "starts_on": "2026-09-02", "ends_on": "2026-09-02",
    });
    let text = json!({ "title": "First", "body": "Text", "audience": audience });
    let admin = school.client(&school.person(Role::Admin));
    for (kind, path, new) in [("announcement", "/announcements", text), ("event", "/events", days)] {
        let made = writer.post(path, new).expect_status(201).json();
        let one = format!("{path}/{}", made["id"].as_str().sure());
        writer.patch(&one, 1, json!({ "title": "Second" })).expect_status(200);
        writer.patch(&one, 1, json!({ "title": "Third" })).expect_problem(412, "stale_version");
        writer.request("DELETE", &one).if_match(2).send().expect_status(204);
        let trail = admin.get(&format!("/audit?action={kind}.&actor_id={}", person.id)).json();
        let entries: Vec<_> = trail["items"].as_array().sure().iter().rev().collect();
        let actions: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().sure()).collect();
        let expected = ["created", "changed", "deleted"].map(|verb| format!("{kind}.{verb}"));
        assert_eq!(actions, expected, "what was refused is not written down");
        let titles = |entry: &Value| (entry["before"]["title"].clone(), entry["after"]["title"].clone());
        assert_eq!(titles(entries[0]), (Value::Null, json!("First")));
        assert_eq!(titles(entries[1]), (json!("First"), json!("Second")));
        assert_eq!(titles(entries[2]), (json!("Second"), Value::Null));
        for entry in entries {
            assert_eq!((&entry["record_kind"], &entry["record_id"]), (&json!(kind), &made["id"]));
        }
        assert_eq!(trail["items"][0]["before"]["audience"]["roles"], json!(["student"]));
    }
}

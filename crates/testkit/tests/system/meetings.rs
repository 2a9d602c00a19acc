//! Meetings: who sees them, who holds them, and what they tell people.

use std::sync::Mutex;

use application::{
    Clock, Event,
    jobs::{MailError, Mailer, Message},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::{GuardianRights, Role},
    structure::Section,
};
use homeroom_testkit::{Answer, Client, Person, School, Setup, Socket, Sure, at_once};
use serde_json::{Value, json};

/// A section with a student, a parent and a teacher, and a student of another section.
struct Class {
    school: School,
    section: Section,
    teacher: Person,
    student: Person,
    stranger: Person,
}

impl Class {
    fn begin() -> Self {
        // Time passes in these tests, and nobody is to be logged out by it.
        let school = School::set_up(Setup { access_lifetime: TimeDelta::days(1), ..Setup::default() });
        let (section, elsewhere) = (school.section(9), school.section(9));
        let (teacher, student, stranger) = (school.person(Role::Teacher), school.student(), school.student());
        school.assign(&teacher, &section);
        school.place(&student, &section);
        school.place(&stranger, &elsewhere);
        Self { school, section, teacher, student, stranger }
    }

    fn client(&self, person: &Person) -> Client {
        self.school.client(person)
    }

    fn now(&self) -> DateTime<Utc> {
        self.school.clock().now()
    }

    /// A meeting of an hour that begins after so many minutes.
    fn body(&self, minutes: i64) -> Value {
        let starts_at = self.now() + TimeDelta::minutes(minutes);
        json!({
            "section_id": self.section.id, "title": "Review of fractions", "starts_at": starts_at,
            "ends_at": starts_at + TimeDelta::hours(1), "url": "https://meet.example/fractions",
        })
    }

    fn schedule(&self, minutes: i64) -> Value {
        self.client(&self.teacher).post("/meetings", self.body(minutes)).expect_status(201).json()
    }

    fn path(meeting: &Value) -> String {
        format!("/meetings/{}", meeting["id"].as_str().sure())
    }

    fn notified(&self, person: &Person, kind: &str) -> i64 {
        self.school.database().number(&format!(
            "SELECT count(*) FROM notifications WHERE user_id = '{}' AND kind = '{kind}'",
            person.id
        ))
    }
}

/// Takes every mail and keeps to whom it went.
#[derive(Default)]
struct Post(Mutex<Vec<String>>);

impl Mailer for Post {
    fn send(&self, message: &Message) -> Result<(), MailError> {
        self.0.lock().sure().push(message.to.to_string());
        Ok(())
    }
}

fn step(client: &Client, meeting: &Value, verb: &str) -> Answer {
    let version = u32::try_from(meeting["version"].as_u64().sure()).sure();
    client.request("POST", &format!("{}/{verb}", Class::path(meeting))).if_match(version).send()
}

#[test]
fn a_meeting_goes_from_scheduled_to_live_to_ended() {
    let class = Class::begin();
    let teacher = class.client(&class.teacher);
    let meeting = class.schedule(60);
    assert_eq!(meeting["status"], "scheduled");
    assert_eq!(meeting["allowed_next"], json!(["live", "cancelled"]));
    assert_eq!(meeting["host_id"], class.teacher.id.to_string());
    assert_eq!(meeting["section_name"], class.section.facts.name.as_str());
    let live = step(&teacher, &meeting, "start").expect_status(200).json();
    assert_eq!((&live["status"], &live["allowed_next"]), (&json!("live"), &json!(["ended"])));
    assert_eq!(live["started_at"], json!(class.now()));
    let refused = step(&teacher, &live, "start").expect_problem(409, "illegal_move").json();
    assert_eq!(refused["allowed_next"], json!(["ended"]));
    step(&teacher, &live, "cancel").expect_problem(409, "illegal_move");
    step(&teacher, &meeting, "end").expect_problem(412, "stale_version");
    class.school.clock().advance(TimeDelta::minutes(30));
    let ended = step(&teacher, &live, "end").expect_status(200).json();
    assert_eq!((&ended["status"], &ended["ended_at"]), (&json!("ended"), &json!(class.now())));
    let change = teacher.patch(&Class::path(&ended), 3, json!({ "title": "Other" }));
    change.expect_problem(409, "illegal_move");
}

#[test]
fn a_cancelled_meeting_says_why_and_makes_room() {
    let class = Class::begin();
    let teacher = class.client(&class.teacher);
    let meeting = class.schedule(60);
    let cancel = teacher.request("POST", &format!("{}/cancel", Class::path(&meeting))).if_match(1);
    let cancelled = cancel.json(&json!({ "reason": "I am ill." })).send().expect_status(200).json();
    assert_eq!(
        (&cancelled["status"], &cancelled["cancel_reason"]),
        (&json!("cancelled"), &json!("I am ill."))
    );
    assert_eq!(class.schedule(60)["status"], "scheduled");
}

#[test]
fn links_are_https_and_titles_short_and_an_end_follows_its_start() {
    let class = Class::begin();
    let teacher = class.client(&class.teacher);
    let with = |field: &str, value: Value| {
        let mut body = class.body(60);
        body[field] = value;
        teacher.post("/meetings", body)
    };
    for url in
        ["javascript:alert(1)", "http://meet.example/", "https://", "https://a@b.example/", "//x.example"]
    {
        with("url", json!(url)).expect_refused(&["url"]);
    }
    with("title", json!("x".repeat(10_000))).expect_refused(&["title"]);
    with("title", json!("two\nlines")).expect_refused(&["title"]);
    with("ends_at", class.body(60)["starts_at"].clone()).expect_refused(&["ends_at"]);
    with("ends_at", class.body(59)["starts_at"].clone()).expect_refused(&["ends_at"]);
    with("ends_at", json!(class.now() + TimeDelta::hours(26))).expect_refused(&["ends_at"]);
    with("host_id", json!(class.teacher.id)).expect_refused(&["host_id"]);
    with("starts_at", json!("2027-02-29T10:00:00Z")).expect_refused(&["starts_at"]);
    let mut over = class.body(-120);
    over["title"] = json!("Yesterday");
    teacher.post("/meetings", over).expect_problem(409, "meeting_over");
    let meeting = class.schedule(60);
    let only_end = json!({ "ends_at": class.now() });
    teacher.patch(&Class::path(&meeting), 1, only_end).expect_refused(&["ends_at"]);
    let evil = json!({ "url": "javascript:alert(1)" });
    teacher.patch(&Class::path(&meeting), 1, evil).expect_refused(&["url"]);
    assert_eq!(class.school.database().number("SELECT count(*) FROM meetings"), 1);
}

#[test]
fn on_a_leap_day_and_over_a_change_of_clocks_a_meeting_lasts_as_long_as_it_lasts() {
    let class = Class::begin();
    let teacher = class.client(&class.teacher);
    for (starts_at, ends_at) in
        [("2028-02-29T15:30:00Z", "2028-02-29T16:30:00Z"), ("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z")]
    {
        let mut body = class.body(60);
        (body["starts_at"], body["ends_at"]) = (json!(starts_at), json!(ends_at));
        let made = teacher.post("/meetings", body).expect_status(201).json();
        assert_eq!((&made["starts_at"], &made["ends_at"]), (&json!(starts_at), &json!(ends_at)));
    }
}

#[test]
fn a_teacher_holds_no_meeting_of_a_section_that_is_not_theirs() {
    let class = Class::begin();
    let elsewhere = class.school.section(9);
    let body = |section: &Section| {
        let mut body = class.body(60);
        body["section_id"] = json!(section.id);
        body
    };
    let teacher = class.client(&class.teacher);
    teacher.post("/meetings", body(&elsewhere)).expect_problem(403, "forbidden");
    let mut unknown = class.body(60);
    unknown["section_id"] = json!("01990000-0000-7000-8000-000000000001");
    teacher.post("/meetings", unknown).expect_problem(404, "not_found");
    let principal = class.client(&class.school.person(Role::Principal));
    principal.post("/meetings", body(&elsewhere)).expect_status(201);
    let another = class.school.person(Role::Teacher);
    class.school.assign(&another, &class.section);
    let meeting = class.schedule(240);
    let another = class.client(&another);
    another.patch(&Class::path(&meeting), 1, json!({ "title": "Mine" })).expect_problem(403, "forbidden");
    step(&another, &meeting, "start").expect_problem(403, "forbidden");
}

/// Over every way on which a meeting could be seen: lists, the record, the calendar, the feed, the socket,
/// notifications and mail.
#[test]
fn a_student_never_sees_another_sections_meeting() {
    let class = Class::begin();
    let school = &class.school;
    let stranger = class.client(&class.stranger);
    let (mut theirs, mut strange) =
        (class.client(&class.student).socket(), class.client(&class.stranger).socket());
    for person in [&class.student, &class.stranger] {
        school.database().execute(&format!("INSERT INTO mail_wishes VALUES ('{}', 'meetings')", person.id));
    }
    let feed = stranger.post("/calendar/feed", json!({})).expect_status(201).json();
    let meeting = class.schedule(60);
    let path = Class::path(&meeting);
    let post = Post::default();
    school.after(TimeDelta::minutes(50), &post);
    let teacher = class.client(&class.teacher);
    let live = step(&teacher, &meeting, "start").expect_status(200).json();
    school.after(TimeDelta::seconds(1), &post);

    stranger.get(&path).expect_problem(404, "not_found");
    stranger.patch(&path, 2, json!({ "title": "Mine" })).expect_problem(404, "not_found");
    for verb in ["start", "end", "cancel"] {
        step(&stranger, &live, verb).expect_problem(404, "not_found");
    }
    let section = class.section.id;
    for list in [
        "/meetings".to_owned(),
        format!("/meetings?section_id={section}"),
        format!("/meetings/section/{section}"),
        "/meetings?q=fractions&status=live".to_owned(),
    ] {
        let seen = stranger.get(&list).expect_status(200).json();
        assert_eq!((&seen["items"], &seen["total"]), (&json!([]), &json!(0)), "{list}");
        assert_eq!(class.client(&class.student).get(&list).json()["total"], 1, "{list}");
    }
    let month = format!("/calendar?from=2026-08-01&to=2026-10-01&section_id={section}");
    for look in [&month[..46], &month] {
        assert_eq!(stranger.get(look).expect_status(200).json()["items"], json!([]), "{look}");
    }
    let address = feed["url"].as_str().sure().split("/api/v1").nth(1).sure().to_owned();
    let text = school.visitor().get(&address).expect_status(200).text();
    assert!(!text.contains("BEGIN:VEVENT") && text.contains("BEGIN:VCALENDAR"), "{text}");

    school.app.events().publish(Event::SettingsChanged);
    let told = strange.until("settings.changed");
    assert_eq!(told.iter().filter(|frame| frame["type"] != "ready").count(), 0, "{told:?}");
    let heard = theirs.until("settings.changed");
    let statuses: Vec<_> = heard
        .iter()
        .filter(|frame| frame["type"] == "meeting.changed")
        .map(|frame| &frame["status"])
        .collect();
    assert_eq!(statuses, ["scheduled", "live"]);
    assert_eq!(heard.iter().filter(|frame| frame["type"] == "notifications.changed").count(), 3);

    let of = |person: &Person| {
        ["meeting_scheduled", "meeting_reminder", "meeting_started"].map(|kind| class.notified(person, kind))
    };
    assert_eq!(of(&class.student), [1, 1, 1]);
    assert_eq!(of(&class.stranger), [0, 0, 0]);
    assert_eq!(of(&class.teacher), [0, 0, 0], "the host knows");
    assert_eq!(*post.0.lock().sure(), vec![class.student.email.clone(); 3]);
}

#[test]
fn a_meeting_that_starts_is_told_to_its_section_and_to_nobody_else() {
    let class = Class::begin();
    let school = &class.school;
    let parent = school.parent_of(&class.student);
    let of_money = school.person(Role::Parent);
    school.link(&of_money, &class.student, GuardianRights { academics: false, ..GuardianRights::ALL });
    let meeting = class.schedule(60);
    let open = |person: &Person| class.client(person).socket();
    let mut hear: Vec<Socket> = [&class.student, &parent, &class.teacher].map(open).into();
    let others =
        [Role::Registrar, Role::Guidance, Role::Principal, Role::Teacher].map(|role| school.person(role));
    let mut do_not: Vec<Socket> = others.iter().chain([&class.stranger, &of_money]).map(open).collect();
    step(&class.client(&class.teacher), &meeting, "start").expect_status(200);
    school.app.events().publish(Event::SettingsChanged);
    for socket in &mut hear {
        let frame = socket.next_of("meeting.changed");
        assert_eq!((&frame["id"], &frame["status"]), (&meeting["id"], &json!("live")));
        assert_eq!(frame["section_id"], class.section.id.to_string());
    }
    for socket in &mut do_not {
        let heard = socket.until("settings.changed");
        assert!(heard.iter().all(|frame| frame["type"] == "ready"), "{heard:?}");
    }
}

#[test]
fn nobody_is_in_two_meetings_at_a_time() {
    let class = Class::begin();
    let school = &class.school;
    let teacher = class.client(&class.teacher);
    let first = class.schedule(60);
    let refused = teacher.post("/meetings", class.body(90)).expect_problem(409, "double_booked").json();
    let conflict = &refused["conflict"];
    assert_eq!((&conflict["starts_at"], &conflict["ends_at"]), (&first["starts_at"], &first["ends_at"]));
    assert_eq!(conflict["meeting"], json!({ "id": first["id"], "title": first["title"] }));

    let another = school.person(Role::Principal);
    let of_section = class.client(&another).post("/meetings", class.body(30));
    let conflict = of_section.expect_problem(409, "double_booked").json()["conflict"].clone();
    assert_eq!((&conflict["with"], &conflict["meeting"]), (&json!("section"), &Value::Null), "only its time");
    assert_eq!(conflict["starts_at"], first["starts_at"]);

    let elsewhere = school.section(9);
    school.assign(&class.teacher, &elsewhere);
    let mut of_host = class.body(60);
    of_host["section_id"] = json!(elsewhere.id);
    let conflict = teacher.post("/meetings", of_host).expect_problem(409, "double_booked").json();
    assert_eq!(conflict["conflict"]["with"], "host");

    let next = class.schedule(120);
    let earlier = json!({ "starts_at": class.now() + TimeDelta::minutes(119) });
    teacher.patch(&Class::path(&next), 1, earlier).expect_problem(409, "double_booked");
    let later = json!({ "ends_at": class.now() + TimeDelta::minutes(200) });
    teacher.patch(&Class::path(&next), 1, later).expect_status(200);
}

#[test]
fn of_fifty_who_want_the_same_time_one_gets_it() {
    let class = Class::begin();
    let school = &class.school;
    let sections: Vec<_> = (0..5).map(|_| school.section(9)).collect();
    for section in &sections {
        school.assign(&class.teacher, section);
    }
    let teacher = class.client(&class.teacher);
    let answers = at_once(50, |number| {
        let mut body = class.body(60 + i64::try_from(number % 7).sure());
        body["section_id"] = json!(sections[number % 5].id);
        teacher.post("/meetings", body)
    });
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let codes: Vec<_> = answers.iter().filter(|answer| answer.status != 201).map(Answer::code).collect();
    assert_eq!(made, 1, "{codes:?}");
    assert!(codes.iter().all(|code| code == "double_booked"), "{codes:?}");
    assert_eq!(school.database().number("SELECT count(*) FROM meetings"), 1);
}

#[test]
fn a_meeting_is_scheduled_once_however_often_the_request_is_sent() {
    let class = Class::begin();
    let teacher = class.client(&class.teacher);
    let body = class.body(60);
    let send = || teacher.request("POST", "/meetings").once("one").json(&body).send();
    let (first, second) = (send().expect_status(201).json(), send().expect_status(201).json());
    assert_eq!(first, second);
    assert_eq!(class.school.database().number("SELECT count(*) FROM meetings"), 1);
}

#[test]
fn people_are_reminded_once_ten_minutes_before_also_when_the_meeting_moves() {
    let class = Class::begin();
    let (post, reminder) = (Post::default(), "meeting_reminder");
    let meeting = class.schedule(60);
    class.school.after(TimeDelta::minutes(49), &post);
    assert_eq!(class.notified(&class.student, reminder), 0);
    let starts_at = class.now() + TimeDelta::minutes(40);
    let moved = json!({ "starts_at": starts_at, "ends_at": starts_at + TimeDelta::hours(1) });
    class.client(&class.teacher).patch(&Class::path(&meeting), 1, moved).expect_status(200);
    class.school.after(TimeDelta::minutes(2), &post);
    assert_eq!(class.notified(&class.student, reminder), 0, "the old reminder is none any more");
    class.school.after(TimeDelta::minutes(28), &post);
    assert_eq!(class.notified(&class.student, reminder), 1);
    class
        .school
        .database()
        .execute("UPDATE jobs SET status = 'waiting', finished_at = NULL WHERE status = 'done'");
    class.school.do_jobs(&post);
    assert_eq!(class.notified(&class.student, reminder), 1);
}

#[test]
fn nobody_is_reminded_of_what_was_cancelled() {
    let class = Class::begin();
    let meeting = class.schedule(60);
    step(&class.client(&class.teacher), &meeting, "cancel").expect_status(200);
    class.school.after(TimeDelta::hours(1), &Post::default());
    let kinds = ["meeting_scheduled", "meeting_reminder", "meeting_cancelled"];
    assert_eq!(kinds.map(|kind| class.notified(&class.student, kind)), [0, 0, 1]);
}

#[test]
fn a_meeting_that_nobody_ends_has_ended_an_hour_after_its_time() {
    let class = Class::begin();
    let meeting = class.schedule(60);
    let teacher = class.client(&class.teacher);
    step(&teacher, &meeting, "start").expect_status(200);
    let mut socket = class.client(&class.student).socket();
    let post = Post::default();
    class.school.after(TimeDelta::minutes(179), &post);
    assert_eq!(teacher.get(&Class::path(&meeting)).json()["status"], "live");
    class.school.after(TimeDelta::minutes(1), &post);
    let frame = socket.next_of("meeting.changed");
    assert_eq!(frame["status"], "ended");
    let ended = class.client(&class.teacher).get(&Class::path(&meeting)).expect_status(200).json();
    assert_eq!((&ended["status"], &ended["ended_at"]), (&json!("ended"), &json!(class.now())));
}

#[test]
fn a_section_with_meetings_is_not_deleted() {
    let school = School::open();
    let section = school.section(9);
    school.meeting(&school.person(Role::Teacher), &section);
    let admin = school.client(&school.person(Role::Admin));
    let delete = admin.request("DELETE", &format!("/sections/{}", section.id)).if_match(1).send();
    let refused = delete.expect_problem(409, "in_use").json();
    assert_eq!(refused["dependents"], json!([{ "kind": "meetings", "count": 1 }]));
}

#[test]
fn lists_are_narrowed_and_sorted() {
    let class = Class::begin();
    let school = &class.school;
    let ids: Vec<_> = [60, 180, 300].map(|minutes| class.schedule(minutes)["id"].clone()).into();
    let admin = school.client(&school.person(Role::Admin));
    let list = |query: &str| {
        let found = admin.get(&format!("/meetings?{query}")).expect_status(200).json();
        found["items"].as_array().sure().iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(list(""), ids);
    assert_eq!(list("sort=-starts_at"), [ids[2].clone(), ids[1].clone(), ids[0].clone()]);
    let at = |minutes| (class.now() + TimeDelta::minutes(minutes)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    assert_eq!(list(&format!("from={}&to={}", at(121), at(299))), ids[1..2]);
    assert_eq!(list("status=live,ended"), Vec::<Value>::new());
    assert_eq!(list("q=fractions&limit=1&offset=1"), ids[1..2]);
    admin.get("/meetings?status=gone").expect_refused(&["status"]);
    admin.get("/meetings?sort=url").expect_refused(&["sort"]);
    let table = admin.get("/meetings?format=csv").expect_status(200).text();
    assert_eq!(table.lines().count(), 4, "{table}");
}

#[test]
fn what_happens_to_a_meeting_is_in_the_audit_trail() {
    let class = Class::begin();
    let meeting = class.schedule(60);
    let teacher = class.client(&class.teacher);
    teacher.patch(&Class::path(&meeting), 1, json!({ "title": "Other" })).expect_status(200);
    let changed = teacher.get(&Class::path(&meeting)).json();
    step(&teacher, &changed, "start").expect_status(200);
    let trail = "SELECT count(*) FROM audit_trail WHERE record_kind = 'meeting' AND record_id = ";
    let id = meeting["id"].as_str().sure();
    for action in ["scheduled", "changed", "started"] {
        let query = format!("{trail} '{id}' AND action = 'meeting.{action}'");
        assert_eq!(class.school.database().number(&query), 1, "{action}");
    }
}

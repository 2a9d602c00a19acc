//! The calendar of a person, and its feed for other programs.

use std::collections::BTreeMap;

use application::Clock;
use calcard::icalendar::{ICalendar, ICalendarComponentType};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    identity::{GuardianRights, GuardianTerms, Relationship, Role},
    structure::{Assignment, Section},
    tasks::{Closing, Task, TaskFacts},
};
use homeroom_testkit::{Client, Person, School, Setup, Sure};
use serde_json::{Value, json};

struct Class {
    school: School,
    section: Section,
    teacher: Person,
    student: Person,
    assignment: Assignment,
}

impl Class {
    fn begin() -> Self {
        let school = School::set_up(Setup { access_lifetime: TimeDelta::days(9), ..Setup::default() });
        let section = school.section(9);
        let (teacher, student) = (school.person(Role::Teacher), school.student());
        let assignment = school.assign(&teacher, &section);
        school.place(&student, &section);
        Self { school, section, teacher, student, assignment }
    }

    /// A task that is due and closes at this moment.
    fn task(&self, assignment: &Assignment, due_at: &str, publish: bool) -> Task {
        let due_at = due_at.parse().sure();
        let closing = Closing::try_new(due_at, due_at).sure();
        let facts = TaskFacts { closing, ..self.school.task_facts() };
        self.school.task_with(assignment, facts, publish)
    }

    /// An event for everyone, past the use cases.
    fn event(&self, title: &str, columns: &str, values: &str) {
        self.school.database().execute(&format!(
            "WITH audience AS (INSERT INTO audiences VALUES (gen_random_uuid(), true) RETURNING id)
             INSERT INTO events (id, audience_id, title, {columns})
             SELECT gen_random_uuid(), id, $title${title}$title$, {values} FROM audience"
        ));
    }

    fn days(&self, title: &str, first: &str, last: &str) {
        self.event(title, "starts_on, ends_on", &format!("'{first}', '{last}'"));
    }

    fn moments(&self, title: &str, starts_at: &str, ends_at: &str) {
        self.event(title, "starts_at, ends_at", &format!("'{starts_at}', '{ends_at}'"));
    }

    fn time_zone(&self, name: &str) {
        self.school.database().execute(&format!("UPDATE settings SET time_zone = '{name}'"));
    }

    fn client(&self, person: &Person) -> Client {
        self.school.client(person)
    }

    fn titles(&self, from: &str, to: &str) -> Vec<String> {
        let client = self.client(&self.student);
        let seen = client.get(&format!("/calendar?from={from}&to={to}")).expect_status(200).json();
        seen["items"].as_array().sure().iter().map(|one| one["title"].as_str().sure().to_owned()).collect()
    }
}

fn feed_of(client: &Client) -> String {
    let made = client.post("/calendar/feed", json!({})).expect_status(201).json();
    let url = made["url"].as_str().sure();
    let secret = url.strip_suffix(".ics").sure().rsplit('/').next().sure();
    assert_eq!((secret.len(), secret.bytes().all(|byte| byte.is_ascii_hexdigit())), (32, true), "128 bits");
    url.split("/api/v1").nth(1).sure().to_owned()
}

/// The events of a feed as another library reads them: the properties of each by their names.
fn read(text: &str) -> Vec<BTreeMap<String, String>> {
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let read = ICalendar::parse(text).sure();
    let events = read.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    events
        .map(|event| {
            let property = |entry: &calcard::icalendar::ICalendarEntry| {
                let values: Vec<_> = entry.values.iter().filter_map(|value| value.as_text()).collect();
                (entry.name.as_str().to_owned(), values.join(","))
            };
            event.entries.iter().map(property).collect()
        })
        .collect()
}

#[test]
fn a_calendar_shows_events_and_meetings_in_the_order_of_time() {
    let class = Class::begin();
    let now = class.school.clock().now();
    let meeting = class.school.meeting_at(&class.teacher, &class.section, now + TimeDelta::hours(4));
    class.days("Fair", "2026-09-01", "2026-09-02");
    class.moments("Assembly", "2026-09-01T02:00:00Z", "2026-09-01T03:00:00Z");
    let client = class.client(&class.student);
    let seen = client.get("/calendar?from=2026-09-01&to=2026-09-30").expect_status(200).json();
    assert_eq!((&seen["time_zone"], &seen["truncated"]), (&json!("Asia/Manila"), &json!(false)));
    let items = seen["items"].as_array().sure();
    let kinds: Vec<_> = items.iter().map(|one| (&one["kind"], &one["all_day"])).collect();
    assert_eq!(
        kinds,
        [("event", true), ("event", false), ("meeting", false)]
            .map(|(kind, day)| (json!(kind), json!(day)))
            .iter()
            .map(|(kind, day)| (kind, day))
            .collect::<Vec<_>>()
    );
    assert_eq!(items[2]["id"], meeting.id.to_string());
    assert_eq!(items[2]["url"], meeting.facts.url.as_str());
    assert_eq!(items[2]["section_name"], class.section.facts.name.as_str());
    let only = |kinds: &str| {
        let seen = client.get(&format!("/calendar?from=2026-09-01&to=2026-09-30&kinds={kinds}"));
        seen.expect_status(200).json()["items"].as_array().sure().len()
    };
    assert_eq!((only("event"), only("meeting"), only("event,meeting")), (2, 1, 3));
    client.get("/calendar?from=2026-09-01&to=2026-09-30&kinds=lesson").expect_refused(&["kinds"]);
    client.get("/calendar?from=2026-09-02&to=2026-09-01").expect_refused(&["to"]);
    client.get("/calendar?from=2026-09-01&to=2028-09-01").expect_refused(&["to"]);
    client.get("/calendar?from=0001-01-01&to=0001-01-02").expect_refused(&["from"]);
    client.get("/calendar?from=2027-02-29&to=2027-03-01").expect_problem(400, "unreadable");
}

#[test]
fn whole_days_stay_on_their_day_in_every_time_zone() {
    let class = Class::begin();
    class.days("Leap day", "2028-02-29", "2028-02-29");
    class.days("Week", "2026-10-29", "2026-11-03");
    let client = class.client(&class.student);
    let address = feed_of(&client);
    class.school.clock().advance(TimeDelta::days(1));
    for zone in [
        "Asia/Manila",
        "America/New_York",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "America/Santiago",
        "UTC",
    ] {
        class.time_zone(zone);
        let seen = client.get("/calendar?from=2028-02-29&to=2028-02-29").expect_status(200).json();
        let item = &seen["items"][0];
        assert_eq!(
            (&item["starts_on"], &item["ends_on"]),
            (&json!("2028-02-29"), &json!("2028-02-29")),
            "{zone}"
        );
        assert_eq!(class.titles("2028-02-28", "2028-02-28"), [""; 0], "{zone}");
        assert_eq!(class.titles("2028-03-01", "2028-03-01"), [""; 0], "{zone}");
        let text = class.school.visitor().get(&address).expect_status(200).text();
        assert!(text.contains("DTSTART;VALUE=DATE:20261029\r\n"), "{zone}: {text}");
        assert!(text.contains("DTEND;VALUE=DATE:20261104\r\n"), "the day after the last: {zone}: {text}");
    }
}

#[test]
fn a_day_is_as_long_as_the_schools_clocks_make_it() {
    let class = Class::begin();
    class.time_zone("America/New_York");
    class.days("All day", "2026-11-01", "2026-11-01");
    // Clocks go back at 06:00 UTC: the day lasts from 04:00 to 05:00 of the next, 25 hours.
    class.moments("Before", "2026-11-01T03:00:00Z", "2026-11-01T04:00:00Z");
    class.moments("First", "2026-11-01T04:00:00Z", "2026-11-01T04:30:00Z");
    class.moments("Last", "2026-11-02T04:59:00Z", "2026-11-02T05:30:00Z");
    class.moments("After", "2026-11-02T05:00:00Z", "2026-11-02T06:00:00Z");
    assert_eq!(class.titles("2026-11-01", "2026-11-01"), ["All day", "First", "Last"]);
    let client = class.client(&class.student);
    let seen = client.get("/calendar?from=2026-11-01&to=2026-11-01").json();
    let item = &seen["items"][0];
    assert_eq!(
        (&item["starts_at"], &item["ends_at"]),
        (&json!("2026-11-01T04:00:00Z"), &json!("2026-11-02T05:00:00Z"))
    );
    // A day whose midnight there is not.
    class.time_zone("America/Santiago");
    class.moments("Spring", "2026-09-06T03:59:00Z", "2026-09-06T04:00:00Z");
    class.moments("Ahead", "2026-09-06T04:00:00Z", "2026-09-06T05:00:00Z");
    assert_eq!(class.titles("2026-09-05", "2026-09-05"), ["Spring"]);
    assert_eq!(class.titles("2026-09-06", "2026-09-06"), ["Ahead"]);
}

#[test]
fn a_task_stands_at_the_moment_when_it_is_due_and_on_no_other_day() {
    let class = Class::begin();
    let other = class.school.assign(&class.teacher, &class.section);
    // The first moment of the tenth of September in Manila, the last but one of it, and the next day.
    let task = class.task(&class.assignment, "2026-09-09T16:00:00Z", true);
    class.task(&other, "2026-09-10T15:59:59Z", true);
    class.task(&other, "2026-09-10T16:00:00Z", true);
    let client = class.client(&class.student);
    let seen = client.get("/calendar?from=2026-09-10&to=2026-09-10").expect_status(200).json();
    let items = seen["items"].as_array().sure();
    assert_eq!(items.len(), 2, "{items:#?}");
    let subject = client.get(&format!("/subjects/{}", class.assignment.subject)).expect_status(200).json();
    let expected = json!({
        "kind": "task", "id": task.id, "title": task.facts.title, "all_day": false,
        "starts_at": "2026-09-09T16:00:00Z", "ends_at": "2026-09-09T16:00:00Z",
        "starts_on": null, "ends_on": null, "place": null, "url": null, "host_name": null,
        "section_id": class.section.id, "section_name": class.section.facts.name,
        "subject_title": subject["title"], "status": "published",
    });
    assert_eq!(items[0], expected);
    let count = |query: &str| {
        let seen = client.get(&format!("/calendar?from=2026-09-01&to=2026-09-30{query}"));
        seen.expect_status(200).json()["items"].as_array().sure().len()
    };
    class.days("Fair", "2026-09-01", "2026-09-02");
    let elsewhere = class.school.section(9).id;
    assert_eq!((count(""), count("&kinds=task"), count("&kinds=event,meeting")), (4, 3, 1));
    assert_eq!(count(&format!("&section_id={}", class.section.id)), 3);
    assert_eq!(count(&format!("&section_id={elsewhere}")), 0);
}

/// What a person finds in their calendar and in their feed, which must not differ.
fn tasks_of(class: &Class, person: &Person) -> Vec<String> {
    let client = class.client(person);
    let seen = client.get("/calendar?from=2026-09-01&to=2026-09-30&kinds=task").expect_status(200).json();
    let items = seen["items"].as_array().sure();
    let shown: Vec<_> = items.iter().map(|one| one["title"].as_str().sure().to_owned()).collect();
    let text = class.school.visitor().get(&feed_of(&client)).expect_status(200).text();
    let mut events: Vec<_> = read(&text).into_iter().filter(|one| one["UID"].starts_with("task-")).collect();
    events.sort_by_key(|one| one["DTSTART"].clone());
    let fed: Vec<_> = events.into_iter().map(|one| one["SUMMARY"].clone()).collect();
    assert_eq!(shown, fed);
    shown
}

#[test]
fn calendar_and_feed_show_exactly_the_tasks_that_a_person_may_see() {
    let class = Class::begin();
    let school = &class.school;
    let (elsewhere, stranger) = (school.section(9), school.student());
    school.place(&stranger, &elsewhere);
    let other = school.assign(&school.person(Role::Teacher), &elsewhere);
    let of_another_subject = school.assign(&school.person(Role::Teacher), &class.section);
    let title = |assignment: &Assignment, due_at: &str, publish| {
        class.task(assignment, due_at, publish).facts.title.to_string()
    };
    let published = title(&class.assignment, "2026-09-10T02:00:00Z", true);
    let draft = title(&class.assignment, "2026-09-11T02:00:00Z", false);
    let strange = title(&other, "2026-09-12T02:00:00Z", true);
    let strange_draft = title(&other, "2026-09-13T02:00:00Z", false);
    let colleagues = title(&of_another_subject, "2026-09-14T02:00:00Z", false);
    let (parent, payer) = (school.parent_of(&class.student), school.person(Role::Parent));
    school.link(&payer, &class.student, GuardianRights { academics: false, ..GuardianRights::ALL });
    let nothing = [""; 0];
    for person in [&class.student, &parent] {
        assert_eq!(tasks_of(&class, person), [&*published]);
    }
    assert_eq!(tasks_of(&class, &class.teacher), [&*published, &*draft, &*colleagues]);
    assert_eq!(tasks_of(&class, &stranger), [&*strange]);
    assert_eq!(tasks_of(&class, &payer), nothing);
    let everything = [&*published, &*draft, &*strange, &*strange_draft, &*colleagues];
    for (role, expected) in [
        (Role::Admin, everything.as_slice()),
        (Role::Principal, everything.as_slice()),
        (Role::AcademicCoordinator, everything.as_slice()),
        (Role::Registrar, &[]),
        (Role::Teacher, &[]),
    ] {
        assert_eq!(tasks_of(&class, &school.person(role)), expected, "{role}");
    }
    let admin = class.client(&school.person(Role::Admin));
    let path = format!("/sections/{}/students/{}", class.section.id, class.student.id);
    admin.delete(&path).expect_status(204);
    for person in [&class.student, &parent] {
        assert_eq!(tasks_of(&class, person), nothing);
    }
}

#[test]
fn another_program_reads_when_tasks_are_due() {
    let class = Class::begin();
    let task = class.task(&class.assignment, "2026-09-10T02:00:00Z", true);
    class.task(&class.assignment, "2026-09-11T02:00:00Z", false);
    let text = class.school.visitor().get(&feed_of(&class.client(&class.teacher))).expect_status(200).text();
    let events = read(&text);
    let statuses: Vec<_> = events.iter().map(|one| one["STATUS"].as_str()).collect();
    assert_eq!(statuses, ["CONFIRMED", "TENTATIVE"]);
    let one = &events[0];
    assert!(one["UID"].starts_with(&format!("task-{}@", task.id)), "{one:?}");
    assert_eq!((&*one["SUMMARY"], &*one["TRANSP"]), (task.facts.title.as_str(), "TRANSPARENT"));
    assert!(one["URL"].ends_with(&format!("/tasks/{}", task.id)), "{one:?}");
    assert!(text.contains("DTSTART:20260910T020000Z\r\n") && !text.contains("DTEND"), "{text}");
}

#[test]
fn another_program_reads_the_feed() {
    let class = Class::begin();
    let title = "Fair; games, songs \\ and a \u{1F389} that needs more than one line of seventy-five bytes, so it is folded";
    class.days(title, "2026-09-10", "2026-09-11");
    class.moments("Assembly", "2026-09-15T02:00:00Z", "2026-09-15T03:00:00Z");
    let now = class.school.clock().now();
    let meeting = class.school.meeting_at(&class.teacher, &class.section, now + TimeDelta::hours(4));
    let address = feed_of(&class.client(&class.student));
    let answer = class.school.visitor().get(&address).expect_status(200);
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    let events = read(&answer.text());
    let of = |start: &str| events.iter().find(|one| one["UID"].starts_with(start)).sure();
    assert_eq!(events.len(), 3);
    assert!(events.iter().any(|one| one["SUMMARY"] == title), "{events:?}");
    assert_eq!(of("meeting-")["SUMMARY"], meeting.facts.title.as_str());
    assert_eq!(of("meeting-")["STATUS"], "CONFIRMED");
    let text = answer.text();
    assert!(text.contains("DTSTART:20260915T020000Z\r\n"), "{text}");
    let teacher = class.client(&class.teacher);
    let path = format!("/meetings/{}/cancel", meeting.id);
    teacher.request("POST", &path).if_match(1).send().expect_status(200);
    let again =
        read(&class.school.visitor().get(address.strip_suffix(".ics").sure()).expect_status(200).text());
    let cancelled = again.iter().find(|one| one["UID"].starts_with("meeting-")).sure();
    assert_eq!(cancelled["UID"], of("meeting-")["UID"], "it is the same one");
    assert_eq!(cancelled["STATUS"], "CANCELLED");
}

#[test]
fn an_address_that_was_revoked_or_replaced_leads_nowhere() {
    let class = Class::begin();
    let client = class.client(&class.student);
    let gone = |address: &str| class.school.visitor().get(address).expect_problem(404, "not_found");
    assert_eq!(
        client.get("/calendar/feed").json(),
        json!({ "active": false, "created_at": null, "last_used_on": null })
    );
    let first = feed_of(&client);
    class.school.visitor().get(&first).expect_status(200);
    let seen = client.get("/calendar/feed").expect_status(200).json();
    assert_eq!((&seen["active"], &seen["last_used_on"]), (&json!(true), &json!("2026-09-01")));
    assert_eq!(seen.get("url"), None, "the secret is told once");
    let second = feed_of(&client);
    gone(&first);
    class.school.visitor().get(&second).expect_status(200);
    client.delete("/calendar/feed").expect_status(204);
    client.delete("/calendar/feed").expect_status(204);
    gone(&second);
    for nonsense in ["x", ".ics", &"0".repeat(32), &"z".repeat(32), &"0".repeat(5000), "%00", "..%2f"] {
        let answer = class.school.visitor().get(&format!("/calendar/feeds/{nonsense}"));
        assert!([400, 404].contains(&answer.status), "{nonsense}: {}", answer.status);
    }
    let kept = class.school.database().number("SELECT count(*) FROM calendar_feeds");
    assert_eq!(kept, 0);
}

#[test]
fn a_feed_shows_what_its_person_may_see_at_this_moment() {
    let class = Class::begin();
    let school = &class.school;
    let now = school.clock().now();
    school.meeting_at(&class.teacher, &class.section, now + TimeDelta::hours(4));
    let sibling = school.student();
    let other = school.section(9);
    school.place(&sibling, &other);
    school.meeting_at(&school.person(Role::Teacher), &other, now + TimeDelta::hours(4));
    let parent = school.person(Role::Parent);
    let terms = GuardianTerms {
        relationship: Relationship::Mother,
        rights: GuardianRights::ALL,
        starts_on: "2020-01-01".parse().sure(),
        ends_on: Some("2026-09-01".parse().sure()),
    };
    let link = school.link_on(&parent, &class.student, terms);
    school.link(&parent, &sibling, GuardianRights::ALL);
    let address = feed_of(&school.client(&parent));
    class.task(&class.assignment, "2026-09-10T02:00:00Z", true);
    let of = |start: &str| {
        let text = school.visitor().get(&address).expect_status(200).text();
        read(&text).iter().filter(|one| one["UID"].starts_with(start)).count()
    };
    let (meetings, tasks) = (|| of("meeting-"), || of("task-"));
    assert_eq!(tasks(), 1);
    assert_eq!(meetings(), 2, "of all children in one feed");
    // The link ends with the school's day, and nobody says so.
    school.clock().advance(TimeDelta::days(1));
    assert_eq!((meetings(), tasks()), (1, 0));
    school.clock().advance(TimeDelta::days(-1));
    assert_eq!(meetings(), 2);
    let admin = school.client(&school.person(Role::Admin));
    let path = format!("/students/{}/guardians/{}", class.student.id, link.id);
    admin.request("DELETE", &path).if_match(1).send().expect_status(204);
    assert_eq!((meetings(), tasks()), (1, 0), "at once");
    let path = format!("/users/{}/deactivate", parent.id);
    admin.request("POST", &path).if_match(1).send().expect_status(200);
    school.visitor().get(&address).expect_problem(404, "not_found");
}

#[test]
fn a_feed_has_a_rate_of_its_own() {
    let mut setup = Setup::default();
    setup.limits.auth_requests_per_minute = 3;
    let school = School::set_up(setup);
    let address = feed_of(&school.client(&school.student()));
    let statuses: Vec<_> = (0..5).map(|_| school.visitor().get(&address).status).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429]);
}

#[test]
fn a_month_with_three_thousand_entries_takes_one_statement() {
    let class = Class::begin();
    class.school.database().execute(&format!(
        "INSERT INTO audiences SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, true FROM generate_series(1, 2000) AS n;
         INSERT INTO events (id, audience_id, title, starts_at, ends_at)
         SELECT id, id, 'Event', '2026-10-01T00:00:00Z'::timestamptz + n * interval '20 minutes',
             '2026-10-01T01:00:00Z'::timestamptz + n * interval '20 minutes'
         FROM (SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid AS id, n FROM generate_series(1, 1000) AS n) AS numbered;
         INSERT INTO meetings (id, section_id, host_id, title, url, starts_at, ends_at, status)
         SELECT gen_random_uuid(), '{}', '{}', 'Meeting', 'https://meet.example/', '2026-10-01T00:00:00Z'::timestamptz + n * interval '20 minutes',
             '2026-10-01T00:10:00Z'::timestamptz + n * interval '20 minutes', 'scheduled'
         FROM generate_series(1, 1000) AS n;
         INSERT INTO tasks (id, section_id, author_id, subject_id, title, points, due_at, closes_at, status, published_at)
         SELECT gen_random_uuid(), '{}', '{}', '{}', 'Task', 20, due_at, due_at, 'published', now()
         FROM (SELECT '2026-10-01T00:00:00Z'::timestamptz + n * interval '40 minutes' AS due_at
             FROM generate_series(1, 1000) AS n) AS due",
        class.section.id, class.teacher.id, class.section.id, class.teacher.id, class.assignment.subject
    ));
    let client = class.client(&class.student);
    client.get("/users/me").expect_status(200);
    let (answer, said) =
        class.school.statements().during(|| client.get("/calendar?from=2026-10-01&to=2026-10-31"));
    let seen = answer.expect_status(200).json();
    let items = seen["items"].as_array().sure();
    assert_eq!((items.len(), said.len()), (3_000, 1), "{said:#?}");
    let starts: Vec<DateTime<Utc>> =
        items.iter().map(|one| one["starts_at"].as_str().sure().parse().sure()).collect();
    assert!(starts.is_sorted());
    assert_eq!(seen["truncated"], Value::Bool(false));
}

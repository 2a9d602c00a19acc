//! The conventions of the API, held by every route of its description at once.

use std::collections::{BTreeMap, BTreeSet};

use domain::identity::Role;
use homeroom_testkit::{Client, School, Sure};
use serde_json::Value;

/// Stands for whatever a path names.
const ANY: &str = "01990000-0000-7000-8000-000000000001";

/// Stands for the number of a message.
const ANY_NUMBER: &str = "1";

/// An operation of the description, with an address that leads to it.
struct Operation {
    method: String,
    path: String,
    described: Value,
}

impl Operation {
    fn takes(&self, name: &str) -> bool {
        let parameters = self.described["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().any(|one| one["name"] == name)
    }

    /// Whether it takes JSON. Forms with a file are tried by tests of their own.
    fn has_body(&self) -> bool {
        self.described["requestBody"]["content"]["application/json"].is_object()
    }

    fn answers(&self, status: &str) -> bool {
        self.described["responses"].get(status).is_some()
    }
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(http::openapi::document()).sure();
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().sure() {
        for (method, described) in methods.as_object().sure() {
            let concrete = path.split('/').map(|segment| match segment {
                "{number}" => ANY_NUMBER,
                _ if segment.starts_with('{') => ANY,
                _ => segment,
            });
            let path = concrete.collect::<Vec<_>>().join("/");
            found.push(Operation { method: method.to_uppercase(), path, described: described.clone() });
        }
    }
    assert!(found.len() > 60, "only {}", found.len());
    found
}

fn admin(school: &School) -> Client {
    school.client(&school.person(Role::Admin))
}

#[test]
fn whatever_has_a_version_is_changed_only_by_who_names_it() {
    let school = School::open();
    let admin = admin(&school);
    let versioned: Vec<_> = operations().into_iter().filter(|one| one.takes("If-Match")).collect();
    assert!(versioned.len() > 15, "only {}", versioned.len());
    for Operation { method, path, .. } in &versioned {
        let blind = admin.request(method, path).send();
        assert_eq!((blind.status, blind.code().as_str()), (428, "precondition_required"), "{method} {path}");
        for tag in ["\"one\"", "\"0\"", "\"99999999999\"", "*", "W/\"1\""] {
            let answer = admin.request(method, path).header("if-match", tag).send();
            assert_eq!((answer.status, answer.code().as_str()), (400, "unreadable"), "{method} {path} {tag}");
        }
    }
    for Operation { method, path, described } in operations() {
        let has_tag = described["responses"].get("412").is_some();
        assert_eq!(
            has_tag,
            versioned.iter().any(|one| one.method == method && one.path == path),
            "{method} {path}"
        );
    }
}

#[test]
fn no_route_takes_a_body_that_is_not_what_it_asks_for() {
    let school = School::open();
    let admin = admin(&school);
    let too_long = vec![b' '; 2 * 1024 * 1024 + 1];
    let with_body: Vec<_> = operations().into_iter().filter(Operation::has_body).collect();
    assert!(with_body.len() > 20, "only {}", with_body.len());
    for operation in &with_body {
        let Operation { method, path, .. } = operation;
        let send = |kind: &str, body: &[u8]| {
            admin.request(method, path).if_match(1).header("content-type", kind).bytes(body).send()
        };
        let unknown = send("application/json", b"{\"no_such_field\": 1}");
        assert_eq!(
            (unknown.status, unknown.fields()),
            (422, vec!["no_such_field".to_owned()]),
            "{method} {path}"
        );
        for (kind, body, status) in [
            ("application/json", &b"{"[..], 400),
            ("application/json", b"[]", 422),
            ("text/plain", b"{}", 415),
            ("application/json", &too_long, 413),
        ] {
            let answer = send(kind, body);
            let code = answer.code();
            assert_eq!(answer.status, status, "{method} {path} {kind}: {}", answer.text());
            answer.expect_problem(status, &code);
            assert!(operation.answers(&status.to_string()), "{method} {path} does not document {status}");
        }
    }
}

#[test]
fn every_list_is_read_page_by_page_and_as_a_table() {
    let school = School::open();
    let (student, section) = (school.student(), school.section(30));
    let parent = school.parent_of(&student);
    school.apply(&student);
    let announcement = school.announce(domain::notices::Audience::everyone());
    let teacher = school.person(domain::identity::Role::Teacher);
    let assignment = school.assign(&teacher, &section);
    let task = school.task(&assignment);
    let module = school.module(&teacher, &section);
    let head = school.person(Role::Admin);
    let conversation = school.group(&teacher, &[&head]);
    let admin = school.client(&head);
    let exports =
        || school.database().number("SELECT count(*) FROM audit_trail WHERE action = 'list.exported'");
    let lists: Vec<_> =
        operations().into_iter().filter(|one| one.method == "GET" && one.takes("format")).collect();
    assert!(lists.len() > 9, "only {}", lists.len());
    for Operation { path, described, .. } in lists {
        // The student stands for whatever the path names, unless that is something else; other lists are empty.
        let named = match path.split('/').nth(3) {
            Some("sections") => section.id.to_string(),
            Some("guardians") => parent.id.to_string(),
            Some("announcements") => announcement.id.to_string(),
            Some("tasks") => task.id.to_string(),
            Some("modules") if !path.contains("/section/") => module.to_string(),
            Some("conversations") => conversation.to_string(),
            _ => student.id.to_string(),
        };
        let path = path.replace(ANY, &named);
        // Who has opened a module is told to its teacher alone.
        let admin = if path.ends_with("/openings") { &school.client(&teacher) } else { &admin };
        // Nothing is found by those who look for nothing.
        let query = if path.ends_with("/api/v1/messages") { "?q=morning" } else { "?" };
        let before = exports();
        let table = admin.get(&format!("{path}{query}&format=csv")).expect_status(200);
        assert_eq!(exports(), before + 1, "{path} is taken out and not written down");
        assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"), "{path}");
        assert!(
            table.header("content-disposition").is_some_and(|value| value.contains("attachment")),
            "{path}"
        );
        let columns = table.text().lines().next().map(|line| line.split(',').count()).unwrap_or_default();
        assert!(columns > 2, "{path}: {}", table.text());
        let page = admin.get(&format!("{path}{query}")).expect_status(200).json();
        assert!(page["items"].is_array(), "{path}");
        let by_cursor = described["parameters"].as_array().sure().iter().any(|one| one["name"] == "before");
        assert!(
            by_cursor || (page["limit"] == 20 && page["offset"] == 0 && page["total"].is_u64()),
            "{path}: {page}"
        );
    }
}

#[test]
fn every_answer_to_who_is_not_logged_in_is_documented() {
    let school = School::open();
    for operation in operations() {
        let Operation { method, path, .. } = &operation;
        let answer = school.visitor().request(method, path).send();
        let status = answer.status.to_string();
        assert!(operation.answers(&status), "{method} {path} answers {status}, which is not documented");
    }
}

/// Whether an address is one of a pattern, in which [`ANY`] stands for a parameter.
fn fits(path: &str, pattern: &str) -> bool {
    let (path, pattern): (Vec<_>, Vec<_>) = (path.split('/').collect(), pattern.split('/').collect());
    let fits = |(one, other): (&&str, &&str)| one == other || *other == ANY;
    path.len() == pattern.len() && path.iter().zip(&pattern).all(fits)
}

#[test]
fn a_path_that_exists_tells_everybody_which_methods_it_knows() {
    let school = School::open();
    let signed = admin(&school);
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Operation { method, path, .. } in operations() {
        known.entry(path).or_default().insert(method);
    }
    for path in known.keys() {
        // `/users/summary` is also a `/users/{id}`.
        let fitting = known.iter().filter(|(pattern, _)| fits(path, pattern));
        let methods: BTreeSet<_> = fitting.flat_map(|(_, methods)| methods).map(String::as_str).collect();
        let allow = methods.iter().copied().collect::<Vec<_>>().join(", ");
        for method in ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT", "BREW"] {
            if methods.contains(method) {
                continue;
            }
            for client in [&signed, &school.visitor()] {
                let answer = client.request(method, path).send();
                assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
                assert_eq!(answer.header("allow"), Some(allow.as_str()), "{method} {path}");
                if method != "HEAD" {
                    answer.expect_problem(405, "method_not_allowed");
                }
            }
        }
    }
    for path in ["/users/one/two/three", "/nothing", "/auth", "/sections/x/y"] {
        signed.post(path, Value::Null).expect_problem(404, "not_found");
    }
    let page = school.visitor().request("POST", "/healthz").send();
    assert_eq!(page.header("allow"), Some("GET"));
}

//! What bad input gets: always a problem, never a stack trace, and nothing half-written.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use domain::identity::Role;
use homeroom_testkit::{Answer, Client, PATIENCE, School, Sure};
use serde_json::{Value, json};

fn with_body(client: &Client, method: &str, path: &str, body: impl Into<Vec<u8>>) -> Answer {
    let request = client.request(method, path).if_match(1).header("content-type", "application/json");
    request.bytes(body).send()
}

#[test]
fn what_is_not_json_cannot_be_read() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let bodies: [&[u8]; 12] = [
        b"",
        b" ",
        b"{",
        b"{\"first_name\":",
        b"{\"first_name\": \"Ana\"",
        b"{'first_name': 'Ana'}",
        b"{\"first_name\": \"Ana\"} {}",
        b"{\"first_name\": \"Ana\",}",
        b"first_name=Ana",
        b"{\"first_name\": \"\xff\xfe\"}",
        b"{\"first_name\": NaN}",
        b"\xef\xbb\xbf{}",
    ];
    for body in bodies {
        let answer = with_body(&admin, "PATCH", "/users/me", body);
        assert!(answer.clone().expect_problem(400, "unreadable").fields().is_empty(), "{body:?}");
    }
}

#[test]
fn a_body_so_deep_that_a_parser_might_fall_is_refused_and_the_server_stands() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let objects = format!("{}1{}", "{\"first_name\":".repeat(100_000), "}".repeat(100_000));
    let inside = format!("{{\"first_name\":{}", "[".repeat(500_000));
    with_body(&admin, "PATCH", "/users/me", "[".repeat(100_000)).expect_problem(400, "unreadable");
    with_body(&admin, "PATCH", "/users/me", objects).expect_refused(&["first_name"]);
    with_body(&admin, "PATCH", "/users/me", inside).expect_refused(&["first_name"]);
    admin.get("/users/me").expect_status(200);
}

/// The library that reads bodies would take values in the order of the fields for an object.
#[test]
fn a_body_is_an_object_and_not_its_values_in_a_row() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    for body in ["[]", "[\"Nova\", \"Star\"]", "null", "7", "\"first_name\"", " [null, null]"] {
        with_body(&admin, "PATCH", "/users/me", body).expect_problem(422, "invalid_fields");
        with_body(&school.visitor(), "POST", "/auth/refresh", body).expect_problem(422, "invalid_fields");
    }
    assert_eq!(admin.get("/users/me").json()["version"], 1);
}

#[test]
fn a_body_that_may_be_left_out_is_read_as_strictly_as_any_other() {
    let school = School::open();
    let visitor = school.visitor();
    for path in ["/auth/refresh", "/auth/logout"] {
        with_body(&visitor, "POST", path, "{").expect_problem(400, "unreadable");
        with_body(&visitor, "POST", path, "{\"token\": \"x\"}").expect_refused(&["token"]);
        with_body(&visitor, "POST", path, "{\"refresh_token\": 7}").expect_refused(&["refresh_token"]);
        let form = visitor.request("POST", path).header("content-type", "application/x-www-form-urlencoded");
        form.bytes("refresh_token=x").send().expect_problem(415, "unsupported_media_type");
    }
    visitor.request("POST", "/auth/logout").send().expect_status(204);
    visitor.request("POST", "/auth/refresh").send().expect_problem(401, "unauthenticated");
}

#[test]
fn nobody_slips_a_field_in() {
    let school = School::open();
    let person = school.person(Role::Student);
    let client = school.client(&person);
    for field in
        ["roles", "primary_role", "active", "email", "id", "version", "permissions", "password", "__proto__"]
    {
        let body = json!({ "first_name": "Nova", field: ["admin"] });
        client.patch("/users/me", 1, body).expect_refused(&[field]);
    }
    let me = client.get("/users/me").json();
    assert_eq!(
        (&me["roles"], &me["first_name"], &me["version"]),
        (&json!(["student"]), &json!("Student"), &json!(1))
    );
    let admin = school.client(&school.person(Role::Admin));
    let link = json!({ "status": "under_review", "student_id": person.id });
    school.apply(&person);
    admin.patch(&format!("/enrollment/progress/{}", person.id), 1, link).expect_refused(&["student_id"]);
    let login = json!({ "email": person.email, "password": "x", "remember": true });
    school.visitor().post("/auth/login", login).expect_refused(&["remember"]);
}

#[test]
fn whoever_keeps_families_makes_no_staff_out_of_them_nor_anyone_of_themselves() {
    let school = School::open();
    let (parent, person) = (school.person(Role::Parent), school.person(Role::Registrar));
    let registrar = school.client(&person);
    let roles = json!({ "roles": ["parent", "admin"], "primary_role": "admin" });
    registrar.patch(&format!("/users/{}", parent.id), 1, roles.clone()).expect_problem(403, "staff_role");
    registrar.patch(&format!("/users/{}", person.id), 1, roles.clone()).expect_problem(403, "forbidden");
    let (admin, _) = (school.person(Role::Admin), school.person(Role::Admin));
    let client = school.client(&admin);
    client.patch(&format!("/users/{}", admin.id), 1, roles).expect_problem(409, "own_account");
    let closing = format!("/users/{}/deactivate", admin.id);
    client.request("POST", &closing).if_match(1).send().expect_problem(409, "own_account");
}

#[test]
fn fields_of_the_wrong_type_are_named() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    for value in [json!(7), json!(true), json!([]), json!({}), json!(["Ana"])] {
        admin.patch("/users/me", 1, json!({ "first_name": value })).expect_refused(&["first_name"]);
    }
    let section = |name: &str, value: Value| {
        let mut body = json!({
            "name": "A", "school_year_id": school.year.id, "grade_level_id": school.grade.id, "capacity": 5,
        });
        body[name] = value;
        drop(admin.post("/sections", body).expect_refused(&[name]));
    };
    for capacity in [
        json!(-1),
        json!(0),
        json!(501),
        json!(1.5),
        json!("5"),
        json!(1e99),
        json!(18_446_744_073_709_551_615_u64),
    ] {
        section("capacity", capacity);
    }
    section("school_year_id", json!("not an id"));
    section("school_year_id", json!("01990000-0000-7000-8000-00000000000"));
    section("name", Value::Null);
    admin.post("/sections", json!([])).expect_problem(422, "invalid_fields");
    admin.post("/sections", json!({})).expect_problem(422, "invalid_fields");
    let status =
        json!({ "moves": [{ "student_id": school.student().id, "version": 0 }], "status": "under_review" });
    admin.post("/enrollment/progress/bulk", status).expect_problem(422, "invalid_fields");
    let status = json!({ "moves": [], "status": "no such status" });
    admin.post("/enrollment/progress/bulk", status).expect_refused(&["status"]);
}

#[test]
fn names_that_are_too_long_or_made_to_deceive_are_refused() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    let long = "ñ".repeat(101);
    for name in [
        "",
        "   ",
        long.as_str(),
        "Ana\u{202e}sin",
        "A\u{0}na",
        "Ana\nBcc: everyone@school.example",
        "A\rna",
        "A\tna",
        "Ana\u{200b}",
        "\u{feff}Ana",
        "A\u{2028}na",
        "\u{1b}[31mAna",
    ] {
        client.patch("/users/me", 1, json!({ "first_name": name })).expect_refused(&["first_name"]);
    }
    assert_eq!(client.get("/users/me").json()["version"], 1);
}

/// What looks like an attack in another language is a name in this one, and comes back as it was given.
#[test]
fn odd_names_are_kept_to_the_letter() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let client = school.client(&person);
    let admin = school.client(&school.person(Role::Admin));
    let longest = "ñ".repeat(100);
    for (version, name) in (1..).zip([
        "Robert'); DROP TABLE users; --",
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://evil.example\")",
        "${7*7}{{7*7}}",
        "O'Brien \\ \"Ana\"",
        "José-María 太郎 👩‍👧",
        "%00%0a",
        longest.as_str(),
        "null",
        "-1",
    ]) {
        let changed = client.patch("/users/me", version, json!({ "last_name": name })).expect_status(200);
        assert_eq!(changed.json()["last_name"], name);
        let found = admin.get(&format!("/users?q={}", percent_encoded(name))).expect_status(200).json();
        assert_eq!(found["items"][0]["last_name"], name);
    }
}

fn percent_encoded(text: &str) -> String {
    let encoded: Vec<_> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    encoded.concat()
}

#[test]
fn a_table_for_a_spreadsheet_holds_no_formulas() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let client = school.client(&person);
    let admin = school.client(&school.person(Role::Admin));
    for (version, name) in (1..).zip(["=1+1", "+1", "-1", "@SUM(A1)"]) {
        client.patch("/users/me", version, json!({ "first_name": name })).expect_status(200);
        let table = admin.get("/users?format=csv&role=teacher").expect_status(200);
        assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(table.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
        let text = table.text();
        assert!(text.contains(&format!(",'{name},")), "{text}");
        assert!(!text.contains(&format!(",{name},")), "{text}");
    }
}

#[test]
fn days_that_never_come_are_refused() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let year = |starts_on: &str| {
        admin.post("/school-years", json!({ "name": "Odd", "starts_on": starts_on, "ends_on": "2999-12-31" }))
    };
    for day in [
        "2026-02-30",
        "2027-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-06-31",
        "01/06/2026",
        "2026-06-01T00:00:00Z",
        "",
        "tomorrow",
        "10000-01-01",
        "+10000-01-01",
        "0000-01-01",
        "-0001-01-01",
    ] {
        year(day).expect_refused(&["starts_on"]);
    }
    year("2028-02-29").expect_status(201);
}

#[test]
fn a_body_is_json_or_it_is_not_read() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let send = |kind: Option<&str>| {
        let request = admin.request("PATCH", "/users/me").if_match(1);
        let request = match kind {
            Some(kind) => request.header("content-type", kind),
            None => request,
        };
        request.bytes("{\"first_name\": \"Nova\"}").send()
    };
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "text/json",
        "application/jsonx",
    ] {
        send(Some(kind)).expect_problem(415, "unsupported_media_type");
    }
    send(None).expect_problem(415, "unsupported_media_type");
    send(Some("Application/JSON; charset=utf-8")).expect_status(200);
}

#[test]
fn two_megabytes_are_read_and_not_one_byte_more() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let limit = 2 * 1024 * 1024;
    let body = |length: usize| {
        let frame = "{\"first_name\":\"\"}";
        format!("{{\"first_name\":\"{}\"}}", "x".repeat(length - frame.len()))
    };
    with_body(&admin, "PATCH", "/users/me", body(limit)).expect_refused(&["first_name"]);
    with_body(&admin, "PATCH", "/users/me", body(limit + 1)).expect_problem(413, "too_large");
    with_body(&school.visitor(), "POST", "/auth/login", body(limit + 1)).expect_problem(413, "too_large");
    with_body(&school.visitor(), "POST", "/auth/refresh", body(limit + 1)).expect_problem(413, "too_large");
}

/// A body in chunks does not say how long it will be.
#[test]
fn a_body_without_a_length_is_measured_while_it_comes() {
    let school = School::open();
    let mut stream = TcpStream::connect(school.address()).sure();
    stream.set_read_timeout(Some(PATIENCE)).sure();
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).sure();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..40 {
        // The server may stop listening once it has heard enough.
        if stream.write_all(chunk.as_bytes()).is_err() {
            break;
        }
    }
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).sure();
    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 413");
}

#[test]
fn lists_have_an_end_in_every_direction() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    for list in [
        "/users",
        "/school-years",
        "/terms",
        "/grade-levels",
        "/subjects",
        "/sections",
        "/enrollment/progress",
    ] {
        let ask = |query: &str| admin.get(&format!("{list}?{query}"));
        ask("limit=100&offset=10000").expect_status(200);
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=4294967295", "limit"),
            ("offset=10001", "offset"),
            ("format=xml", "format"),
        ] {
            ask(query).expect_refused(&[field]);
        }
        for query in
            ["limit=-1", "limit=x", "offset=-1", "offset=99999999999999999999", "limit=1e2", "offset=1.5"]
        {
            ask(query).expect_problem(400, "unreadable");
        }
    }
    for query in
        ["sort=password", "sort=name;DROP TABLE users", "sort=", "sort=-", "sort=name,,email", "sort=--name"]
    {
        admin.get(&format!("/users?{}", query.replace(' ', "%20"))).expect_refused(&["sort"]);
    }
    admin.get("/users?role=king").expect_problem(400, "unreadable");
    admin.get("/users?active=maybe").expect_problem(400, "unreadable");
    admin.get("/enrollment/progress?status=lost").expect_refused(&["status"]);
    admin.get("/enrollment/progress?school_year_id=x").expect_problem(400, "unreadable");
    admin.get("/audit?limit=101").expect_refused(&["limit"]);
    admin.get("/audit?before=x").expect_problem(400, "unreadable");
    admin.get("/audit?action=%00").expect_refused(&["action"]);
}

#[test]
fn what_is_searched_for_is_text_and_nothing_else() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    school.student();
    for words in [
        "'",
        "\"",
        "%",
        "_",
        "\\",
        "') OR 1=1 --",
        "%%%%",
        "\\'; DROP TABLE users; --",
        "$1",
        "*",
        ".*",
        "(",
        "\u{202e}",
    ] {
        let encoded = percent_encoded(words);
        for list in ["/users", "/subjects", "/sections", "/enrollment/progress"] {
            let found = admin.get(&format!("{list}?q={encoded}")).expect_status(200).json();
            assert_eq!(found["total"], 0, "{list}: {words:?}");
        }
    }
    for list in ["/users", "/subjects", "/sections", "/enrollment/progress"] {
        admin.get(&format!("{list}?q=a%00b")).expect_refused(&["q"]);
        admin.get(&format!("{list}?q={}", "a".repeat(201))).expect_refused(&["q"]);
        admin.get(&format!("{list}?q=%FF%FE")).expect_status(200);
    }
}

#[test]
fn addresses_that_name_nothing_are_answered_like_any_other() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    for path in [
        "/nothing",
        "/users/",
        "/users/not-an-id",
        "/users/01990000-0000-7000-8000-00000000000g",
        "/sections/../users",
        "/users/%2e%2e",
        "/users/01990000-0000-7000-8000-000000000001",
        "/enrollment/progress/%00",
        "/auth",
        "/users/01990000-0000-7000-8000-000000000001/guardians",
        "/sections/1 OR 1=1/students",
    ] {
        let answer = admin.get(&path.replace(' ', "%20"));
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.text());
        let (status, code) = (answer.status, answer.code());
        answer.expect_problem(status, &code);
    }
    for method in ["DELETE", "PUT", "PATCH", "POST", "TRACE", "BREW"] {
        let answer = admin.request(method, "/audit").send();
        let answer = answer.expect_problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), Some("GET"), "{method}");
    }
}

#[test]
fn every_answer_has_an_id_and_a_sane_one_that_came_is_kept() {
    let school = School::open();
    let visitor = school.visitor();
    let with_id = |id: &str| {
        let answer = visitor.request("GET", "/users/me").header("x-request-id", id).send();
        answer.expect_problem(401, "unauthenticated").header("x-request-id").sure().to_owned()
    };
    assert_eq!(with_id("a-sane.id_of-mine-1"), "a-sane.id_of-mine-1");
    for odd in ["short", "with blanks in it", "<script>alert(1)</script>", &"x".repeat(101), "ñandú-ñandú"]
    {
        let id = with_id(odd);
        assert!(id != odd && id.len() >= 8, "{odd}: {id}");
    }
    assert!(visitor.get("/healthz").header("x-request-id").is_some());
}

#[test]
fn answers_of_the_api_are_kept_by_nobody_and_framed_by_nobody() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    for answer in [client.get("/users/me"), client.get("/nothing"), school.visitor().get("/users/me")] {
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        let policy = answer.header("content-security-policy").sure();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(answer.header("referrer-policy").is_some());
        assert_eq!(answer.header("strict-transport-security"), None, "it was not asked through TLS");
        assert_eq!(answer.header("server"), None);
    }
}

#[test]
fn pages_of_other_origins_may_call_only_when_the_school_allows_it() {
    let mut setup = homeroom_testkit::Setup::default();
    setup.limits.cors_origins = vec!["https://app.school.example".to_owned()];
    let school = School::set_up(setup);
    let visitor = school.visitor();
    let preflight = |origin: &str| {
        let request = visitor.request("OPTIONS", "/users/me").header("origin", origin);
        let request = request.header("access-control-request-method", "PATCH");
        request
            .header(
                "access-control-request-headers",
                "authorization,if-match,idempotency-key,x-requested-with",
            )
            .send()
    };
    let allowed = preflight("https://app.school.example");
    assert_eq!(allowed.status, 200, "{}", allowed.text());
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://app.school.example"));
    assert_eq!(allowed.header("access-control-allow-credentials"), Some("true"));
    for evil in [
        "https://evil.example",
        "null",
        "https://app.school.example.evil.example",
        "http://app.school.example",
    ] {
        let refused = preflight(evil).expect_problem(403, "foreign_origin");
        let told: Vec<_> = ["access-control-allow-origin", "access-control-allow-credentials"]
            .into_iter()
            .filter_map(|name| refused.header(name))
            .collect();
        assert_eq!(told, Vec::<&str>::new(), "{evil}");
    }
    let answer = visitor.request("GET", "/users/me").header("origin", "https://app.school.example").send();
    let exposed = answer.header("access-control-expose-headers").unwrap_or_default().to_ascii_lowercase();
    for header in ["etag", "x-request-id", "retry-after", "content-disposition"] {
        assert!(exposed.contains(header), "{header}: {exposed}");
    }
}

#[test]
fn who_asks_too_often_waits_and_nobody_else_does() {
    let mut setup = homeroom_testkit::Setup::default();
    (setup.limits.requests_per_minute, setup.limits.auth_requests_per_minute) = (5, 7);
    let school = School::set_up(setup);
    let (greedy, modest) =
        (school.client(&school.person(Role::Teacher)), school.client(&school.person(Role::Teacher)));
    for _ in 0..5 {
        greedy.get("/users/me").expect_status(200);
    }
    greedy.get("/users/me").expect_problem(429, "too_many_requests");
    modest.get("/users/me").expect_status(200);
    for _ in 0..5 {
        school.visitor().get("/users/me").expect_status(401);
    }
    school.visitor().get("/users/me").expect_problem(429, "too_many_requests");
    for _ in 0..7 {
        school.visitor().post("/auth/login", json!({ "email": "a@b.example", "password": "x" }));
    }
    let login = school.visitor().post("/auth/login", json!({ "email": "a@b.example", "password": "x" }));
    login.expect_problem(429, "too_many_requests");
    modest.get("/users/me").expect_status(200);
}

//! The realtime endpoint.

use std::time::Duration;

use application::Event;
use chrono::TimeDelta;
use domain::identity::Role;
use homeroom_testkit::{PATIENCE, School, Setup, Socket, Sure, eventually};
use serde_json::{Value, json};
use tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

fn with_short_tokens(seconds: i64) -> School {
    School::set_up(Setup { access_lifetime: TimeDelta::seconds(seconds), ..Setup::default() })
}

#[test]
fn c13_pages_of_other_origins_get_no_socket() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    let host = client.address();
    let browser = ("user-agent", "Mozilla/5.0");
    for evil in [
        "https://evil.example",
        "null",
        "http://localhost",
        "http://localhost:5000.evil.example",
        "http://evil.localhost:5000",
        "https://localhost:5000",
        "file://",
        "HTTP://LOCALHOST:5000",
        &format!("http://{host}.evil.example"),
        &format!("http://{}", host.ip()),
    ] {
        assert_eq!(Socket::shake_hands(&client, &[browser, ("origin", evil)]).err(), Some(403), "{evil}");
    }
    assert_eq!(Socket::shake_hands(&client, &[browser]).err(), Some(403), "browsers always say where from");
    assert_eq!(Socket::shake_hands(&client, &[("sec-fetch-mode", "websocket")]).err(), Some(403));
    for own in ["http://localhost:5000", &format!("http://{host}")] {
        let mut socket = Socket::shake_hands(&client, &[browser, ("origin", own)]).sure();
        assert_eq!(socket.protocol.as_deref(), Some("homeroom.v1"));
        assert_eq!(socket.next()["type"], "ready");
    }
}

#[test]
fn c13_another_origin_gets_a_socket_when_the_school_allows_it() {
    let mut setup = Setup::default();
    setup.limits.cors_origins = vec!["https://app.school.example".to_owned()];
    let school = School::set_up(setup);
    let client = school.client(&school.person(Role::Teacher));
    let from = |origin: &str| Socket::shake_hands(&client, &[("origin", origin)]).err();
    assert_eq!(from("https://app.school.example"), None);
    assert_eq!(from("https://app.school.example.evil.example"), Some(403));
    assert_eq!(from("https://evil.example/https://app.school.example"), Some(403));
}

#[test]
fn a_bad_token_is_told_so_on_the_socket_before_any_data() {
    let school = School::open();
    let person = school.person(Role::Teacher);
    let expired = school.client(&person);
    let ended = school.client(&person);
    ended.request("POST", "/auth/logout-all").send().expect_status(204);
    school.clock().advance(TimeDelta::minutes(16));
    for client in [school.visitor(), school.visitor().with_token("a.b.c"), ended, expired] {
        let mut socket = Socket::open(&client);
        assert_eq!(socket.protocol.as_deref(), Some("homeroom.v1"));
        assert_eq!(socket.hear(), Err(Some(4401)));
    }
}

/// C11, with the clock of the test: what ends is the first token, while the socket goes on with the second.
#[test]
fn c11_a_fresh_token_keeps_the_socket_open_without_a_gap() {
    let school = with_short_tokens(600);
    let person = school.person(Role::Teacher);
    let session = school.session(&person);
    let mut socket = school.visitor().with_token(school.access_token(&person, session)).socket();
    school.clock().advance(TimeDelta::seconds(300));
    school.app.events().publish(Event::SettingsChanged);
    socket.send(&json!({ "type": "authenticate", "id": 7, "token": school.access_token(&person, session) }));
    school.app.events().publish(Event::CatalogChanged);
    let mut heard = [socket.next(), socket.next(), socket.next()];
    heard.sort_by_key(|frame| frame["type"].to_string());
    assert_eq!(heard[0], json!({ "type": "ack", "id": 7 }));
    assert_eq!(
        (&heard[1]["type"], &heard[2]["type"]),
        (&json!("settings.changed"), &json!("structure.changed"))
    );
    school.clock().advance(TimeDelta::seconds(301));
    school.app.events().publish(Event::Resync);
    socket.next_of("resync");
    school.clock().advance(TimeDelta::seconds(300));
    school.app.events().publish(Event::Resync);
    assert_eq!(socket.closed(), Some(4401));
}

/// C11, with the clock on the wall: nobody does anything, and the socket ends with its token.
#[test]
fn c11_without_a_fresh_token_the_socket_ends_with_the_old_one() {
    let school = with_short_tokens(1);
    let mut socket = school.client(&school.person(Role::Teacher)).socket();
    assert_eq!(socket.closed(), Some(4401));
}

#[test]
fn nobody_goes_on_with_the_token_of_somebody_else_nor_with_one_that_is_none() {
    let school = School::open();
    let (person, other) = (school.person(Role::Teacher), school.person(Role::Admin));
    let refresh = {
        use application::identity::Tokens;
        school.tokens().refresh_token(school.session(&person), 0)
    };
    for token in [school.client(&other).token().to_owned(), refresh, "a.b.c".to_owned(), String::new()] {
        let mut socket = school.client(&person).socket();
        socket.send(&json!({ "type": "authenticate", "token": token }));
        assert_eq!(socket.closed(), Some(4401), "{token}");
    }
}

/// C16: frames that are too large, in one piece or in many.
#[test]
fn c16_a_frame_that_is_too_large_ends_its_socket_alone() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    let mut other = client.socket();
    let mut largest = client.socket();
    let mut too_large = client.socket();
    largest.send_text(&"x".repeat(64 * 1024));
    assert_eq!(largest.next()["type"], "error");
    too_large.send_text(&"x".repeat(64 * 1024 + 1));
    assert_eq!(too_large.closed(), Some(4413));
    let mut in_pieces = client.socket();
    let piece =
        |code: Data, last: bool| Message::Frame(Frame::message(vec![b'x'; 20_000], OpCode::Data(code), last));
    in_pieces.send_message(piece(Data::Text, false)).sure();
    for last in [false, false, true] {
        // The server may have hung up by now.
        let _ = in_pieces.send_message(piece(Data::Continue, last));
    }
    assert_eq!(in_pieces.closed(), Some(4413));
    school.app.events().publish(Event::Resync);
    assert_eq!(other.next()["type"], "resync");
}

#[test]
fn c16_a_client_that_talks_without_end_is_cut_off_alone() {
    let mut setup = Setup::default();
    setup.limits.frames_per_second = 20;
    let school = School::set_up(setup);
    let (talker, other) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let (mut socket, mut quiet) = (school.client(&talker).socket(), school.client(&other).socket());
    for number in 0..200 {
        let frame = json!({ "type": "typing", "id": number });
        if socket.send_message(Message::text(frame.to_string())).is_err() {
            break;
        }
    }
    assert_eq!(socket.closed(), Some(4429));
    school.app.events().publish(Event::Resync);
    assert_eq!(quiet.next()["type"], "resync");
    school.client(&talker).socket();
}

#[test]
fn c16_frames_that_mean_nothing_are_answered_and_bytes_that_are_no_text_are_not() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    let mut socket = client.socket();
    socket.send(&json!({ "type": "no.such.thing", "id": "a name" }));
    let answer = socket.next();
    assert_eq!((&answer["type"], &answer["id"]), (&json!("error"), &json!("a name")));
    assert_eq!(answer["problem"]["status"], 422);
    let deep = format!("{{\"type\":{}", "[".repeat(30_000));
    for odd in ["", "{", "null", "[]", "7", "\"authenticate\"", "{}", "{\"type\":7}", &deep] {
        socket.send_text(odd);
        let answer = socket.next();
        assert_eq!((&answer["type"], &answer["id"]), (&json!("error"), &Value::Null), "{odd:.20}");
    }
    socket.send_message(Message::binary(vec![1, 2, 3])).sure();
    assert_eq!(socket.closed(), Some(4403));
    let mut broken = client.socket();
    broken
        .send_message(Message::Frame(Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true)))
        .sure();
    assert_eq!(broken.closed(), Some(1007));
    let mut reserved = client.socket();
    reserved
        .send_message(Message::Frame(Frame::message(vec![], OpCode::Data(Data::Reserved(5)), true)))
        .sure();
    assert_eq!(reserved.closed(), Some(1002));
}

#[test]
fn somebody_may_have_ten_sockets_and_no_more() {
    let school = School::open();
    let (client, other) =
        (school.client(&school.person(Role::Teacher)), school.client(&school.person(Role::Teacher)));
    let mut sockets: Vec<_> = (0..10).map(|_| client.socket()).collect();
    assert_eq!(Socket::open(&client).hear(), Err(Some(4429)));
    other.socket();
    sockets.pop().sure().close();
    eventually("the place of the one that left is free", PATIENCE, || {
        Socket::open(&client).hear().is_ok().then_some(())
    });
}

#[test]
fn a_server_that_stops_says_so() {
    let school = School::open();
    let mut socket = school.client(&school.person(Role::Teacher)).socket();
    school.hub.close_all();
    assert_eq!(socket.closed(), Some(1012));
}

/// C9: one reader stops reading. Its place is taken away, and everybody else hears everything.
#[test]
fn c9_a_reader_that_cannot_keep_up_is_let_go_and_nobody_else_notices() {
    let school = School::open();
    let (slow, quick) = (school.person(Role::Admin), school.person(Role::Admin));
    let student = school.student();
    let (mut slow, mut quick) = (school.client(&slow).socket(), school.client(&quick).socket());
    let event = school.move_of(&student);
    let mut rounds = 0;
    while school.hub.len() == 2 {
        for _ in 0..200 {
            school.app.events().publish(event.clone());
        }
        school.app.events().publish(Event::Resync);
        assert_eq!(quick.until("resync").len(), 200);
        rounds += 1;
        assert!(rounds < 2_000, "the slow reader is still there");
    }
    slow.set_patience(Duration::from_secs(20));
    assert_eq!(slow.closed(), Some(4408));
    school.app.events().publish(Event::Resync);
    quick.next_of("resync");
}

#[test]
fn a_socket_that_is_closed_leaves_nothing_behind() {
    let school = School::open();
    let client = school.client(&school.person(Role::Teacher));
    let mut one = client.socket();
    let other = client.socket();
    assert_eq!(school.hub.len(), 2);
    one.close();
    drop(other);
    eventually("both are gone", PATIENCE, || school.hub.is_empty().then_some(()));
}

#[test]
fn everyone_hears_that_settings_and_structure_changed_and_staff_that_accounts_did() {
    let school = School::open();
    let admin = school.client(&school.person(Role::Admin));
    let section = school.section(4);
    let mut teacher = school.client(&school.person(Role::Teacher)).socket();
    let mut student = school.client(&school.student()).socket();
    let mut registrar = school.client(&school.person(Role::Registrar)).socket();
    admin.patch("/settings", 1, json!({ "classmates_may_chat": true })).expect_status(200);
    admin.post("/subjects", json!({ "code": "BIO", "title": "Biology" })).expect_status(201);
    admin.patch(&format!("/sections/{}", section.id), 1, json!({ "room": "3" })).expect_status(200);
    school.student();
    school.app.events().publish(Event::Resync);
    let kinds = |socket: &mut Socket| -> Vec<Value> {
        socket.until("resync").iter().map(|frame| frame["type"].clone()).collect()
    };
    assert_eq!(kinds(&mut student), ["settings.changed", "structure.changed"]);
    assert_eq!(kinds(&mut teacher), ["settings.changed", "structure.changed", "structure.changed"]);
    assert_eq!(
        kinds(&mut registrar),
        ["settings.changed", "structure.changed", "structure.changed", "accounts.changed"]
    );
}

//! Readers that are slow, half gone or hostile, and everybody else who is in the same conversation.

use std::time::Duration;

use chrono::TimeDelta;
use domain::{chat::ConversationId, identity::Role};
use homeroom_testkit::{PATIENCE, School, Setup, Socket, Sure, eventually, message_name};
use serde_json::json;
use tungstenite::Message;

fn send(socket: &mut Socket, conversation: ConversationId, words: &str) {
    let name = message_name();
    socket.send(&json!({
        "type": "message.send", "id": name, "conversation_id": conversation, "client_message_id": name, "body": words,
    }));
}

/// C9 and F20: one member of a room of many stops reading. It is let go as somebody who may come back, the others
/// hear everything, and what waits for it is bounded.
#[test]
fn c9_f20_a_member_that_stops_reading_holds_up_nobody() {
    let school = School::open();
    let (leader, slow) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let others: Vec<_> = (0..10).map(|_| school.person(Role::Teacher)).collect();
    let members: Vec<_> = others.iter().chain([&slow]).collect();
    let room = school.group(&leader, &members);
    let mut writer = school.client(&leader).socket();
    let mut slow = school.client(&slow).socket();
    let mut quick: Vec<_> = others.iter().map(|person| school.client(person).socket()).collect();
    let long = "x".repeat(4000);
    let mut sent = 0;
    while school.hub.len() == 12 {
        for _ in 0..20 {
            send(&mut writer, room, &long);
            writer.next_of("ack");
            sent += 1;
        }
        for reader in &mut quick {
            for expected in sent - 19..=sent {
                assert_eq!(reader.next_of("message.created")["message"]["number"], expected);
            }
        }
        assert!(sent < 20_000, "the slow reader is still there");
    }
    slow.set_patience(Duration::from_secs(20));
    assert_eq!(slow.closed(), Some(4408));
}

/// C10 and F21: clients that have gone without a word, their connections still open.
#[test]
fn c10_f21_clients_that_say_nothing_any_more_are_let_go() {
    let mut setup = Setup::default();
    setup.limits.rhythm.ping = Duration::from_millis(200);
    setup.limits.rhythm.dead = Duration::from_millis(600);
    setup.limits.sockets_per_user = 1000;
    let school = School::set_up(setup);
    let (gone, here) =
        (school.client(&school.person(Role::Teacher)), school.client(&school.person(Role::Teacher)));
    // They never read again, so no ping of the server is answered.
    let half_open: Vec<_> = (0..500).map(|_| gone.socket()).collect();
    let mut alive = here.socket();
    eventually("they are gone", PATIENCE, || {
        // Reading answers pings.
        alive.send(&json!({ "type": "presence.set", "id": 1, "status": "online" }));
        alive.next_of("ack");
        (school.hub.len() == 1).then_some(())
    });
    drop(half_open);
}

/// The times that the API documents.
#[test]
fn a_client_is_pinged_every_25_seconds_and_gone_after_60() {
    let rhythm = http::realtime::Rhythm::default();
    let seconds = [rhythm.ping, rhythm.dead, rhythm.heads].map(|time| time.as_secs());
    assert_eq!(seconds, [25, 60, 20]);
    assert!(rhythm.look < rhythm.heads, "a lost message is found before the next announcement of heads");
}

/// C11 in a conversation: a fresh token is given while messages come.
#[test]
fn c11_a_conversation_goes_on_without_a_gap_while_the_token_is_renewed() {
    let school = School::set_up(Setup { access_lifetime: TimeDelta::seconds(600), ..Setup::default() });
    let (teacher, reader) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let conversation = school.direct(&teacher, &reader);
    let session = school.session(&reader);
    let mut socket = school.visitor().with_token(school.access_token(&reader, session)).socket();
    school.clock().advance(TimeDelta::seconds(590));
    let writer = school.client(&teacher);
    writer.say(conversation, "Before").expect_status(201);
    socket.send(&json!({ "type": "authenticate", "id": 1, "token": school.access_token(&reader, session) }));
    writer.say(conversation, "Meanwhile").expect_status(201);
    school.clock().advance(TimeDelta::seconds(20));
    school.client(&teacher).say(conversation, "After the first token has ended").expect_status(201);
    let heard: Vec<_> =
        (0..3).map(|_| socket.next_of("message.created")["message"]["number"].as_u64().sure()).collect();
    assert_eq!(heard, [1, 2, 3]);
}

/// C16 in a conversation: what is no message is refused, and the others notice nothing.
#[test]
fn c16_hostile_frames_harm_nobody_else_in_the_conversation() {
    let mut setup = Setup::default();
    setup.limits.frames_per_second = 20;
    let school = School::set_up(setup);
    let (teacher, reader) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let conversation = school.direct(&teacher, &reader);
    let (mut hostile, mut quiet) = (school.client(&teacher).socket(), school.client(&reader).socket());
    let frame = |more: serde_json::Value| {
        let mut frame = json!({
            "type": "message.send", "id": 1, "conversation_id": conversation, "client_message_id": message_name(),
            "body": "Hello",
        });
        frame.as_object_mut().sure().extend(more.as_object().sure().clone());
        frame
    };
    for (more, field) in [
        (json!({ "body": "x".repeat(4001) }), "body"),
        (json!({ "body": " \n " }), "body"),
        (json!({ "body": "a\u{0}b" }), "body"),
        (json!({ "body": "right-to-left \u{202e} override" }), "body"),
        (json!({ "file_ids": [message_name()] }), "file_ids"),
        (json!({ "file_ids": (0..11).map(|_| message_name()).collect::<Vec<_>>() }), "file_ids"),
        (json!({ "sender_id": message_name() }), "type"),
    ] {
        hostile.send(&frame(more));
        let refused = hostile.next_of("error");
        assert_eq!(refused["problem"]["errors"][0]["field"], field, "{refused}");
    }
    for number in 0..100 {
        let frame = json!({ "type": "typing", "id": number, "conversation_id": conversation });
        if hostile.send_message(Message::text(frame.to_string())).is_err() {
            break;
        }
    }
    assert_eq!(hostile.closed(), Some(4429));
    school.client(&teacher).say(conversation, "Still here").expect_status(201);
    let heard = quiet.until("message.created");
    assert!(heard.iter().all(|frame| frame["type"] != "error"), "{heard:?}");
}

/// C17: the server is told to stop in the middle of a burst in a room of many; nobody loses anything.
#[test]
fn c17_a_restart_in_the_middle_of_a_burst_loses_nothing() {
    let school = School::open();
    let other = school.another_instance();
    let leader = school.person(Role::Teacher);
    let readers: Vec<_> = (0..40).map(|_| school.person(Role::Teacher)).collect();
    let room = school.group(&leader, &readers.iter().collect::<Vec<_>>());
    let mut sockets: Vec<_> = readers.iter().map(|reader| school.client(reader).socket()).collect();
    let writer = school.client(&leader);
    std::thread::scope(|scope| {
        let burst = scope.spawn(|| {
            for _ in 0..60 {
                writer.say(room, "Burst").expect_status(201);
            }
        });
        sockets[0].next_of("message.created");
        school.hub.close_all();
        burst.join().sure();
    });
    for (reader, socket) in readers.iter().zip(&mut sockets).skip(1).step_by(8) {
        let mut last = 0;
        let code = loop {
            match socket.hear() {
                Ok(frame) if frame["type"] == "message.created" => {
                    assert_eq!(frame["message"]["number"], last + 1);
                    last += 1;
                }
                Ok(_) => {}
                Err(code) => break code,
            }
        };
        assert_eq!(code, Some(1012));
        let rest = school.client(reader).at(other.address()).read_after(room, last);
        let numbers: Vec<_> = rest.into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, (last + 1..=60).collect::<Vec<_>>());
    }
}

/// Somebody who writes faster than they may is told to wait, over the socket and over REST alike.
#[test]
fn whoever_writes_too_much_is_told_to_wait() {
    let mut setup = Setup::default();
    setup.limits.messages_per_minute = 5;
    let school = School::set_up(setup);
    let (teacher, reader) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let conversation = school.direct(&teacher, &reader);
    let client = school.client(&teacher);
    for _ in 0..5 {
        client.say(conversation, "Hello").expect_status(201);
    }
    client.say(conversation, "Hello").expect_problem(429, "too_many_requests");
    let mut socket = client.socket();
    send(&mut socket, conversation, "Hello");
    assert_eq!(socket.next_of("error")["problem"]["code"], "too_many_requests");
    school.client(&reader).say(conversation, "I may").expect_status(201);
}

#[test]
fn presence_counts_devices_once_and_tells_away_from_online() {
    let school = School::open();
    let (watched, other) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let mut watching = school.client(&other).socket();
    watching.send(&json!({ "type": "presence.watch", "id": 1, "user_ids": [watched.id] }));
    let mut status = || watching.next_of("presence.changed")["status"].as_str().sure().to_owned();
    assert_eq!(status(), "offline");
    let client = school.client(&watched);
    let mut first = client.socket();
    assert_eq!(status(), "online");
    let mut second = client.socket();
    for device in [&mut first, &mut second] {
        device.send(&json!({ "type": "presence.set", "id": 1, "status": "away" }));
    }
    assert_eq!(status(), "away", "the second device changed nothing until both were away");
    first.send(&json!({ "type": "presence.set", "id": 2, "status": "online" }));
    assert_eq!(status(), "online");
    first.close();
    assert_eq!(status(), "away");
    second.close();
    assert_eq!(status(), "offline");
    let seen = school.client(&other).get(&format!("/presence?user_ids={}", watched.id)).json();
    assert!(seen["items"][0]["last_seen_at"].is_string(), "{seen}");
    let student = school.client(&school.student());
    let hidden = student.get(&format!("/presence?user_ids={}", watched.id)).expect_status(200).json();
    assert_eq!(hidden["items"], json!([]), "whoever may not write to them does not see them come and go");
}

#[test]
fn read_marks_and_typing_are_told_to_the_others() {
    let school = School::open();
    let (teacher, reader) = (school.person(Role::Teacher), school.person(Role::Teacher));
    let conversation = school.direct(&teacher, &reader);
    let (mut here, mut there) = (school.client(&teacher).socket(), school.client(&reader).socket());
    send(&mut here, conversation, "Hello");
    there.next_of("message.created");
    there.send(&json!({ "type": "typing", "conversation_id": conversation }));
    assert_eq!(here.next_of("typing")["user_id"], json!(reader.id));
    there.send(&json!({ "type": "message.read", "id": 1, "conversation_id": conversation, "number": 1 }));
    there.next_of("ack");
    let read = here.next_of("message.read");
    assert_eq!((&read["user_id"], &read["number"]), (&json!(reader.id), &json!(1)));
    there.send(&json!({ "type": "message.read", "id": 2, "conversation_id": conversation, "number": 99 }));
    there.next_of("ack");
    let list = school.client(&reader).get("/conversations").json();
    assert_eq!(
        (&list["items"][0]["read_number"], &list["items"][0]["unread"]),
        (&json!(1), &json!(0)),
        "{list}"
    );
}

//! Conversations over REST and over the socket, on one instance.

use domain::{chat::ConversationId, identity::Role};
use homeroom_testkit::{Person, School, Socket, Sure, message_name};
use serde_json::{Value, json};
use uuid::Uuid;

fn send(socket: &mut Socket, conversation: ConversationId, name: Uuid, words: &str) -> Value {
    socket.send(&json!({
        "type": "message.send", "id": name, "conversation_id": conversation,
        "client_message_id": name, "body": words,
    }));
    loop {
        let frame = socket.next();
        if frame["id"] == json!(name) {
            return frame;
        }
    }
}

fn teacher_and_parent(school: &School) -> (Person, Person) {
    (school.person(Role::Teacher), school.parent_of(&school.student()))
}

#[test]
fn a_message_is_stored_acknowledged_and_delivered() {
    let school = School::open();
    let (teacher, parent) = teacher_and_parent(&school);
    let conversation = school.direct(&teacher, &parent);
    let (mut here, mut there) = (school.client(&teacher).socket(), school.client(&parent).socket());
    let stored = send(&mut here, conversation, message_name(), "Good morning");
    assert_eq!((stored["type"].as_str(), &stored["message"]["number"]), (Some("ack"), &json!(1)), "{stored}");
    let heard = there.next_of("message.created");
    assert_eq!(heard["message"], stored["message"]);
    let answered = send(&mut there, conversation, message_name(), "Good morning to you");
    assert_eq!(answered["message"]["number"], 2);
    assert_eq!(here.next_of("message.created")["message"]["body"], "Good morning to you");
    let read = school.client(&parent).read_after(conversation, 0);
    assert_eq!(read, [(1, "Good morning".to_owned()), (2, "Good morning to you".to_owned())]);
}

#[test]
fn c2_a_retry_storm_stores_one_message_and_gets_equal_answers() {
    let school = School::open();
    let other = school.another_instance();
    let (teacher, parent) = teacher_and_parent(&school);
    let conversation = school.direct(&teacher, &parent);
    let (client, name) = (school.client(&teacher), message_name());
    let answers = homeroom_testkit::at_once(50, |number| {
        let client = if number % 2 == 0 { client.clone() } else { client.at(other.address()) };
        client.say_as(conversation, name, "Once")
    });
    let stored = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(stored, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let first = answers[0].json();
    assert!(answers.iter().all(|answer| answer.json() == first && matches!(answer.status, 200 | 201)));
    assert_eq!(client.read_after(conversation, 0).len(), 1);
}

#[test]
fn c3_another_message_under_the_same_name_is_refused() {
    let school = School::open();
    let (teacher, parent) = teacher_and_parent(&school);
    let conversation = school.direct(&teacher, &parent);
    let (client, name) = (school.client(&teacher), message_name());
    client.say_as(conversation, name, "The first").expect_status(201);
    client.say_as(conversation, name, "Another").expect_problem(409, "client_message_id_reused");
    assert_eq!(client.read_after(conversation, 0), [(1, "The first".to_owned())]);
    let others = school.client(&parent).say_as(conversation, name, "Somebody else's name").expect_status(201);
    assert_eq!(others.json()["number"], 2, "a name is its sender's");
    let edited =
        client.patch(&format!("/conversations/{conversation}/messages/1"), 1, json!({ "body": "Edited" }));
    assert_eq!(edited.expect_status(200).json()["version"], 2);
    let again = client.say_as(conversation, name, "The first").expect_status(200).json();
    assert_eq!((&again["number"], &again["body"]), (&json!(1), &json!("Edited")), "a retry after an edit");
}

#[test]
fn a_refused_message_never_fails_its_neighbours() {
    let school = School::open();
    let (teacher, parent) = teacher_and_parent(&school);
    let stranger = school.person(Role::Teacher);
    let conversation = school.direct(&teacher, &parent);
    let clients = [school.client(&teacher), school.client(&stranger), school.client(&parent)];
    let answers = homeroom_testkit::at_once(60, |number| clients[number % 3].say(conversation, "Hello"));
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.status, if number % 3 == 1 { 404 } else { 201 }, "{}", answer.text());
    }
    let numbers: Vec<_> =
        clients[0].read_after(conversation, 0).into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
}

#[test]
fn a_group_is_read_from_the_moment_of_joining() {
    let school = School::open();
    let (teacher, parent) = teacher_and_parent(&school);
    let late = school.person(Role::Parent);
    let conversation = school.group(&teacher, &[&parent]);
    let leader = school.client(&teacher);
    leader.say(conversation, "Before").expect_status(201);
    let path = format!("/conversations/{conversation}/members");
    leader.post(&path, json!({ "member_ids": [late.id] })).expect_status(200);
    leader.say(conversation, "After").expect_status(201);
    assert_eq!(school.client(&late).read_after(conversation, 0), [(2, "After".to_owned())]);
    let mine = school.client(&late).get("/conversations").json();
    assert_eq!((&mine["items"][0]["unread"], &mine["items"][0]["first_number"]), (&json!(1), &json!(2)));
    leader.delete(&format!("{path}/{}", late.id)).expect_status(204);
    school.client(&late).get(&format!("/conversations/{conversation}")).expect_problem(404, "not_found");
    school.client(&late).say(conversation, "Still here?").expect_problem(404, "not_found");
    leader.say(conversation, "Without them").expect_status(201);
    leader.post(&path, json!({ "member_ids": [late.id] })).expect_status(200);
    assert!(school.client(&late).read_after(conversation, 0).is_empty(), "they begin anew");
}

#[test]
fn the_conversation_of_a_section_follows_the_section() {
    let school = School::open();
    let section = school.section(20);
    let (teacher, student) = (school.person(Role::Teacher), school.student());
    school.assign(&teacher, &section);
    let conversation = school.section_conversation(&teacher, &section);
    school.client(&student).get(&format!("/conversations/{conversation}")).expect_status(404);
    school.place(&student, &section);
    school.client(&student).say(conversation, "I am new here").expect_status(201);
    let again = school.section_conversation(&teacher, &section);
    assert_eq!(again, conversation, "a section has one");
    let mut socket = school.client(&student).socket();
    let office = school.client(&school.person(Role::Registrar));
    office.delete(&format!("/sections/{}/students/{}", section.id, student.id)).expect_status(204);
    school.client(&teacher).say(conversation, "Gone").expect_status(201);
    school.client(&student).get(&format!("/conversations/{conversation}")).expect_status(404);
    let refused = send(&mut socket, conversation, message_name(), "Am I?");
    assert_eq!(refused["problem"]["code"], "not_found", "{refused}");
}

#[test]
fn search_presence_and_contacts_answer() {
    let school = School::open();
    let (teacher, parent) = teacher_and_parent(&school);
    let conversation = school.direct(&teacher, &parent);
    school.client(&teacher).say(conversation, "The excursion is on Friday").expect_status(201);
    let found = school.client(&parent).get("/messages?q=excurs%20frid").expect_status(200).json();
    assert_eq!((&found["total"], &found["items"][0]["number"]), (&json!(1), &json!(1)), "{found}");
    let stranger = school.client(&school.person(Role::Teacher));
    assert_eq!(stranger.get("/messages?q=excursion").json()["total"], 0);
    let contacts = stranger.get("/contacts?q=number").expect_status(200).json();
    assert!(contacts["total"].as_u64().sure() >= 3, "{contacts}");
    let _socket = school.client(&teacher).socket();
    let seen = homeroom_testkit::eventually("the teacher is online", homeroom_testkit::PATIENCE, || {
        let seen = school.client(&parent).get(&format!("/presence?user_ids={}", teacher.id)).json();
        (seen["items"][0]["status"] == "online").then_some(seen)
    });
    assert!(seen["items"][0]["last_seen_at"].is_string(), "{seen}");
}

//! Who is no member any more, and what was deleted: neither is to be read by anybody who may not.

use chrono::TimeDelta;
use domain::{chat::ConversationId, identity::Role};
use homeroom_testkit::{
    Client, PATIENCE, Person, School, Setup, Socket, Sure, UploadedFile, eventually, message_name,
};
use serde_json::{Value, json};
use uuid::Uuid;

const FILE: UploadedFile<'static> = UploadedFile::text("notes.txt", "What we did today");

fn upload(client: &Client, conversation: ConversationId) -> Uuid {
    let path = format!("/conversations/{conversation}/files");
    let file = client.upload(&path, &[], &FILE).expect_status(201).json();
    serde_json::from_value(file["id"].clone()).sure()
}

fn send_file(client: &Client, conversation: ConversationId) -> Uuid {
    let file = upload(client, conversation);
    let body = json!({ "client_message_id": message_name(), "file_ids": [file] });
    client.post(&format!("/conversations/{conversation}/messages"), body).expect_status(201);
    file
}

fn take_out(leader: &Client, conversation: ConversationId, member: &Person) {
    leader.delete(&format!("/conversations/{conversation}/members/{}", member.id)).expect_status(204);
}

fn delete(client: &Client, message: &str, version: u32) {
    client.request("DELETE", message).if_match(version).send().expect_status(204);
}

/// What the server answers a frame.
fn ask(socket: &mut Socket, frame: Value) -> Value {
    let name = message_name().to_string();
    let mut frame = frame;
    frame["id"] = json!(name);
    socket.send(&frame);
    loop {
        let heard = socket.next();
        if heard["id"] == json!(name) {
            return heard;
        }
    }
}

/// Waits until the socket has noticed that its person is out.
fn await_exclusion(socket: &mut Socket, conversation: ConversationId) {
    eventually("the socket is out of the conversation", PATIENCE, || {
        let typing = json!({ "type": "typing", "conversation_id": conversation });
        let answer = ask(socket, typing);
        (answer["problem"]["code"] == "not_found").then_some(())
    });
}

/// Whatever a socket heard until it was told that events were lost.
fn heard_until_resync(school: &School, socket: &mut Socket) -> Vec<Value> {
    school.app.events().publish(application::Event::Resync);
    socket.until("resync")
}

/// A group with a message and a file of the member, and a file of the one who leads it.
struct Group {
    school: School,
    leader: Client,
    member: Person,
    conversation: ConversationId,
    file: Uuid,
    own_file: Uuid,
}

impl Group {
    fn begin() -> Self {
        let school = School::open();
        let (teacher, member) = (school.person(Role::Teacher), school.person(Role::Parent));
        let conversation = school.group(&teacher, &[&member, &school.student()]);
        let (leader, client) = (school.client(&teacher), school.client(&member));
        client.say(conversation, "Heliotrope").expect_status(201);
        let (file, own_file) = (send_file(&leader, conversation), upload(&client, conversation));
        Self { school, leader, member, conversation, file, own_file }
    }

    fn path(&self, below: &str) -> String {
        format!("/conversations/{}{below}", self.conversation)
    }

    fn client(&self) -> Client {
        self.school.client(&self.member)
    }
}

#[test]
fn c14_whoever_was_taken_out_finds_no_such_conversation() {
    let group = Group::begin();
    let client = group.client();
    take_out(&group.leader, group.conversation, &group.member);
    let link = json!({ "disposition": "attachment" });
    for (method, below, body) in [
        ("GET", String::new(), Value::Null),
        ("PATCH", String::new(), json!({ "title": "Ours" })),
        ("GET", "/messages".into(), Value::Null),
        ("POST", "/messages".into(), json!({ "client_message_id": message_name(), "body": "Still here?" })),
        ("PATCH", "/messages/1".into(), json!({ "body": "Other" })),
        ("DELETE", "/messages/1".into(), Value::Null),
        ("POST", "/read".into(), json!({ "number": 2 })),
        ("POST", "/typing".into(), Value::Null),
        ("GET", "/members".into(), Value::Null),
        ("GET", "/members?format=csv".into(), Value::Null),
        ("POST", "/members".into(), json!({ "member_ids": [group.member.id] })),
        ("DELETE", format!("/members/{}", group.member.id), Value::Null),
        ("POST", format!("/files/{}/link", group.file), link.clone()),
        ("POST", format!("/files/{}/link", group.own_file), link),
        ("DELETE", format!("/files/{}", group.own_file), Value::Null),
    ] {
        let path = group.path(&below);
        let request = client.request(method, &path).if_match(1);
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send();
        assert_eq!((answer.status, answer.code()), (404, "not_found".into()), "{method} {path}");
    }
    client.upload(&group.path("/files"), &[], &FILE).expect_problem(404, "not_found");
    let own = format!("/messages?q=heliotrope&conversation_id={}", group.conversation);
    client.get(&own).expect_problem(404, "not_found");
    for list in ["/conversations", "/messages?q=heliotrope"] {
        assert_eq!(client.get(list).expect_status(200).json()["total"], 0, "{list}");
    }
    for table in ["/conversations?format=csv", "/messages?q=heliotrope&format=csv"] {
        assert_eq!(client.get(table).expect_status(200).text().lines().count(), 1, "{table}");
    }
    let read = group.leader.get(&group.path("/messages")).json();
    assert_eq!((&read["items"][0]["body"], read["items"].as_array().sure().len()), (&json!("Heliotrope"), 2));
}

#[test]
fn c14_a_ticket_from_before_opens_nothing_after() {
    let group = Group::begin();
    let path = group.path(&format!("/files/{}/link", group.file));
    let link = group.client().post(&path, json!({ "disposition": "attachment" })).expect_status(200).json();
    let url = link["url"].as_str().sure();
    assert_eq!(group.school.visitor().get(url).expect_status(200).body, FILE.bytes);
    take_out(&group.leader, group.conversation, &group.member);
    group.school.visitor().get(url).expect_status(404);
}

#[test]
fn c14_a_socket_of_whoever_was_taken_out_hears_nothing_more_on_any_instance() {
    let group = Group::begin();
    let other = group.school.another_instance();
    let client = group.client();
    let sockets = [client.socket(), client.at(other.address()).socket()];
    take_out(&group.leader, group.conversation, &group.member);
    for (mut socket, here) in sockets.into_iter().zip([true, false]) {
        await_exclusion(&mut socket, group.conversation);
        let conversation = group.conversation;
        let message = json!({
            "type": "message.send", "conversation_id": conversation, "client_message_id": message_name(),
            "body": "Am I?",
        });
        let read = json!({ "type": "message.read", "conversation_id": conversation, "number": 2 });
        for frame in [message, read] {
            assert_eq!(ask(&mut socket, frame)["problem"]["code"], "not_found");
        }
        let resumed =
            ask(&mut socket, json!({ "type": "resume", "cursors": { conversation.to_string(): 0 } }));
        assert_eq!((&resumed["type"], &resumed["conversations"]), (&json!("ack"), &json!({})));
        let said = group.leader.say(conversation, "Without them").expect_status(201).json();
        let path = group.path(&format!("/messages/{}", said["number"]));
        group.leader.patch(&path, 1, json!({ "body": "Quite without" })).expect_status(200);
        group.leader.post(&group.path("/typing"), Value::Null).expect_status(204);
        let server = if here { &group.school.app } else { &other.app };
        server.events().publish(application::Event::Resync);
        let heard = socket.until("resync");
        let about = |frame: &&Value| frame.to_string().contains(&conversation.to_string());
        // That they are out is all that they are told.
        let told: Vec<_> =
            heard.iter().filter(about).filter(|one| one["type"] != "conversation.changed").collect();
        assert!(told.is_empty(), "{told:?}");
    }
}

#[test]
fn c14_whoever_comes_back_sees_what_is_written_from_then_on() {
    let group = Group::begin();
    take_out(&group.leader, group.conversation, &group.member);
    group.leader.say(group.conversation, "Amaranth").expect_status(201);
    let again = json!({ "member_ids": [group.member.id] });
    group.leader.post(&group.path("/members"), again).expect_status(200);
    let client = group.client();
    let seen = client.get(&group.path("")).expect_status(200).json();
    assert_eq!(
        (&seen["first_number"], &seen["unread"], &seen["last_message"]),
        (&json!(4), &json!(0), &Value::Null)
    );
    for words in ["heliotrope", "amaranth"] {
        assert_eq!(client.get(&format!("/messages?q={words}")).json()["total"], 0, "{words}");
    }
    // Not even what they wrote themselves.
    client.patch(&group.path("/messages/1"), 1, json!({ "body": "x" })).expect_problem(404, "not_found");
    let link = json!({ "disposition": "attachment" });
    client.post(&group.path(&format!("/files/{}/link", group.file)), link).expect_problem(404, "not_found");
    group.leader.say(group.conversation, "Welcome back").expect_status(201);
    assert_eq!(client.read_after(group.conversation, 0), [(4, "Welcome back".to_owned())]);
    let mut socket = client.socket();
    let cursors = json!({ group.conversation.to_string(): 0 });
    socket.send(&json!({ "type": "resume", "id": "back", "cursors": cursors }));
    let created: Vec<_> =
        socket.until("ack").into_iter().filter(|one| one["type"] == "message.created").collect();
    assert_eq!(created.len(), 1, "{created:?}");
    assert_eq!(created[0]["message"]["body"], "Welcome back");
}

/// A message that was edited once and deleted then, with the words that it had.
struct Deleted {
    school: School,
    teacher: Person,
    parent: Person,
    conversation: ConversationId,
    name: Uuid,
    id: String,
}

const FIRST: &str = "Heliotrope at noon";
const SECOND: &str = "Amaranth at dusk";

impl Deleted {
    fn begin() -> Self {
        let school = School::open();
        let (teacher, parent) = (school.person(Role::Teacher), school.parent_of(&school.student()));
        let (conversation, name) = (school.direct(&teacher, &parent), message_name());
        let client = school.client(&parent);
        let message = client.say_as(conversation, name, FIRST).expect_status(201).json();
        let id = message["id"].as_str().sure().to_owned();
        let deleted = Self { school, teacher, parent, conversation, name, id };
        client.patch(&deleted.path(), 1, json!({ "body": SECOND })).expect_status(200);
        deleted
    }

    fn path(&self) -> String {
        format!("/conversations/{}/messages/1", self.conversation)
    }

    fn disclosing(&self) -> String {
        format!("/deleted-messages/{}/disclose", self.id)
    }
}

fn says_nothing(text: &str) -> bool {
    ["eliotrope", "maranth"].iter().all(|word| !text.contains(word))
}

#[test]
fn c18_what_was_deleted_is_read_by_nobody() {
    let deleted = Deleted::begin();
    let school = &deleted.school;
    let (client, other) = (school.client(&deleted.parent), school.client(&deleted.teacher));
    let mut socket = other.socket();
    delete(&client, &deleted.path(), 2);
    let heard = heard_until_resync(school, &mut socket);
    let changed: Vec<_> = heard.iter().filter(|frame| frame["type"] == "message.changed").collect();
    assert_eq!(changed.len(), 1, "{heard:?}");
    assert_eq!((&changed[0]["number"], &changed[0]["version"]), (&json!(1), &json!(3)));
    assert!(heard.iter().all(|frame| says_nothing(&frame.to_string())), "{heard:?}");
    socket.send(&json!({ "type": "resume", "id": "r", "cursors": { deleted.conversation.to_string(): 0 } }));
    let message = socket.next_of("message.created")["message"].clone();
    assert_eq!((&message["body"], &message["deleted"]), (&json!(""), &json!(true)));
    for reader in [&client, &other] {
        let page = reader.get(&format!("/conversations/{}/messages", deleted.conversation));
        let message = &page.expect_status(200).json()["items"][0];
        assert_eq!((&message["body"], &message["deleted"]), (&json!(""), &json!(true)));
        for path in ["/conversations", "/conversations?format=csv", "/messages?q=at&format=csv"] {
            let text = reader.get(path).expect_status(200).text();
            assert!(says_nothing(&text), "{path}: {text}");
        }
        for words in ["heliotrope", "amaranth", "at"] {
            let found = reader.get(&format!("/messages?q={words}")).expect_status(200).json();
            assert_eq!(found["total"], 0, "{words}");
        }
    }
    // Nor does the sender get it back who sends it again, and nothing gives it other words.
    let again = client.say_as(deleted.conversation, deleted.name, FIRST).expect_status(200);
    assert!(says_nothing(&again.text()), "{}", again.text());
    client.patch(&deleted.path(), 3, json!({ "body": "x" })).expect_problem(409, "message_deleted");
    let twice = client.request("DELETE", &deleted.path()).if_match(3).send();
    twice.expect_problem(409, "message_deleted");
}

#[test]
fn c18_only_an_administrator_learns_that_and_what_was_deleted() {
    let deleted = Deleted::begin();
    let school = &deleted.school;
    delete(&school.client(&deleted.parent), &deleted.path(), 2);
    let reason = json!({ "reason": "A complaint of the parents" });
    let strangers = Role::ALL.into_iter().filter(|role| *role != Role::Admin);
    let strangers: Vec<_> = strangers.map(|role| school.person(role)).collect();
    for person in strangers.iter().chain([&deleted.parent, &deleted.teacher]) {
        let client = school.client(person);
        client.get("/deleted-messages").expect_problem(403, "forbidden");
        client.get("/deleted-messages?format=csv").expect_problem(403, "forbidden");
        client.post(&deleted.disclosing(), reason.clone()).expect_problem(404, "not_found");
    }
    let admin = school.client(&school.person(Role::Admin));
    admin.get(&format!("/conversations/{}/messages", deleted.conversation)).expect_problem(404, "not_found");
    let list = admin.get("/deleted-messages").expect_status(200);
    assert!(says_nothing(&list.text()), "{}", list.text());
    let one = &list.json()["items"][0];
    assert_eq!((&one["id"], &one["number"], &one["edits"]), (&json!(deleted.id), &json!(1), &json!(1)));
    let parent = json!(deleted.parent.id);
    assert_eq!((&one["sender_id"], &one["deleted_by"]), (&parent, &parent));
    let table = admin.get("/deleted-messages?format=csv").expect_status(200).text();
    assert!(says_nothing(&table) && table.lines().count() == 2, "{table}");
    let of_nobody = format!("/deleted-messages?sender_id={}", deleted.teacher.id);
    assert_eq!(admin.get(&of_nobody).json()["total"], 0);
}

#[test]
fn c18_a_disclosure_has_a_reason_and_stands_in_the_trail_without_the_words() {
    let deleted = Deleted::begin();
    let school = &deleted.school;
    let person = school.person(Role::Admin);
    let admin = school.client(&person);
    let reason = "A complaint of the parents";
    // It is not deleted yet.
    admin.post(&deleted.disclosing(), json!({ "reason": reason })).expect_problem(404, "not_found");
    delete(&school.client(&deleted.parent), &deleted.path(), 2);
    for bad in ["", "too short", "          ", "         x         ", &"x".repeat(501)] {
        admin.post(&deleted.disclosing(), json!({ "reason": bad })).expect_refused(&["reason"]);
    }
    let trail = "/audit?action=message.disclosed";
    assert_eq!(admin.get(trail).json()["items"], json!([]), "nothing was shown");
    let told = admin.post(&deleted.disclosing(), json!({ "reason": reason })).expect_status(200).json();
    let revisions = told["revisions"].as_array().sure();
    let short: Vec<_> = revisions
        .iter()
        .map(|one| (one["revision"].as_u64().sure(), one["body"].as_str().sure(), one["how"].as_str().sure()))
        .collect();
    assert_eq!(short, [(1, FIRST, "edited"), (2, SECOND, "deleted")]);
    assert!(revisions.iter().all(|one| one["replaced_by"] == json!(deleted.parent.id)), "{told}");
    let entries = admin.get(trail).json();
    assert_eq!(entries["items"].as_array().sure().len(), 1, "{entries}");
    let entry = &entries["items"][0];
    assert_eq!((&entry["actor_id"], &entry["record_id"]), (&json!(person.id), &json!(deleted.id)));
    assert_eq!(entry["after"], json!({ "reason": reason }));
    let whole = admin.get("/audit?limit=100").expect_status(200).text();
    assert!(whole.contains("message.deleted") && says_nothing(&whole), "{whole}");
}

#[test]
fn a_message_is_edited_for_a_quarter_of_an_hour_by_its_sender_alone() {
    let school = School::set_up(Setup { access_lifetime: TimeDelta::hours(1), ..Setup::default() });
    let (teacher, parent) = (school.person(Role::Teacher), school.parent_of(&school.student()));
    let conversation = school.direct(&teacher, &parent);
    let (client, other) = (school.client(&parent), school.client(&teacher));
    client.say(conversation, "First").expect_status(201);
    let path = format!("/conversations/{conversation}/messages/1");
    let words = |words: &str| json!({ "body": words });
    other.patch(&path, 1, words("Mine")).expect_problem(403, "forbidden");
    other.request("DELETE", &path).if_match(1).send().expect_problem(403, "forbidden");
    school.clock().advance(TimeDelta::seconds(15 * 60 - 1));
    let edited = client.patch(&path, 1, words("Second")).expect_status(200).json();
    assert_eq!((&edited["body"], &edited["version"]), (&json!("Second"), &json!(2)));
    assert!(edited["edited_at"].is_string(), "{edited}");
    client.patch(&path, 1, words("Third")).expect_problem(412, "stale_version");
    school.clock().advance(TimeDelta::seconds(1));
    client.patch(&path, 2, words("Third")).expect_problem(409, "edit_window_over");
    assert_eq!(client.read_after(conversation, 0), [(1, "Second".to_owned())]);
    // To delete it there is always time.
    school.clock().advance(TimeDelta::minutes(30));
    delete(&client, &path, 2);
}

#[test]
fn whoever_leads_a_group_takes_out_what_others_wrote_and_nobody_else_does() {
    let group = Group::begin();
    let path = group.path("/messages/2");
    group.client().request("DELETE", &path).if_match(1).send().expect_problem(403, "forbidden");
    delete(&group.leader, &group.path("/messages/1"), 1);
    assert_eq!(group.client().read_after(group.conversation, 0)[0], (1, String::new()));
    let admin = group.school.client(&group.school.person(Role::Admin));
    let one = admin.get("/deleted-messages").json()["items"][0].clone();
    assert_eq!(one["sender_id"], json!(group.member.id));
    assert_ne!(one["deleted_by"], one["sender_id"]);
}

//! What goes with messages: files, the people whom they name, and tables of them.

use domain::{chat::ConversationId, identity::Role};
use homeroom_testkit::{Answer, Client, Person, School, Sure, UploadedFile, at_once, message_name};
use serde_json::{Value, json};
use uuid::Uuid;

const FILE: UploadedFile<'static> = UploadedFile::text("notes.txt", "What we did today");

/// A conversation of a teacher and a parent, and a stranger to it.
struct Two {
    school: School,
    teacher: Client,
    parent: Client,
    people: [Person; 2],
    conversation: ConversationId,
}

impl Two {
    fn begin() -> Self {
        let school = School::open();
        let (teacher, parent) = (school.person(Role::Teacher), school.parent_of(&school.student()));
        let conversation = school.direct(&teacher, &parent);
        let clients = [&teacher, &parent].map(|person| school.client(person));
        let [client, other] = clients;
        Self { school, teacher: client, parent: other, people: [teacher, parent], conversation }
    }

    fn path(&self, below: &str) -> String {
        format!("/conversations/{}{below}", self.conversation)
    }

    fn upload(&self, client: &Client) -> Uuid {
        let file = client.upload(&self.path("/files"), &[], &FILE).expect_status(201).json();
        assert_eq!((&file["name"], &file["size"]), (&json!("notes.txt"), &json!(FILE.bytes.len())));
        serde_json::from_value(file["id"].clone()).sure()
    }

    fn link(&self, client: &Client, file: Uuid) -> Answer {
        client.post(&self.path(&format!("/files/{file}/link")), json!({ "disposition": "attachment" }))
    }
}

fn send(client: &Client, conversation: ConversationId, files: &[Uuid]) -> Answer {
    let body = json!({ "client_message_id": message_name(), "file_ids": files });
    client.post(&format!("/conversations/{conversation}/messages"), body)
}

#[test]
fn a_file_is_nobody_elses_until_it_is_sent_and_the_members_then() {
    let two = Two::begin();
    let stranger = two.school.client(&two.school.person(Role::Admin));
    let file = two.upload(&two.teacher);
    two.link(&two.teacher, file).expect_status(200);
    two.link(&two.parent, file).expect_problem(404, "not_found");
    two.link(&stranger, file).expect_problem(404, "not_found");
    let waiting = two.path(&format!("/files/{file}"));
    two.parent.delete(&waiting).expect_problem(404, "not_found");
    send(&two.parent, two.conversation, &[file]).expect_refused(&["file_ids"]);
    let sent = send(&two.teacher, two.conversation, &[file]).expect_status(201).json();
    assert_eq!((&sent["body"], &sent["files"][0]["id"]), (&json!(""), &json!(file)));
    assert_eq!(two.parent.get(&two.path("/messages")).json()["items"][0]["files"], sent["files"]);
    let link = two.link(&two.parent, file).expect_status(200).json();
    let opened = two.school.visitor().get(link["url"].as_str().sure()).expect_status(200);
    assert_eq!(opened.body, FILE.bytes);
    two.link(&stranger, file).expect_problem(404, "not_found");
    two.teacher.delete(&waiting).expect_problem(404, "not_found");
    send(&two.teacher, two.conversation, &[file]).expect_refused(&["file_ids"]);
}

#[test]
fn c18_the_files_of_a_deleted_message_open_to_nobody() {
    let two = Two::begin();
    let file = two.upload(&two.teacher);
    send(&two.teacher, two.conversation, &[file]).expect_status(201);
    let link = two.link(&two.parent, file).expect_status(200).json();
    let url = link["url"].as_str().sure();
    two.school.visitor().get(url).expect_status(200);
    let message = two.path("/messages/1");
    two.teacher.request("DELETE", &message).if_match(1).send().expect_status(204);
    two.school.visitor().get(url).expect_status(404);
    for client in [&two.teacher, &two.parent] {
        two.link(client, file).expect_problem(404, "not_found");
        assert_eq!(client.get(&two.path("/messages")).json()["items"][0]["files"], json!([]));
    }
}

#[test]
fn a_file_of_another_conversation_is_not_sent_and_not_opened_here() {
    let two = Two::begin();
    let [teacher, _] = &two.people;
    let other = two.school.group(teacher, &[&two.school.student()]);
    let file = two.upload(&two.teacher);
    send(&two.teacher, other, &[file]).expect_refused(&["file_ids"]);
    let here = format!("/conversations/{other}/files/{file}");
    two.teacher.delete(&here).expect_problem(404, "not_found");
    let link = json!({ "disposition": "attachment" });
    two.teacher.post(&format!("{here}/link"), link).expect_problem(404, "not_found");
    send(&two.teacher, two.conversation, &[message_name()]).expect_refused(&["file_ids"]);
    let waiting = two.path(&format!("/files/{file}"));
    two.teacher.delete(&waiting).expect_status(204);
    send(&two.teacher, two.conversation, &[file]).expect_refused(&["file_ids"]);
}

#[test]
fn a_file_goes_with_one_message_however_many_are_sent_at_once() {
    let two = Two::begin();
    for _ in 0..3 {
        let file = two.upload(&two.teacher);
        let answers = at_once(8, |_| send(&two.teacher, two.conversation, &[file]));
        let stored: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(stored.len(), 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
        assert_eq!(stored[0].json()["files"][0]["id"], json!(file));
    }
}

#[test]
fn ten_files_wait_at_most_and_all_count_for_whoever_uploaded_them() {
    let two = Two::begin();
    let admin = two.school.client(&two.school.person(Role::Admin));
    let files: Vec<_> = (0..10).map(|_| two.upload(&two.teacher)).collect();
    let upload = |client: &Client| client.upload(&two.path("/files"), &[], &FILE);
    upload(&two.teacher).expect_problem(409, "too_many_files");
    two.upload(&two.parent);
    send(&two.teacher, two.conversation, &files).expect_status(201);
    let quota = json!({ "person_quota_bytes": 10 * FILE.bytes.len() + 5 });
    admin.patch("/settings", 1, quota).expect_status(200);
    upload(&two.teacher).expect_problem(413, "quota_exceeded");
    two.upload(&two.parent);
}

#[test]
fn a_message_names_members_and_nobody_else() {
    let two = Two::begin();
    let [teacher, parent] = &two.people;
    let other = two.school.person(Role::Guidance);
    let stranger = two.school.person(Role::Guidance);
    let group = two.school.group(teacher, &[parent, &other]);
    let body = json!({
        "client_message_id": message_name(), "body": "@you",
        "mentions": [parent.id, stranger.id, parent.id, message_name()],
    });
    let path = format!("/conversations/{group}");
    let sent = two.teacher.post(&format!("{path}/messages"), body).expect_status(201).json();
    assert_eq!(sent["mentions"], json!([parent.id]));
    let mentioned = |client: &Client| client.get(&path).expect_status(200).json()["mentioned"].clone();
    let others = two.school.client(&other);
    assert_eq!((mentioned(&two.parent), mentioned(&others)), (json!(true), json!(false)));
    two.parent.post(&format!("{path}/read"), json!({ "number": 1 })).expect_status(204);
    assert_eq!(mentioned(&two.parent), json!(false));
    let many: Vec<_> = (0..51).map(|_| message_name()).collect();
    let body = json!({ "client_message_id": message_name(), "body": "All", "mentions": many });
    two.teacher.post(&format!("{path}/messages"), body).expect_refused(&["mentions"]);
}

#[test]
fn reading_goes_forward_and_never_beyond_the_newest() {
    let two = Two::begin();
    for words in ["One", "Two", "Three"] {
        two.teacher.say(two.conversation, words).expect_status(201);
    }
    let read = |number: u64| {
        two.parent.post(&two.path("/read"), json!({ "number": number })).expect_status(204);
        let seen = two.parent.get(&two.path("")).json();
        (seen["read_number"].as_u64().sure(), seen["unread"].as_u64().sure())
    };
    assert_eq!(read(2), (2, 1));
    assert_eq!(read(1), (2, 1), "what was read was read");
    assert_eq!(read(u64::MAX), (3, 0));
    let ahead = two.parent.get(&two.path("/messages?after=4"));
    assert_eq!(ahead.expect_refused(&["after"]).json()["errors"][0]["code"], "from_the_future");
    let unread = two.parent.get("/conversations?unread=true").json();
    assert_eq!(unread["total"], 0);
}

#[test]
fn lists_are_taken_out_as_tables() {
    let two = Two::begin();
    let [teacher, parent] = &two.people;
    two.teacher.say(two.conversation, "=1+1 apples").expect_status(201);
    let group = two.school.group(teacher, &[parent]);
    let rows = |path: &str| -> Vec<String> {
        let table = two.parent.get(path).expect_status(200);
        assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"), "{path}");
        table.text().lines().map(ToOwned::to_owned).collect()
    };
    let conversations = rows("/conversations?format=csv");
    assert_eq!(conversations[0], "id,kind,title,with,member_count,last_number,unread,active_at");
    assert_eq!(conversations.len(), 3, "{conversations:?}");
    let with = format!("{} {}", teacher.account.first_name, teacher.account.last_name);
    assert!(conversations.iter().any(|row| row.contains(&format!(",direct,,{with},2,1,1,"))));
    assert!(conversations.iter().any(|row| row.starts_with(&format!("{group},group,"))));
    let messages = rows("/messages?q=apples&format=csv");
    assert!(messages[1].ends_with(",'=1+1 apples"), "{messages:?}");
    let members = rows(&two.path("/members?format=csv"));
    assert_eq!((members[0].as_str(), members.len()), ("id,first_name,last_name,primary_role,joined_at", 3));
    let contacts = rows("/contacts?format=csv");
    assert_eq!(contacts[0], "id,first_name,last_name,primary_role,why");
    assert!(contacts.iter().any(|row| row.ends_with(",student,own_child")), "{contacts:?}");
}

/// A page beyond the end is empty, and says how many there are nevertheless.
#[test]
fn the_number_of_all_does_not_depend_on_the_page() {
    let two = Two::begin();
    let admin = two.school.client(&two.school.person(Role::Admin));
    two.teacher.say(two.conversation, "apples").expect_status(201);
    two.teacher.say(two.conversation, "more apples").expect_status(201);
    two.teacher.request("DELETE", &two.path("/messages/1")).if_match(1).send().expect_status(204);
    let members = two.path("/members?q=teacher");
    for (client, path) in [
        (&two.teacher, "/conversations?kind=direct"),
        (&two.teacher, "/messages?q=apples"),
        (&two.teacher, &*members),
        (&two.parent, "/contacts?q=student"),
        (&admin, "/deleted-messages?"),
    ] {
        let total = |more: &str| -> Value {
            client.get(&format!("{path}&{more}")).expect_status(200).json()["total"].clone()
        };
        assert_eq!((total("offset=0"), total("offset=5")), (json!(1), json!(1)), "{path}");
    }
}

use domain::{chat::ConversationId, identity::Role};
use homeroom_testkit::{Client, Person, School, Sure, UploadedFile, access_matrix::Route, message_name};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    calls::{Call, call},
    scene::Scene,
};

const FILE: UploadedFile<'static> = UploadedFile::text("notes.txt", "What we did today");

/// A group that a teacher leads and the owner of the scene is in, with what the route is about in it.
pub struct Talk {
    conversation: ConversationId,
    /// Somebody else who is in it.
    another: Person,
    /// What was said there; of a route for what another wrote, by the one who leads it.
    message: Value,
    file: Option<Uuid>,
}

impl Talk {
    /// Begins it, if the route is about a conversation or about what was said in one.
    pub fn set(school: &School, route: &Route, owner: &Person) -> Option<Self> {
        if !["conversation", "deleted_message"].contains(&&*route.target) {
            return None;
        }
        let (teacher, another) = (school.person(Role::Teacher), school.student());
        let conversation = school.group(&teacher, &[owner, &another]);
        let (leader, member) = (school.client(&teacher), school.client(owner));
        let is_anothers = route.case.as_deref() == Some("another");
        let writer = if is_anothers { &leader } else { &member };
        let message = writer.say(conversation, "Good morning").expect_status(201).json();
        if route.target == "deleted_message" {
            let path = format!("/conversations/{conversation}/messages/{}", message["number"]);
            member.request("DELETE", &path).if_match(1).send().expect_status(204);
        }
        let file = route.path.contains("{file_id}").then(|| match route.case.as_deref() {
            Some("sent") => sent_file(&leader, conversation),
            _ => waiting_file(&member, conversation),
        });
        Some(Self { conversation, another, message, file })
    }
}

fn waiting_file(client: &Client, conversation: ConversationId) -> Uuid {
    let path = format!("/conversations/{conversation}/files");
    let file = client.upload(&path, &[], &FILE).expect_status(201).json();
    serde_json::from_value(file["id"].clone()).sure()
}

fn sent_file(client: &Client, conversation: ConversationId) -> Uuid {
    let file = waiting_file(client, conversation);
    let body = json!({ "client_message_id": message_name(), "file_ids": [file] });
    client.post(&format!("/conversations/{conversation}/messages"), body).expect_status(201);
    file
}

/// How to call a route of conversations.
pub fn chat(scene: &Scene<'_>, route: &Route) -> Option<Call> {
    Some(match (route.method.as_str(), route.path.as_str()) {
        ("GET", path @ ("/conversations" | "/conversations/summary" | "/contacts" | "/deleted-messages")) => {
            call(path)
        }
        ("GET", "/messages") => call("/messages?q=morning"),
        ("GET", "/presence") => call(format!("/presence?user_ids={}", scene.owner.id)),
        ("POST", "/conversations") => call("/conversations").with(beginning(scene, route)?),
        ("POST", "/deleted-messages/{id}/disclose") => {
            let id = scene.talk.as_ref()?.message["id"].as_str()?;
            let reason = json!({ "reason": "A parent has complained." });
            call(format!("/deleted-messages/{id}/disclose")).with(reason)
        }
        _ => return inside(scene, route, scene.talk.as_ref()?),
    })
}

/// What begins a conversation. An office is somebody to whom everybody may write.
fn beginning(scene: &Scene<'_>, route: &Route) -> Option<Value> {
    let office = scene.school.person(Role::Registrar).id;
    Some(match route.case.as_deref()? {
        "direct" => json!({ "kind": "direct", "member_ids": [office] }),
        "group" => json!({ "kind": "group", "title": "Excursion", "member_ids": [office] }),
        "section" => json!({ "kind": "section", "section_id": scene.section.as_ref()?.id }),
        _ => return None,
    })
}

/// How to call a route of one conversation.
fn inside(scene: &Scene<'_>, route: &Route, talk: &Talk) -> Option<Call> {
    let case = route.case.as_deref();
    let leaver = if case == Some("oneself") { scene.caller.id } else { talk.another.id };
    let path = route
        .path
        .replace("{id}", &talk.conversation.to_string())
        .replace("{user_id}", &leaver.to_string())
        .replace("{number}", &talk.message["number"].to_string())
        .replace("{file_id}", &talk.file.map(|file| file.to_string()).unwrap_or_default());
    let below = route.path.strip_prefix("/conversations/{id}")?;
    Some(match (route.method.as_str(), below) {
        ("GET", _) | ("POST", "/typing") | ("DELETE", "/members/{user_id}" | "/files/{file_id}") => {
            call(path)
        }
        ("PATCH", "") => call(path).at(1).with(json!({ "title": "Other" })),
        ("POST", "/read") => call(path).with(json!({ "number": 1 })),
        ("POST", "/members") => call(path).with(json!({ "member_ids": [scene.school.student().id] })),
        ("POST", "/messages") => {
            call(path).with(json!({ "client_message_id": message_name(), "body": "Good afternoon" }))
        }
        ("PATCH", "/messages/{number}") => call(path).at(1).with(json!({ "body": "Good evening" })),
        ("DELETE", "/messages/{number}") => call(path).at(1),
        ("POST", "/files") => call(path).uploading(Vec::new(), FILE),
        ("POST", "/files/{file_id}/link") => call(path).with(json!({ "disposition": "attachment" })),
        _ => return None,
    })
}

use domain::{chat::ConversationId, structure::Section};
use serde_json::{Value, json};

use super::{Person, School};
use crate::{Answer, Client, Sure};

/// A name that a client gives to a message.
#[expect(clippy::disallowed_methods, reason = "clients name their messages themselves, at random")]
pub fn message_name() -> uuid::Uuid {
    uuid::Uuid::new_v4()
}

impl School {
    /// The conversation of these two people, one of whom must be of the staff: they begin it.
    #[track_caller]
    pub fn direct(&self, staff: &Person, other: &Person) -> ConversationId {
        self.begin(staff, &json!({ "kind": "direct", "member_ids": [other.id] }))
    }

    /// A group that one of the staff makes with others.
    #[track_caller]
    pub fn group(&self, maker: &Person, others: &[&Person]) -> ConversationId {
        let others: Vec<_> = others.iter().map(|person| person.id).collect();
        let title = format!("Group {}", self.number());
        self.begin(maker, &json!({ "kind": "group", "title": title, "member_ids": others }))
    }

    /// The conversation of a section, begun by somebody who teaches it.
    #[track_caller]
    pub fn section_conversation(&self, teacher: &Person, section: &Section) -> ConversationId {
        self.begin(teacher, &json!({ "kind": "section", "section_id": section.id }))
    }

    #[track_caller]
    fn begin(&self, starter: &Person, body: &Value) -> ConversationId {
        let answer = self.client(starter).post("/conversations", body.clone());
        assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
        let id: uuid::Uuid = serde_json::from_value(answer.json()["id"].clone()).sure();
        id.into()
    }
}

impl Client {
    /// Sends words into a conversation, over REST.
    #[track_caller]
    pub fn say(&self, conversation: ConversationId, words: &str) -> Answer {
        self.say_as(conversation, message_name(), words)
    }

    /// The same under a name of the sender's choice.
    #[track_caller]
    pub fn say_as(&self, conversation: ConversationId, name: uuid::Uuid, words: &str) -> Answer {
        let body = json!({ "client_message_id": name, "body": words });
        self.post(&format!("/conversations/{conversation}/messages"), body)
    }

    /// What the person sees of a conversation after this number: numbers and words.
    #[track_caller]
    pub fn read_after(&self, conversation: ConversationId, number: u64) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        let mut after = Some(number);
        while let Some(number) = after {
            let path = format!("/conversations/{conversation}/messages?limit=100&after={number}");
            let page = self.get(&path).expect_status(200).json();
            for message in page["items"].as_array().sure() {
                all.push((message["number"].as_u64().sure(), message["body"].as_str().sure().to_owned()));
            }
            after = page["next"].as_u64();
        }
        all
    }
}

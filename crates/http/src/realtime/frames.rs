use std::collections::HashMap;

use application::{
    Event, SubmissionNews,
    chat::{MessageView, PresenceView},
};
use domain::chat::{ConversationId, MessageNumber};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    chat::{AvailabilityBody, MessageBody, PresenceBody},
    problem::Problem,
};

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum ClientFrame {
    /// A fresh token, before the old one ends.
    #[serde(rename = "authenticate")]
    Authenticate {
        /// The client's name for this frame; the answer repeats it.
        id: Option<Value>,
        /// An access token of the same person.
        token: String,
    },
    /// A message to be stored.
    #[serde(rename = "message.send")]
    SendMessage {
        id: Option<Value>,
        conversation_id: Uuid,
        client_message_id: Uuid,
        #[serde(default)]
        body: String,
        #[serde(default)]
        file_ids: Vec<Uuid>,
        #[serde(default)]
        mentions: Vec<Uuid>,
    },
    /// How far the person has read.
    #[serde(rename = "message.read")]
    ReadMessage { id: Option<Value>, conversation_id: Uuid, number: u64 },
    /// The person is writing.
    #[serde(rename = "typing")]
    Typing { id: Option<Value>, conversation_id: Uuid },
    /// Whom the client shows.
    #[serde(rename = "presence.watch")]
    WatchPresence { id: Option<Value>, user_ids: Vec<Uuid> },
    /// Whether somebody is at the device.
    #[serde(rename = "presence.set")]
    SetPresence { id: Option<Value>, status: Attention },
    /// How far the client has come in each conversation.
    #[serde(rename = "resume")]
    Resume { id: Option<Value>, cursors: HashMap<Uuid, u64> },
}

/// Whether somebody is at a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    Online,
    Away,
}

/// The frame for an event; `None` for events that are no client's business.
pub fn event_frame(event: &Event) -> Option<String> {
    let frame = match event {
        Event::EnrollmentChanged { student, school_year, status, version } => json!({
            "type": "enrollment.changed",
            "student_id": student,
            "school_year_id": school_year,
            "status": status.code(),
            "version": version.number(),
        }),
        Event::RightsChanged { .. } => json!({ "type": "rights.changed" }),
        Event::SettingsChanged => json!({ "type": "settings.changed" }),
        Event::CatalogChanged => json!({ "type": "structure.changed", "kind": "catalog" }),
        Event::SectionChanged { section } => {
            json!({ "type": "structure.changed", "kind": "section", "id": section })
        }
        Event::AccountsChanged => json!({ "type": "accounts.changed" }),
        Event::AnnouncementChanged { announcement, .. } => {
            json!({ "type": "announcement.published", "id": announcement })
        }
        Event::EventChanged { event, .. } => json!({ "type": "event.changed", "id": event }),
        Event::MeetingChanged { meeting, section, status, .. } => json!({
            "type": "meeting.changed",
            "id": meeting,
            "section_id": section,
            "status": status.code(),
        }),
        Event::TaskChanged { task, section, .. } => {
            json!({ "type": "task.published", "id": task, "section_id": section })
        }
        Event::SubmissionChanged { submission, task, student, news, .. } => json!({
            "type": match news {
                SubmissionNews::HandedIn | SubmissionNews::Graded => "submission.changed",
                SubmissionNews::Returned => "submission.returned",
            },
            "id": submission,
            "task_id": task,
            "student_id": student,
        }),
        Event::ModuleChanged { module, section } => {
            json!({ "type": "module.published", "id": module, "section_id": section })
        }
        Event::Notified { .. } | Event::PeopleNotified { .. } | Event::NotificationsRead { .. } => {
            json!({ "type": "notifications.changed" })
        }
        Event::Resync => json!({ "type": "resync" }),
        Event::MessageChanged { conversation, number, version } => json!({
            "type": "message.changed",
            "conversation_id": conversation,
            "number": number,
            "version": version.number(),
        }),
        Event::MessageRead { conversation, user, number } => json!({
            "type": "message.read",
            "conversation_id": conversation,
            "user_id": user,
            "number": number,
        }),
        Event::Typing { conversation, user } => {
            json!({ "type": "typing", "conversation_id": conversation, "user_id": user })
        }
        Event::ConversationChanged { conversation, .. } => {
            json!({ "type": "conversation.changed", "id": conversation })
        }
        Event::PresenceChanged { user, availability, at } => json!({
            "type": "presence.changed",
            "user_id": user,
            "status": AvailabilityBody::from(*availability),
            "last_seen_at": at,
        }),
        Event::MessageSent { .. } | Event::SessionEnded { .. } => return None,
    };
    Some(frame.to_string())
}

/// Somebody wrote.
pub fn message_created(view: &MessageView) -> String {
    json!({ "type": "message.created", "message": MessageBody::from(view.clone()) }).to_string()
}

/// The message that a frame sent is stored.
pub fn message_stored(id: Option<&Value>, view: &MessageView) -> String {
    json!({ "type": "ack", "id": id, "message": MessageBody::from(view.clone()) }).to_string()
}

/// How somebody is there whom the client shows.
pub fn presence(view: PresenceView) -> String {
    let PresenceBody { user_id, status, last_seen_at } = view.into();
    json!({ "type": "presence.changed", "user_id": user_id, "status": status, "last_seen_at": last_seen_at })
        .to_string()
}

/// What a client missed was sent; these are the newest numbers.
pub fn resumed(id: Option<&Value>, newest: &HashMap<ConversationId, MessageNumber>) -> String {
    json!({ "type": "ack", "id": id, "conversations": newest }).to_string()
}

/// The newest numbers, so that a client notices when it missed the last message.
pub fn heads(newest: &HashMap<ConversationId, MessageNumber>) -> String {
    json!({ "type": "heads", "heads": newest }).to_string()
}

/// The socket is open and hears.
pub fn ready(user: Uuid) -> String {
    json!({ "type": "ready", "user_id": user }).to_string()
}

/// A frame was carried out.
pub fn ack(id: Option<&Value>) -> String {
    json!({ "type": "ack", "id": id }).to_string()
}

/// A frame was refused.
pub fn error(id: Option<&Value>, problem: &Problem) -> String {
    let body = problem.body("/api/v1/realtime", "");
    json!({ "type": "error", "id": id, "problem": body }).to_string()
}

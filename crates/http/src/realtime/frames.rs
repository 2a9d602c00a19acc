use application::{Event, SubmissionNews};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::problem::Problem;

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
        Event::SessionEnded { .. } => return None,
    };
    Some(frame.to_string())
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

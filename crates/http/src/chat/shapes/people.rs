use application::chat::{Availability, ContactView, PresenceView};
use chrono::{DateTime, Utc};
use domain::identity::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::shape::CsvRow;

/// Somebody to whom the caller may begin to write.
#[derive(Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactBody {
    id: Uuid,
    first_name: String,
    last_name: String,
    #[schema(value_type = String)]
    primary_role: Role,
    /// Why: `own_child`, `own_teacher`, `childs_teacher`, `classmate`, `office` or `anyone`.
    why: &'static str,
}

impl From<ContactView> for ContactBody {
    fn from(view: ContactView) -> Self {
        Self {
            id: view.person.uuid(),
            first_name: view.known.first_name,
            last_name: view.known.last_name,
            primary_role: view.known.primary_role,
            why: view.why.code(),
        }
    }
}

impl CsvRow for ContactBody {
    const COLUMNS: &'static [&'static str] = &["id", "first_name", "last_name", "primary_role", "why"];
    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.first_name.clone(),
            self.last_name.clone(),
            self.primary_role.code().to_owned(),
            self.why.to_owned(),
        ]
    }
}

/// How somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Availability)]
pub enum AvailabilityBody {
    /// At one device at least.
    Online,
    /// Devices are open, and nobody is at any of them.
    Away,
    /// Not there.
    Offline,
}

impl From<Option<Availability>> for AvailabilityBody {
    fn from(availability: Option<Availability>) -> Self {
        match availability {
            Some(Availability::Online) => Self::Online,
            Some(Availability::Away) => Self::Away,
            None => Self::Offline,
        }
    }
}

/// Whether somebody is there, and since when not.
#[derive(Serialize, ToSchema)]
#[schema(as = Presence)]
pub struct PresenceBody {
    pub user_id: Uuid,
    pub status: AvailabilityBody,
    /// When they last came or went; null for whoever never was there.
    #[schema(required)]
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl From<PresenceView> for PresenceBody {
    fn from(view: PresenceView) -> Self {
        Self {
            user_id: view.person.uuid(),
            status: view.availability.into(),
            last_seen_at: view.last_seen_at,
        }
    }
}

use application::{
    Caller, Clock,
    notices::{AskedTime, EventDraft},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::notices::{Announcement, AnnouncementContent, Audience, EventTime, SchoolEvent};

use super::School;
use crate::Sure;

impl School {
    /// An announcement that has just gone live.
    #[track_caller]
    pub fn announce(&self, audience: Audience) -> Announcement {
        self.announce_between(audience, self.clock().now(), None)
    }

    /// An announcement that goes live in an hour.
    #[track_caller]
    pub fn announce_later(&self, audience: Audience) -> Announcement {
        self.announce_between(audience, self.clock().now() + TimeDelta::hours(1), None)
    }

    /// An announcement that is live from one moment to another.
    #[track_caller]
    pub fn announce_between(
        &self,
        audience: Audience,
        publish_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Announcement {
        let number = self.number();
        let content = AnnouncementContent {
            title: format!("Announcement {number}").parse().sure(),
            body: "Read **this**.".parse().sure(),
            audience,
            pinned: false,
            publish_at,
            expires_at,
        };
        self.app.notices().announce(&Caller::system("test"), &content).sure().announcement
    }

    /// An event that lasts the next two hours.
    #[track_caller]
    pub fn add_event(&self, audience: Audience) -> SchoolEvent {
        let starts_at = self.clock().now();
        let time = EventTime::moments(starts_at, starts_at + TimeDelta::hours(2)).sure();
        let title = format!("Event {}", self.number()).parse().sure();
        let draft = EventDraft { title, body: None, time: AskedTime::Given(time), place: None, audience };
        self.app.notices().add_event(&Caller::system("test"), &draft).sure().event
    }
}

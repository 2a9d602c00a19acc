use chrono::{DateTime, Utc};

use super::{AnnouncementId, Audience, Body, Title};
use crate::{
    Stale, Version,
    access::{ManageAnnouncement, Permitted},
    identity::UserId,
};

/// Something that the school tells an audience for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Announcement {
    /// Identifies the announcement.
    pub id: AnnouncementId,
    /// Who wrote it; `None` for the system.
    pub author: Option<UserId>,
    /// What people may change about it.
    pub content: AnnouncementContent,
    /// How often it has been written.
    pub version: Version,
}

/// What people may change about an announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AnnouncementContent {
    /// What it is called.
    pub title: Title,
    /// What it says.
    pub body: Body,
    /// Whom it addresses.
    pub audience: Audience,
    /// Whether it stands above the others.
    pub pinned: bool,
    /// From when on it is live.
    pub publish_at: DateTime<Utc>,
    /// From when on it no longer is.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Which part of its life an announcement is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Life {
    /// It will be live.
    Scheduled,
    /// Its audience sees it.
    Live,
    /// It was live.
    Expired,
}

/// An announcement as it stands at a moment, which decides who may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncementAt {
    /// The announcement.
    pub announcement: Announcement,
    /// The moment.
    pub now: DateTime<Utc>,
}

/// Why an announcement was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnnouncementRefused {
    /// It was changed by someone else in the meantime.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// It would expire before it is published.
    #[error("must be later than the time of publishing")]
    ExpiresTooEarly,
}

/// An announcement as it must be stored.
#[derive(Clone, Debug)]
pub struct AnnouncementSaved(Announcement);

/// An announcement that must be deleted.
#[derive(Clone, Debug)]
pub struct AnnouncementDeleted(Announcement);

impl AnnouncementContent {
    /// Which part of its life it is in at `now`. It is live from `publish_at` on, and no longer at `expires_at`.
    pub fn life(&self, now: DateTime<Utc>) -> Life {
        if now < self.publish_at {
            Life::Scheduled
        } else if self.expires_at.is_some_and(|end| end <= now) {
            Life::Expired
        } else {
            Life::Live
        }
    }

    fn check(&self) -> Result<(), AnnouncementRefused> {
        match self.expires_at {
            Some(end) if end <= self.publish_at => Err(AnnouncementRefused::ExpiresTooEarly),
            _ => Ok(()),
        }
    }
}

impl Announcement {
    /// The announcement as it stands at `now`.
    pub const fn at(self, now: DateTime<Utc>) -> AnnouncementAt {
        AnnouncementAt { announcement: self, now }
    }
}

impl AnnouncementAt {
    /// Which part of its life it is in.
    pub fn life(&self) -> Life {
        self.announcement.content.life(self.now)
    }
}

impl AnnouncementSaved {
    /// The announcement as it is now.
    pub const fn announcement(&self) -> &Announcement {
        &self.0
    }
    /// The announcement as it is now, after it was stored.
    pub fn into_announcement(self) -> Announcement {
        self.0
    }
}

impl AnnouncementDeleted {
    /// The announcement as it was.
    pub const fn announcement(&self) -> &Announcement {
        &self.0
    }
}

impl Permitted<ManageAnnouncement<AnnouncementContent>> {
    /// Writes a new announcement, whose author is whoever may.
    pub fn announce(self, id: AnnouncementId) -> Result<AnnouncementSaved, AnnouncementRefused> {
        let author = self.by();
        let content = self.into_target();
        content.check()?;
        Ok(AnnouncementSaved(Announcement { id, author, content, version: Version::FIRST }))
    }
}

impl Permitted<ManageAnnouncement> {
    /// Changes it, from version `expected`. The author stays who wrote it first.
    pub fn change(
        self,
        content: AnnouncementContent,
        expected: Version,
    ) -> Result<AnnouncementSaved, AnnouncementRefused> {
        let before = self.into_target().announcement;
        before.version.check(expected)?;
        content.check()?;
        Ok(AnnouncementSaved(Announcement { content, version: before.version.next(), ..before }))
    }

    /// Deletes it, from version `expected`.
    pub fn delete(self, expected: Version) -> Result<AnnouncementDeleted, Stale> {
        let before = self.into_target().announcement;
        before.version.check(expected)?;
        Ok(AnnouncementDeleted(before))
    }
}

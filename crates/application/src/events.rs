use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    Version,
    chat::{ConversationId, MessageNumber},
    enrollment::EnrollmentStatus,
    identity::{SessionId, UserId},
    meetings::{MeetingId, MeetingStatus},
    modules::ModuleId,
    notices::{AnnouncementId, Audience, EventId},
    structure::{SchoolYearId, SectionId},
    tasks::{SubmissionId, TaskId},
};
use serde::{Deserialize, Serialize};

use crate::chat::{Availability, MessageView};

/// Something that happened, by the ids of what it happened to, and at most what everybody may see who is told
/// of it.
///
/// It also travels between instances, of which some may be of another version for a while: what a bus cannot
/// read it leaves out. A variant or a field that is renamed is unread until every instance is of one version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An application was made or has moved.
    EnrollmentChanged {
        /// Whose.
        student: UserId,
        /// For which year.
        school_year: SchoolYearId,
        /// Where it stands now.
        status: EnrollmentStatus,
        /// Its version now; whoever has seen a higher one knows more than this.
        version: Version,
    },
    /// The rights of a person are others now.
    RightsChanged {
        /// Whose.
        user: UserId,
    },
    /// A login was ended.
    SessionEnded {
        /// Whose.
        user: UserId,
        /// Which.
        session: SessionId,
    },
    /// The settings of the school are others now.
    SettingsChanged,
    /// School years, terms, grade levels or subjects are others now.
    CatalogChanged,
    /// A section, its placements or its teachers are others now.
    SectionChanged {
        /// Which.
        section: SectionId,
    },
    /// Accounts or guardian links are others now.
    AccountsChanged,
    /// An announcement was written, changed or deleted, went live or has expired.
    AnnouncementChanged {
        /// Which.
        announcement: AnnouncementId,
        /// Whom it addresses, or addressed before; nobody while it is not live and was not.
        audience: Option<Arc<Audience>>,
    },
    /// An event of the calendar was added, changed or deleted.
    EventChanged {
        /// Which.
        event: EventId,
        /// Whom it addresses, or addressed before.
        audience: Arc<Audience>,
    },
    /// A meeting was scheduled, changed or has moved on.
    MeetingChanged {
        /// Which.
        meeting: MeetingId,
        /// Whose.
        section: SectionId,
        /// Who holds it.
        host: UserId,
        /// How far it has come.
        status: MeetingStatus,
    },
    /// A task was set, changed, published or deleted.
    TaskChanged {
        /// Which.
        task: TaskId,
        /// For which section.
        section: SectionId,
        /// Whether the section sees it, or saw it before.
        published: bool,
    },
    /// A student has handed in, or how it is judged has changed.
    SubmissionChanged {
        /// Which hand-in.
        submission: SubmissionId,
        /// For which task.
        task: TaskId,
        /// Whose.
        student: UserId,
        /// The section of the task.
        section: SectionId,
        /// What happened.
        news: SubmissionNews,
    },
    /// A learning module was added, changed, replaced or removed.
    ModuleChanged {
        /// Which.
        module: ModuleId,
        /// For which section.
        section: SectionId,
    },
    /// Those whom an audience addresses have new notifications.
    Notified {
        /// Which people.
        audience: Arc<Audience>,
    },
    /// People have new notifications.
    PeopleNotified {
        /// Which people, each by name.
        people: Arc<[UserId]>,
    },
    /// A person has read notifications.
    NotificationsRead {
        /// Who.
        user: UserId,
    },
    /// Somebody wrote in a conversation.
    MessageSent {
        /// In which.
        conversation: ConversationId,
        /// Which message, by its number there.
        number: MessageNumber,
        /// The message itself, for the instance that stored it; others read it.
        #[serde(skip)]
        message: Local<MessageView>,
    },
    /// A message was edited or deleted.
    MessageChanged {
        /// In which conversation.
        conversation: ConversationId,
        /// Which message, by its number there.
        number: MessageNumber,
        /// Its version now.
        version: Version,
    },
    /// A member has read on.
    MessageRead {
        /// In which conversation.
        conversation: ConversationId,
        /// Who.
        user: UserId,
        /// Up to which message.
        number: MessageNumber,
    },
    /// A member is writing. Kept nowhere.
    Typing {
        /// In which conversation.
        conversation: ConversationId,
        /// Who.
        user: UserId,
    },
    /// A conversation was begun or renamed, or people have joined or left it.
    ConversationChanged {
        /// Which.
        conversation: ConversationId,
        /// Whom it concerns.
        people: Arc<[UserId]>,
    },
    /// Somebody came, went, or turned away from their devices.
    PresenceChanged {
        /// Who.
        user: UserId,
        /// How they are there now; `None` when they are not.
        availability: Option<Availability>,
        /// When.
        at: DateTime<Utc>,
    },
    /// Events may have been lost; ask again for what is shown.
    Resync,
}

/// What goes along with an event within one process and never leaves it: an event that crosses to another instance
/// carries ids, and whoever hears it there reads the database. Two events are the same whatever goes along.
#[derive(Debug)]
pub struct Local<T>(Option<Arc<T>>);

impl<T> Local<T> {
    /// Lets it go along.
    pub const fn of(value: Arc<T>) -> Self {
        Self(Some(value))
    }

    /// What goes along; `None` for an event that came from elsewhere.
    pub const fn get(&self) -> Option<&Arc<T>> {
        self.0.as_ref()
    }
}

impl<T> Default for Local<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Clone for Local<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Local<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Local<T> {}

impl<T> std::hash::Hash for Local<T> {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

/// What happened to a hand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionNews {
    /// It came.
    HandedIn,
    /// It has a score, which the student does not see before it is returned.
    Graded,
    /// The student sees the score.
    Returned,
}

/// Whether other instances hear what a bus is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// There are no other instances to tell: the bus ends with this process, and is meant to.
    Alone,
    /// The other instances hear, and are heard.
    Connected,
    /// What carries events between instances is away. Watchers of this instance hear what happens here; the
    /// others do not, and this one hears nothing of them. Nothing else is lost: they ask the database anew as
    /// soon as they are connected again.
    Cut,
}

/// Carries events to whoever watches. A hint and no more: the database is the truth.
///
/// # What a bus promises
///
/// - Each watcher of this instance hears each event once, and what one thread publishes in that order.
/// - Watchers of other instances hear it too, once and in that order, as long as the bus reaches them
///   ([`reach`](EventBus::reach)).
/// - A bus that was cut off and is not any more tells its own watchers [`Event::Resync`], because it cannot know
///   what they have missed. Whoever caches or shows something asks anew then.
/// - A watcher that panics harms nobody else.
///
/// It promises neither that an event was heard when `publish` returns, nor on which thread it is heard, nor any
/// order between events of different threads or instances.
pub trait EventBus: Send + Sync {
    /// Tells whoever watches, after the change was committed. Never blocks for long, never fails; an event that
    /// cannot be told to other instances is left out.
    fn publish(&self, event: Event);

    /// Calls `watcher` for every event from now on. The watcher must not block.
    fn subscribe(&self, watcher: Box<dyn Fn(Event) + Send + Sync>);

    /// Whether other instances hear what is published now. It is as old as the last sign of life: a connection
    /// that has died unseen counts as [`Reach::Connected`] for some seconds.
    ///
    /// For whoever shows how the server is, and for how often the database is asked besides. No use case decides by
    /// it, since it may be wrong a moment later.
    fn reach(&self) -> Reach {
        Reach::Alone
    }
}

#[cfg(test)]
mod tests;

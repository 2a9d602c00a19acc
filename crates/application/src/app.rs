use std::sync::Arc;

use domain::identity::SessionLimits;

use crate::{
    Clock, Database, EventBus, Ids,
    audit::Audit,
    calendar::CalendarCases,
    chat::{ChatCases, PresenceBoard},
    enrollment::Enrollment,
    files::{FileCases, FileStorage, TicketSeal},
    identity::{Identity, PasswordHasher, PeopleCache, Tokens},
    jobs::Background,
    meetings::MeetingCases,
    modules::ModuleCases,
    notices::NoticeCases,
    notifications::NotificationCases,
    settings::SchoolSettings,
    structure::Structure,
    tasks::TaskCases,
};

/// Homeroom, with everything that it needs from outside. Cheap to share.
pub struct App {
    pub(crate) db: Arc<dyn Database>,
    pub(crate) events: Arc<dyn EventBus>,
    pub(crate) presence: Arc<dyn PresenceBoard>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) passwords: Arc<dyn PasswordHasher>,
    pub(crate) tokens: Arc<dyn Tokens>,
    pub(crate) tickets: Arc<dyn TicketSeal>,
    pub(crate) storage: Arc<dyn FileStorage>,
    pub(crate) people: PeopleCache,
    pub(crate) session_limits: SessionLimits,
    pub(crate) public_url: String,
}

/// What an [`App`] is made of.
pub struct Parts {
    /// Where everything is kept.
    pub db: Arc<dyn Database>,
    /// Who hears what happened.
    pub events: Arc<dyn EventBus>,
    /// Who is there.
    pub presence: Arc<dyn PresenceBoard>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers and secrets.
    pub ids: Arc<dyn Ids>,
    /// Hashes passwords.
    pub passwords: Arc<dyn PasswordHasher>,
    /// Issues and reads tokens.
    pub tokens: Arc<dyn Tokens>,
    /// Seals the addresses of files.
    pub tickets: Arc<dyn TicketSeal>,
    /// Keeps the bytes of files.
    pub storage: Arc<dyn FileStorage>,
    /// How long logins last.
    pub session_limits: SessionLimits,
    /// The address under which people reach the dashboards, for links in mails; without a slash at its end.
    pub public_url: String,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        let Parts {
            db,
            events,
            clock,
            ids,
            passwords,
            tokens,
            tickets,
            storage,
            presence,
            session_limits,
            public_url,
        } = parts;
        Self {
            db,
            events,
            clock,
            ids,
            passwords,
            tokens,
            tickets,
            storage,
            presence,
            people: PeopleCache::default(),
            session_limits,
            public_url,
        }
    }

    /// Logins, accounts and guardians.
    pub const fn identity(&self) -> Identity<'_> {
        Identity(self)
    }

    /// The settings of the school.
    pub const fn settings(&self) -> SchoolSettings<'_> {
        SchoolSettings(self)
    }

    /// Years, terms, grade levels, subjects, sections, placements, assignments.
    pub const fn structure(&self) -> Structure<'_> {
        Structure(self)
    }

    /// Applications.
    pub const fn enrollment(&self) -> Enrollment<'_> {
        Enrollment(self)
    }

    /// Meetings of sections.
    pub const fn meetings(&self) -> MeetingCases<'_> {
        MeetingCases(self)
    }

    /// Learning modules of sections.
    pub const fn modules(&self) -> ModuleCases<'_> {
        ModuleCases(self)
    }

    /// Files that people upload.
    pub const fn files(&self) -> FileCases<'_> {
        FileCases(self)
    }

    /// Where the bytes of files lie.
    pub fn storage(&self) -> &Arc<dyn FileStorage> {
        &self.storage
    }

    /// Conversations, and who is there.
    pub const fn chat(&self) -> ChatCases<'_> {
        ChatCases(self)
    }

    /// Events and meetings together, and the feeds of them.
    pub const fn calendar(&self) -> CalendarCases<'_> {
        CalendarCases(self)
    }

    /// Announcements and events.
    pub const fn notices(&self) -> NoticeCases<'_> {
        NoticeCases(self)
    }

    /// Tasks, and what students hand in for them.
    pub const fn tasks(&self) -> TaskCases<'_> {
        TaskCases(self)
    }

    /// What people are told without asking.
    pub const fn notifications(&self) -> NotificationCases<'_> {
        NotificationCases(self)
    }

    /// The audit trail.
    pub const fn audit(&self) -> Audit<'_> {
        Audit(self)
    }

    /// Work that is done later.
    pub const fn background(&self) -> Background<'_> {
        Background(self)
    }

    /// What hashes passwords, for the lane in which that is done.
    pub fn passwords(&self) -> Arc<dyn PasswordHasher> {
        Arc::clone(&self.passwords)
    }

    /// Where events are heard.
    pub fn events(&self) -> &Arc<dyn EventBus> {
        &self.events
    }

    /// Who is there, on any instance.
    pub fn presence(&self) -> &Arc<dyn PresenceBoard> {
        &self.presence
    }

    /// A new identifier, for a request that came without one.
    pub fn new_id(&self) -> uuid::Uuid {
        self.ids.next()
    }

    /// The time.
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }
}

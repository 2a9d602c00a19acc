use domain::{
    identity::{SessionId, UserId},
    structure::{SchoolYearId, SectionId},
};

/// Something that happened, by the ids of what it happened to; never its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// An application was made or has moved.
    EnrollmentChanged {
        /// Whose.
        student: UserId,
        /// For which year.
        school_year: SchoolYearId,
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
    /// Events may have been lost; ask again for what is shown.
    Resync,
}

/// Carries events to whoever watches. A hint and no more: the database is the truth.
pub trait EventBus: Send + Sync {
    /// Tells whoever watches, after the change was committed. Never blocks for long, never fails.
    fn publish(&self, event: Event);

    /// Calls `watcher` for every event from now on. The watcher must not block.
    fn subscribe(&self, watcher: Box<dyn Fn(Event) + Send + Sync>);
}

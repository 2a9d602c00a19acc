/// What the store may answer instead of doing what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or did not answer in time.
    #[error("the database is away")]
    Unavailable,
    /// Other work was in the way, twice.
    #[error("other changes are in the way")]
    Contention,
    /// The caller's rights are no longer those that the caller came with.
    #[error("your rights have changed")]
    RightsChanged,
    /// Another request with the same idempotency key has not finished.
    #[error("a request with this key is still being worked on")]
    KeyInFlight,
    /// The idempotency key was used before, for another request.
    #[error("this key was used for another request")]
    KeyReused,
    /// A rule that the database holds forbids the change.
    #[error("a rule of the database forbids this: {0:?}")]
    Violated(Constraint),
    /// A stored record is not one that the rules allow.
    #[error("{table} {id} is not a legal record: {reason}")]
    Corrupt {
        /// The table it stands in.
        table: &'static str,
        /// What identifies it there.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Anything else; the text is for the log and for nobody else.
    #[error("the database failed: {0}")]
    Unexpected(String),
}

/// The rules that the database holds, by what they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constraint {
    /// No two accounts have the same address.
    EmailTaken,
    /// The school has an active administrator.
    NoAdministrator,
    /// A guardian is linked to a student once at a time.
    GuardianLinked,
    /// Years do not overlap.
    SchoolYearsOverlap,
    /// Years have different names.
    SchoolYearNameTaken,
    /// The terms of a year do not overlap.
    TermsOverlap,
    /// The terms of a year have different names.
    TermNameTaken,
    /// Terms lie inside their year.
    TermOutsideSchoolYear,
    /// Grade levels have different codes.
    GradeLevelCodeTaken,
    /// Grade levels have different positions.
    GradeLevelPositionTaken,
    /// Subjects have different codes.
    SubjectCodeTaken,
    /// Sections of one year and level have different names.
    SectionNameTaken,
    /// No more students are placed in a section than it holds.
    SectionFull,
    /// A student has one section a year.
    AlreadyPlaced,
    /// A teacher teaches a subject in a section once.
    AlreadyAssigned,
    /// A student has one application a year.
    ApplicationExists,
    /// A host holds one meeting at a time.
    HostBusy,
    /// A section is in one meeting at a time.
    SectionBusy,
    /// The files of a section take no more room than it has.
    SectionQuota,
    /// The files of a person take no more room than they have.
    PersonQuota,
    /// No score exceeds the points of its task.
    ScoreAbovePoints,
    /// The time zone of the school is one that the database knows.
    TimeZoneUnknown,
    /// Something still depends on the record.
    InUse,
    /// The change names a record that does not exist, or is not what it must be.
    UnknownReference,
}

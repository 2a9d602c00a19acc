use application::{Constraint, StoreError};
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// What a failure of diesel means to a use case.
pub fn translate(error: Error) -> StoreError {
    match error {
        Error::DatabaseError(kind, information) => translate_database(kind, information.as_ref()),
        Error::BrokenTransactionManager => StoreError::Unavailable,
        other => StoreError::Unexpected(other.to_string()),
    }
}

fn translate_database(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> StoreError {
    if let Some(constraint) = information.constraint_name().and_then(constraint) {
        return StoreError::Violated(constraint);
    }
    let message = information.message();
    match kind {
        DatabaseErrorKind::SerializationFailure => StoreError::Contention,
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
            StoreError::Unavailable
        }
        // A row that others refer to is being deleted. PostgreSQL 18 gives this a code of its own, which
        // diesel does not know; older ones give it that of a row that refers to nothing.
        _ if message.starts_with("update or delete on table") => StoreError::Violated(Constraint::InUse),
        DatabaseErrorKind::ForeignKeyViolation => StoreError::Violated(Constraint::UnknownReference),
        _ if is_contention(message) => StoreError::Contention,
        _ if is_away(message) => StoreError::Unavailable,
        _ => StoreError::Unexpected(message.to_owned()),
    }
}

/// The rule that a constraint of the database holds.
fn constraint(name: &str) -> Option<Constraint> {
    Some(match name {
        "settings_time_zone_is_known" => Constraint::TimeZoneUnknown,
        "users_email_taken" => Constraint::EmailTaken,
        "users_keep_an_administrator" => Constraint::NoAdministrator,
        "guardians_linked_once" => Constraint::GuardianLinked,
        "school_years_do_not_overlap" => Constraint::SchoolYearsOverlap,
        "school_years_name_taken" => Constraint::SchoolYearNameTaken,
        "terms_do_not_overlap" => Constraint::TermsOverlap,
        "terms_name_taken" => Constraint::TermNameTaken,
        "terms_stay_in_year" => Constraint::TermOutsideSchoolYear,
        "grade_levels_code_taken" => Constraint::GradeLevelCodeTaken,
        "grade_levels_position_taken" => Constraint::GradeLevelPositionTaken,
        "subjects_code_taken" => Constraint::SubjectCodeTaken,
        "sections_name_taken" => Constraint::SectionNameTaken,
        "sections_not_overfull" => Constraint::SectionFull,
        "placements_one_a_year" => Constraint::AlreadyPlaced,
        "teaching_assignments_once" => Constraint::AlreadyAssigned,
        "enrollment_progress_exists" => Constraint::ApplicationExists,
        _ => return None,
    })
}

// diesel knows no kind for these, and passes on neither code nor anything but the text. The server's
// messages are in English because `initdb` and the connection say so.
fn is_contention(message: &str) -> bool {
    message.starts_with("deadlock detected") || message.starts_with("canceling statement due to lock timeout")
}

fn is_away(message: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "canceling statement due to statement timeout",
        "terminating connection",
        "server closed the connection",
        "no connection to the server",
        "the database system is",
        "could not receive data from server",
        "SSL connection has been closed",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}

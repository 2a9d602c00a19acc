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
        // A row that others refer to is being deleted. PostgreSQL 18 tells this from a row that refers to
        // nothing; with older ones only whoever deletes knows which of the two it is.
        DatabaseErrorKind::RestrictViolation if information.constraint_name().is_some() => {
            StoreError::Violated(Constraint::InUse)
        }
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
        "meetings_host_in_one_at_a_time" => Constraint::HostBusy,
        "meetings_section_in_one_at_a_time" => Constraint::SectionBusy,
        "files_within_section_quota" => Constraint::SectionQuota,
        "files_within_person_quota" => Constraint::PersonQuota,
        "submissions_score_within_points" => Constraint::ScoreAbovePoints,
        "enrollment_progress_exists" => Constraint::ApplicationExists,
        _ => return None,
    })
}

// diesel knows no kind for these, and passes on neither code nor anything but the text. The server's
// messages are in English because the connection says so; see `connection::SPEAK_ENGLISH`.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server says that speaks another language.
    struct Told {
        message: &'static str,
        constraint: Option<&'static str>,
    }

    impl DatabaseErrorInformation for Told {
        fn message(&self) -> &str {
            self.message
        }
        fn details(&self) -> Option<&str> {
            None
        }
        fn hint(&self) -> Option<&str> {
            None
        }
        fn table_name(&self) -> Option<&str> {
            None
        }
        fn column_name(&self) -> Option<&str> {
            None
        }
        fn constraint_name(&self) -> Option<&str> {
            self.constraint
        }
        fn statement_position(&self) -> Option<i32> {
            None
        }
    }

    fn told(kind: DatabaseErrorKind, constraint: Option<&'static str>) -> StoreError {
        let message = "Aktualisieren oder Löschen in Tabelle verletzt eine Einschränkung";
        translate(Error::DatabaseError(kind, Box::new(Told { message, constraint })))
    }

    #[test]
    fn rules_are_told_apart_in_every_language() {
        use DatabaseErrorKind::{
            CheckViolation, ClosedConnection, ForeignKeyViolation, RestrictViolation, SerializationFailure,
            UniqueViolation,
        };
        let violated = StoreError::Violated;
        let reference = Some("terms_school_year_id_fkey");
        assert_eq!(told(RestrictViolation, reference), violated(Constraint::InUse));
        assert_eq!(told(ForeignKeyViolation, reference), violated(Constraint::UnknownReference));
        assert_eq!(told(UniqueViolation, Some("users_email_taken")), violated(Constraint::EmailTaken));
        let kept = Some("users_keep_an_administrator");
        assert_eq!(told(CheckViolation, kept), violated(Constraint::NoAdministrator));
        assert_eq!(told(SerializationFailure, None), StoreError::Contention);
        assert_eq!(told(ClosedConnection, None), StoreError::Unavailable);
        assert!(matches!(told(RestrictViolation, None), StoreError::Unexpected(_)), "an append-only table");
    }
}

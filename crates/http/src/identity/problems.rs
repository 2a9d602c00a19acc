use actix_web::http::StatusCode;
use application::identity::{
    AuthenticateError, ChangeAccountError, ChangePasswordError, CreateAccountError, ForgotError,
    GuardianError, InviteError, LoginError, ReadAccountError, RefreshError, RenameError, ResetError,
    SessionsError, TokenRefused,
};
use chrono::TimeDelta;
use domain::identity::{AccountRefused, GuardianRefused, LoginRefused, PasswordRefused};

use crate::problem::Problem;

impl From<TokenRefused> for Problem {
    fn from(_: TokenRefused) -> Self {
        Self::unauthenticated()
    }
}

impl From<AuthenticateError> for Problem {
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::Refused(refused) => refused.into(),
            AuthenticateError::Store(failure) => failure.into(),
        }
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Refused(LoginRefused::WrongCredentials) => Self::new(
                StatusCode::UNAUTHORIZED,
                "wrong_credentials",
                "The e-mail address or the password is wrong.",
            ),
            LoginError::Refused(LoginRefused::TooManyFailures { retry_after }) => {
                too_many_failures(retry_after)
            }
            LoginError::Store(failure) => failure.into(),
        }
    }
}

impl From<RefreshError> for Problem {
    fn from(error: RefreshError) -> Self {
        match error {
            RefreshError::Refused(refused) => refused.into(),
            RefreshError::Store(failure) => failure.into(),
        }
    }
}

impl From<SessionsError> for Problem {
    fn from(error: SessionsError) -> Self {
        match error {
            SessionsError::NotFound => Self::not_found(),
            SessionsError::Refused(refused) => refused.into(),
            SessionsError::Store(failure) => failure.into(),
        }
    }
}

impl From<ForgotError> for Problem {
    fn from(error: ForgotError) -> Self {
        match error {
            ForgotError::Store(failure) => failure.into(),
        }
    }
}

impl From<ResetError> for Problem {
    fn from(error: ResetError) -> Self {
        match error {
            ResetError::LinkRefused => Self::field("token", "link_invalid", "This link is no longer valid."),
            ResetError::Password(refused) => password("password", refused),
            ResetError::Store(failure) => failure.into(),
        }
    }
}

impl From<ReadAccountError> for Problem {
    fn from(error: ReadAccountError) -> Self {
        match error {
            ReadAccountError::NotFound => Self::not_found(),
            ReadAccountError::Denied(denied) => denied.into(),
            ReadAccountError::Store(failure) => failure.into(),
        }
    }
}

impl From<CreateAccountError> for Problem {
    fn from(error: CreateAccountError) -> Self {
        match error {
            CreateAccountError::Denied(denied) => denied.into(),
            CreateAccountError::EmailTaken => email_taken(),
            CreateAccountError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangeAccountError> for Problem {
    fn from(error: ChangeAccountError) -> Self {
        match error {
            ChangeAccountError::NotFound => Self::not_found(),
            ChangeAccountError::Denied(denied) => denied.into(),
            ChangeAccountError::Refused(refused) => refused.into(),
            ChangeAccountError::LastAdministrator => {
                Self::conflict("last_administrator", error.to_string()).about("roles")
            }
            ChangeAccountError::EmailTaken => email_taken(),
            ChangeAccountError::Store(failure) => failure.into(),
        }
    }
}

impl From<AccountRefused> for Problem {
    fn from(refused: AccountRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            AccountRefused::Stale(stale) => stale.into(),
            AccountRefused::StaffRole => {
                Self::new(StatusCode::FORBIDDEN, "staff_role", detail).about("roles")
            }
            AccountRefused::OwnAccount => Self::conflict("own_account", detail),
            AccountRefused::AlreadySo { active: true } => Self::conflict("already_active", detail),
            AccountRefused::AlreadySo { active: false } => Self::conflict("already_inactive", detail),
        }
    }
}

impl From<InviteError> for Problem {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::NotFound => Self::not_found(),
            InviteError::Denied(denied) => denied.into(),
            InviteError::Inactive => Self::conflict("inactive", error.to_string()),
            InviteError::Store(failure) => failure.into(),
        }
    }
}

impl From<RenameError> for Problem {
    fn from(error: RenameError) -> Self {
        match error {
            RenameError::Refused(refused) => refused.into(),
            RenameError::Denied(denied) => denied.into(),
            RenameError::Stale(stale) => stale.into(),
            RenameError::Store(failure) => failure.into(),
        }
    }
}

impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::Refused(refused) => refused.into(),
            ChangePasswordError::Denied(denied) => denied.into(),
            ChangePasswordError::WrongPassword => {
                Self::field("current_password", "wrong_password", error.to_string())
            }
            ChangePasswordError::TooManyFailures { retry_after } => too_many_failures(retry_after),
            ChangePasswordError::Password(refused) => password("new_password", refused),
            ChangePasswordError::Store(failure) => failure.into(),
        }
    }
}

impl From<GuardianError> for Problem {
    fn from(error: GuardianError) -> Self {
        match error {
            GuardianError::NotFound => Self::not_found(),
            GuardianError::Denied(denied) => denied.into(),
            GuardianError::Refused(refused) => refused.into(),
            GuardianError::AlreadyLinked => {
                Self::conflict("already_linked", error.to_string()).about("guardian_id")
            }
            GuardianError::Store(failure) => failure.into(),
        }
    }
}

impl From<GuardianRefused> for Problem {
    fn from(refused: GuardianRefused) -> Self {
        let detail = refused.to_string();
        match refused {
            GuardianRefused::NotAStudent => Self::field("student_id", "not_a_student", detail),
            GuardianRefused::NotAParent => Self::field("guardian_id", "not_a_parent", detail),
            GuardianRefused::OwnGuardian => Self::field("guardian_id", "own_guardian", detail),
            GuardianRefused::EndsBeforeStart => Self::field("ends_on", "ends_before_start", detail),
            GuardianRefused::UnknownRelationship => Self::field("relationship", "unknown", detail),
            GuardianRefused::Stale(stale) => stale.into(),
        }
    }
}

fn password(field: &str, refused: PasswordRefused) -> Problem {
    let code = match refused {
        PasswordRefused::TooShort { .. } => "too_short",
        PasswordRefused::TooLong => "too_long",
        PasswordRefused::ContainsNul => "invalid",
        PasswordRefused::Common => "common",
        PasswordRefused::OwnName => "own_name",
    };
    Problem::field(field, code, refused.to_string())
}

fn too_many_failures(retry_after: TimeDelta) -> Problem {
    let seconds = u64::try_from(retry_after.num_seconds()).unwrap_or(60);
    let detail = "Too many failed attempts; wait a little.";
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_failures", detail).retry_after(seconds)
}

fn email_taken() -> Problem {
    Problem::conflict("email_taken", "Another account has this e-mail address.").about("email")
}

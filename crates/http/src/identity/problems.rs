use actix_web::http::StatusCode;
use application::identity::{
    AuthenticateError, ForgotError, LoginError, RefreshError, ResetError, SessionsError, TokenRefused,
};
use domain::identity::{LoginRefused, PasswordRefused};

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
                let detail = "Too many failed attempts; wait a little.";
                let seconds = u64::try_from(retry_after.num_seconds()).unwrap_or(60);
                Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_failures", detail).retry_after(seconds)
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
            ResetError::Password(refused) => refused.into(),
            ResetError::Store(failure) => failure.into(),
        }
    }
}

impl From<PasswordRefused> for Problem {
    fn from(refused: PasswordRefused) -> Self {
        let code = match refused {
            PasswordRefused::TooShort { .. } => "too_short",
            PasswordRefused::TooLong => "too_long",
            PasswordRefused::Common => "common",
            PasswordRefused::OwnName => "own_name",
        };
        Self::field("password", code, refused.to_string())
    }
}

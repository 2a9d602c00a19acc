use std::{fmt::Display, future::Future, pin::Pin, str::FromStr};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::StatusCode,
    web::{self, Bytes, Data},
};
use application::Once;
use chrono::{Datelike, NaiveDate};
use domain::Lines;
use garde::Validate;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{
    problem::{FieldError, Problem},
    state::Api,
};

/// A body of JSON whose fields are as they must be, and the client's wish that it take effect once.
pub struct Body<T> {
    /// What the client sent.
    pub value: T,
    /// From the header `Idempotency-Key`.
    pub once: Option<Once>,
}

impl<T> FromRequest for Body<T>
where
    T: DeserializeOwned + Validate<Context = ()> + 'static,
{
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let reading = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            is_json(&request)?;
            let bytes = whole(&request, reading.await).await?;
            let once = wish(&request, &bytes)?;
            Ok(Self { value: read(&bytes)?, once })
        })
    }
}

/// A body that may be left out; one that is sent must be as it must be.
pub struct MaybeBody<T>(pub Option<T>);

impl<T> FromRequest for MaybeBody<T>
where
    T: DeserializeOwned + Validate<Context = ()> + 'static,
{
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let reading = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            let bytes = whole(&request, reading.await).await?;
            if bytes.is_empty() {
                return Ok(Self(None));
            }
            is_json(&request)?;
            Ok(Self(Some(read(&bytes)?)))
        })
    }
}

fn is_json(request: &HttpRequest) -> Result<(), Problem> {
    if request.content_type().eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let detail = "The body must be application/json.";
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail))
}

/// Every byte of the body, unless there are too many.
async fn whole(request: &HttpRequest, payload: Result<web::Payload, Error>) -> Result<Bytes, Problem> {
    let most = request.app_data::<Data<Api>>().map_or(2 << 20, |api| api.limits.max_body_bytes);
    let payload = payload.map_err(|_| unreadable("The body cannot be read."))?;
    let bytes = payload.to_bytes_limited(most).await.map_err(|_| too_large(most))?;
    bytes.map_err(|_| unreadable("The body cannot be read."))
}

/// Every body is an object; serde would take an array of values in the order of the fields for one.
fn is_object(bytes: &[u8]) -> Result<(), Problem> {
    if bytes.trim_ascii_start().starts_with(b"{") {
        return Ok(());
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
        Ok(_) => Err(Problem::field("", "invalid", "must be a JSON object")),
        Err(_) => Err(unreadable("The body is not JSON.")),
    }
}

fn read<T: DeserializeOwned + Validate<Context = ()>>(bytes: &Bytes) -> Result<T, Problem> {
    is_object(bytes)?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let reason = error.into_inner();
        if reason.is_data() {
            let field = if path == "." { unknown_field(&reason).unwrap_or_default() } else { path };
            Problem::field(&field, "invalid", without_position(&reason.to_string()))
        } else {
            unreadable("The body is not JSON.")
        }
    })?;
    reader.end().map_err(|_| unreadable("Something follows the JSON of the body."))?;
    value.validate().map_err(|report| {
        let entry = |(path, error): &(garde::Path, garde::Error)| FieldError {
            field: path.to_string(),
            code: "invalid".into(),
            message: error.to_string(),
        };
        Problem::fields(report.iter().map(entry).collect())
    })?;
    Ok(value)
}

/// serde names an unknown field only in its text, at the place of the whole body.
fn unknown_field(error: &serde_json::Error) -> Option<String> {
    let text = error.to_string();
    let rest = text.strip_prefix("unknown field `").or_else(|| text.strip_prefix("missing field `"))?;
    rest.split('`').next().map(ToOwned::to_owned)
}

fn without_position(text: &str) -> String {
    text.split(" at line ").next().unwrap_or(text).to_owned()
}

fn unreadable(detail: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", detail)
}

fn too_large(most: usize) -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        format!("The body may have at most {most} bytes."),
    )
}

fn wish(request: &HttpRequest, bytes: &Bytes) -> Result<Option<Once>, Problem> {
    let Some(header) = request.headers().get("idempotency-key") else { return Ok(None) };
    let key = header.to_str().unwrap_or_default().trim_matches('"');
    if key.is_empty() || key.len() > 255 || !key.chars().all(|character| character.is_ascii_graphic()) {
        return Err(unreadable("The header Idempotency-Key must have 1 to 255 visible characters."));
    }
    let mut fingerprint = Sha256::new();
    for part in [request.method().as_str().as_bytes(), request.path().as_bytes(), bytes] {
        fingerprint.update(part.len().to_be_bytes());
        fingerprint.update(part);
    }
    Ok(Some(Once { key: key.to_owned(), fingerprint: fingerprint.finalize().to_vec() }))
}

/// For `#[garde(custom(parses::<_, Email>))]`: the text is one that `T` accepts.
///
/// # Errors
/// What `T` has against it.
pub fn parses<S: AsRef<str> + ?Sized, T: FromStr<Err: Display>>(text: &S, _: &()) -> garde::Result {
    text.as_ref().parse::<T>().map(drop).map_err(|error| garde::Error::new(error.to_string()))
}

/// The value of a field, for making a command.
///
/// # Errors
/// 422 on this field.
pub fn parsed<T: FromStr<Err: Display>>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error: T::Err| Problem::field(field, "invalid", error.to_string()))
}

/// The value of a field that may be absent, for making a command.
///
/// # Errors
/// 422 on this field.
pub fn parsed_if<T: FromStr<Err: Display>>(field: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    text.map(|text| parsed(field, text)).transpose()
}

/// For `#[garde(custom(parses_lines::<500>))]`: the text is one of at most so many characters, perhaps on
/// several lines.
///
/// # Errors
/// What is wrong with the text.
pub fn parses_lines<const MAX: usize>(text: &str, _: &()) -> garde::Result {
    Lines::<MAX>::try_new(text).map(drop).map_err(|error| garde::Error::new(error.to_string()))
}

/// The value of a field of several lines, for making a command.
///
/// # Errors
/// 422 on this field.
pub fn parsed_lines<const MAX: usize>(field: &str, text: &str) -> Result<Lines<MAX>, Problem> {
    Lines::try_new(text).map_err(|error| Problem::field(field, "invalid", error.to_string()))
}

/// For `#[garde(custom(between::<1, 500, _>))]`: the number lies in this range.
///
/// # Errors
/// When it does not.
pub fn between<const LEAST: u64, const MOST: u64, T: Into<u64> + Copy>(number: &T, _: &()) -> garde::Result {
    if (LEAST..=MOST).contains(&(*number).into()) {
        Ok(())
    } else {
        Err(garde::Error::new(format!("must be between {LEAST} and {MOST}")))
    }
}

/// For `#[garde(custom(entries::<1, 9, _>))]`: there are at least and at most so many entries.
///
/// # Errors
/// When there are fewer or more.
pub fn entries<const LEAST: usize, const MOST: usize, T>(all: &[T], _: &()) -> garde::Result {
    if (LEAST..=MOST).contains(&all.len()) {
        Ok(())
    } else {
        Err(garde::Error::new(format!("must have between {LEAST} and {MOST} entries")))
    }
}

/// For `#[garde(custom(day))]`: the day is one that four digits of a year can name.
///
/// # Errors
/// When it lies outside the years 1 to 9999.
pub fn day(day: &NaiveDate, _: &()) -> garde::Result {
    if (1..=9999).contains(&day.year()) {
        Ok(())
    } else {
        Err(garde::Error::new("must be a day of the years 1 to 9999"))
    }
}

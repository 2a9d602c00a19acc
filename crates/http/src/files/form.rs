use std::{collections::BTreeMap, fmt::Display, future::Future, pin::Pin, str::FromStr, time::Duration};

use actix_multipart::{Field, Multipart};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::StatusCode,
    web::{self, BytesMut},
};
use application::{
    Caller,
    files::{BrokenOff, ByteStream, Declared},
};
use futures_util::{StreamExt, stream};

use crate::{problem::Problem, state::Api};

/// The most bytes of a field that is no file.
const MOST_OF_A_FIELD: usize = 64 * 1024;
/// The most fields of a form.
const MOST_FIELDS: usize = 20;
/// How long a sender may be silent. It may take hours over a whole file.
const SILENCE: Duration = Duration::from_mins(1);

/// A form whose last field is a file, of which nothing was read yet.
pub struct UploadForm(Multipart);

/// The fields of a form that stand before its file.
pub struct Fields(BTreeMap<String, String>);

/// The file of a form, whose bytes are still to come.
pub struct FilePart {
    /// What is said of it.
    pub declared: Declared,
    field: Field,
    form: Multipart,
}

impl FromRequest for UploadForm {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let reading = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
                let detail = "The body must be multipart/form-data.";
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Problem::new(status, "unsupported_media_type", detail));
            }
            let payload = reading.await.map_err(|_| unreadable())?;
            Ok(Self(Multipart::new(request.headers(), payload)))
        })
    }
}

impl UploadForm {
    /// Counts the upload, and reads up to a file that has no fields before it.
    pub async fn only_file(self, api: &Api, caller: &Caller) -> Result<FilePart, Problem> {
        api.rates.check_upload(caller)?;
        let (fields, part) = self.up_to_file().await?;
        fields.finish()?;
        Ok(part)
    }

    /// Reads up to the file: its bytes are read by whoever takes them.
    pub async fn up_to_file(self) -> Result<(Fields, FilePart), Problem> {
        let Self(mut form) = self;
        let mut fields = BTreeMap::new();
        while let Some(field) = form.next().await {
            let mut field = field.map_err(|_| unreadable())?;
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                let declared = declared(&field)?;
                return Ok((Fields(fields), FilePart { declared, field, form }));
            }
            if fields.len() == MOST_FIELDS {
                return Err(Problem::field(&name, "invalid", "is one field too many"));
            }
            let value = text(&name, &mut field).await?;
            if fields.insert(name.clone(), value).is_some() {
                return Err(Problem::field(&name, "named_twice", "stands there twice"));
            }
        }
        Err(Problem::field("file", "invalid", "is missing; it comes after the other fields"))
    }
}

impl Fields {
    /// A field that must be there.
    pub fn required<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<T, Problem> {
        let missing = || Problem::field(name, "invalid", "is missing; it comes before the file");
        self.optional(name)?.ok_or_else(missing)
    }

    /// A field that may be left out, or left empty.
    pub fn optional<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<Option<T>, Problem> {
        let value = self.0.remove(name).filter(|value| !value.trim().is_empty());
        let refused = |error: T::Err| Problem::field(name, "invalid", error.to_string());
        value.map(|value| value.parse().map_err(refused)).transpose()
    }

    /// Refuses what is left: fields that nobody knows.
    pub fn finish(self) -> Result<(), Problem> {
        match self.0.into_keys().next() {
            Some(name) => Err(Problem::field(&name, "invalid", "is not known here")),
            None => Ok(()),
        }
    }
}

impl FilePart {
    /// The bytes as they come. They break off when the sender goes away or falls silent, and when anything
    /// follows the file.
    pub fn bytes(self) -> ByteStream<'static> {
        let Self { field, form, .. } = self;
        Box::pin(stream::try_unfold((field, form), |(mut field, mut form)| async move {
            match patiently(field.next()).await? {
                Some(Ok(part)) => Ok(Some((part, (field, form)))),
                Some(Err(error)) => Err(BrokenOff(error.to_string())),
                None => {
                    // A form goes on only when nobody holds the field before.
                    drop(field);
                    match patiently(form.next()).await? {
                        None => Ok(None),
                        Some(_) => Err(BrokenOff("something follows the file".to_owned())),
                    }
                }
            }
        }))
    }
}

async fn patiently<T>(next: impl Future<Output = T>) -> Result<T, BrokenOff> {
    tokio::time::timeout(SILENCE, next).await.map_err(|_| BrokenOff("the sender fell silent".to_owned()))
}

fn declared(field: &Field) -> Result<Declared, Problem> {
    let sent = field.content_disposition().and_then(|disposition| disposition.get_filename());
    let name = sent.unwrap_or_default().parse();
    Ok(Declared {
        name: name.map_err(|refused: domain::files::NameRefused| {
            Problem::field("file", "invalid", refused.to_string())
        })?,
        media_type: field.content_type().map(ToString::to_string),
    })
}

async fn text(name: &str, field: &mut Field) -> Result<String, Problem> {
    let mut value = BytesMut::new();
    while let Some(part) = field.next().await {
        value.extend_from_slice(&part.map_err(|_| unreadable())?);
        if value.len() > MOST_OF_A_FIELD {
            return Err(Problem::field(name, "invalid", "is too long"));
        }
    }
    String::from_utf8(value.to_vec()).map_err(|_| Problem::field(name, "invalid", "must be UTF-8"))
}

fn unreadable() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "unreadable", "The form cannot be read.")
}

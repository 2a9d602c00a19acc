use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    http::{
        StatusCode,
        header::{self, ByteRangeSpec, Header, HeaderValue, Range},
    },
};
use application::files::{Disposition, OpenFile};
use domain::files::{FileKind, FileName};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{problem::Problem, state::Api};

/// A file that is looked at runs nothing and loads nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'; sandbox; frame-ancestors 'none'";
/// What RFC 8187 lets stand as it is in the value of a parameter.
const NOT_ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Sends a file, or the part of it that was asked for; or the way to the store that sends it itself.
pub async fn send(api: &Api, file: &OpenFile, request: &HttpRequest) -> Result<HttpResponse, Problem> {
    if file.disposition == Disposition::Attachment
        && let Some(address) = api.app.storage().address(file.key, &file.name, file.lifetime).await?
    {
        return Ok(HttpResponse::Found().insert_header((header::LOCATION, address)).finish());
    }
    let tag = file.sha256.map(|sha256| format!("\"{sha256}\""));
    if tag.as_deref().is_some_and(|tag| names(request, &header::IF_NONE_MATCH, tag)) {
        return Ok(HttpResponse::NotModified().finish());
    }
    let (status, range) = match wanted(request, file.size, tag.as_deref()) {
        Wanted::Whole => (StatusCode::OK, file.whole()),
        Wanted::Part(first, last) => (StatusCode::PARTIAL_CONTENT, first..last + 1),
        Wanted::Nothing => return Ok(unsatisfiable(file.size)),
    };
    let (first, length) = (range.start, range.end - range.start);
    let bytes = api.app.storage().read(file.key, range).await?;
    let mut answer = HttpResponse::build(status);
    describe(&mut answer, file, tag);
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {first}-{}/{}", first + length - 1, file.size);
        answer.insert_header((header::CONTENT_RANGE, part));
    }
    Ok(answer.body(SizedStream::new(length, bytes)))
}

fn describe(answer: &mut HttpResponseBuilder, file: &OpenFile, tag: Option<String>) {
    answer
        .content_type(content_type(file.kind))
        .insert_header((header::CONTENT_DISPOSITION, content_disposition(file.disposition, &file.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        .insert_header((header::ACCEPT_RANGES, "bytes"));
    if let Some(tag) = tag {
        answer.insert_header((header::ETAG, tag));
    }
}

/// Which part is wanted.
enum Wanted {
    Whole,
    /// From the first byte to the last, both included.
    Part(u64, u64),
    /// One that there is not.
    Nothing,
}

/// Several ranges at once, or one of another state of the file, are answered with the whole.
fn wanted(request: &HttpRequest, size: u64, tag: Option<&str>) -> Wanted {
    let is_other_state =
        request.headers().get(header::IF_RANGE).is_some_and(|state| tag.is_none_or(|tag| state != tag));
    let Ok(Range::Bytes(ranges)) = Range::parse(request) else { return Wanted::Whole };
    match ranges.as_slice() {
        [range] if !is_other_state => match ByteRangeSpec::to_satisfiable_range(range, size) {
            Some((first, last)) => Wanted::Part(first, last),
            None => Wanted::Nothing,
        },
        _ => Wanted::Whole,
    }
}

fn unsatisfiable(size: u64) -> HttpResponse {
    HttpResponse::RangeNotSatisfiable()
        .insert_header((header::CONTENT_RANGE, format!("bytes */{size}")))
        .finish()
}

fn names(request: &HttpRequest, header: &header::HeaderName, tag: &str) -> bool {
    request
        .headers()
        .get(header)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
}

fn content_type(kind: FileKind) -> String {
    match kind {
        FileKind::Text | FileKind::Csv => format!("{}; charset=utf-8", kind.media_type()),
        _ => kind.media_type().to_owned(),
    }
}

/// The name twice, by RFC 6266: for old programs without what they could stumble over, and as it is.
fn content_disposition(disposition: Disposition, name: &FileName) -> String {
    let kind = match disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    };
    let plain: String = name
        .as_str()
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || " .-_()".contains(sign) { sign } else { '_' })
        .collect();
    let encoded = utf8_percent_encode(name.as_str(), NOT_ATTRIBUTE);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_breaks_out_of_its_header() {
        let name: FileName = "Ulat \"3\"; filename=x – ñ.pdf".parse().unwrap();
        assert_eq!(
            content_disposition(Disposition::Attachment, &name),
            "attachment; filename=\"Ulat _3__ filename_x _ _.pdf\"; \
             filename*=UTF-8''Ulat%20%223%22%3B%20filename%3Dx%20%E2%80%93%20%C3%B1.pdf"
        );
    }
}

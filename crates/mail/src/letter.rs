use application::jobs::{MailError, Message};
use lettre::message::{Mailbox, header};

/// Tells other programs that no person wrote this, so that nobody's absence note answers it (RFC 3834).
const AUTO_SUBMITTED: header::HeaderName = header::HeaderName::new_from_ascii_str("Auto-Submitted");

/// Writes the message down as a letter with headers and a body of plain text.
pub(crate) fn letter(message: &Message, from: &Mailbox) -> Result<lettre::Message, MailError> {
    let to = message.to.as_str().parse().map_err(|error| refused(&error))?;
    lettre::Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(one_line(&message.subject))
        .message_id(message.id.as_ref().map(|id| format!("<{id}@{}>", from.email.domain())))
        .raw_header(header::HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned()))
        .header(header::ContentType::TEXT_PLAIN)
        .header(header::MIME_VERSION_1_0)
        .body(message.body.clone())
        .map_err(|error| refused(&error))
}

/// A line break in a header would begin another header.
fn one_line(text: &str) -> String {
    let line: String =
        text.chars().map(|character| if breaks_lines(character) { ' ' } else { character }).collect();
    line.trim().to_owned()
}

/// Whether some program takes the character for the end of a line, or for no text at all.
fn breaks_lines(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

fn refused(error: &dyn std::error::Error) -> MailError {
    MailError(format!("the mail could not be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_stays_on_its_line() {
        assert_eq!(one_line("Welcome\r\nBcc: thief@evil.example"), "Welcome  Bcc: thief@evil.example");
        assert_eq!(one_line("a\u{0}b\u{85}c\u{2028}d\u{7f}e\t"), "a b c d e");
        assert_eq!(one_line("Señor Núñez 🎒"), "Señor Núñez 🎒");
    }
}

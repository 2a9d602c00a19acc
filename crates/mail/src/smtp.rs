use std::{error::Error, net::IpAddr, time::Duration};

use application::jobs::{MailError, Mailer, Message};
use lettre::{SmtpTransport, Transport, message::Mailbox};
use url::Url;

use crate::letter::letter;

/// How long the mail server may be silent before it counts as dead.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hands mail over to a mail server.
pub struct SmtpMailer {
    transport: SmtpTransport,
    from: Mailbox,
}

/// The configuration of the mail server makes no sense, or is not safe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailerRefused {
    /// The address of the server cannot be read. It is not repeated here, because it may hold a password.
    #[error(
        "the mail server must be given as smtp://user:password@host:port?tls=required or smtps://… ({0})"
    )]
    Url(String),
    /// The password would cross the network for everyone to read.
    #[error("a password goes to a mail server through TLS only: add ?tls=required, or use smtps://")]
    PasswordInTheClear,
    /// The sender is none.
    #[error("the sender must be an address, such as Homeroom <no-reply@school.example>")]
    From,
}

impl SmtpMailer {
    /// A mailer that speaks to the server at `url`, in the name of `from`.
    ///
    /// `smtp://host` speaks in the clear, `smtp://host?tls=required` insists on STARTTLS, `smtps://host` on
    /// TLS from the first byte. User and password are percent-encoded, and need TLS unless the server is on
    /// this machine.
    pub fn new(url: &str, from: &str) -> Result<Self, MailerRefused> {
        Self::with_patience(url, from, PATIENCE)
    }

    /// The same with another patience than ten seconds for a silent server.
    pub fn with_patience(url: &str, from: &str, patience: Duration) -> Result<Self, MailerRefused> {
        let unreadable = |error: &dyn Error| MailerRefused::Url(error.to_string());
        check(&Url::parse(url).map_err(|error| unreadable(&error))?)?;
        let transport = SmtpTransport::from_url(url).map_err(|error| unreadable(&error))?;
        let from = if from.chars().any(char::is_control) { None } else { from.parse().ok() };
        Ok(Self {
            transport: transport.timeout(Some(patience)).build(),
            from: from.ok_or(MailerRefused::From)?,
        })
    }
}

/// Finds what lettre would let pass.
fn check(url: &Url) -> Result<(), MailerRefused> {
    let has_user = !url.username().is_empty();
    if has_user != url.password().is_some() {
        return Err(MailerRefused::Url("a user needs a password, and a password a user".to_owned()));
    }
    let known_parameters = url.query_pairs().all(|(name, _)| name == "tls");
    if !known_parameters {
        return Err(MailerRefused::Url("tls is the only parameter".to_owned()));
    }
    let is_sealed = url.scheme() == "smtps" || url.query_pairs().any(|(_, value)| value == "required");
    if has_user && !is_sealed && !is_this_machine(url) {
        return Err(MailerRefused::PasswordInTheClear);
    }
    Ok(())
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

impl Mailer for SmtpMailer {
    fn send(&self, message: &Message) -> Result<(), MailError> {
        let letter = letter(message, &self.from)?;
        match self.transport.send(&letter) {
            Ok(_) => Ok(()),
            Err(error) => Err(MailError(with_causes(&error))),
        }
    }
}

/// An error with what led to it; lettre's own words often leave out what matters.
fn with_causes(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |text, cause| {
        let cause = cause.to_string();
        if text.contains(&cause) { text } else { format!("{text}: {cause}") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> Option<MailerRefused> {
        SmtpMailer::new(url, "Homeroom <no-reply@school.example>").err()
    }

    #[test]
    fn a_password_needs_tls_unless_the_server_is_this_machine() {
        for open in [
            "smtp://ana:secret@mail.school.example",
            "smtp://ana:secret@mail.school.example?tls=opportunistic",
            "smtp://ana:secret@10.0.0.1:2525",
            "smtp://ana:secret@localhost.evil.example",
        ] {
            assert_eq!(refusal(open), Some(MailerRefused::PasswordInTheClear), "{open}");
        }
        for fine in [
            "smtp://ana:secret@mail.school.example:587?tls=required",
            "smtps://ana:s%40cret@mail.school.example",
            "smtp://ana:secret@127.0.0.1:2525",
            "smtp://ana:secret@[::1]:2525",
            "smtp://ana:secret@localhost",
            "smtp://mail.school.example",
        ] {
            assert_eq!(refusal(fine), None, "{fine}");
        }
    }

    #[test]
    fn an_unreadable_address_is_refused_without_being_repeated() {
        for wrong in [
            "",
            "mail.school.example",
            "http://ana:hunter2@mail.school.example",
            "smtp://",
            "smtps://ana@mail.school.example",
            "smtps://:hunter2@mail.school.example",
            "smtp://mail.school.example?tls=maybe",
            "smtp://ana:hunter2@mail.school.example?TLS=required",
            "smtp://ana:hunter2@mail.school.example:99999",
        ] {
            let refused = refusal(wrong).map(|refused| refused.to_string());
            assert!(refused.as_ref().is_some_and(|text| !text.contains("hunter2")), "{wrong}: {refused:?}");
        }
    }

    #[test]
    fn the_sender_is_an_address() {
        for wrong in ["", "Homeroom", "a@b\r\nBcc: c@d.example", "A\nB <a@school.example>", "<>"] {
            let refused = SmtpMailer::new("smtp://localhost", wrong).err();
            assert_eq!(refused, Some(MailerRefused::From), "{wrong:?}");
        }
        assert!(SmtpMailer::new("smtp://localhost", "Colegio Ñandú <no-reply@school.example>").is_ok());
        assert!(SmtpMailer::new("smtp://localhost", "no-reply@school.example").is_ok());
    }
}

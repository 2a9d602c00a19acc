use application::jobs::{MailError, Mailer, Message};

/// Writes mails to the log instead of sending them.
///
/// For development only: what it writes holds links that let whoever reads them set a password.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogMailer;

impl Mailer for LogMailer {
    fn send(&self, message: &Message) -> Result<(), MailError> {
        tracing::info!(
            to = %message.to,
            subject = message.subject,
            body = message.body,
            "a mail that is written here because no mail server is configured"
        );
        Ok(())
    }
}

/// Sends nothing, and says so: mails fail, are tried again, and are parked in the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMailer;

impl Mailer for NoMailer {
    fn send(&self, _message: &Message) -> Result<(), MailError> {
        Err(MailError("no mail server is configured: set SMTP_URL".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_mail_server_mail_fails_rather_than_vanish() {
        let Ok(to) = domain::identity::Email::try_new("ana@school.local") else { panic!() };
        let message = Message { to, subject: "Hello".into(), body: "World".into(), id: None };
        assert!(NoMailer.send(&message).is_err_and(|error| error.0.contains("SMTP_URL")));
        assert!(LogMailer.send(&message).is_ok());
    }
}

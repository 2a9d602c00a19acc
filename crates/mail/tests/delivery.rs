//! Mail to a real server on loopback, read back there.

use std::{
    net::{Ipv4Addr, TcpListener},
    time::{Duration, Instant},
};

use application::jobs::{Mailer, Message};
use domain::identity::Email;
use homeroom_mail::SmtpMailer;
use testkit::mail_server::{MailServer, Temper};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const FROM: &str = "Colegio Ñandú <no-reply@school.example>";

fn message(subject: &str, body: &str) -> Result<Message, Box<dyn std::error::Error>> {
    let to = Email::try_new("ana.reyes@school.local")?;
    Ok(Message { to, subject: subject.to_owned(), body: body.to_owned(), id: None })
}

#[test]
fn a_mail_arrives_as_it_was_written() -> TestResult {
    let server = MailServer::start()?;
    let body = "Querida Ana:\n\npara elegir una contraseña 🔑 abre\nhttps://school.example/reset#token=abc\n";
    SmtpMailer::new(&server.url(), FROM)?.send(&message("Nueva contraseña – Colegio Ñandú 🎒", body)?)?;

    let mail = server.next_mail()?;
    assert_eq!(mail.from, "no-reply@school.example");
    assert_eq!(mail.to, ["ana.reyes@school.local"]);
    assert_eq!(mail.subject(), "Nueva contraseña – Colegio Ñandú 🎒");
    assert_eq!(mail.body().trim_end(), body.trim_end());
    assert_eq!(mail.link(), "https://school.example/reset#token=abc");
    assert_eq!(mail.header("To"), "ana.reyes@school.local");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Content-Type"), "text/plain; charset=utf-8");
    for header in ["Date", "Message-ID", "From", "MIME-Version"] {
        assert!(!mail.header(header).is_empty(), "{header}");
    }
    assert!(mail.source.is_ascii(), "it passes through servers that know nothing but ASCII");
    assert_eq!(mail.login, None);
    Ok(())
}

#[test]
fn lines_of_any_shape_survive() -> TestResult {
    let server = MailServer::start()?;
    let mailer = SmtpMailer::new(&server.url(), FROM)?;
    let long = "word ".repeat(3000);
    for body in [
        ".\n..\n.hidden\n\n.\nQUIT\n",
        "ends without a line break",
        "ñ\n.\n.ñ\n",
        "From here on: = =3D =\n",
        "tab\tand  spaces  \nend\n",
        long.as_str(),
    ] {
        mailer.send(&message("Lines", body)?)?;
        assert_eq!(server.next_mail()?.body().trim_end(), body.trim_end());
    }
    mailer.send(&message("Line ends", "one\r\ntwo\nthree\n")?)?;
    assert_eq!(server.next_mail()?.body().trim_end(), "one\ntwo\nthree");
    Ok(())
}

#[test]
fn nothing_that_a_person_typed_becomes_a_header() -> TestResult {
    let server = MailServer::start()?;
    let mailer = SmtpMailer::new(&server.url(), FROM)?;
    mailer.send(&message("Plain", "text")?)?;
    let expected = server.next_mail()?.header_names();

    for hostile in [
        "Hi\r\nBcc: thief@evil.example",
        "Hi\nBcc: thief@evil.example",
        "Hi\rBcc: thief@evil.example",
        "Hi\r\n\r\nAnother body",
        "Hi\r\n.\r\nMAIL FROM:<a@b.c>",
        "Hi\u{85}Bcc: thief@evil.example",
        "Hi\u{2028}Bcc: thief@evil.example",
        "ñ\r\nBcc: thief@evil.example",
        "\r\n\r\n",
        "=?utf-8?q?Hi=0D=0ABcc:_thief@evil.example?=",
    ] {
        mailer.send(&message(hostile, "text")?)?;
        let mail = server.next_mail()?;
        assert_eq!(mail.header_names(), expected, "{hostile:?}");
        assert_eq!(mail.to, ["ana.reyes@school.local"], "{hostile:?}");
        assert_eq!(mail.body().trim_end(), "text", "{hostile:?}");
        // Neither does a program that decodes the subject find a line break in it.
        assert!(hostile.starts_with("=?") || !mail.subject().contains(char::is_control), "{hostile:?}");
    }
    mailer.send(&message(
        "Body",
        "\r\n\r\nBcc: thief@evil.example\r\n.\r\nRCPT TO:<thief@evil.example>\r\n",
    )?)?;
    let mail = server.next_mail()?;
    assert_eq!((mail.header_names(), mail.to.len()), (expected, 1));
    assert!(server.unread().is_empty());
    Ok(())
}

#[test]
fn the_mailer_logs_in_when_it_is_told_to() -> TestResult {
    let server = MailServer::start()?;
    SmtpMailer::new(&server.url_with_login("ana", "p%40ss%3Aword"), FROM)?.send(&message("a", "b")?)?;
    assert_eq!(server.next_mail()?.login, Some(("ana".to_owned(), "p@ss:word".to_owned())));
    Ok(())
}

#[test]
fn a_server_that_offers_no_tls_is_given_nothing_when_tls_is_required() -> TestResult {
    let server = MailServer::start()?;
    let url = format!("{}?tls=required", server.url_with_login("ana", "secret"));
    assert!(SmtpMailer::new(&url, FROM)?.send(&message("a", "b")?).is_err());
    let url = server.url().replace("smtp:", "smtps:");
    assert!(SmtpMailer::new(&url, FROM)?.send(&message("a", "b")?).is_err());
    assert!(server.unread().is_empty());
    Ok(())
}

/// A mail that was not taken for certain is an error, and the job is done again.
#[test]
fn a_server_that_does_not_take_the_mail_is_an_error() -> TestResult {
    for temper in [Temper::Busy, Temper::Forgetful] {
        let server = MailServer::with_temper(temper)?;
        let sent = SmtpMailer::new(&server.url(), FROM)?.send(&message("a", "b")?);
        assert!(sent.is_err(), "{temper:?}");
    }
    // Bound and given back, so that nobody listens there.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let sent = SmtpMailer::new(&format!("smtp://{free}"), FROM)?.send(&message("a", "b")?);
    assert!(sent.is_err_and(|error| error.to_string().contains("refused")));
    Ok(())
}

/// f19: mail that is down holds nobody up.
#[test]
fn f19_a_dead_mail_server_is_given_up() -> TestResult {
    let server = MailServer::with_temper(Temper::Silent)?;
    let mailer = SmtpMailer::with_patience(&server.url(), FROM, Duration::from_millis(200))?;
    let begun = Instant::now();
    assert!(mailer.send(&message("a", "b")?).is_err());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    Ok(())
}

use std::{
    io::{self, BufRead, BufReader, Write},
    net::TcpStream,
    sync::mpsc::Sender,
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Mail, Temper};

/// Speaks with one mailer until it leaves.
pub(super) fn hold(stream: &TcpStream, temper: Temper, mails: &Sender<Mail>) -> io::Result<()> {
    let mut lines = BufReader::new(stream);
    let say = |line: &str| (&*stream).write_all(format!("{line}\r\n").as_bytes());
    let mut login = None;
    let mut from = String::new();
    let mut to = Vec::new();
    say("220 loopback ESMTP")?;
    loop {
        let Some(line) = next_line(&mut lines)? else { return Ok(()) };
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => say("250-loopback\r\n250-8BITMIME\r\n250 AUTH PLAIN")?,
            "AUTH" => {
                login = plain_login(&line);
                say(if login.is_some() { "235 welcome" } else { "535 who is that" })?;
            }
            "MAIL" => {
                from = address(&line);
                say("250 ok")?;
            }
            "RCPT" if temper == Temper::Busy => say("450 mailbox busy")?,
            "RCPT" => {
                to.push(address(&line));
                say("250 ok")?;
            }
            "DATA" if to.is_empty() => say("503 to whom")?,
            "DATA" => {
                say("354 go on")?;
                let source = text(&mut lines)?;
                if temper == Temper::Forgetful {
                    return Ok(());
                }
                let (from, to) = (std::mem::take(&mut from), std::mem::take(&mut to));
                // The test may have ended, and be reading no more.
                let _ = mails.send(Mail { from, to, login: login.clone(), source });
                say("250 kept")?;
            }
            "RSET" => {
                to.clear();
                say("250 ok")?;
            }
            "NOOP" => say("250 ok")?,
            "QUIT" => return say("221 goodbye"),
            _ => say("502 not here")?,
        }
    }
}

/// A line without its end; `None` when the mailer has hung up.
fn next_line(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    lines.read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\r\n").map(|line| String::from_utf8_lossy(line).into_owned());
    Ok(line)
}

/// The text of a mail, up to the line with nothing but a dot; other lines lose a dot at their beginning.
fn text(lines: &mut impl BufRead) -> io::Result<String> {
    let mut text = String::new();
    while let Some(line) = next_line(lines)? {
        if line == "." {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push_str("\r\n");
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

/// What stands between the angle brackets of `MAIL FROM:<…>` or `RCPT TO:<…>`.
fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.to_owned())
}

/// User and password of `AUTH PLAIN` (RFC 4616): base64 of two words, each after a NUL.
fn plain_login(line: &str) -> Option<(String, String)> {
    let (_, encoded) = line.rsplit_once(' ')?;
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let mut words = decoded.split('\0').skip(1);
    Some((words.next()?.to_owned(), words.next()?.to_owned()))
}

//! A mail server on loopback that keeps what it is given, so that a test can read it.
//!
//! It speaks as much SMTP as a mailer needs (RFC 5321: EHLO, AUTH PLAIN, MAIL, RCPT, DATA with dots
//! unstuffed, RSET, NOOP, QUIT), over a real socket.

mod conversation;
mod mail;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

pub use mail::Mail;

/// How long a test waits for a mail that never comes.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a [`MailServer`] treats those who speak to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// It takes every mail.
    Friendly,
    /// It answers every recipient with "450 mailbox busy".
    Busy,
    /// It accepts connections and never says a word.
    Silent,
    /// It hangs up when the text of the mail has been sent, without having taken it.
    Forgetful,
}

/// A mail server that runs until it is dropped.
pub struct MailServer {
    address: SocketAddr,
    mails: Mutex<Receiver<Mail>>,
    is_closing: Arc<AtomicBool>,
}

impl MailServer {
    /// A server on a free port that takes every mail.
    pub fn start() -> io::Result<Self> {
        Self::with_temper(Temper::Friendly)
    }

    /// A server on a free port that behaves as told.
    pub fn with_temper(temper: Temper) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let is_closing = Arc::new(AtomicBool::new(false));
        let (sender, mails) = channel();
        let closing = Arc::clone(&is_closing);
        thread::spawn(move || accept(&listener, &closing, temper, &sender));
        Ok(Self { address, mails: Mutex::new(mails), is_closing })
    }

    /// The address of the server as the configuration names it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The same, for a mailer that must log in first.
    pub fn url_with_login(&self, user: &str, password: &str) -> String {
        format!("smtp://{user}:{password}@{}", self.address)
    }

    /// The next mail, in the order in which they came. Waits for it, but not for ever.
    pub fn next_mail(&self) -> Result<Mail, RecvTimeoutError> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(PATIENCE)
    }

    /// The mails that have come and that nobody has read.
    pub fn unread(&self) -> Vec<Mail> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).try_iter().collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.is_closing.store(true, Ordering::Release);
        // The listener looks at the flag when somebody comes.
        let _ = TcpStream::connect(self.address);
    }
}

fn accept(listener: &TcpListener, is_closing: &AtomicBool, temper: Temper, mails: &Sender<Mail>) {
    // A silent server keeps its connections open, or its silence would be noticed at once.
    let mut kept = Vec::new();
    for stream in listener.incoming() {
        if is_closing.load(Ordering::Acquire) {
            return;
        }
        let Ok(stream) = stream else { continue };
        if temper == Temper::Silent {
            kept.push(stream);
            continue;
        }
        let mails = mails.clone();
        // A broken conversation is the mailer's business; the test sees it there.
        thread::spawn(move || conversation::hold(&stream, temper, &mails).ok());
    }
}

//! Mail: [`SmtpMailer`] hands it to a mail server, [`LogMailer`] writes it to the log during development,
//! and [`NoMailer`] stands where a school has no mail server.

#![warn(missing_docs)]

mod letter;
mod log;
mod smtp;

pub use log::{LogMailer, NoMailer};
pub use smtp::{MailerRefused, SmtpMailer};

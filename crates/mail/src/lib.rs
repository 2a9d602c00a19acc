//! The outbox of Homeroom on SMTP, or in the log during development.

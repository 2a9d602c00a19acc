//! The rules of the school, tried from outside the crate as another team would use it.

mod accounts;
mod chat;
mod denied;
mod guardians;
mod matrix;
mod meetings;
mod notices;
mod passwords;
mod scopes;
#[cfg(feature = "serde")]
mod serialised;
mod settings;
mod structure;
mod support;
mod tasks;
mod union;

//! Conversations, and who is there for them.

mod presence;

pub use presence::{Availability, PresenceBoard};

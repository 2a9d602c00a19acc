//! How the instances of Homeroom hear of each other.
//!
//! Each of the two ports has two adapters:
//!
//! | port | one instance | several, through Redis |
//! |---|---|---|
//! | [`EventBus`](application::EventBus) | [`InProcessBus`] | [`RedisBus`] |
//! | [`PresenceBoard`](application::chat::PresenceBoard) | [`InProcessPresence`] | [`RedisPresence`] |
//!
//! What goes through Redis is a hint. Nothing waits for it, nothing fails without it, and nothing is kept in it
//! that the database does not know, but for who is there at the moment.

#![warn(missing_docs)]

mod address;
mod backoff;
mod in_process;
mod in_process_presence;
mod redis_bus;
mod redis_presence;

#[cfg(any(test, feature = "contract"))]
pub mod contract;
#[cfg(any(test, feature = "contract"))]
pub mod redis_server;

pub use address::{RedisAddress, RedisAddressRefused};
pub use in_process::InProcessBus;
pub use in_process_presence::InProcessPresence;
pub use redis_bus::RedisBus;
pub use redis_presence::RedisPresence;

/// What the names of all channels and keys begin with, unless a test says otherwise.
pub const PREFIX: &str = "homeroom";

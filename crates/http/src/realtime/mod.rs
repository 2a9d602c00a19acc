//! The realtime endpoint: sockets that hear what happened.
//!
//! An event goes to topics. A socket is given its topics from its person's rights when it opens, and again
//! whenever those rights change, so that a fan-out costs no query. Frames carry ids; whoever hears one asks
//! for the record, and is judged again.

mod attendance;
mod connect;
pub(crate) mod courier;
mod frames;
mod heads;
mod hub;
mod mailbox;
mod origin;
mod rhythm;
mod rounds;
mod socket;
mod speech;
mod topics;

pub use attendance::Attendance;
pub use connect::realtime;
pub use hub::Hub;
pub use rhythm::Rhythm;

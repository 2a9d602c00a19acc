//! The API and the realtime endpoint of Homeroom: the only crate that knows requests, status codes, JSON
//! and sockets.
//!
//! A request takes this way: [`middleware`] gives it an id and a place in the log; an extractor of
//! [`shape`] finds out who asks and reads the body; the handler of its area hands one use case over to a
//! lane ([`lanes`]) and shapes the answer. Every refusal is a [`problem::Problem`].
//!
//! Adding a route: write the handler with its `#[utoipa::path]` in the file of its area, name it in the
//! area's `routes`, and give it a row in the access matrix; a test fails until all three agree.

mod assets;
mod audit;
mod calendar;
mod chat;
mod enrollment;
mod files;
mod health;
mod identity;
pub mod lanes;
mod meetings;
mod methods;
pub mod middleware;
mod modules;
mod notices;
mod notifications;
pub mod openapi;
pub mod problem;
pub mod realtime;
mod routes;
mod serve;
mod settings;
pub mod shape;
mod state;
mod structure;
mod tasks;

pub use assets::{Asset, Assets};
pub use serve::{HttpOptions, Running, ServeError, bind};
pub use state::{Api, Limits};

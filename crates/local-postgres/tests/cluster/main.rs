//! Real servers, from the search for their binaries to their end.

mod lifecycle;
mod privacy;
mod search;
mod sharing;
mod support;

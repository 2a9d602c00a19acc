//! Events, meetings and tasks together, and the addresses of calendar feeds.

mod entries;
mod feeds;
mod look;

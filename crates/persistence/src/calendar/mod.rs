//! Events and meetings together, and the addresses of calendar feeds.

mod entries;
mod feeds;

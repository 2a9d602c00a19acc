//! What happens to every request.

pub mod compress;
pub mod headers;
pub mod problems;
pub mod rate;
pub mod request;

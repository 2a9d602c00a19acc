mod announcements;
mod audience;
mod events;
mod reading;

pub use audience::{role_codes, section_ids};

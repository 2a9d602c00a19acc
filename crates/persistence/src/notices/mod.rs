mod announcements;
mod audience;
mod events;
mod reading;

pub use announcements::{AnnouncementRow, announcement_columns, into_announcement};
pub use audience::{role_codes, section_ids};
pub use events::{EventRow, event_columns, into_event};

//! The calendar: what a person may see of events and meetings, and the school's own days.

mod zone;

pub use zone::{SchoolZone, day_bounds};

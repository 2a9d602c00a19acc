//! What the demo school is made of: names, subjects, staff, and what the
//! offices write.

pub mod names;
pub mod notices;
pub mod paths;
pub mod rooms;
pub mod staff;
pub mod subjects;

//! What the demo school is made of: names, subjects, staff, what the offices write, and what teachers set and give
//! out.

pub mod names;
pub mod notices;
pub mod paths;
pub mod rooms;
pub mod sheets;
pub mod staff;
pub mod subjects;
pub mod tasks;

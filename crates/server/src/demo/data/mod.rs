//! What the demo school is made of: names, subjects, staff and what a registrar writes.

pub mod names;
pub mod paths;
pub mod rooms;
pub mod staff;
pub mod subjects;
